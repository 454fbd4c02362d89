"""What the accounts come to: sums, and never of two currencies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.portfolio.account_groups import without_duplicates
from kamctl.portfolio.account_summary import count_agreements
from kamctl.signoffs.party_status import AgreementCount

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kamctl.portfolio.account_summary import (
        AccountSummary,
        AccountYear,
        DatedEvent,
        DueItem,
        OpportunitySummary,
    )
    from kamctl.signoffs.party_status import AgreementState

_NOT_ANSWERED: Final[tuple[AgreementState, ...]] = ("not_asked", "shared", "restated")
_MIN_ACCOUNTS_FOR_INDEX = 10
"""With fewer accounts a measure of concentration says no more than the list of them."""


class FunctionTotals(NamedTuple):
    """What the plans ask of one function, and what it has answered, over all accounts."""

    function: str
    accounts: int
    agreed: AgreementCount
    """How often it has agreed, of how often it is asked."""
    objected: int
    invalidated: int
    waiting: int
    """How often it has not answered yet."""
    blocks: int

    @property
    def counts(self) -> tuple[int, ...]:
        """How often it is asked, and each answer: the columns of every table of functions."""
        agreed = self.agreed
        return (
            *(agreed.asked, agreed.agreed, agreed.with_conditions),
            *(self.waiting, self.objected, self.invalidated, self.blocks),
        )


class OpportunityTotals(NamedTuple):
    """The open opportunities in one currency.

    A sum is None where none of them has what it needs: it is not known, and not zero.
    """

    number: int
    value: float | None
    weighted: float | None
    """The sum of each value times its probability, where a plan gives both."""
    without_value: int
    """How many are not in `value`."""
    unweighted: int
    """How many are not in `weighted`: a plan gives no value, or no probability."""


class Totals(NamedTuple):
    """What some accounts come to. Amounts are by currency: those of two are never added.

    Of copies of a plan, which share an id, amounts count once.
    """

    accounts: int
    met: int
    required: int
    """How many requirements are met, of how many."""
    agreed: AgreementCount
    fully_agreed: int
    """How many accounts have the agreement of every function, without conditions."""
    overdue: int
    """How many actions are overdue."""
    reviews_overdue: int
    turnover: dict[str, float]
    """The sum of the latest turnovers."""
    turnover_years: str
    """The year of these turnovers, or the first and the last; empty without one."""
    target: dict[str, float]
    """The sum of the turnovers aimed at, each in the last year with a target."""
    target_years: str
    opportunities: dict[str, OpportunityTotals]


class TurnoverTotals(NamedTuple):
    """Turnover and target of the accounts in one currency, the largest turnover first."""

    currency: str
    accounts: tuple[AccountSummary, ...]
    """Those with a turnover or a target."""
    turnover: float
    target: float
    compared: int
    """How many of the accounts have both, and can be compared."""
    of_target: float | None
    """The turnover of these in percent of their target; None where there is none."""


class WhitespaceTotals(NamedTuple):
    """What could become ours, by offering and unit, in one currency."""

    currency: str
    offerings: tuple[str, ...]
    units: tuple[str, ...]
    amounts: dict[tuple[str, str], float]
    """By unit and offering."""
    accounts: dict[tuple[str, str], int]

    @property
    def total(self) -> float:
        """All of it."""
        return sum(self.amounts.values())


class Concentration(NamedTuple):
    """How far the turnover hangs on few accounts, in one currency."""

    currency: str
    total: float
    largest: AccountSummary
    largest_share: float
    """Percent of the total."""
    five_share: float
    accounts: int
    herfindahl: float | None
    """Herfindahl's index, 0 to 1; None with so few accounts that it would say nothing."""


class WalletTotals(NamedTuple):
    """What customers buy from us of all that they spend, in one currency and year."""

    currency: str
    year: int
    turnover: float
    spend: float
    accounts: int

    @property
    def share(self) -> float:
        """Share of wallet, in percent."""
        return 100 * self.turnover / self.spend


