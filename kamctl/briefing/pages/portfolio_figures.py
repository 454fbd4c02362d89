"""The tables of amounts: turnover against target, opportunities, and what groups come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Table
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import counted
from kamctl.plan import labels
from kamctl.portfolio.account_groups import (
    AccountGroup,
    by_country,
    by_custom_choice,
    by_owner,
    by_sponsor,
    by_tier,
    without_duplicates,
)
from kamctl.portfolio.aggregates import (
    opportunity_totals,
    totals,
    turnovers_and_targets,
    year_range,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter
    from kamctl.portfolio.account_summary import AccountSummary, AccountYear, OpportunitySummary
    from kamctl.portfolio.aggregates import OpportunityTotals, TurnoverTotals
    from kamctl.portfolio.portfolio import Portfolio

_ACCOUNTS: Final = 25
_OPPORTUNITIES: Final = 15
_GROUPS: Final = 20
"""How many rows of a table name one each."""


def turnover_tables(
    accounts: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> Iterator[Table | None]:
    """Return turnover against target by account, a table for each currency."""
    found = turnovers_and_targets(accounts)
    for one in found:
        yield _turnover(one, formatter, several=len(found) > 1)


def _turnover(
    group: TurnoverTotals, formatter: PortfolioFormatter, *, several: bool
) -> Table | None:
    _ = formatter.translate
    years = year_range(one.turnover for one in group.accounts)
    target_years = year_range(one.turnover_target for one in group.accounts)
    shown = group.accounts[:_ACCOUNTS]
    rows = [_turnover_row(one, group, years, target_years, formatter) for one in shown]
    more = len(group.accounts) - len(shown)
    if more:
        rows.append((f"… {formatter.and_more(more)}", "", "", "", ""))
    if len(group.accounts) > 1:
        rows.append(
            (
                _("Total"),
                formatter.short_amount(group.turnover, group.currency) if years else "",
                "",
                formatter.short_amount(group.target, group.currency) if target_years else "",
                _of_target(group, formatter),
            )
        )
    caption = _("Turnover against target")
    return table(
        f"{caption} ({group.currency})" if several and group.currency else caption,
        (
            _("Account"),
            _("Turnover {year}", year=years) if years.isdecimal() else _("Turnover"),
            _("Share of total"),
            _("Target {year}", year=target_years) if target_years.isdecimal() else _("Target"),
            _("% of target"),
        ),
        rows,
        numeric=range(1, 5),
    )


def _turnover_row(
    one: AccountSummary,
    group: TurnoverTotals,
    years: str,
    target_years: str,
    formatter: PortfolioFormatter,
) -> tuple[Cell | str, ...]:
    """Return the turnover of an account; `years` and `target_years` are those of the group."""
    now = one.turnover.turnover if one.turnover else None
    return (
        formatter.account_cell(one),
        _year_amount(one.turnover, years, group.currency, formatter),
        "" if now is None or group.turnover <= 0 else formatter.share(100 * now / group.turnover),
        _year_amount(one.turnover_target, target_years, group.currency, formatter),
        "" if one.of_target is None else formatter.share(one.of_target),
    )


def _year_amount(
    year: AccountYear | None, years: str, currency: str, formatter: PortfolioFormatter
) -> Cell:
    """Write a year's turnover, with the year where the head of the column has several."""
    if year is None:
        return Cell("")
    written = formatter.short_amount(year.turnover or 0.0, currency)
    return Cell(written, note="" if years.isdecimal() else str(year.year))


def _of_target(group: TurnoverTotals, formatter: PortfolioFormatter) -> Cell | str:
    """Say how much of their targets the accounts have reached, and how many have one."""
    if group.of_target is None:
        return ""
    note = ""
    if group.compared < len(group.accounts):
        note = formatter.translate(
            "{number} of {count} accounts", number=group.compared, count=len(group.accounts)
        )
    return Cell(formatter.share(group.of_target), note=note)


