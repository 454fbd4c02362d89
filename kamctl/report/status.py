"""Where all accounts stand, for people at a terminal: a table, sums, and who needs somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.document.frame import printable
from kamctl.plan.functions import party_name
from kamctl.portfolio.attention import FIRST, worded
from kamctl.portfolio.facts import STEADY
from kamctl.portfolio.sums import turnovers
from kamctl.report.columns import CLOSER, Column, Form, clean, cut, fitted, table
from kamctl.report.layout import wrapped
from kamctl.report.text import paint, plain
from kamctl.report.weights import stage_word
from kamctl.words.message import N_, Message, counted, message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from kamctl.portfolio.attention import Need
    from kamctl.portfolio.facts import Account, Person, Unread
    from kamctl.portfolio.portfolio import Portfolio
    from kamctl.words.message import Translate

_NONE: Final = "–"
_STEPS: Final = (
    *("sponsor", "blocked", "turnover", "wallet", "pace", "late", "review", "complete", "account"),
    *("owner", "account", "owner", "wallet", "tier", "account", CLOSER, "stage", "pace", "tier"),
    *("complete", "owner", "stage", "review", "agreed", "stage", "wallet", "account"),
)
"""What gives way next where a line has no room: first what others say too."""
_MILLION: Final = 1e6
_NAMED: Final = 4
"""How many files are named at once."""


class Plainly:
    """How a terminal writes what stands in a message."""

    def __init__(self, say: Translate) -> None:
        self.say = say

    def day(self, day: dt.date, /) -> str:
        """Write a day as a plan has it."""
        return day.isoformat()

    def percent(self, points: float, /) -> str:
        """Write a percentage with one decimal."""
        return message("{number}\N{NO-BREAK SPACE}%", number=self.decimal(points)).say(self.say)

    def decimal(self, number: float) -> str:
        """Write a number with one decimal."""
        whole, _, tenth = f"{number:.1f}".partition(".")
        said = message("{whole}.{tenth}", whole=whole, tenth=tenth).say(self.say)
        return said.replace("-", "\N{MINUS SIGN}")

    def function(self, code: str, /) -> str:
        """Say a function, a decider or a sponsor."""
        return party_name(code).say(self.say)

    def list(self, items: Sequence[str], /) -> str:
        """Join items."""
        return ", ".join(items)


class StatusText:
    """Lays the accounts out in `columns` columns, coloured or not.

    `functions` are those asked for: then only where they stand is shown.
    """

    def __init__(
        self,
        columns: int,
        *,
        colour: bool,
        translate: Translate,
        functions: Sequence[str] = (),
    ) -> None:
        self.columns = columns
        self.paint = paint if colour else plain
        self.say = translate
        self.functions = functions
        self.wording = Plainly(translate)

    def whole(self, folio: Portfolio, rows: Sequence[Account]) -> str:
        """Write the table of the accounts in `rows`, their sums, and which need somebody."""
        parts = []
        if rows:
            parts.append("".join(f"{line}\n" for line in self._table(rows, folio.today)))
            parts.append(self._wrapped(self._totals(folio, rows), ""))
            parts.append("".join(self._needs(folio)))
        else:
            parts.append(self._wrapped(self.say(N_("There is no such account here.")), ""))
        parts.append("".join(self._notices(folio)))
        return "\n".join(part for part in parts if part)

    def _table(self, rows: Sequence[Account], today: dt.date) -> list[str]:
        columns = [
            Column("account", self._account(rows)),
            Column("tier", self._tier(rows)),
            Column("stage", self._stage(rows)),
            self._figures("complete", N_("Complete"), N_("Done"), rows, _complete),
            self._figures("agreed", N_("Agreed"), "", rows, self._agreed),
            self._wallet(rows),
            self._figures("pace", N_("Measures on course"), N_("Pace"), rows, _pace),
            self._figures("late", N_("Overdue"), N_("Late"), rows, _late, stays=True),
            self._figures("review", N_("Next review"), N_("Review"), rows, _review),
            Column("owner", self._people(N_("Owner"), [one.owner for one in rows])),
            self._figures("turnover", N_("Turnover"), "", rows, self._turnover),
            Column("blocked", (self._form(N_("Blocked by"), [*map(self._blocked, rows)]), None)),
            Column(
                "sponsor",
                (self._form(N_("Sponsor"), [_name(one.sponsor) for one in rows]), None),
            ),
        ]

        def style(column: str, row: int | None, text: str) -> str:
            if row is None:
                return self.paint(text, "bold")
            return self._styled(column, rows[row], text, today)

        return table(columns, _STEPS, self.columns, style)

    def _styled(self, column: str, one: Account, text: str, today: dt.date) -> str:
        if column == "late" and one.overdue:
            return self.paint(text, "error")
        if column == "review" and one.review is not None and one.review < today:
            return self.paint(text, "error")
        if column == "wallet" and one.trend is not None and one.trend <= -STEADY:
            return self.paint(text, "warning")
        if column == "pace" and one.behind:
            return self.paint(text, "warning")
        if column == "blocked" and one.blocks:
            return self.paint(text, "error")
        return text

    def _form(self, head: str, cells: Sequence[str]) -> Form:
        return Form(self.say(head), tuple(printable(cell) or _NONE for cell in cells))

    def _figures(
        self,
        name: str,
        head: str,
        short: str,
        rows: Sequence[Account],
        cell: Callable[[Account], str],
        *,
        stays: bool = False,
    ) -> Column:
        """Return a column of figures, with a longer head and a shorter one."""
        cells = [cell(one) for one in rows]
        forms = [self._form(head, cells), *([self._form(short, cells)] if short else [])]
        return Column(name, (*forms, *([] if stays else [None])), right=True)

    def _account(self, rows: Sequence[Account]) -> tuple[Form, ...]:
        whole = self._form(N_("Account"), [clean(one.name) for one in rows])
        return tuple(cut(whole, room) for room in (40, 28, 20, 13, 10))

    def _tier(self, rows: Sequence[Account]) -> tuple[Form | None, ...]:
        whole = self._form(N_("Tier"), [clean(one.tier) for one in rows])
        return (cut(whole, 16), cut(whole, 5), None)

    def _stage(self, rows: Sequence[Account]) -> tuple[Form | None, ...]:
        whole = self._form(N_("Stage"), [stage_word(one.stage).say(self.say) for one in rows])
        return (whole, cut(whole, 7), cut(whole, 5), None)

    def _people(self, head: str, people: Sequence[Person | None]) -> tuple[Form | None, ...]:
        names = [_name(one) for one in people]
        shorter = self._form(head, [*map(_initial, names)])
        return (cut(self._form(head, names), 24), cut(shorter, 16), cut(shorter, 9), None)

    def _wallet(self, rows: Sequence[Account]) -> Column:
        whole = [self._share(one) for one in rows]
        brief = [self._brief_share(one) for one in rows]
        forms = (
            self._form(N_("Share of wallet"), whole),
            self._form(N_("Wallet"), whole),
            self._form(N_("Wallet"), brief),
        )
        return Column("wallet", (*forms, None), right=True)

    def _share(self, one: Account) -> str:
        if one.share is None:
            return ""
        said = self.wording.percent(one.share)
        if one.trend is None:
            return f"{said}       "
        moved = f"{'+' if one.trend >= 0 else ''}{self.wording.decimal(one.trend)}"
        return f"{said} {_arrow(one.trend)} {moved:>4}"

    def _brief_share(self, one: Account) -> str:
        if one.share is None:
            return ""
        said = message("{number}\N{NO-BREAK SPACE}%", number=f"{one.share:.0f}").say(self.say)
        return f"{said} {_arrow(one.trend)}"

    def _agreed(self, one: Account) -> str:
        asked = [
            each for each in one.functions if not self.functions or each.function in self.functions
        ]
        of = sum(len(each.states) for each in asked)
        return f"{sum(each.agreed for each in asked)}/{of}" if of else ""

    def _turnover(self, one: Account) -> str:
        amount = one.turnover.turnover if one.turnover else None
        return "" if amount is None else self._money(amount, one.currency)

    def _money(self, amount: float, currency: str) -> str:
        millions = self.wording.decimal(amount / _MILLION)
        said = message("{number}\N{NO-BREAK SPACE}m", number=millions).say(self.say)
        return f"{said}\N{NO-BREAK SPACE}{currency}".rstrip()

    def _blocked(self, one: Account) -> str:
        return ", ".join(
            dict.fromkeys(self.wording.function(block.function) for block in one.blocks)
        )

    def _totals(self, folio: Portfolio, rows: Sequence[Account]) -> str:
        """Say what the accounts in the table come to."""
        late = sum(one.overdue for one in rows)
        past = sum(one.review is not None and one.review < folio.today for one in rows)
        objectives = sum(bool(one.functions) and one.agreed == one.asked for one in rows)
        parts = [
            counted("{count} account", "{count} accounts", len(rows)),
            counted("{count} wholly agreed", "{count} wholly agreed", objectives),
            counted("{count} action overdue", "{count} actions overdue", late),
            counted("{count} review past", "{count} reviews past", past),
        ]
        said = [one.say(self.say) for one in parts]
        sums = [self._money(total, currency) for currency, total in sorted(turnovers(rows).items())]
        if sums:
            said.append(message("turnover {sums}", sums=" + ".join(sums)).say(self.say))
        return " · ".join(said)

    def _needs(self, folio: Portfolio) -> Iterator[str]:
        """Write which accounts need somebody this week, and why."""
        if not folio.needs:
            yield self._wrapped(self.say(N_("No account needs you this week.")), "")
            return
        yield self._wrapped(self.say(N_("These need you this week:")), "", style="bold")
        for one in folio.needs[:FIRST]:
            yield self._need(one)
        more = len(folio.needs) - FIRST
        if more > 0:
            said = counted(
                "{count} more account has a reason; --sort attention puts it first.",
                "{count} more accounts have reasons; --sort attention puts them first.",
                more,
            )
            yield self._wrapped(said.say(self.say), "  ")

    def _need(self, need: Need) -> str:
        why = self.say(N_("; ")).join(
            worded(one.said, self.wording).say(self.say) for one in need.reasons
        )
        said = message("{account}: {text}", account=clean(need.account.name), text=why)
        return self._wrapped(said.say(self.say), "  ", "    ")

    def _notices(self, folio: Portfolio) -> Iterator[str]:
        """Write what is wrong with the plans as a whole: two with one id, and those unread."""
        for group in folio.same_ids:
            said = message(
                "{count} plans have the id “{id}”: {files}. Give each account an `id:` of its own.",
                count=len(group),
                id=group[0].id,
                files=", ".join(
                    [one.file for one in group[:_NAMED]] + ["…"] * (len(group) > _NAMED)
                ),
            )
            yield self._wrapped(said.say(self.say), "! ", "  ", "warning")
        for one in folio.unread:
            yield self._wrapped(unread(one).say(self.say), "! ", "  ", "error")

    def _wrapped(self, text: str, first: str, rest: str | None = None, style: str = "") -> str:
        """Lay a text out in lines; a longer word than a line is cut."""
        lines = wrapped(text, self.columns, first, first if rest is None else rest)
        shown = [fitted(printable(line), self.columns) for line in lines]
        if style:
            shown = [self.paint(line, style) for line in shown]
        return "\n".join(shown) + "\n"


def unread(one: Unread) -> Message:
    """Say that a plan could not be read, why, and what to do."""
    return message(
        "{file}, line {line}, cannot be read: {why} To see it: kamctl validate {file}",
        file=one.file,
        line=one.line,
        why=one.why,
    )


def _name(person: Person | None) -> str:
    return clean(person.name) if person else ""


def _initial(name: str) -> str:
    """Shorten a first name: C. Morel."""
    first, _, last = name.partition(" ")
    return f"{first[:1]}. {last}" if last else name


def _arrow(trend: float | None) -> str:
    if trend is None:
        return " "
    return "↗" if trend >= STEADY else "↘" if trend <= -STEADY else "→"


def _complete(one: Account) -> str:
    return f"{one.met}/{one.of}" if one.of else ""


def _pace(one: Account) -> str:
    known = one.on_course + one.behind
    return f"{one.on_course}/{known}" if known else ""


def _late(one: Account) -> str:
    return str(one.overdue)


def _review(one: Account) -> str:
    return one.review.isoformat() if one.review else ""