def totals(accounts: Sequence[AccountSummary], today: dt.date) -> Totals:
    """Return what some accounts come to on `today`."""
    once = tuple(without_duplicates(accounts))
    return Totals(
        len(accounts),
        sum(one.met for one in accounts),
        sum(one.required for one in accounts),
        count_agreements(accounts),
        sum(
            one.agreed.is_complete and not one.agreed.with_conditions and not one.unasked
            for one in accounts
        ),
        sum(one.overdue for one in accounts),
        sum(one.review is not None and one.review < today for one in accounts),
        _sums((one.currency, one.turnover) for one in once),
        year_range(one.turnover for one in once),
        _sums((one.currency, one.turnover_target) for one in once),
        year_range(one.turnover_target for one in once),
        _opportunity_totals(once),
    )


def _sums(pairs: Iterable[tuple[str, AccountYear | None]]) -> dict[str, float]:
    """Add up the turnovers of years, by currency; nothing of accounts without one."""
    found: dict[str, float] = {}
    for currency, year in pairs:
        if year is not None:
            found[currency] = found.get(currency, 0.0) + (year.turnover or 0.0)
    return dict(sorted(found.items()))


def year_range(years: Iterable[AccountYear | None]) -> str:
    """Return the year of figures, or the first and the last of several; "" if there is none."""
    found = sorted({one.year for one in years if one is not None})
    if len(found) < 2:
        return str(found[0]) if found else ""
    return f"{found[0]}\N{EN DASH}{found[-1]}"


def _opportunity_totals(accounts: Iterable[AccountSummary]) -> dict[str, OpportunityTotals]:
    found: dict[str, list[OpportunitySummary]] = {}
    for account in accounts:
        if account.opportunities:
            found.setdefault(account.currency, []).extend(account.opportunities)
    return {currency: opportunity_totals(deals) for currency, deals in sorted(found.items())}


def opportunity_totals(opportunities: Sequence[OpportunitySummary]) -> OpportunityTotals:
    """Return what opportunities in one currency come to."""
    values = [one.value for one in opportunities if one.value is not None]
    weighted = [one.weighted for one in opportunities if one.weighted is not None]
    number = len(opportunities)
    return OpportunityTotals(
        number,
        sum(values) if values or not number else None,
        sum(weighted) if weighted or not number else None,
        number - len(values),
        number - len(weighted),
    )


def weighted_sums(by_currency: Mapping[str, OpportunityTotals]) -> dict[str, float]:
    """Return the weighted opportunities by currency, where any can be weighted."""
    return {key: one.weighted for key, one in by_currency.items() if one.weighted is not None}


def unweighted(by_currency: Mapping[str, OpportunityTotals]) -> int:
    """Return how many opportunities are in no weighted sum."""
    return sum(one.unweighted for one in by_currency.values())


def turnovers_and_targets(accounts: Iterable[AccountSummary]) -> list[TurnoverTotals]:
    """Return turnover against target, by currency."""
    groups: dict[str, list[AccountSummary]] = {}
    for one in without_duplicates(accounts):
        if one.turnover is not None or one.turnover_target is not None:
            groups.setdefault(one.currency, []).append(one)
    return [_turnover_totals(currency, group) for currency, group in sorted(groups.items())]


def _turnover_totals(currency: str, group: Sequence[AccountSummary]) -> TurnoverTotals:
    compared = [one for one in group if one.of_target is not None]
    turnover = _sums((currency, one.turnover) for one in compared)
    target = _sums((currency, one.turnover_target) for one in compared)
    return TurnoverTotals(
        currency,
        tuple(
            sorted(
                group,
                key=lambda one: (
                    -(one.turnover.turnover or 0.0) if one.turnover else 0.0,
                    one.name,
                    one.file,
                ),
            )
        ),
        _sums((currency, one.turnover) for one in group).get(currency, 0.0),
        _sums((currency, one.turnover_target) for one in group).get(currency, 0.0),
        len(compared),
        100 * turnover[currency] / target[currency] if compared else None,
    )


def by_function(accounts: Iterable[AccountSummary]) -> list[FunctionTotals]:
    """Return what is asked of each function, those asked most first."""
    states: dict[str, list[AgreementState]] = {}
    number: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    for account in accounts:
        for one in account.functions:
            number[one.function] += 1
            states.setdefault(one.function, []).extend(one.states)
        blocks.update(block.function for block in account.blocks)
    found = [
        FunctionTotals(
            function,
            number[function],
            AgreementCount.of(each := states.get(function, [])),
            each.count("objected"),
            each.count("invalidated"),
            sum(each.count(one) for one in _NOT_ANSWERED),
            blocks[function],
        )
        for function in dict.fromkeys((*states, *blocks))
    ]
    return sorted(found, key=lambda one: (-one.agreed.asked, one.function))


