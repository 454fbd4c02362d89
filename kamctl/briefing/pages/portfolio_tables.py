"""The tables about all accounts that have a chart."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kamctl.briefing.pages.portfolio_charts import (
    HIGH_TO_LOW,
    NAMES_IN_SQUARE,
    SHOWN_FUNCTIONS,
    functions_chart,
    has_room_for,
    matrix_chart,
    stage_counts,
    stages_chart,
    wallet_chart,
    white_space_chart,
)
from kamctl.briefing.tables import table
from kamctl.i18n.message import NC_
from kamctl.plan import labels
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.aggregates import by_function, wallets, white_space

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.portfolio.account_summary import AccountSummary
    from kamctl.portfolio.aggregates import WhitespaceTotals
    from kamctl.portfolio.portfolio import Portfolio


def stages_table(portfolio: Portfolio, formatter: PortfolioFormatter) -> Table | None:
    """Return how many accounts of each tier are at each stage, and how many do not meet it."""
    _ = formatter.translate
    if not portfolio.accounts:
        return None
    stages = [one.value for one in Stage]
    heads = [formatter.label(labels.STAGES, one) for one in stages]
    rows = [
        (
            tier_label(tier, portfolio, formatter),
            [
                [one for one in portfolio.accounts if one.tier == tier and one.stage == stage]
                for stage in stages
            ],
        )
        for tier in portfolio.tiers
    ]
    caption = _("Accounts by stage")
    return table(
        caption,
        (_("Tier") if any(portfolio.tiers) else _("Accounts"), *heads),
        [
            (name, *(" ".join(stage_counts(group, formatter)) for group in groups))
            for name, groups in rows
        ],
        numeric=range(1, len(heads) + 1),
        keep=range(1, len(heads) + 1),
        charts=(stages_chart(rows, heads, caption, formatter),),
        folded=True,
    )


def tier_label(tier: str, portfolio: Portfolio, formatter: PortfolioFormatter) -> str:
    """Return the name of a tier; where none is known, as to who may not see it, all accounts."""
    _ = formatter.translate
    if not tier:
        return _("Without a tier") if len(portfolio.tiers) > 1 else _("All accounts")
    return formatter.label(labels.TIERS, tier)


def matrix_table(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Table | None:
    """Return how attractive the accounts are and how strong we are there, where plans say both."""
    _ = formatter.translate
    known = [one for one in accounts if one.attractiveness and one.strength]
    if not known:
        return None
    caption = _("Attractiveness of each account and our strength there")
    chart = matrix_chart(known, caption, formatter)
    ranks = {level: place for place, level in enumerate(HIGH_TO_LOW)}
    known.sort(key=lambda one: (ranks[one.attractiveness], ranks[one.strength], one.name))
    in_squares = Counter((one.attractiveness, one.strength) for one in known)
    return table(
        caption,
        (_("Account"), _("Attractiveness to us"), _("Our strength")),
        [
            (
                formatter.account_cell(one),
                formatter.label(labels.LEVELS, one.attractiveness),
                formatter.label(labels.LEVELS, one.strength),
            )
            for one in known
        ],
        charts=(chart,),
        folded=max(in_squares.values()) <= NAMES_IN_SQUARE,
    )


def wallet_table(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Table | None:
    """Return the share of wallet over all accounts, year by year and currency by currency."""
    _ = formatter.translate
    caption = _("All accounts, year by year")
    years = wallets(accounts)
    several = len({one.currency for one in years}) > 1
    return table(
        caption,
        (
            _("Year"),
            _("Accounts"),
            _("Turnover with us"),
            _("Total spend"),
            _("Share of wallet"),
        ),
        [
            (
                f"{one.year}, {one.currency}" if several else str(one.year),
                formatter.number(one.accounts),
                formatter.short_amount(one.turnover, one.currency),
                formatter.short_amount(one.spend, one.currency),
                formatter.share(one.share),
            )
            for one in years
        ],
        numeric=(1, 2, 3, 4),
        charts=(wallet_chart(years, caption, formatter),),
    )


def white_space_tables(
    accounts: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> Iterator[Table | None]:
    """Return what could become ours by unit and offering, a table for each currency."""
    found = white_space(accounts)
    for one in found:
        yield _white_space(one, formatter, several=len(found) > 1)


def _white_space(
    space: WhitespaceTotals, formatter: PortfolioFormatter, *, several: bool
) -> Table | None:
    _ = formatter.translate
    caption = _("Annual potential, by unit and offering")
    if several and space.currency:
        caption = f"{caption} ({space.currency})"
    rows = sorted(space.amounts, key=lambda place: (-space.amounts[place], place))
    return table(
        caption,
        (_("Unit"), _("Offering"), _("Potential"), _("Accounts")),
        [
            (
                place[0],
                place[1],
                formatter.short_amount(space.amounts[place], space.currency),
                formatter.number(space.accounts[place]),
            )
            for place in rows
        ],
        numeric=(2, 3),
        charts=(white_space_chart(space, caption, formatter),),
        folded=has_room_for(space),
    )


def functions_table(
    accounts: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> Table | None:
    """Return what is asked of each function over all accounts, and what it has answered."""
    _ = formatter.translate
    found = by_function(accounts)
    if not found:
        return None
    all_heads = (
        _("Asked"),
        _(NC_("sign-offs", "Agreed")),
        _("With conditions"),
        _("Not answered"),
        _(NC_("sign-offs", "Objected")),
        _(NC_("sign-offs", "Invalidated")),
        _("Blocking concerns"),
    )
    given = [at for at in range(len(all_heads)) if any(one.counts[at] for one in found)]
    heads = [all_heads[at] for at in given]
    caption = _("Requests and blocking concerns by function")
    return table(
        caption,
        (_("Function"), _("Accounts"), *heads),
        [
            (
                formatter.function_title(one.function),
                formatter.number(one.accounts),
                *(formatter.number(one.counts[at]) for at in given),
            )
            for one in found
        ],
        numeric=range(1, 2 + len(heads)),
        charts=(functions_chart(found, given, heads, caption, formatter),),
        folded=len(found) <= SHOWN_FUNCTIONS,
    )
