"""All accounts as tables of typed values, as one audience may see them: what `portfolio_workbook`
writes into an Excel file.

The figures are those of `status` and of the page over all accounts: nothing is computed here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter, ReasonWording
from kamctl.briefing.visibility.account_visibility import visible_accounts
from kamctl.document.code_frame import printable
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_, counted
from kamctl.plan import labels
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.aggregates import (
    by_function,
    by_tier,
    totals,
    turnovers_and_targets,
    wallets,
    white_space,
    without_duplicates,
)
from kamctl.portfolio.filters import sorted_accounts
from kamctl.portfolio.priorities import with_formatted_values
from kamctl.reports.status_data import COLUMNS, column_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.briefing.visibility.audience import Audience
    from kamctl.portfolio.account_summary import AccountSummary
    from kamctl.portfolio.portfolio import Portfolio

CellKind = Literal["text", "count", "year", "money", "percent", "points", "day"]
ChartKind = Literal["amounts", "stages", "agreement", "line"]
"""What a chart is of: amounts beside each other; numbers that add up, by stage or by answer."""
_BARS: Final = 12
"""How many accounts a chart has room for."""


class Money(NamedTuple):
    """An amount; `currency` is a code, or empty."""

    amount: float
    currency: str


TypedValue: TypeAlias = str | float | dt.date | Money | None
"""A percentage is a share of 1, as spreadsheets have it."""


class TypedColumn(NamedTuple):
    """A column: its heading in the reader's language, and what its cells hold."""

    heading: str
    kind: CellKind = "text"


class SheetChart(NamedTuple):
    """A chart of some rows of a sheet: columns and rows are counted from 0, `last` included."""

    kind: ChartKind
    title: str
    labels: int
    series: tuple[int, ...]
    first: int
    last: int


class TypedSheet(NamedTuple):
    """A table with a row for each thing, so that it can be filtered, and what is drawn of it."""

    name: str
    columns: tuple[TypedColumn, ...]
    rows: tuple[tuple[TypedValue, ...], ...]
    charts: tuple[SheetChart, ...] = ()


class TypedFact(NamedTuple):
    """A figure over all accounts, with its label."""

    label: str
    kind: CellKind
    value: TypedValue


class PortfolioSheets(NamedTuple):
    """All accounts as an audience may see them; `notices` say what is missing."""

    title: str
    about: str
    facts: tuple[TypedFact, ...]
    notices: tuple[str, ...]
    sheets: tuple[TypedSheet, ...]


class _AccountColumn(NamedTuple):
    """How one of `COLUMNS` is shown, and the permission to see it; empty for everyone's."""

    heading: str
    kind: str
    permission: str = ""


