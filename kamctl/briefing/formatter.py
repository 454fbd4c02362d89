"""Values and texts of a plan in the reader's language: what documents add to `i18n.formats`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from kamctl.briefing.views.elements import Link
from kamctl.briefing.visibility.audience import AUDIENCE_LABELS
from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.i18n.catalog import translator
from kamctl.i18n.formats import Formats
from kamctl.i18n.marked_text import capitalized, filled, in_language, joined
from kamctl.i18n.message import N_, counted
from kamctl.i18n.sentence_case import inside_sentence
from kamctl.plan.fields import labels_at
from kamctl.plan.people import current_person, has_left, member_with_id, people_by_id
from kamctl.plan.text import wording_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from kamctl.i18n.formats import Dated
    from kamctl.i18n.message import Localized, Message
    from kamctl.plan.model import Plan
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.plan.team import Member
    from kamctl.plan.text import Text

AnyPerson = TypeVar("AnyPerson", "Member", "Stakeholder")

_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+").fullmatch


class Formatter(Formats):
    """Formats values as `Formats` does, and translates the texts of the tool; for one document."""

    def __init__(self, language: str, today: dt.date, currency: str | None = None) -> None:
        self.language = language
        self.today = today
        self._words = translator(language)
        self._ids: set[str] = set()
        super().__init__(language, self._words, currency)

    def translate(self, msgid: str, **values: object) -> str:
        """Translate a text of the tool, with `values` in its places."""
        text = self._words(msgid)
        return filled(text, values) if values else text

    def headings(self, place: str) -> Callable[[str], str]:
        """Return what gives the headings of the fields at `place` of the format, by their keys."""
        labels = labels_at(place)
        return lambda key: self._words(labels[key])

    def translate_message(self, message: Message | Localized) -> str:
        """Translate a message, or a value that each language writes in its own way."""
        return message.say(self._words)

    def label(self, labels: Mapping[str, str], value: str | None) -> str:
        """Return the label of a value; one that a company has added is written as it is."""
        if not value:
            return ""
        msgid = labels.get(value)
        if msgid is None:
            return value.replace("-", " ").replace("_", " ")
        return self._words(msgid) if msgid else ""

    def label_in_sentence(self, labels: Mapping[str, str], value: str | None) -> str:
        """Return the label of a value as it is inside a sentence."""
        return inside_sentence(self.label(labels, value), self._words)

    def and_more(self, count: int) -> str:
        """Say how many there are besides those that are shown."""
        return self.translate_message(counted("and {count} more", "and {count} more", count))

    def first_of(self, texts: Sequence[str], most: int) -> tuple[str, ...]:
        """Return the first texts, `most` at most, then how many more there are."""
        more = len(texts) - most
        return (*texts[:most], self.and_more(more)) if more > 0 else tuple(texts)

    def function_name(self, function: str) -> str:
        """Return the name of a function, inside a sentence."""
        return self.label(AUDIENCE_LABELS, function)

    def function_title(self, function: str) -> str:
        """Return the name of a function where it is alone: with a capital."""
        name = self.function_name(function)
        return capitalized(name)

    def unbroken(self, text: str) -> str:
        """Return a date or a name so that no line ends within it."""
        return text.replace(" ", "\N{NO-BREAK SPACE}")

    def today_label(self, *, is_outside: bool) -> str:
        """Return the label of today's line, with its date where the picture does not reach it."""
        _ = self.translate
        if is_outside:
            return _("Today: {date}", date=self.unbroken(self.day(self.today, short=True)))
        return _("Today")

    def today_outside(self, *, is_before: bool, is_after: bool) -> str:
        """Say that a picture does not reach to today; empty where it does."""
        _, date = self.translate, self.day(self.today)
        if is_before:
            return _("Today, {date}, is before the first date shown.", date=date)
        return _("Today, {date}, is after the last date shown.", date=date) if is_after else ""

    def unique_id(self, wanted: str) -> str:
        """Return an id that no other element of the document has, even if a plan repeats it."""
        unique, number = wanted, 1
        while unique in self._ids:
            number += 1
            unique = f"{wanted}--{number}"
        self._ids.add(unique)
        return unique


class PlanFormatter(Formatter):
    """Adds what one plan knows: its currency, the language of its texts, names of people."""

    def __init__(self, plan: Plan, language: str, today: dt.date) -> None:
        super().__init__(language, today, plan.plan.currency)
        self.plan = plan
        self._people = people_by_id(plan)

    def text(self, text: Text | None) -> str:
        """Return a text of the plan in the reader's language, else in the one it is written in.

        A placeholder ("TBD", "à définir") counts as no text.
        """
        wording, language = wording_in(text, self.language, self.plan.plan.language)
        if is_placeholder(wording):
            return ""
        return wording if language == self.language else in_language(wording, language)

    def join(self, parts: Iterable[str]) -> str:
        """Join texts that may hold commas themselves."""
        return joined(self.translate(N_("; ")), parts)

    # People

    def current_person(self, person: str | None) -> str | None:
        """Return the id of a person, or of the successor of one who has left; None without one.

        An id that is nobody's stays as it is.
        """
        return current_person(self.plan, person, self.today) if person in self._people else person

    def current_people(self, people: Iterable[AnyPerson]) -> list[AnyPerson]:
        """Return those who have not left."""
        return [one for one in people if not has_left(one, self.today)]

    def person_name(self, person: str | None) -> str:
        """Return the name of a person; an id that is nobody's stays as it is."""
        known = self._people.get(person or "")
        return (known.name if known else person or "").strip()

    def person_names(self, people: Sequence[str]) -> str:
        """List the names of people."""
        return self.list([self.person_name(person) for person in people])

    def name_and_title(self, person: str | None) -> str:
        """Return the name and the title of a person."""
        known = self._people.get(person or "")
        title = self.text(known.title) if known else ""
        name = self.person_name(person)
        return joined(", ", [name, title]) if title else name

    def name_and_date(self, person: str | None, on: Dated | None) -> str:
        """Return who did something, and when, as far as both are known."""
        return ", ".join(part for part in (self.person_name(person), self.date(on)) if part)

    def email_link(self, person: str | None) -> Link | None:
        """Return the work address of a member of the team; a link where it is an address."""
        member = member_with_id(self.plan, person)
        address = (member.email or "").strip() if member else ""
        if not address:
            return None
        return Link(address, f"mailto:{address}" if _MAIL(address) else "")

    # Values that may be missing: an empty text

    def date(self, date: Dated | None, *, short: bool = False) -> str:
        """Write a date as exactly as it is known."""
        return super().date(date, short=short) if date else ""

    def short_date(self, date: Dated | None) -> str:
        """Write a date for a table, where room is scarce."""
        return self.date(date, short=True)

    def money(self, amount: float | Decimal | None, *, exact: bool = False) -> str:
        """Write an amount in the currency of the plan."""
        return "" if amount is None else super().money(amount, exact=exact)
