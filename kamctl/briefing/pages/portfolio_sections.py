"""The chapters of the page over all accounts; one with nothing in it is left out."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from kamctl.briefing.pages.portfolio_figures import (
    breakdown_tables,
    opportunity_tables,
    turnover_tables,
)
from kamctl.briefing.pages.portfolio_tables import (
    functions_table,
    matrix_table,
    stages_table,
    tier_label,
    wallet_table,
    white_space_tables,
)
from kamctl.briefing.tables import chapter, facts, table
from kamctl.briefing.views.elements import Cell, Chapter, Fact, Table
from kamctl.plan import labels
from kamctl.portfolio.account_groups import shared_contacts
from kamctl.portfolio.account_summary import STEADY_POINTS
from kamctl.portfolio.aggregates import concentration, dated_events, overdue_items

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.portfolio.account_groups import SharedContact
    from kamctl.portfolio.account_summary import AccountSummary, DueItem
    from kamctl.portfolio.portfolio import Portfolio

_LATE: Final = 25
_REVIEWS: Final = 12
_PEOPLE: Final = 20
_FEW: Final = 5
"""Of so many accounts or fewer, the five largest are all there are."""
_AHEAD: Final = 90
"""Days that count as soon."""


def portfolio_chapters(
    portfolio: Portfolio, audience: Audience, formatter: PortfolioFormatter
) -> tuple[Chapter, ...]:
    """Return the chapters for an audience; `portfolio` holds only what it may see."""
    _ = formatter.translate
    accounts = portfolio.accounts
    made = (
        chapter("accounts", _("Account status"), _accounts(portfolio, formatter)),
        chapter(
            "turnover",
            _("Turnover and revenue concentration"),
            *turnover_tables(accounts, formatter),
            facts=_concentration(accounts, formatter),
        ),
        chapter("opportunities", _("Opportunities"), *opportunity_tables(accounts, formatter)),
        chapter("stages", _("Accounts by stage"), stages_table(portfolio, formatter)),
        chapter("breakdown", _("Breakdown"), *breakdown_tables(portfolio, formatter)),
        chapter("matrix", _("Where we invest"), matrix_table(accounts, formatter)),
        chapter(
            "wallet",
            _("Share of wallet"),
            wallet_table(accounts, formatter),
            _growing(portfolio, formatter),
        ),
        chapter("space", _("White space"), *white_space_tables(accounts, formatter)),
        chapter("functions", _("Requests to each function"), functions_table(accounts, formatter)),
        chapter("overdue", _("Overdue"), _overdue(accounts, formatter)),
        chapter("dates", _("Dates due soon or past"), _dates(accounts, formatter)),
        chapter("reviews", _("Reviews"), _reviews(accounts, formatter)),
        chapter(
            "people",
            _("Stakeholders in several plans"),
            _contacts(accounts, audience, formatter),
        ),
    )
    return tuple(one for one in made if one.tables or one.facts)


def _accounts(portfolio: Portfolio, formatter: PortfolioFormatter) -> Table | None:
    _ = formatter.translate
    ranks = {tier: place for place, tier in enumerate(portfolio.tiers)}
    rows = sorted(
        portfolio.accounts, key=lambda one: (ranks[one.tier], one.name.casefold(), one.file)
    )
    return table(
        _("Account status"),
        (
            _("Account"),
            _("Stage"),
            _("Complete"),
            _("Alignment"),
            _("Share of wallet"),
            _("Measures on track"),
            _("Overdue"),
            _("Next review"),
        ),
        [
            (
                formatter.account_cell(one)._replace(note=_tier_and_owner(one, formatter)),
                labels.stated_stage(one.stage, is_met=one.is_stage_met, alone=True).say(_),
                _of(one.met, one.required, formatter),
                formatter.agreed(one.agreed),
                Cell(
                    "" if one.share is None else formatter.share(one.share),
                    note=formatter.trend(one.trend).note,
                ),
                _of(one.on_track, one.on_track + one.behind, formatter),
                Cell(formatter.number(one.overdue), "bad") if one.overdue else "",
                _review(one.review, formatter),
            )
            for one in rows
        ],
        numeric=(2, 4, 5),
    )


def _tier_and_owner(one: AccountSummary, formatter: PortfolioFormatter) -> str:
    parts = formatter.label(labels.TIERS, one.tier), one.owner.name if one.owner else ""
    return " · ".join(filter(None, parts))


def _of(met: int, of: int, formatter: PortfolioFormatter) -> str:
    return formatter.unbroken(formatter.translate("{met} of {of}", met=met, of=of)) if of else ""


def _review(day: dt.date | None, formatter: PortfolioFormatter) -> Cell:
    if day is None:
        return Cell("")
    return Cell(formatter.short_day(day), "bad" if day < formatter.today else "")


def _growing(portfolio: Portfolio, formatter: PortfolioFormatter) -> Table | None:
    """Return whether the share grows where we invest: by tier, where there are any."""
    _ = formatter.translate
    has_tiers = any(portfolio.tiers)
    rows = []
    for tier in portfolio.tiers:
        moved = [
            one.trend for one in portfolio.accounts if one.tier == tier and one.trend is not None
        ]
        if moved:
            rows.append(
                (
                    tier_label(tier, portfolio, formatter),
                    formatter.number(sum(one >= STEADY_POINTS for one in moved)),
                    formatter.number(sum(-STEADY_POINTS < one < STEADY_POINTS for one in moved)),
                    formatter.number(sum(one <= -STEADY_POINTS for one in moved)),
                    formatter.trend(median(moved)),
                )
            )
    return table(
        _("Accounts with a growing share, by tier")
        if has_tiers
        else _("Accounts with a growing share"),
        (
            _("Tier") if has_tiers else _("Accounts"),
            _("Growing"),
            _("Steady"),
            _("Falling"),
            _("Median account"),
        ),
        rows,
        numeric=(1, 2, 3),
    )


def _waited_for(one: DueItem, formatter: PortfolioFormatter) -> str:
    _ = formatter.translate
    match one.what:
        case "answer":
            return _("Answer to: “{concern}”", concern=one.title)
        case "response":
            return _("Response to: “{risk}”", risk=one.title)
    return one.title


def _overdue(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Table | None:
    _ = formatter.translate
    late = overdue_items(accounts)
    rows: list[tuple[Cell | str, ...]] = [
        (
            formatter.account_cell(one),
            _waited_for(each, formatter),
            each.owner,
            Cell(formatter.short_day(each.due), "bad"),
        )
        for one, each in late[:_LATE]
    ]
    if len(late) > _LATE:
        rows.append(("…", formatter.and_more(len(late) - _LATE), "", ""))
    return table(
        _("Overdue, the oldest first"), (_("Account"), _("Item"), _("Owner"), _("Due")), rows
    )


def _dates(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Table | None:
    _ = formatter.translate
    dated = dated_events(accounts)
    rows: list[tuple[Cell | str, ...]] = [
        (
            formatter.account_cell(one),
            formatter.translate_message(each.name),
            each.title,
            Cell(formatter.short_day(each.day), "bad" if each.day < formatter.today else ""),
        )
        for one, each in dated[:_LATE]
    ]
    if len(dated) > _LATE:
        rows.append(("…", formatter.and_more(len(dated) - _LATE), "", ""))
    return table(
        _("Contracts, renewals, opportunities and other dates that are near or past"),
        (_("Account"), _("Date"), _("Item"), _("Day")),
        rows,
    )


def _reviews(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Table | None:
    """Return the reviews that are overdue or near: a row for each day."""
    _ = formatter.translate
    days: dict[dt.date, list[str]] = {}
    for one in sorted(accounts, key=lambda one: one.name.casefold()):
        if one.review is not None and (one.review - formatter.today).days <= _AHEAD:
            days.setdefault(one.review, []).append(one.name)
    return table(
        _("Overdue reviews and reviews in the next three months"),
        (_("Review"), _("Accounts")),
        [
            (_review(day, formatter), formatter.some_names(names, _REVIEWS))
            for day, names in sorted(days.items())
        ],
    )


def _contacts(
    accounts: Sequence[AccountSummary], audience: Audience, formatter: PortfolioFormatter
) -> Table | None:
    _ = formatter.translate
    if not audience.sees("all_details"):
        return None
    return table(
        _("Stakeholders in several plans"),
        (_("Name"), _("Accounts"), _("Attitude")),
        [
            (
                one.name,
                formatter.some_names([each.name for each in one.accounts]),
                _attitudes(one, formatter),
            )
            for one in shared_contacts(accounts)[:_PEOPLE]
        ],
    )


def _attitudes(one: SharedContact, formatter: PortfolioFormatter) -> Cell:
    text = dict.fromkeys(
        formatter.label(labels.ATTITUDES, each)
        for each in one.attitudes
        if each and each != "unknown"
    )
    return Cell(", ".join(text), "warn" if len(text) > 1 else "")


def _concentration(
    accounts: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> tuple[Fact, ...]:
    _ = formatter.translate
    pairs: list[tuple[str, str]] = []
    spread = concentration(accounts)
    for one in spread:
        where = f" ({one.currency})" if len(spread) > 1 and one.currency else ""
        largest = f"{one.largest.name} ({formatter.share(one.largest_share)})"
        pairs.append((_("Largest account") + where, largest))
        if one.accounts > _FEW:
            pairs.append((_("The five largest") + where, formatter.share(one.five_share)))
        if one.herfindahl is not None:
            pairs.append(
                (
                    _("Equivalent number of equal-sized accounts") + where,
                    formatter.number(round(1 / one.herfindahl, 1)),
                )
            )
    return facts(*pairs)