def opportunity_tables(
    accounts: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> Iterator[Table | None]:
    """Return the opportunities weighted by probability: by account, then the next to be decided."""
    once = [one for one in without_duplicates(accounts) if one.opportunities]
    once.sort(
        key=lambda one: (
            one.currency,
            -(opportunity_totals(one.opportunities).weighted or 0.0),
            one.name,
        )
    )
    yield _opportunities_by_account(once, formatter)
    yield _opportunities_by_date(once, formatter)


def _opportunities_by_account(
    once: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> Table | None:
    _ = formatter.translate
    rows: list[tuple[Cell | str, ...]] = []
    for one in once[:_ACCOUNTS]:
        found = opportunity_totals(one.opportunities)
        rows.append(
            (
                formatter.account_cell(one),
                formatter.number(found.number),
                _values({one.currency: found}, formatter),
                formatter.weighted({one.currency: found}),
            )
        )
    if len(once) > _ACCOUNTS:
        rows.append((f"… {formatter.and_more(len(once) - _ACCOUNTS)}", "", "", ""))
    if len(once) > 1:
        by_currency = totals(once, formatter.today).opportunities
        rows.append(
            (
                _("Total"),
                formatter.number(sum(one.number for one in by_currency.values())),
                _values(by_currency, formatter),
                formatter.weighted(by_currency),
            )
        )
    return table(
        _("Opportunities by account"),
        (_("Account"), _("Opportunities"), _("Value"), _("Weighted by probability")),
        rows,
        numeric=(1, 2, 3),
    )


def _values(by_currency: Mapping[str, OpportunityTotals], formatter: PortfolioFormatter) -> Cell:
    """Write the values of opportunities, and how many have none."""
    sums = {key: one.value for key, one in by_currency.items() if one.value is not None}
    missing = sum(one.without_value for one in by_currency.values())
    text = counted("{count} without a value", "{count} without a value", missing)
    note = formatter.translate_message(text) if missing else ""
    return Cell(formatter.amounts(sums), note=note)


def _opportunities_by_date(
    once: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> Table | None:
    _ = formatter.translate
    dated = [(one, each) for one in once for each in one.opportunities]
    dated.sort(
        key=lambda pair: (
            pair[1].close is None,
            pair[1].close.day if pair[1].close else formatter.today,
            -(pair[1].value or 0.0),
            pair[0].name,
        )
    )
    next_rows = [_opportunity(one, each, formatter) for one, each in dated[:_OPPORTUNITIES]]
    if len(dated) > _OPPORTUNITIES:
        more = formatter.and_more(len(dated) - _OPPORTUNITIES)
        next_rows.append(("…", more, "", "", "", ""))
    return table(
        _("Opportunities by close date"),
        (
            _("Account"),
            _("Opportunity"),
            _("Value"),
            _("Probability"),
            _("Weighted by probability"),
            formatter.headings("opportunities[]")("close"),
        ),
        next_rows,
        numeric=(2, 3, 4),
    )


def _opportunity(
    account: AccountSummary, one: OpportunitySummary, formatter: PortfolioFormatter
) -> tuple[Cell | str, ...]:
    return (
        formatter.account_cell(account),
        one.title,
        "" if one.value is None else formatter.short_amount(one.value, account.currency),
        "" if one.probability is None else formatter.percent(one.probability),
        "" if one.weighted is None else formatter.short_amount(one.weighted, account.currency),
        ""
        if one.close is None
        else Cell(
            formatter.unbroken(formatter.date(one.close, short=True)),
            "bad" if one.close.day < formatter.today else "",
        ),
    )


def breakdown_tables(portfolio: Portfolio, formatter: PortfolioFormatter) -> Iterator[Table | None]:
    """Return what the accounts come to by tier, owner, sponsor, company field and country."""
    _ = formatter.translate
    accounts = portfolio.accounts
    if portfolio.tiers not in ((), ("",)):
        yield _groups(
            _("By tier"),
            _("Tier"),
            by_tier(accounts, portfolio.tiers),
            formatter,
            lambda tier: formatter.label(labels.TIERS, tier),
            _("Without a tier"),
        )
        yield _missing_tools(portfolio, formatter)
    yield _groups(
        _("By owner"), _("Owner"), by_owner(accounts), formatter, str, _("Without an owner")
    )
    yield _groups(
        _("By sponsor"), _("Sponsor"), by_sponsor(accounts), formatter, str, _("Without a sponsor")
    )
    for field, groups in by_custom_choice(accounts).items():
        name = formatter.label({}, field)
        yield _groups(
            _("By {field}", field=name),
            capitalized(name),
            groups,
            formatter,
            str,
            _("Not specified"),
        )
    yield _countries(accounts, formatter)


def _groups(
    caption: str,
    head: str,
    groups: Sequence[AccountGroup],
    formatter: PortfolioFormatter,
    named: Callable[[str], str],
    without: str,
) -> Table | None:
    """Return what each group comes to; None where no group has several accounts."""
    _ = formatter.translate
    if not any(one.name and len(one.accounts) > 1 for one in groups):
        return None
    if len(groups) > _GROUPS:
        shown, others = groups[: _GROUPS - 1], groups[_GROUPS - 1 :]
        rest = AccountGroup(
            _("Other ({count})", count=len(others)),
            tuple(account for one in others for account in one.accounts),
        )
        groups = [*shown, rest]
    sums = [totals(one.accounts, formatter.today) for one in groups]
    every = [one for group in groups for one in group.accounts]
    years = year_range(one.turnover for one in every)
    target_years = year_range(one.turnover_target for one in every)
    return table(
        caption,
        (
            head,
            _("Accounts"),
            _("Complete"),
            _("Turnover {year}", year=years),
            _("Target {year}", year=target_years),
            _("Weighted opportunities"),
            _("Alignment"),
            _("Overdue"),
        ),
        [
            (
                named(group.name) or without,
                formatter.number(found.accounts),
                formatter.percent(100 * found.met / found.required, 0) if found.required else "",
                formatter.amounts(found.turnover),
                formatter.amounts(found.target),
                formatter.weighted(found.opportunities),
                formatter.agreed(found.agreed),
                formatter.number(found.overdue),
            )
            for group, found in zip(groups, sums, strict=True)
        ],
        numeric=(1, 2, 3, 4, 5, 7),
    )


def _countries(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Table | None:
    """Return how many accounts are in each country; None where all are in one."""
    _ = formatter.translate
    groups = by_country(accounts)
    if len(groups) < 2:
        return None
    groups.sort(key=lambda one: (-len(one.accounts), formatter.country(one.name)))
    return table(
        _("By country"),
        (_("Country"), _("Number"), _("Accounts")),
        [
            (
                formatter.country(one.name),
                formatter.number(len(one.accounts)),
                formatter.some_names([each.name for each in one.accounts]),
            )
            for one in groups
        ],
        numeric=(1,),
    )


def _missing_tools(portfolio: Portfolio, formatter: PortfolioFormatter) -> Table | None:
    _ = formatter.translate
    missing = [one for one in portfolio.accounts if one.missing_tools]
    return table(
        _("Accounts without a section that their tier requires"),
        (_("Tier"), _("Number"), _("Accounts")),
        [
            (
                formatter.label(labels.TIERS, group.name),
                formatter.number(len(group.accounts)),
                formatter.some_names([one.name for one in group.accounts]),
            )
            for group in by_tier(missing, portfolio.tiers)
            if group.accounts
        ],
        numeric=(1,),
    )
