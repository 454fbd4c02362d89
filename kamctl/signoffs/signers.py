"""Whose sign-offs are whose: the account, who may sign for a party, who signed and recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.plan.ids import is_id
from kamctl.plan.people import current_person, member_with_id
from kamctl.plan.person_names import plain_name

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.signoffs.signoff import Signoff


def account_names(plan: Plan) -> frozenset[str]:
    """Return the id and the names that the account has and had, in the form that is compared.

    Where there is an id, a name that could be another account's id does not count: a sign-off
    given under it before there was an id needs the name under `formerly`.
    """
    account = plan.account
    name = plain_name(account.name)
    names = {plain_name(one) for one in (account.id, *account.formerly) if one}
    return frozenset(names if account.id and is_id(name) else {name, *names})


def is_of_account(names: frozenset[str], signoff: Signoff) -> bool:
    """Tell whether a sign-off was given for the account with these names, as `account_names` has.

    A plan may begin as another's copy. An account that was renamed keeps the sign-offs that were
    given under its earlier names and ids.
    """
    return not signoff.account or plain_name(signoff.account) in names


def account_of(plan: Plan) -> str:
    """Return what sign-offs call the account: its id, else its name."""
    return plan.account.id or plan.account.name


def sponsor_of(plan: Plan, objective: Objective) -> str | None:
    """Return the id of an objective's sponsor: its own, else the plan's."""
    return objective.sponsor or plan.plan.sponsor


def answers_for(plan: Plan, objective: Objective, party: str) -> str | None:
    """Return whom the plan names for a function or a role: the leader, the decider, the sponsor."""
    if party == "decider":
        return objective.decider
    if party == "sponsor":
        return sponsor_of(plan, objective)
    leaders = (one.leader for one in objective.directions if one.function == party)
    return next(leaders, None)


def signatory_on(plan: Plan, person: str | None, day: dt.date) -> str | None:
    """Return the id of who signs for a person on a day: the person, or, once left, the successor.

    None where nobody has taken over. An id that is nobody's stays as it is.
    """
    if member_with_id(plan, person) is None:
        return person
    return current_person(plan, person, day)


def signer_of(plan: Plan, signoff: Signoff) -> str:
    """Return the name of who signed: as signed, else as the team has it, else the id."""
    if signoff.name:
        return signoff.name
    member = member_with_id(plan, signoff.by)
    return member.name if member else signoff.by


def recorder_of(plan: Plan, signoff: Signoff) -> str:
    """Return the name of who recorded a sign-off; empty where it is not known."""
    if signoff.version == 1:
        member = member_with_id(plan, signoff.recorded_by)
        return member.name if member else signoff.recorded_by
    return signoff.recorded_by.partition(" <")[0].strip("<>")