_ACCOUNT_COLUMNS: Final = {
    "account": _AccountColumn(N_("Account"), "text"),
    "id": _AccountColumn(N_("ID"), "text", "all_details"),
    "tier": _AccountColumn(N_("Tier"), "tier", "relationship"),
    "parent": _AccountColumn(N_("Parent company"), "text", "all_details"),
    "stage": _AccountColumn(N_("Stage"), "stage"),
    "met": _AccountColumn(N_("Requirements met"), "count"),
    "of": _AccountColumn(N_("Requirements in total"), "count"),
    "agreed": _AccountColumn(N_("Agreed"), "count", "alignment"),
    "agreed_with_conditions": _AccountColumn(N_("With conditions"), "count", "alignment"),
    "asked": _AccountColumn(N_("Asked"), "count", "alignment"),
    "share_of_wallet": _AccountColumn(N_("Share of wallet"), "percent", "turnover"),
    "share_trend": _AccountColumn(N_("Change of the share (points)"), "points", "turnover"),
    "share_year": _AccountColumn(N_("Year of the share"), "year", "turnover"),
    "turnover": _AccountColumn(N_("Turnover"), "money", "turnover"),
    "turnover_year": _AccountColumn(N_("Year of the turnover"), "year", "turnover"),
    "target_turnover": _AccountColumn(N_("Target"), "money", "turnover"),
    "target_year": _AccountColumn(N_("Year of the target"), "year", "turnover"),
    "opportunities": _AccountColumn(N_("Opportunities"), "count", "all_details"),
    "opportunity_value": _AccountColumn(N_("Value of opportunities"), "money", "all_details"),
    "opportunity_weighted": _AccountColumn(N_("Weighted opportunities"), "money", "all_details"),
    "currency": _AccountColumn(N_("Currency"), "text", "turnover"),
    "measures_on_course": _AccountColumn(N_("Measures on track"), "count", "measures"),
    "measures_behind": _AccountColumn(N_("Measures behind"), "count", "measures"),
    "measures_unread": _AccountColumn(N_("Measures without a reading"), "count", "measures"),
    "overdue": _AccountColumn(N_("Overdue actions"), "count"),
    "oldest_overdue": _AccountColumn(N_("Oldest overdue"), "day"),
    "next_review": _AccountColumn(N_("Next review"), "day"),
    "owner": _AccountColumn(N_("Owner"), "text"),
    "sponsor": _AccountColumn(N_("Sponsor"), "text"),
    "blocked_by": _AccountColumn(N_("Blocked by"), "functions", "alignment"),
    "invalidated": _AccountColumn(N_("Sign-offs invalidated"), "functions", "alignment"),
    "errors": _AccountColumn(N_("Errors"), "count", "all_details"),
    "warnings": _AccountColumn(N_("Warnings"), "count", "all_details"),
    "attractiveness": _AccountColumn(N_("Attractiveness to us"), "level", "all_details"),
    "strength": _AccountColumn(N_("Our strength"), "level", "all_details"),
    "path": _AccountColumn(N_("File"), "path", "all_details"),
}
_ITEMS: Final = {"action": N_("Action"), "answer": N_("Answer"), "response": N_("Response")}


def portfolio_sheets(
    portfolio: Portfolio, audience: Audience, language: str, sort: str = "tier"
) -> PortfolioSheets:
    """Return the accounts that `audience` may know of, in `language`, sorted as `status` does."""
    visible = replace(portfolio, accounts=tuple(visible_accounts(portfolio.accounts, audience)))
    accounts = sorted_accounts(visible.accounts, sort, visible.priorities, visible.order)
    return _Sheets(visible, accounts, audience, language).all()


