"""The chapters of the page over all accounts; one with nothing in it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import document_labels, views
from kamctl.briefing.formatter import facts, table
from kamctl.briefing.pages.portfolio_tables import (
    functions_table,
    matrix_table,
    stages_table,
    wallet_table,
    white_space_tables,
)
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
    folio: Portfolio, audience: Audience, say: PortfolioFormatter
) -> tuple[views.Chapter, ...]:
    """Return the chapters for an audience; `folio` holds only what it may see."""
    accounts = folio.accounts
    made = (
        _chapter("accounts", say.t("Where each account stands"), _accounts(folio, say)),
        _chapter(
            "tiers",
            say.t("Tiers and stages"),
            stages_table(folio, say),
            _tiers(folio, say),
        ),
        _chapter("matrix", say.t("Where we invest"), matrix_table(accounts, say)),
        _chapter(
            "wallet",
            say.t("Share of wallet"),
            wallet_table(accounts, say),
            _growing(folio, say),
        ),
        _chapter("space", say.t("White space"), *white_space_tables(accounts, say)),
        _chapter(
            "functions", say.t("What we ask of each function"), functions_table(accounts, say)
        ),
        _chapter("overdue", say.t("Overdue"), _overdue(accounts, say)),
        _chapter("dates", say.t("Dates near and past"), _dates(accounts, say)),
        _chapter("reviews", say.t("Reviews"), _reviews(accounts, say)),
        _chapter("people", say.t("People in several plans"), *_people(accounts, audience, say)),
        _concentration(accounts, say),
    )
    return tuple(one for one in made if one.tables or one.facts)


def _chapter(id_: str, title: str, *tables: views.Table | None) -> views.Chapter:
    return views.Chapter(id_, title, (), (), tuple(one for one in tables if one is not None))


def _accounts(folio: Portfolio, say: PortfolioFormatter) -> views.Table | None:
    ranks = {tier: place for place, tier in enumerate(folio.tiers)}
    rows = sorted(folio.accounts, key=lambda one: (ranks[one.tier], one.name.casefold(), one.file))
    return table(
        say.t("Where each account stands"),
        (
            say.t("Account"),
            say.t("Tier"),
            say.t("Stage"),
            say.t("Complete"),
            say.t("Alignment"),
            say.t("Share of wallet"),
            say.t("Trend"),
            say.t("Measures on course"),
            say.t("Overdue"),
            say.t("Next review"),
            say.t("Owner"),
        ),
        [
            (
                say.cell(one),
                say.word(document_labels.TIERS, one.tier),
                say.word(labels.STAGES, one.stage),
                _of(one.met, one.of, say),
                _agreed([one], say),
                "" if one.share is None else say.percent(one.share),
                say.trend(one.trend),
                _of(one.on_course, one.on_course + one.behind, say),
                views.Cell(say.formats.number(one.overdue), "bad") if one.overdue else "",
                _review(one, say),
                one.owner.name if one.owner else "",
            )
            for one in rows
        ],
        numeric=(3, 5, 7),
    )


def _of(met: int, of: int, say: PortfolioFormatter) -> str:
    return say.say("{met} of {of}", met=met, of=of) if of else ""


def _review(one: AccountSummary, say: PortfolioFormatter) -> views.Cell:
    if one.review is None:
        return views.Cell("")
    return views.Cell(say.day(one.review), "bad" if one.review < say.today else "")


def _tiers(folio: Portfolio, say: PortfolioFormatter) -> views.Table | None:
    if folio.tiers in ((), ("",)):
        return None
    groups = [(tier, [one for one in folio.accounts if one.tier == tier]) for tier in folio.tiers]
    return table(
        say.t("By tier"),
        (
            say.t("Tier"),
            say.t("Accounts"),
            say.t("Complete"),
            say.t("Alignment"),
            say.t("Overdue"),
            say.t("Without a tool that the tier asks for"),
        ),
        [
            (
                say.word(document_labels.TIERS, tier) or say.t("Without a tier"),
                say.formats.number(len(group)),
                _percent(sum(one.met for one in group), sum(one.of for one in group), say),
                _agreed(group, say),
                say.formats.number(sum(one.overdue for one in group)),
                _lacking(group, say),
            )
            for tier, group in groups
        ],
        numeric=(1, 2, 4),
    )


def _agreed(accounts: Sequence[AccountSummary], say: PortfolioFormatter) -> str:
    """Say how many functions have agreed; nothing where none is asked."""
    found = agreed(accounts)
    return found.said.say(say.t) if found.asked else ""


def _percent(met: int, of: int, say: PortfolioFormatter) -> str:
    return say.formats.percent(100 * met / of, 0) if of else ""


def _lacking(group: Sequence[AccountSummary], say: PortfolioFormatter) -> str:
    names = [one.name for one in group if one.missing_tools]
    return say.some(names)


def _growing(folio: Portfolio, say: PortfolioFormatter) -> views.Table | None:
    """Return whether the share grows where we invest: by tier."""
    rows = []
    for tier in folio.tiers:
        moved = [one.trend for one in folio.accounts if one.tier == tier and one.trend is not None]
        if moved:
            rows.append(
                (
                    say.word(document_labels.TIERS, tier) or say.t("Without a tier"),
                    say.formats.number(sum(one >= STEADY_POINTS for one in moved)),
                    say.formats.number(sum(-STEADY_POINTS < one < STEADY_POINTS for one in moved)),
                    say.formats.number(sum(one <= -STEADY_POINTS for one in moved)),
                    say.trend(sorted(moved)[len(moved) // 2]),
                )
            )
    return table(
        say.t("In how many accounts it grows, by tier"),
        (
            say.t("Tier"),
            say.t("Growing"),
            say.t("Steady"),
            say.t("Falling"),
            say.t("The account in the middle"),
        ),
        rows,
        numeric=(1, 2, 3),
    )


def _waited_for(one: DueItem, say: PortfolioFormatter) -> str:
    match one.what:
        case "answer":
            return say.say("Answer to: “{concern}”", concern=one.title)
        case "response":
            return say.say("Response to: “{risk}”", risk=one.title)
    return one.title


def _overdue(accounts: Sequence[AccountSummary], say: PortfolioFormatter) -> views.Table | None:
    late = [(one, each) for one in accounts for each in one.late if each.title]
    late.sort(key=lambda pair: (pair[1].due, pair[0].name))
    rows: list[tuple[views.Cell | str, ...]] = [
        (
            say.cell(one),
            _waited_for(each, say),
            each.owner,
            views.Cell(say.day(each.due), "bad"),
        )
        for one, each in late[:_LATE]
    ]
    if len(late) > _LATE:
        rows.append(("…", say.more(len(late) - _LATE), "", ""))
    return table(
        say.t("Overdue, the oldest first"),
        (say.t("Account"), say.t("What"), say.t("Owner"), say.t("Due")),
        rows,
    )


def _dates(accounts: Sequence[AccountSummary], say: PortfolioFormatter) -> views.Table | None:
    dated = [(one, each) for one in accounts for each in one.dates]
    dated.sort(key=lambda pair: (pair[1].day, pair[0].name))
    rows: list[tuple[views.Cell | str, ...]] = [
        (
            say.cell(one),
            each.name.say(say.t),
            each.title,
            views.Cell(say.day(each.day), "bad" if each.day < say.today else ""),
        )
        for one, each in dated[:_LATE]
    ]
    if len(dated) > _LATE:
        rows.append(("…", say.more(len(dated) - _LATE), "", ""))
    return table(
        say.t("Contracts, renewals, opportunities and other dates that are near or past"),
        (say.t("Account"), say.t("Date"), say.t("What"), say.t("Day")),
        rows,
    )


def _reviews(accounts: Sequence[AccountSummary], say: PortfolioFormatter) -> views.Table | None:
    dated = [
        (one.review, one)
        for one in accounts
        if one.review is not None and (one.review - say.today).days <= _AHEAD
    ]
    dated.sort(key=lambda pair: (pair[0], pair[1].name))
    rows: list[tuple[views.Cell | str, ...]] = [
        (_review(one, say), say.cell(one), one.owner.name if one.owner else "")
        for _, one in dated[:_REVIEWS]
    ]
    if len(dated) > _REVIEWS:
        rows.append(("…", say.more(len(dated) - _REVIEWS), ""))
    return table(
        say.t("Reviews past, and those of the next three months"),
        (say.t("Review"), say.t("Account"), say.t("Owner")),
        rows,
    )


def _people(
    accounts: Sequence[AccountSummary], audience: Audience, say: PortfolioFormatter
) -> Iterator[views.Table | None]:
    if not audience.sees("all_details"):
        return
    for caption, found in (
        (say.t("Sponsors of several accounts"), sponsors(accounts)),
        (say.t("Owners of several accounts"), owners(accounts)),
    ):
        yield _ours(caption, found, say)
    yield table(
        say.t("The customer's people who stand in several plans"),
        (say.t("Name"), say.t("Accounts"), say.t("Attitude")),
        [
            (one.name, say.some([each.name for each in one.accounts]), _attitudes(one, say))
            for one in shared_contacts(accounts)[:_PEOPLE]
        ],
    )


def _ours(
    caption: str, found: Sequence[SharedPerson], say: PortfolioFormatter
) -> views.Table | None:
    return table(
        caption,
        (say.t("Name"), say.t("How many"), say.t("Accounts")),
        [
            (
                one.name,
                say.formats.number(len(one.accounts)),
                say.some([each.name for each in one.accounts]),
            )
            for one in found[:_PEOPLE]
        ],
        numeric=(1,),
    )


def _attitudes(one: SharedPerson, say: PortfolioFormatter) -> views.Cell:
    said = dict.fromkeys(
        say.word(labels.ATTITUDES, each) for each in one.said if each and each != "unknown"
    )
    return views.Cell(", ".join(said), "warn" if len(said) > 1 else "")


def _concentration(accounts: Sequence[AccountSummary], say: PortfolioFormatter) -> views.Chapter:
    pairs: list[tuple[str, str]] = []
    tables: list[views.Table | None] = []
    spread = concentration(accounts)
    for one in spread:
        where = f" ({one.currency})" if len(spread) > 1 and one.currency else ""
        pairs += [
            (
                say.t("Largest account") + where,
                f"{one.largest.name}{say.t(':')} {say.percent(one.largest_share)}",
            ),
            (say.t("The five largest") + where, say.percent(one.five_share)),
        ]
        if one.herfindahl is not None:
            pairs.append(
                (
                    say.t("As if there were so many of one size") + where,
                    say.formats.number(round(1 / one.herfindahl, 1)),
                )
            )
        tables.append(_largest(accounts, one.currency, one.total, where, say))
    return views.Chapter(
        "concentration",
        say.t("On whom our turnover hangs"),
        (),
        facts(*pairs),
        tuple(one for one in tables if one is not None),
    )


def _largest(
    accounts: Sequence[AccountSummary],
    currency: str,
    total: float,
    where: str,
    say: PortfolioFormatter,
) -> views.Table | None:
    known = [
        (one.turnover.turnover or 0.0, one)
        for one in accounts
        if one.turnover is not None and one.currency == currency
    ]
    known.sort(key=lambda pair: (-pair[0], pair[1].name))
    years = turnover_years(one for _, one in known)
    same = years.isdecimal()
    return table(
        say.t("The largest accounts") + where,
        (say.t("Account"), say.say("Turnover {year}", year=years) if same else say.t("Turnover"),
         say.t("Of all"), say.t("Share of wallet"),
         say.t("Trend")),
        [
            (
                say.cell(one),
                say.money(amount, currency)
                + (f" ({one.turnover.year})" if one.turnover and not same else ""),
                say.percent(100 * amount / total),
                "" if one.share is None else say.percent(one.share),
                say.trend(one.trend),
            )
            for amount, one in known[:_LARGEST]
        ],
        numeric=(1, 2, 3),
    )  # fmt: skip
