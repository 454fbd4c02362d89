"""The chapters of the page over all accounts; one with nothing in it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.pages.portfolio_tables import (
    functions_table,
    matrix_table,
    stages_table,
    wallet_table,
    white_space_tables,
)
from kamctl.briefing.tables import chapter, facts, table
from kamctl.briefing.views.elements import Cell, Chapter, Table
from kamctl.plan import labels
from kamctl.portfolio.account_summary import STEADY_POINTS, agreed
from kamctl.portfolio.aggregates import (
    concentration,
    owners,
    shared_contacts,
    sponsors,
    turnover_years,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.portfolio.account_summary import AccountSummary, DueItem
    from kamctl.portfolio.aggregates import SharedPerson
    from kamctl.portfolio.portfolio import Portfolio

_LATE: Final = 25
_REVIEWS: Final = 25
_LARGEST: Final = 10
_PEOPLE: Final = 20
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
            "tiers",
            _("Tiers and stages"),
            stages_table(portfolio, formatter),
            _tiers(portfolio, formatter),
        ),
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
        chapter("people", _("People in several plans"), *_people(accounts, audience, formatter)),
        _concentration(accounts, formatter),
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
            _("Tier"),
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
                formatter.account_cell(one)._replace(note=one.owner.name if one.owner else ""),
                formatter.label(labels.TIERS, one.tier),
                formatter.label(labels.STAGES, one.stage),
                _of(one.met, one.of, formatter),
                _agreed([one], formatter),
                Cell(
                    "" if one.share is None else formatter.share(one.share),
                    note=formatter.trend(one.trend).note,
                ),
                _of(one.on_course, one.on_course + one.behind, formatter),
                Cell(formatter.number(one.overdue), "bad") if one.overdue else "",
                _review(one, formatter),
            )
            for one in rows
        ],
        numeric=(3, 5, 6),
    )


def _of(met: int, of: int, formatter: PortfolioFormatter) -> str:
    return formatter.translate("{met} of {of}", met=met, of=of) if of else ""


def _review(one: AccountSummary, formatter: PortfolioFormatter) -> Cell:
    if one.review is None:
        return Cell("")
    return Cell(formatter.short_day(one.review), "bad" if one.review < formatter.today else "")


def _tiers(portfolio: Portfolio, formatter: PortfolioFormatter) -> Table | None:
    _ = formatter.translate
    if portfolio.tiers in ((), ("",)):
        return None
    groups = [
        (tier, [one for one in portfolio.accounts if one.tier == tier]) for tier in portfolio.tiers
    ]
    return table(
        _("By tier"),
        (
            _("Tier"),
            _("Accounts"),
            _("Complete"),
            _("Alignment"),
            _("Overdue"),
            _("Missing a tool required for the tier"),
        ),
        [
            (
                formatter.label(labels.TIERS, tier) or _("Without a tier"),
                formatter.number(len(group)),
                _percent(sum(one.met for one in group), sum(one.of for one in group), formatter),
                _agreed(group, formatter),
                formatter.number(sum(one.overdue for one in group)),
                _lacking(group, formatter),
            )
            for tier, group in groups
        ],
        numeric=(1, 2, 4),
    )


def _agreed(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> str:
    """Say how many functions have agreed; nothing where none is asked."""
    found = agreed(accounts)
    return formatter.translate_message(found.message) if found.asked else ""


def _percent(met: int, of: int, formatter: PortfolioFormatter) -> str:
    return formatter.percent(100 * met / of, 0) if of else ""


def _lacking(group: Sequence[AccountSummary], formatter: PortfolioFormatter) -> str:
    names = [one.name for one in group if one.missing_tools]
    return formatter.some_names(names)


def _growing(portfolio: Portfolio, formatter: PortfolioFormatter) -> Table | None:
    """Return whether the share grows where we invest: by tier."""
    _ = formatter.translate
    rows = []
    for tier in portfolio.tiers:
        moved = [
            one.trend for one in portfolio.accounts if one.tier == tier and one.trend is not None
        ]
        if moved:
            rows.append(
                (
                    formatter.label(labels.TIERS, tier) or _("Without a tier"),
                    formatter.number(sum(one >= STEADY_POINTS for one in moved)),
                    formatter.number(sum(-STEADY_POINTS < one < STEADY_POINTS for one in moved)),
                    formatter.number(sum(one <= -STEADY_POINTS for one in moved)),
                    formatter.trend(sorted(moved)[len(moved) // 2]),
                )
            )
    return table(
        _("Accounts with a growing share, by tier"),
        (_("Tier"), _("Growing"), _("Steady"), _("Falling"), _("Median account")),
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
    late = [(one, each) for one in accounts for each in one.late if each.title]
    late.sort(key=lambda pair: (pair[1].due, pair[0].name))
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
    dated = [(one, each) for one in accounts for each in one.dates]
    dated.sort(key=lambda pair: (pair[1].day, pair[0].name))
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
    _ = formatter.translate
    dated = [
        (one.review, one)
        for one in accounts
        if one.review is not None and (one.review - formatter.today).days <= _AHEAD
    ]
    dated.sort(key=lambda pair: (pair[0], pair[1].name))
    rows: list[tuple[Cell | str, ...]] = [
        (_review(one, formatter), formatter.account_cell(one), one.owner.name if one.owner else "")
        for day, one in dated[:_REVIEWS]
    ]
    if len(dated) > _REVIEWS:
        rows.append(("…", formatter.and_more(len(dated) - _REVIEWS), ""))
    return table(
        _("Overdue reviews and reviews in the next three months"),
        (_("Review"), _("Account"), _("Owner")),
        rows,
    )


def _people(
    accounts: Sequence[AccountSummary], audience: Audience, formatter: PortfolioFormatter
) -> Iterator[Table | None]:
    _ = formatter.translate
    if not audience.sees("all_details"):
        return
    for caption, found in (
        (_("Sponsors of several accounts"), sponsors(accounts)),
        (_("Owners of several accounts"), owners(accounts)),
    ):
        yield _ours(caption, found, formatter)
    yield table(
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


def _ours(
    caption: str, found: Sequence[SharedPerson], formatter: PortfolioFormatter
) -> Table | None:
    _ = formatter.translate
    return table(
        caption,
        (_("Name"), _("Number"), _("Accounts")),
        [
            (
                one.name,
                formatter.number(len(one.accounts)),
                formatter.some_names([each.name for each in one.accounts]),
            )
            for one in found[:_PEOPLE]
        ],
        numeric=(1,),
    )


def _attitudes(one: SharedPerson, formatter: PortfolioFormatter) -> Cell:
    text = dict.fromkeys(
        formatter.label(labels.ATTITUDES, each)
        for each in one.attitudes
        if each and each != "unknown"
    )
    return Cell(", ".join(text), "warn" if len(text) > 1 else "")


def _concentration(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Chapter:
    _ = formatter.translate
    pairs: list[tuple[str, str]] = []
    tables: list[Table | None] = []
    spread = concentration(accounts)
    for one in spread:
        where = f" ({one.currency})" if len(spread) > 1 and one.currency else ""
        pairs += [
            (
                _("Largest account") + where,
                f"{one.largest.name}{_(':')} {formatter.share(one.largest_share)}",
            ),
            (_("The five largest") + where, formatter.share(one.five_share)),
        ]
        if one.herfindahl is not None:
            pairs.append(
                (
                    _("Equivalent number of equal-sized accounts") + where,
                    formatter.number(round(1 / one.herfindahl, 1)),
                )
            )
        tables.append(_largest(accounts, one.currency, one.total, where, formatter))
    title = _("Revenue concentration")
    return chapter("concentration", title, *tables, facts=facts(*pairs))


def _largest(
    accounts: Sequence[AccountSummary],
    currency: str,
    total: float,
    where: str,
    formatter: PortfolioFormatter,
) -> Table | None:
    _ = formatter.translate
    known = [
        (one.turnover.turnover or 0.0, one)
        for one in accounts
        if one.turnover is not None and one.currency == currency
    ]
    known.sort(key=lambda pair: (-pair[0], pair[1].name))
    years = turnover_years(one for amount, one in known)
    same = years.isdecimal()
    return table(
        _("The largest accounts") + where,
        (_("Account"), _("Turnover {year}", year=years) if same else _("Turnover"),
         _("Of all"), _("Share of wallet"),
         _("Trend")),
        [
            (
                formatter.account_cell(one),
                formatter.amount(amount, currency)
                + (f" ({one.turnover.year})" if one.turnover and not same else ""),
                formatter.share(100 * amount / total),
                "" if one.share is None else formatter.share(one.share),
                formatter.trend(one.trend),
            )
            for amount, one in known[:_LARGEST]
        ],
        numeric=(1, 2, 3),
    )  # fmt: skip
