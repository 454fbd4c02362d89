"""The plan's texts, people and codes in the reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from kamctl.briefing.document_labels import AUDIENCES
from kamctl.briefing.views import Cell, Fact, Link, Picture, Table
from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.i18n.catalog import translator
from kamctl.i18n.formats import Formats
from kamctl.i18n.marked_text import filled, in_language, joined
from kamctl.i18n.message import N_, counted
from kamctl.plan.people import has_left, present
from kamctl.plan.text import wording_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from kamctl.plan.model import Plan
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.plan.team import Member
    from kamctl.plan.text import Text
    from kamctl.plan.values import PlanDate

Person = TypeVar("Person", "Member", "Stakeholder")

_LONGEST_WORD = 32
"""Characters. Longer ones, such as addresses, must break for a table to stay within its page."""
_WEB = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE).fullmatch
_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+").fullmatch


class Formatter:
    """Says the words of the tool in one language, on one day."""

    def __init__(self, language: str, today: dt.date, currency: str | None = None) -> None:
        self.language = language
        self.today = today
        self.t = translator(language)
        self.formats = Formats(language, self.t, currency)
        self._taken: set[str] = set()

    def say(self, msgid: str, **values: object) -> str:
        """Say a sentence of the tool with `values` in its places."""
        return filled(self.t(msgid), values)

    def more(self, count: int) -> str:
        """Say how many there are besides those that are shown."""
        return counted("and {count} more", "and {count} more", count).say(self.t)

    def word(self, words: Mapping[str, str], code: str | None) -> str:
        """Say a code of the format; a code of the house is said as it is written."""
        if not code:
            return ""
        msgid = words.get(code)
        if msgid is None:
            return code.replace("-", " ").replace("_", " ")
        return self.t(msgid) if msgid else ""

    def unique(self, name: str) -> str:
        """Return `name` as no other place of the page is called, even if a plan gives it twice."""
        made, number = name, 1
        while made in self._taken:
            number += 1
            made = f"{name}--{number}"
        self._taken.add(made)
        return made

    def function(self, function: str) -> str:
        """Say a function inside a sentence."""
        return self.word(AUDIENCES, function)

    def function_title(self, function: str) -> str:
        """Say a function where it stands alone."""
        said = self.function(function)
        return said[:1].upper() + said[1:]


class PlanFormatter(Formatter):
    """Says things of one plan in one language, on one day."""

    def __init__(self, plan: Plan, language: str, today: dt.date) -> None:
        super().__init__(language, today, plan.plan.currency)
        self.plan = plan
        self._names = {member.id: member.name for member in plan.team} | {
            person.id: person.name for person in plan.stakeholders
        }
        self._emails = {member.id: (member.email or "").strip() for member in plan.team}
        self._titles = {member.id: self.text(member.title) for member in plan.team} | {
            person.id: self.text(person.title) for person in plan.stakeholders
        }

    def text(self, text: Text | None) -> str:
        """Say a text of the plan in the reader's language, else in the one it is written in.

        A text that only holds the place of one ("TBD", "à définir") is not there.
        """
        said, language = wording_in(text, self.language, self.plan.plan.language)
        if is_placeholder(said):
            return ""
        return said if language == self.language else in_language(said, language)

    def present(self, who: str | None) -> str | None:
        """Return the id of who is there now for somebody: whoever has taken over, else None.

        An id that is nobody's stays as it is.
        """
        return present(self.plan, who, self.today) if who in self._names else who

    def there(self, people: Iterable[Person]) -> list[Person]:
        """Return those who have not left."""
        return [one for one in people if not has_left(one, self.today)]

    def person(self, who: str | None) -> str:
        """Say a person's name; an id that is nobody's is said as it is written."""
        return self._names.get(who, who).strip() if who else ""

    def titled(self, who: str | None) -> str:
        """Say a person's name and title."""
        title = self._titles.get(who or "", "")
        return joined(", ", [self.person(who), title]) if title else self.person(who)

    def people(self, ids: Sequence[str]) -> str:
        """Say several people's names."""
        return self.formats.list([self.person(who) for who in ids])

    def series(self, parts: Iterable[str]) -> str:
        """Say several things that may hold commas themselves, one after the other."""
        return joined(self.t(N_("; ")), parts)

    def email(self, who: str | None) -> Link | None:
        """Return the work address of one of ours, to write to where it is an address."""
        address = self._emails.get(who or "", "")
        if not address:
            return None
        return Link(address, f"mailto:{address}" if _MAIL(address) else "")

    def date(self, date: PlanDate | None) -> str:
        """Say a date as exactly as it is known."""
        return self.formats.date(date) if date else ""

    def short_date(self, date: PlanDate | None) -> str:
        """Say a date in a table, where room is scarce."""
        return self.formats.date(date, short=True) if date else ""

    def money(self, amount: float | None) -> str:
        """Say an amount."""
        return "" if amount is None else self.formats.money(amount)

    def by_on(self, who: str | None, on: PlanDate | None) -> str:
        """Say who, and when, as far as both are known."""
        return ", ".join(part for part in (self.person(who), self.date(on)) if part)


def web_link(address: str | None) -> Link | None:
    """Return a web address as a link, without its beginning; what is not http or https stays text.

    A browser shows the beginning no more, and in a narrow column the name is what counts.
    """
    address = (address or "").strip()
    if not address:
        return None
    if not _WEB(address):
        return Link(address, "")
    return Link(address.partition("://")[2].rstrip("/") or address, address)


def facts(*pairs: tuple[str, str]) -> tuple[Fact, ...]:
    """Return those pairs of label and value that have a value."""
    return tuple(Fact(label, value) for label, value in pairs if value)


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell | str]],
    *,
    numeric: Sequence[int] = (),
    keep: Sequence[int] = (),
    pictures: Iterable[Picture | None] = (),
    folded: bool = False,
    ids: Sequence[str] = (),
) -> Table | None:
    """Return a table without the columns that are empty throughout (but those in `keep`).

    None where there is no row. Of the `pictures`, those that have something to show go with it.
    """
    cells = [tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row) for row in rows]
    if not cells:
        return None
    shown = [
        place
        for place in range(len(columns))
        if place == 0 or place in keep or any(row[place].text or row[place].note for row in cells)
    ]
    return Table(
        caption,
        tuple(columns[place] for place in shown),
        tuple(tuple(row[place] for place in shown) for row in cells),
        frozenset(new for new, place in enumerate(shown) if place in numeric),
        tuple(picture for picture in pictures if picture is not None),
        folded,
        tuple(ids),
        any(_has_long_word(cell.text) for row in cells for cell in row),
    )


def _has_long_word(text: str) -> bool:
    return len(text) > _LONGEST_WORD and max(map(len, text.split()), default=0) > _LONGEST_WORD
