"""Accounts in groups: by owner, tier, country, parent company or what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamctl.plan.account import group_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kamctl.portfolio.account_summary import AccountSummary, ContactSummary, PersonSummary


class SharedContact(NamedTuple):
    """One of the customer's people in several plans, with the attitude that each states."""

    name: str
    accounts: tuple[AccountSummary, ...]
    attitudes: tuple[str, ...]


class AccountGroup(NamedTuple):
    """The accounts with the same tier, owner, country or the like; "" is those without one."""

    name: str
    accounts: tuple[AccountSummary, ...]


def tier_names(accounts: Sequence[AccountSummary], tiers: Sequence[str] = ()) -> list[str]:
    """Return the tiers there are, those of the workspace first and in its order."""
    there = dict.fromkeys(one.tier for one in accounts)
    known = [one for one in tiers if one in there]
    return [
        *known,
        *sorted(one for one in there if one and one not in known),
        *([""] * ("" in there)),
    ]


def shared_contacts(accounts: Iterable[AccountSummary]) -> list[SharedContact]:
    """Return the customer's people who are in several plans of one group, by name."""
    found: dict[tuple[str, str], list[tuple[AccountSummary, ContactSummary]]] = {}
    for account in accounts:
        group = group_key(account.name, account.parent)
        for one in account.contacts:
            found.setdefault((group, one.key), []).append((account, one))
    return [
        SharedContact(
            pairs[0][1].name,
            tuple(account for account, _ in pairs),
            tuple(one.attitude for _, one in pairs),
        )
        for _, pairs in sorted(found.items(), key=lambda each: each[0][1])
        if len({account.file for account, _ in pairs}) > 1
    ]


def by_owner(accounts: Iterable[AccountSummary]) -> list[AccountGroup]:
    """Return the accounts of each owner, those with most first."""
    return _by_person(accounts, lambda one: one.owner)


def by_sponsor(accounts: Iterable[AccountSummary]) -> list[AccountGroup]:
    """Return the accounts of each sponsor, those with most first."""
    return _by_person(accounts, lambda one: one.sponsor)


def _by_person(
    accounts: Iterable[AccountSummary], who: Callable[[AccountSummary], PersonSummary | None]
) -> list[AccountGroup]:
    names: dict[str, str] = {}
    found: dict[str, list[AccountSummary]] = {}
    for account in accounts:
        person = who(account)
        key = person.key if person else ""
        names.setdefault(key, person.name if person else "")
        found.setdefault(key, []).append(account)
    groups = [AccountGroup(names[key], tuple(group)) for key, group in found.items()]
    return sorted(groups, key=lambda one: (not one.name, -len(one.accounts), one.name))


def by_tier(accounts: Sequence[AccountSummary], tiers: Sequence[str]) -> list[AccountGroup]:
    """Return the accounts of each of `tiers`, in their order."""
    return [
        AccountGroup(tier, tuple(one for one in accounts if one.tier == tier)) for tier in tiers
    ]


def by_country(accounts: Iterable[AccountSummary]) -> list[AccountGroup]:
    """Return the accounts in each country, by its code; one may be in several."""
    found: dict[str, list[AccountSummary]] = {}
    for account in accounts:
        for code in dict.fromkeys(account.countries):
            found.setdefault(code, []).append(account)
    return [AccountGroup(code, tuple(group)) for code, group in found.items()]


def by_custom_choice(accounts: Sequence[AccountSummary]) -> dict[str, list[AccountGroup]]:
    """Return, by field of the company's own with a list of choices, the accounts of each value."""
    fields = dict.fromkeys(name for one in accounts for name, _ in one.custom_choices)
    found: dict[str, list[AccountGroup]] = {}
    for field in fields:
        groups: dict[str, list[AccountSummary]] = {}
        for one in accounts:
            groups.setdefault(dict(one.custom_choices).get(field, ""), []).append(one)
        found[field] = [
            AccountGroup(value, tuple(groups[value]))
            for value in sorted(groups, key=lambda value: (not value, value.casefold()))
        ]
    return found


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