def white_space(accounts: Iterable[AccountSummary]) -> list[WhitespaceTotals]:
    """Return what could become ours, by currency; the largest offerings and units first."""
    amounts: dict[str, dict[tuple[str, str], float]] = {}
    number: dict[str, Counter[tuple[str, str]]] = {}
    for account in without_duplicates(accounts):
        places = set()
        for one in account.whitespace:
            place = (one.unit, one.offering)
            cells = amounts.setdefault(account.currency, {})
            cells[place] = cells.get(place, 0.0) + one.amount
            places.add(place)
        for place in places:
            number.setdefault(account.currency, Counter())[place] += 1
    return [
        WhitespaceTotals(
            currency,
            _largest(cells, lambda place: place[1]),
            _largest(cells, lambda place: place[0]),
            cells,
            dict(number[currency]),
        )
        for currency, cells in sorted(amounts.items())
    ]


def _largest(
    cells: dict[tuple[str, str], float], name: Callable[[tuple[str, str]], str]
) -> tuple[str, ...]:
    sums: dict[str, float] = {}
    for place, amount in cells.items():
        sums[name(place)] = sums.get(name(place), 0.0) + amount
    return tuple(sorted(sums, key=lambda one: (-sums[one], one)))


def concentration(accounts: Iterable[AccountSummary]) -> list[Concentration]:
    """Return how the turnover of each currency is spread; nothing where there are two or fewer."""
    groups: dict[str, list[tuple[float, AccountSummary]]] = {}
    for one in without_duplicates(accounts):
        amount = one.turnover.turnover if one.turnover else None
        if amount is not None and amount > 0:
            groups.setdefault(one.currency, []).append((amount, one))
    found = []
    for currency, group in sorted(groups.items()):
        if len(group) <= 2:
            continue
        group.sort(key=lambda pair: (-pair[0], pair[1].name))
        total = sum(amount for amount, _ in group)
        parts = [amount / total for amount, _ in group]
        found.append(
            Concentration(
                currency,
                total,
                group[0][1],
                100 * parts[0],
                100 * sum(parts[:5]),
                len(group),
                sum(part * part for part in parts)
                if len(group) >= _MIN_ACCOUNTS_FOR_INDEX
                else None,
            )
        )
    return found


def wallets(accounts: Iterable[AccountSummary]) -> list[WalletTotals]:
    """Return the share of wallet over all accounts, by currency and year.

    A year counts where most of the accounts of that currency know their share of it: else it
    would tell of other accounts than the year before.
    """
    groups: dict[str, dict[int, list[tuple[float, float]]]] = {}
    members: Counter[str] = Counter()
    for one in without_duplicates(accounts):
        members[one.currency] += bool(one.shares)
        for year in one.shares:
            if year.turnover and year.share:
                spend = 100 * year.turnover / year.share
                years = groups.setdefault(one.currency, {})
                years.setdefault(year.year, []).append((year.turnover, spend))
    return [
        WalletTotals(currency, year, sum(t for t, _ in pairs), sum(s for _, s in pairs), len(pairs))
        for currency, years in sorted(groups.items())
        for year, pairs in sorted(years.items())
        if 2 * len(pairs) > members[currency]
    ]


def overdue_items(accounts: Iterable[AccountSummary]) -> list[tuple[AccountSummary, DueItem]]:
    """Return what is overdue and may be named, each with its account, the oldest first."""
    late = [(account, one) for account in accounts for one in account.late if one.title]
    return sorted(late, key=lambda pair: (pair[1].due, pair[0].name))


def dated_events(accounts: Iterable[AccountSummary]) -> list[tuple[AccountSummary, DatedEvent]]:
    """Return the dates that are near or past, each with its account, the oldest first."""
    dated = [(account, one) for account in accounts for one in account.dates]
    return sorted(dated, key=lambda pair: (pair[1].day, pair[0].name))