class _Sheets:
    """Makes the tables; `accounts` are those of the portfolio in the order of the rows."""

    def __init__(
        self,
        portfolio: Portfolio,
        accounts: Sequence[AccountSummary],
        audience: Audience,
        language: str,
    ) -> None:
        self._portfolio = portfolio
        self._accounts = accounts
        self._audience = audience
        self._formatter = PortfolioFormatter(language, portfolio.today, {})
        self._say = self._formatter.translate

    def all(self) -> PortfolioSheets:
        """Make all tables but those without a row."""
        made = (
            self._account_status(),
            self._attention(),
            self._turnover(),
            self._opportunities(),
            self._stages(),
            self._functions(),
            self._wallet(),
            self._white_space(),
            self._overdue(),
            self._dates(),
        )
        reader = self._formatter.function_name(self._audience.name)
        about = self._say(N_("For {audience}"), audience=reader)
        return PortfolioSheets(
            self._say(N_("Our key accounts")),
            f"{about} · {self._formatter.day(self._portfolio.today)}",
            tuple(self._facts()),
            tuple(self._notices()),
            tuple(one for one in made if one.rows or one is made[0]),
        )

    def _sheet(
        self,
        name: str,
        columns: Sequence[tuple[str, CellKind]],
        rows: Iterable[tuple[TypedValue, ...]],
        charts: Iterable[SheetChart] = (),
    ) -> TypedSheet:
        titles = tuple(TypedColumn(self._say(heading), kind) for heading, kind in columns)
        return TypedSheet(self._say(name), titles, tuple(rows), tuple(charts))

    # --- Over all accounts ----------------------------------------------------------------------

    def _facts(self) -> Iterator[TypedFact]:
        say, found = self._say, totals(self._accounts, self._portfolio.today)
        yield TypedFact(say(N_("Accounts")), "count", found.accounts)
        for label, years, sums in (
            (N_("Turnover {year}"), found.turnover_years, found.turnover),
            (N_("Target {year}"), found.target_years, found.target),
        ):
            for currency, amount in sums.items():
                yield TypedFact(say(label, year=years), "money", Money(amount, currency))
        for currency, one in found.opportunities.items():
            yield TypedFact(
                say(N_("Weighted opportunities")), "money", Money(one.weighted, currency)
            )
        if found.agreed.asked:
            yield TypedFact(say(N_("Alignment")), "text", self._formatter.agreed(found.agreed))
        yield TypedFact(say(N_("Overdue actions")), "count", found.overdue)
        yield TypedFact(say(N_("Overdue reviews")), "count", found.reviews_overdue)

    def _notices(self) -> Iterator[str]:
        """Say which plans are missing or counted once: to those who know of all of them."""
        unread, sees_all = self._portfolio.unread, self._audience.sees("all_details")
        if unread and sees_all:
            text = counted(
                "{count} plan could not be read and is not included: {files}.",
                "{count} plans could not be read and are not included: {files}.",
                len(unread),
                files=printable(self._formatter.some_names([one.file for one in unread])),
            )
            yield self._formatter.translate_message(text)
        elif unread:
            text = counted(
                "{count} plan could not be read; this file may be incomplete.",
                "{count} plans could not be read; this file may be incomplete.",
                len(unread),
            )
            yield self._formatter.translate_message(text)
        for group in self._portfolio.same_ids if sees_all else ():
            text = counted(
                "{count} plan has the id “{id}”: {accounts}.",
                "{count} plans have the id “{id}”: {accounts}.",
                len(group),
                id=group[0].id,
                accounts=self._formatter.some_names([one.name for one in group]),
            )
            yield self._formatter.translate_message(text)

    # --- A row for each account -------------------------------------------------------------------

    def _account_status(self) -> TypedSheet:
        shown = [
            (key, one)
            for key in COLUMNS
            if not (one := _ACCOUNT_COLUMNS[key]).permission or self._audience.sees(one.permission)
        ]
        rows = []
        for account in self._accounts:
            values = dict(zip(COLUMNS, column_values(account), strict=True))
            rows.append(
                tuple(self._account_value(account, one.kind, values[key]) for key, one in shown)
            )
        return self._sheet(
            N_("Accounts"), [(one.heading, _cell_kind(one.kind)) for _, one in shown], rows
        )

    def _account_value(self, account: AccountSummary, kind: str, value: object) -> TypedValue:
        """Return one of `column_values` as a cell holds it."""
        if value is None or value == "":
            return None
        if isinstance(value, int | float):
            match kind:
                case "money":
                    return Money(value, account.currency)
                case "percent":
                    return value / 100
            return value
        text = str(value)
        match kind:
            case "day":
                return dt.date.fromisoformat(text)
            case "tier":
                return self._formatter.label(labels.TIERS, text)
            case "stage":
                return self._formatter.label(labels.STAGES, text)
            case "level":
                return self._formatter.label(labels.LEVELS, text)
            case "functions":
                return ", ".join(map(self._formatter.function_title, text.split()))
            case "path":
                return printable(text)
        return text

    def _attention(self) -> TypedSheet:
        wording = ReasonWording(self._formatter)
        rows = [
            (
                one.account.name,
                self._formatter.label(labels.TIERS, one.account.tier),
                one.account.owner.name if one.account.owner else None,
                capitalized(
                    self._formatter.translate_message(
                        with_formatted_values(reason.message, wording)
                    )
                ),
            )
            for one in self._portfolio.priorities
            for reason in one.reasons
        ]
        columns: list[tuple[str, CellKind]] = [
            (N_("Account"), "text"),
            (N_("Tier"), "text"),
            (N_("Owner"), "text"),
            (N_("Reason"), "text"),
        ]
        return self._sheet(N_("Accounts needing attention"), columns, rows)

    # --- Amounts --------------------------------------------------------------------------------

    def _turnover(self) -> TypedSheet:
        found = turnovers_and_targets(self._accounts)
        rows: list[tuple[TypedValue, ...]] = []
        charts = []
        caption = self._say(N_("Turnover against target"))
        for group in found:
            last = len(rows) + min(len(group.accounts), _BARS) - 1
            title = f"{caption} ({group.currency})" if group.currency else caption
            charts.append(SheetChart("amounts", title, 0, (1, 4), len(rows), last))
            for one in group.accounts:
                now, aim = one.turnover, one.turnover_target
                turnover = now.turnover if now else None
                target = aim.turnover if aim else None
                has_share = turnover is not None and group.turnover > 0
                rows.append(
                    (
                        one.name,
                        None if turnover is None else Money(turnover, one.currency),
                        now.year if now else None,
                        (turnover or 0.0) / group.turnover if has_share else None,
                        None if target is None else Money(target, one.currency),
                        aim.year if aim else None,
                        None if one.of_target is None else one.of_target / 100,
                        one.currency or None,
                    )
                )
        columns: list[tuple[str, CellKind]] = [
            (N_("Account"), "text"),
            (N_("Turnover"), "money"),
            (N_("Year of the turnover"), "year"),
            (N_("Share of total"), "percent"),
            (N_("Target"), "money"),
            (N_("Year of the target"), "year"),
            (N_("% of target"), "percent"),
            (N_("Currency"), "text"),
        ]
        return self._sheet(N_("Turnover against target"), columns, rows, charts)

    def _opportunities(self) -> TypedSheet:
        rows = [
            (
                one.name,
                each.title,
                None if each.value is None else Money(each.value, one.currency),
                None if each.probability is None else each.probability / 100,
                None if each.weighted is None else Money(each.weighted, one.currency),
                each.close,
                each.owner or None,
                one.currency or None,
            )
            for one in without_duplicates(self._accounts)
            for each in one.opportunities
        ]
        columns: list[tuple[str, CellKind]] = [
            (N_("Account"), "text"),
            (N_("Opportunity"), "text"),
            (N_("Value"), "money"),
            (N_("Probability"), "percent"),
            (N_("Weighted by probability"), "money"),
            (N_("Decision"), "day"),
            (N_("Owner"), "text"),
            (N_("Currency"), "text"),
        ]
        return self._sheet(N_("Opportunities"), columns, rows)

    def _wallet(self) -> TypedSheet:
        years = wallets(self._accounts)
        charts = []
        for currency in dict.fromkeys(one.currency for one in years):
            places = [place for place, one in enumerate(years) if one.currency == currency]
            if len(places) > 1:
                title = self._say(N_("Share of wallet")) + (f" ({currency})" if currency else "")
                charts.append(SheetChart("line", title, 0, (4,), places[0], places[-1]))
        rows = [
            (
                one.year,
                one.accounts,
                Money(one.turnover, one.currency),
                Money(one.spend, one.currency),
                one.share / 100,
                one.currency or None,
            )
            for one in years
        ]
        columns: list[tuple[str, CellKind]] = [
            (N_("Year"), "year"),
            (N_("Accounts"), "count"),
            (N_("Turnover with us"), "money"),
            (N_("Total spend"), "money"),
            (N_("Share of wallet"), "percent"),
            (N_("Currency"), "text"),
        ]
        return self._sheet(N_("Share of wallet"), columns, rows, charts)

    def _white_space(self) -> TypedSheet:
        rows = [
            (
                unit,
                offering,
                Money(amount, space.currency),
                space.accounts[unit, offering],
                space.currency or None,
            )
            for space in white_space(self._accounts)
            for (unit, offering), amount in sorted(
                space.amounts.items(), key=lambda one: (-one[1], one[0])
            )
        ]
        columns: list[tuple[str, CellKind]] = [
            (N_("Unit"), "text"),
            (N_("Offering"), "text"),
            (N_("Potential"), "money"),
            (N_("Accounts"), "count"),
            (N_("Currency"), "text"),
        ]
        return self._sheet(N_("White space"), columns, rows)

    # --- Stages and agreement -------------------------------------------------------------------

    def _stages(self) -> TypedSheet:
        stages = [one.value for one in Stage]
        rows: list[tuple[TypedValue, ...]] = [
            (
                self._formatter.label(labels.TIERS, group.name) or self._say(N_("Without a tier")),
                *(sum(one.stage == stage for one in group.accounts) for stage in stages),
            )
            for group in by_tier(self._accounts, self._portfolio.tiers)
        ]
        columns: list[tuple[str, CellKind]] = [(N_("Tier"), "text")]
        columns += [(labels.STAGES[stage], "count") for stage in stages]
        title = self._say(N_("Accounts by stage"))
        charts = [SheetChart("stages", title, 0, (1, 2, 3, 4), 0, len(rows) - 1)]
        return self._sheet(N_("Accounts by stage"), columns, rows, charts)

    def _functions(self) -> TypedSheet:
        rows: list[tuple[TypedValue, ...]] = [
            (self._formatter.function_title(one.function), one.accounts, *one.counts)
            for one in by_function(self._accounts)
        ]
        headings = (
            *(N_("Accounts"), N_("Asked"), N_("Agreed"), N_("With conditions")),
            *(N_("Not answered"), N_("Objected"), N_("Invalidated"), N_("Blocking concerns")),
        )
        columns: list[tuple[str, CellKind]] = [(N_("Function"), "text")]
        columns += [(heading, "count") for heading in headings]
        title = self._say(N_("Requests to each function"))
        charts = [SheetChart("agreement", title, 0, (3, 4, 5, 6, 7), 0, len(rows) - 1)]
        return self._sheet(N_("Requests"), columns, rows, charts)

    # --- Dates ----------------------------------------------------------------------------------

    def _overdue(self) -> TypedSheet:
        late = [(one, each) for one in self._accounts for each in one.late if each.title]
        late.sort(key=lambda pair: (pair[1].due, pair[0].name))
        rows = [
            (one.name, self._say(_ITEMS[each.what]), each.title, each.owner or None, each.due)
            for one, each in late
        ]
        columns: list[tuple[str, CellKind]] = [
            (N_("Account"), "text"),
            (N_("Kind"), "text"),
            (N_("Item"), "text"),
            (N_("Owner"), "text"),
            (N_("Due"), "day"),
        ]
        return self._sheet(N_("Overdue"), columns, rows)

    def _dates(self) -> TypedSheet:
        dated = [(one, each) for one in self._accounts for each in one.dates]
        dated.sort(key=lambda pair: (pair[1].day, pair[0].name))
        rows: list[tuple[TypedValue, ...]] = [
            (one.name, self._formatter.translate_message(each.name), each.title or None, each.day)
            for one, each in dated
        ]
        columns: list[tuple[str, CellKind]] = [
            (N_("Account"), "text"),
            (N_("Date"), "text"),
            (N_("Item"), "text"),
            (N_("Day"), "day"),
        ]
        return self._sheet(N_("Dates due soon or past"), columns, rows)


def _cell_kind(kind: str) -> CellKind:
    """Return what the cells of an account's column hold: a label is a text."""
    match kind:
        case "count" | "year" | "money" | "percent" | "points" | "day":
            return kind
    return "text"
