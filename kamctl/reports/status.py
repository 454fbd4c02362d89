"""The status of all accounts for people: a table, sums, and which accounts need attention."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.text import Text

from kamctl.document.command_text import as_argument
from kamctl.i18n.formats import Formats
from kamctl.i18n.localized import LocalizedDay, language_of
from kamctl.i18n.message import N_, Message, counted, message
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.functions import party_name
from kamctl.plan.labels import TIERS, InSentence, stage_label
from kamctl.portfolio.account_summary import STEADY_POINTS
from kamctl.portfolio.aggregates import totals, unweighted, weighted_sums, year_range
from kamctl.portfolio.priorities import MAX_NAMED
from kamctl.reports.completeness_text import STAGE_NOT_MET, completeness_text
from kamctl.reports.fitted_tables import (
    NONE,
    ColumnForm,
    FittedTable,
    ReportColumn,
    cell,
)
from kamctl.reports.reason_text import reason_text
from kamctl.signoffs.party_status import AgreementCount

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.console import ConsoleRenderable

    from kamctl.i18n.message import Translate
    from kamctl.portfolio.account_summary import AccountSummary, PersonSummary, UnreadPlan
    from kamctl.portfolio.portfolio import Portfolio
    from kamctl.portfolio.priorities import Priority

_SHORTENING_ORDER: Final = (
    *("sponsor", "blocked", "wallet", "measures", "review", "turnover", "account", "owner"),
    *("wallet", "trend", "owner", "measures", "tier", "account"),
    *("wallet", "owner", "account", "review", "agreed", "complete", "stage"),
)
"""Which column is shortened next where there is no room: the least important first."""
_OPTIONAL_COLUMNS: Final = ("tier", "trend", "turnover", "blocked", "sponsor")
"""Columns that are left out where no account has a value."""
_AGREED: Final = N_("Agreed: agreed + with conditions / functions asked, for each objective")
"""What the figures in a column mean: `4+3/7`."""
_NAMED: Final = 4
"""How many files are named at once."""


class StatusText:
    """Composes the status of accounts.

    `functions` are those asked for: then only their agreement is counted.
    """

    def __init__(self, *, translate: Translate, functions: Sequence[str] = ()) -> None:
        self.say = translate
        self.functions = functions
        self.formats = Formats(language_of(translate), translate)
        self._formats_in = lru_cache(maxsize=64)(
            lambda code: Formats(language_of(translate), translate, code or None)
        )

    def report(
        self, portfolio: Portfolio, rows: Sequence[AccountSummary]
    ) -> Iterator[Text | ConsoleRenderable]:
        """Return the table of the accounts in `rows`, their sums, and which need attention."""
        if rows:
            yield self.table(rows, portfolio.today)
            yield Text(f"\n{self._totals(portfolio, rows)}\n")
            if any(self._agreed(one) for one in rows):
                yield Text(f"{self.say(_AGREED)}\n")
            if not all(one.is_stage_met for one in rows):
                yield Text(f"{self.say(STAGE_NOT_MET)}\n")
            yield Text("\n")
            yield self._attention(portfolio)
        elif portfolio.unread and not portfolio.accounts:
            yield Text(f"{self.say(N_('No plan could be read.'))}\n")
        else:
            yield Text(f"{self.say(N_('There is no matching account.'))}\n")
        notices = self._notices(portfolio)
        if notices:
            yield Text("\n").append(notices)

    def table(self, rows: Sequence[AccountSummary], today: dt.date) -> FittedTable:
        """Return a table with a row for each account."""
        columns = (
            self._account(rows),
            self._texts("tier", N_("Tier"), map(self._tier, rows), 16),
            self._texts(
                "stage", N_("Stage"), [stage_label(one.stage).say(self.say) for one in rows]
            ),
            self._figures("complete", (N_("Complete"),), rows, _complete),
            self._figures("agreed", (N_("Agreed"),), rows, self._agreed),
            *self._wallet(rows),
            self._figures(
                "measures",
                (N_("Measures on track"), N_("Measures")),
                rows,
                _measures,
                lambda one: "warning" if one.behind else "",
            ),
            self._figures(
                "late",
                (N_("Overdue"),),
                rows,
                lambda one: str(one.overdue),
                lambda one: "error" if one.overdue else "",
            ),
            self._figures(
                "review",
                (N_("Next review"), N_("Review")),
                rows,
                lambda one: _short_day(one.review, self.say),
                lambda one: "error" if one.review and one.review < today else "",
            ),
            self._owner(rows),
            self._turnovers(rows),
            self._texts("blocked", N_("Blocked by"), map(self._blocked, rows), style="error"),
            self._texts("sponsor", N_("Sponsor"), [_person_name(one.sponsor) for one in rows]),
        )
        return FittedTable(
            [
                one
                for one in columns
                if one.name not in _OPTIONAL_COLUMNS
                or any(each.plain != NONE for each in one.forms[0].cells)
            ],
            _SHORTENING_ORDER,
        )

    def _tier(self, one: AccountSummary) -> str:
        """Return the label of a usual tier; one of the company's own is written as it is."""
        label = TIERS.get(one.tier)
        return InSentence(label).say(self.say) if label else one.tier

    def _column_form(
        self, head: str, cells: Iterable[str], min_width: int | None = None, style: str = ""
    ) -> ColumnForm:
        return ColumnForm(
            self.say(head), [cell(text, style if text else "") for text in cells], min_width
        )

    def _texts(
        self,
        name: str,
        head: str,
        cells: Iterable[str],
        min_width: int | None = None,
        style: str = "",
    ) -> ReportColumn:
        """Return a column of texts, in one form."""
        return ReportColumn(name, (self._column_form(head, cells, min_width, style),))

    def _figures(
        self,
        name: str,
        heads: Sequence[str],
        rows: Sequence[AccountSummary],
        value: Callable[[AccountSummary], str],
        style: Callable[[AccountSummary], str] = lambda _: "",
    ) -> ReportColumn:
        """Return a column of figures; the longest of its heads comes first."""
        cells = [cell(value(one), style(one)) for one in rows]
        return ReportColumn(
            name, [ColumnForm(self.say(head), cells) for head in heads], is_numeric=True
        )

    def _account(self, rows: Sequence[AccountSummary]) -> ReportColumn:
        whole = self._column_form(N_("Account"), [one.name for one in rows])
        return ReportColumn(
            "account", [whole._replace(min_width=width) for width in (28, 20, 12, 8)]
        )

    def _owner(self, rows: Sequence[AccountSummary]) -> ReportColumn:
        names = [_person_name(one.owner) for one in rows]
        shorter = self._column_form(N_("Owner"), map(_with_initial, names), 16)
        return ReportColumn(
            "owner",
            (self._column_form(N_("Owner"), names, 24), shorter, shorter._replace(min_width=9)),
        )

    def _wallet(self, rows: Sequence[AccountSummary]) -> tuple[ReportColumn, ReportColumn]:
        """Return the share of wallet and how it has moved; where room is short, in one column."""
        styles = [
            "warning" if one.trend is not None and one.trend <= -STEADY_POINTS else ""
            for one in rows
        ]

        def form(head: str, write: Callable[[AccountSummary], str]) -> ColumnForm:
            texts = [write(one) or NONE for one in rows]
            cells = [
                Text(text, style, no_wrap=True) for text, style in zip(texts, styles, strict=True)
            ]
            return ColumnForm(self.say(head), cells)

        wallet = (
            form(N_("Share of wallet"), self._share),
            form(N_("Wallet"), self._share),
            form(N_("Wallet"), self._share_and_arrow),
        )
        trend = (form(N_("Trend"), self._trend),)
        return ReportColumn("wallet", wallet, is_numeric=True), ReportColumn(
            "trend", trend, is_numeric=True
        )

    def _share(self, one: AccountSummary) -> str:
        return "" if one.share is None else self.formats.percent(one.share, 1, fixed=True)

    def _share_and_arrow(self, one: AccountSummary) -> str:
        if one.share is None:
            return ""
        return f"{self.formats.percent(round(one.share), 0)} {_arrow(one.trend)}"

    def _trend(self, one: AccountSummary) -> str:
        if one.trend is None:
            return ""
        return f"{_arrow(one.trend)} {self.formats.points(one.trend)}"

    def _agreed(self, one: AccountSummary) -> str:
        return AgreementCount.of(
            state
            for each in one.functions
            if not self.functions or each.function in self.functions
            for state in each.states
        ).short

    def _turnovers(self, rows: Sequence[AccountSummary]) -> ReportColumn:
        """Return the latest turnovers; the year is in the head, where it is the same for all."""
        years = year_range(one.turnover for one in rows)
        same = years.isdecimal()
        head = message("Turnover {year}", year=years) if same else message("Turnover")
        cells = [cell(self._turnover(one, dated=not same)) for one in rows]
        return ReportColumn("turnover", [ColumnForm(head.say(self.say), cells)], is_numeric=True)

    def _turnover(self, one: AccountSummary, *, dated: bool) -> str:
        year = one.turnover
        if year is None or year.turnover is None:
            return ""
        amount = self._money(year.turnover, one.currency)
        return f"{amount} ({year.year})" if dated else amount

    def _money(self, amount: float, currency: str) -> str:
        return self._formats_in(currency).short_money(amount)

    def _blocked(self, one: AccountSummary) -> str:
        return ", ".join(
            dict.fromkeys(party_name(block.function).say(self.say) for block in one.blocks)
        )

    def _totals(self, portfolio: Portfolio, rows: Sequence[AccountSummary]) -> str:
        """Say what the accounts in the table come to."""
        found = totals(rows, portfolio.today)
        parts = [
            counted("{count} account", "{count} accounts", found.accounts),
            counted(
                "{count} agreed by all functions without conditions",
                "{count} agreed by all functions without conditions",
                found.fully_agreed,
            ),
            counted("{count} action overdue", "{count} actions overdue", found.overdue),
            counted("{count} review overdue", "{count} reviews overdue", found.reviews_overdue),
        ]
        if found.turnover:
            sums = self._sums(found.turnover)
            parts.append(
                message("turnover {sums} ({years})", sums=sums, years=found.turnover_years)
            )
        if found.target:
            sums = self._sums(found.target)
            parts.append(message("target {sums} ({years})", sums=sums, years=found.target_years))
        if found.opportunities:
            if weighted := weighted_sums(found.opportunities):
                sums = self._sums(weighted)
                parts.append(message("weighted opportunities {sums}", sums=sums))
            if missing := unweighted(found.opportunities):
                parts.append(
                    counted(
                        "{count} opportunity without a value or a probability",
                        "{count} opportunities without a value or a probability",
                        missing,
                    )
                )
        return " · ".join(one.say(self.say) for one in parts)

    def _sums(self, sums: Mapping[str, float]) -> str:
        """Write the sums as a list, one a currency: two currencies have none in common."""
        written = [self._money(total, currency) for currency, total in sums.items()]
        return self._formats_in("").list(written)

    def _attention(self, portfolio: Portfolio) -> Text:
        """Return which accounts need attention, and why."""
        if not portfolio.priorities:
            return Text(f"{self.say(N_('No account needs attention this week.'))}\n")
        text = Text().append(f"{self.say(N_('Accounts needing attention this week:'))}\n", "bold")
        for one in portfolio.priorities[:MAX_NAMED]:
            text.append(f"  • {self._attention_line(one)}\n")
        more = len(portfolio.priorities) - MAX_NAMED
        if more > 0:
            sentence = counted(
                "{count} more account needs attention; use --sort attention to list it first.",
                "{count} more accounts need attention; use --sort attention to list them first.",
                more,
            )
            text.append(f"  {sentence.say(self.say)}\n")
        return text

    def _attention_line(self, need: Priority) -> str:
        why = self.say(N_("; ")).join(reason_text(one, self.say) for one in need.reasons)
        sentence = message("{account}: {text}", account=need.account.name, text=why).say(self.say)
        return printed_line(sentence)

    def _notices(self, portfolio: Portfolio) -> Text:
        """Return what is wrong with the plans as a whole: two with one id, and those unread."""
        text = Text()
        for group in portfolio.same_ids:
            sentence = message(
                "{count} plans have the id “{id}” and are counted once in the totals: "
                "{files}. Give each account its own `id:`.",
                count=len(group),
                id=group[0].id,
                files=", ".join(
                    [one.file for one in group[:_NAMED]] + ["…"] * (len(group) > _NAMED)
                ),
            )
            text.append(f"! {printed_line(sentence.say(self.say))}\n", "warning")
        for one in portfolio.unread:
            text.append(f"! {printed_line(unread_message(one).say(self.say))}\n", "error")
        return text


def unread_message(one: UnreadPlan) -> Message:
    """Say that a plan could not be read, why, and what to do."""
    return message(
        "{file}, line {line}, cannot be read. {why} For details: {command}",
        file=one.file,
        line=one.line,
        why=one.why,
        command=f"kamctl validate {as_argument(one.file)}",
    )


def _person_name(person: PersonSummary | None) -> str:
    return person.name if person else ""


def _with_initial(name: str) -> str:
    """Shorten a first name: C. Morel."""
    first, _, last = name.strip().partition(" ")
    return f"{first[:1]}. {last}" if last else name


def _arrow(trend: float | None) -> str:
    if trend is None:
        return NONE
    return "↗" if trend >= STEADY_POINTS else "↘" if trend <= -STEADY_POINTS else "→"


def _short_day(day: dt.date | None, say: Translate) -> str:
    return LocalizedDay(day, short=True).say(say) if day else ""


def _complete(one: AccountSummary) -> str:
    return completeness_text(one.met, one.required, is_stage_met=one.is_stage_met)


def _measures(one: AccountSummary) -> str:
    known = one.on_track + one.behind
    return f"{one.on_track}/{known}" if known else ""
