"""What the accounts come to: sums, and never of two currencies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.signoffs.status import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kamctl.portfolio.account_summary import AccountSummary, ContactSummary, PersonSummary
    from kamctl.signoffs.status import AgreementCount, State

_NOT_ANSWERED: Final[tuple[State, ...]] = ("not_asked", "shared", "restated")
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


class SharedPerson(NamedTuple):
    """Somebody whom several accounts have in common, with what each says of them."""

    name: str
    accounts: tuple[AccountSummary, ...]
    attitudes: tuple[str, ...] = ()


def tier_names(accounts: Sequence[AccountSummary], tiers: Sequence[str] = ()) -> list[str]:
    """Return the tiers there are, those of the workspace first and in its order."""
    there = dict.fromkeys(one.tier for one in accounts)
    known = [one for one in tiers if one in there]
    return [
        *known,
        *sorted(one for one in there if one and one not in known),
        *([""] * ("" in there)),
    ]


def turnovers(accounts: Iterable[AccountSummary]) -> dict[str, float]:
    """Return the sum of the latest turnovers, by currency; nothing of accounts that say none.

    An account of which there are two plans counts once.
    """
    found: dict[str, float] = {}
    for one in without_duplicates(accounts):
        if one.turnover is not None:
            found[one.currency] = found.get(one.currency, 0.0) + (one.turnover.turnover or 0.0)
    return found


def turnover_years(accounts: Iterable[AccountSummary]) -> str:
    """Return the years of the latest turnovers: one, or the first and the last; "" if none."""
    years = sorted({one.turnover.year for one in accounts if one.turnover is not None})
    if len(years) < 2:
        return str(years[0]) if years else ""
    return f"{years[0]}\N{EN DASH}{years[-1]}"


def by_function(accounts: Iterable[AccountSummary]) -> list[FunctionTotals]:
    """Return what is asked of each function, those asked most first."""
    states: dict[str, list[State]] = {}
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
            count(each := states.get(function, [])),
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
        for one in account.space:
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


def shared_contacts(accounts: Iterable[AccountSummary]) -> list[SharedPerson]:
    """Return the customer's people who are in several plans of one group, by name."""
    found: dict[tuple[str, str], list[tuple[AccountSummary, ContactSummary]]] = {}
    for account in accounts:
        for one in account.contacts:
            found.setdefault((group_key(account), one.key), []).append((account, one))
    return [
        SharedPerson(
            pairs[0][1].name,
            tuple(account for account, _ in pairs),
            tuple(one.attitude for _, one in pairs),
        )
        for _, pairs in sorted(found.items(), key=lambda each: each[0][1])
        if len({account.file for account, _ in pairs}) > 1
    ]


def group_key(account: AccountSummary) -> str:
    """Return what accounts of one group have in common: the parent's name, else their own."""
    return " ".join((account.parent or account.name).split()).casefold()


def sponsors(accounts: Iterable[AccountSummary]) -> list[SharedPerson]:
    """Return the sponsors of several accounts, those with most first."""
    return _people_of_several(accounts, lambda one: one.sponsor)


def owners(accounts: Iterable[AccountSummary]) -> list[SharedPerson]:
    """Return the owners of several accounts, those with most first."""
    return _people_of_several(accounts, lambda one: one.owner)


def _people_of_several(
    accounts: Iterable[AccountSummary], who: Callable[[AccountSummary], PersonSummary | None]
) -> list[SharedPerson]:
    found: dict[str, list[tuple[AccountSummary, PersonSummary]]] = {}
    for account in accounts:
        person = who(account)
        if person is not None:
            found.setdefault(person.key, []).append((account, person))
    several = [
        SharedPerson(pairs[0][1].name, tuple(account for account, _ in pairs))
        for pairs in found.values()
        if len(pairs) > 1
    ]
    return sorted(several, key=lambda one: (-len(one.accounts), one.name))


def without_duplicates(accounts: Iterable[AccountSummary]) -> Iterator[AccountSummary]:
    """Return the accounts; of those that share an id, as copies of a plan do, the first."""
    seen: set[str] = set()
    for one in accounts:
        key = one.id.casefold()
        if not key or key not in seen:
            yield one
        seen.add(key)


def accounts_with_same_id(
    accounts: Iterable[AccountSummary],
) -> Iterator[tuple[AccountSummary, ...]]:
    """Return the accounts that share an id, in upper or lower case, with each other."""
    found: dict[str, list[AccountSummary]] = {}
    for one in accounts:
        if one.id:
            found.setdefault(one.id.casefold(), []).append(one)
    yield from (tuple(group) for group in found.values() if len(group) > 1)
