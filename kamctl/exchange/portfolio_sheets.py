"""All accounts as tables of typed values, as one audience may see them: what `portfolio_workbook`
writes into an Excel file.

The figures are those of `status` and of the page over all accounts: nothing is computed here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter, ReasonWording
from kamctl.briefing.visibility.account_visibility import visible_accounts
from kamctl.document.code_frame import printable
from kamctl.exchange.portfolio_columns import (
    ACCOUNT_COLUMNS,
    ATTENTION_COLUMNS,
    DATE_COLUMNS,
    FUNCTION_COLUMNS,
    OPPORTUNITY_COLUMNS,
    OVERDUE_COLUMNS,
    STAGE_COLUMNS,
    TURNOVER_COLUMNS,
    WALLET_COLUMNS,
    WHITE_SPACE_COLUMNS,
)
from kamctl.exchange.typed_sheets import (
    Money,
    PortfolioSheets,
    SheetChart,
    TypedColumn,
    TypedFact,
    TypedSheet,
)
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_, counted
from kamctl.plan import labels
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.account_groups import by_tier, without_duplicates
from kamctl.portfolio.aggregates import (
    by_function,
    dated_events,
    overdue_items,
    totals,
    turnovers_and_targets,
    unweighted,
    wallets,
    weighted_sums,
    white_space,
)
from kamctl.portfolio.filters import sorted_accounts
from kamctl.portfolio.priorities import with_formatted_values
from kamctl.reports.status_data import COLUMNS, column_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.briefing.visibility.audience import Audience
    from kamctl.exchange.typed_sheets import CellKind, TypedValue
    from kamctl.portfolio.account_summary import AccountSummary
    from kamctl.portfolio.portfolio import Portfolio

_MAX_BARS: Final = 12
"""How many accounts a chart has room for."""
_ITEMS: Final = {"action": N_("Action"), "answer": N_("Answer"), "response": N_("Response")}


def portfolio_sheets(
    portfolio: Portfolio, audience: Audience, language: str, sort: str = "tier"
) -> PortfolioSheets:
    """Return the accounts that `audience` may know of, in `language`, sorted as `status` does."""
    visible = replace(portfolio, accounts=tuple(visible_accounts(portfolio.accounts, audience)))
    accounts = sorted_accounts(visible.accounts, sort, visible.priorities, visible.tier_order)
    return _SheetBuilder(visible, accounts, audience, language).all()


class _SheetBuilder:
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
        sheets = (
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
            tuple(one for one in sheets if one.rows or one is sheets[0]),
        )

    def _sheet(
        self,
        name: str,
        columns: Iterable[TypedColumn],
        rows: Iterable[tuple[TypedValue, ...]],
        charts: Iterable[SheetChart] = (),
    ) -> TypedSheet:
        translated = tuple(one._replace(heading=self._say(one.heading)) for one in columns)
        return TypedSheet(self._say(name), translated, tuple(rows), tuple(charts))

    # --- Over all accounts ----------------------------------------------------------------------

    def _facts(self) -> Iterator[TypedFact]:
        say, total = self._say, totals(self._accounts, self._portfolio.today)
        yield TypedFact(say(N_("Accounts")), "count", total.accounts)
        for label, years, sums in (
            (N_("Turnover {year}"), total.turnover_years, total.turnover),
            (N_("Target {year}"), total.target_years, total.target),
        ):
            for currency, amount in sums.items():
                yield TypedFact(say(label, year=years), "money", Money(amount, currency))
        for currency, weighted in weighted_sums(total.opportunities).items():
            yield TypedFact(say(N_("Weighted opportunities")), "money", Money(weighted, currency))
        if missing := unweighted(total.opportunities):
            label = N_("Opportunities without a value or a probability")
            yield TypedFact(say(label), "count", missing)
        if total.agreed.asked:
            yield TypedFact(say(N_("Alignment")), "text", self._formatter.agreed(total.agreed))
        yield TypedFact(say(N_("Overdue actions")), "count", total.overdue)
        yield TypedFact(say(N_("Overdue reviews")), "count", total.reviews_overdue)

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
        if sees_all:
            yield from map(self._formatter.same_id, self._portfolio.same_ids)

    # --- A row for each account -------------------------------------------------------------------

    def _account_status(self) -> TypedSheet:
        shown = [
            (key, one)
            for key, one in ACCOUNT_COLUMNS.items()
            if not one.permission or self._audience.sees(one.permission)
        ]
        rows = []
        for account in self._accounts:
            values = dict(zip(COLUMNS, column_values(account), strict=True))
            rows.append(
                tuple(self._account_value(account, one.kind, values[key]) for key, one in shown)
            )
        columns = [TypedColumn(one.heading, _cell_kind(one.kind)) for _, one in shown]
        return self._sheet(N_("Accounts"), columns, rows)

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
                stage = labels.stated_stage(text, is_met=account.is_stage_met, alone=True)
                return stage.say(self._formatter.translate)
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
        return self._sheet(N_("Accounts needing attention"), ATTENTION_COLUMNS, rows)

    # --- Amounts --------------------------------------------------------------------------------

    def _turnover(self) -> TypedSheet:
        rows: list[tuple[TypedValue, ...]] = []
        charts = []
        caption = self._say(N_("Turnover against target"))
        for group in turnovers_and_targets(self._accounts):
            last = len(rows) + min(len(group.accounts), _MAX_BARS) - 1
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
        return self._sheet(N_("Turnover against target"), TURNOVER_COLUMNS, rows, charts)

    def _opportunities(self) -> TypedSheet:
        rows = [
            (
                one.name,
                each.title,
                None if each.value is None else Money(each.value, one.currency),
                None if each.probability is None else each.probability / 100,
                None if each.weighted is None else Money(each.weighted, one.currency),
                each.close.day if each.close else None,
                each.owner or None,
                one.currency or None,
            )
            for one in without_duplicates(self._accounts)
            for each in one.opportunities
        ]
        return self._sheet(N_("Opportunities"), OPPORTUNITY_COLUMNS, rows)

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
        return self._sheet(N_("Share of wallet"), WALLET_COLUMNS, rows, charts)

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
        return self._sheet(N_("White space"), WHITE_SPACE_COLUMNS, rows)

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
        title = self._say(N_("Accounts by stage"))
        charts = [SheetChart("stages", title, 0, (1, 2, 3, 4), 0, len(rows) - 1)]
        return self._sheet(N_("Accounts by stage"), STAGE_COLUMNS, rows, charts)

    def _functions(self) -> TypedSheet:
        rows: list[tuple[TypedValue, ...]] = [
            (self._formatter.function_title(one.function), one.accounts, *one.counts)
            for one in by_function(self._accounts)
        ]
        title = self._say(N_("Requests to each function"))
        charts = [SheetChart("agreement", title, 0, (3, 4, 5, 6, 7), 0, len(rows) - 1)]
        return self._sheet(N_("Requests"), FUNCTION_COLUMNS, rows, charts)

    # --- Dates ----------------------------------------------------------------------------------

    def _overdue(self) -> TypedSheet:
        rows = [
            (one.name, self._say(_ITEMS[each.what]), each.title, each.owner or None, each.due)
            for one, each in overdue_items(self._accounts)
        ]
        return self._sheet(N_("Overdue"), OVERDUE_COLUMNS, rows)

    def _dates(self) -> TypedSheet:
        rows: list[tuple[TypedValue, ...]] = [
            (one.name, self._formatter.translate_message(each.name), each.title or None, each.day)
            for one, each in dated_events(self._accounts)
        ]
        return self._sheet(N_("Dates due soon or past"), DATE_COLUMNS, rows)


def _cell_kind(kind: str) -> CellKind:
    """Return what the cells of an account's column hold: a label is a text."""
    match kind:
        case "count" | "year" | "money" | "percent" | "points" | "day":
            return kind
    return "text"
