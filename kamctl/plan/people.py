"""People over time: who has left, and who stands in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.plan.model import Plan
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.plan.team import Member


def has_left(person: Member | Stakeholder, today: dt.date) -> bool:
    """Tell whether somebody is not there any more; a month or a quarter counts once it is over."""
    return person.left is not None and person.left.day <= today


def people_who_left(plan: Plan, today: dt.date) -> dict[str, Member | Stakeholder]:
    """Return those who have left, on both sides, by id."""
    return {who: one for who, one in _people_by_id(plan).items() if has_left(one, today)}


def _people_by_id(plan: Plan) -> dict[str, Member | Stakeholder]:
    people: dict[str, Member | Stakeholder] = {one.id: one for one in plan.stakeholders}
    return people | {one.id: one for one in plan.team}


def current_person(plan: Plan, who: str | None, today: dt.date) -> str | None:
    """Return the id of who is there now for `who`: themselves, or whoever has taken over.

    None where nobody has, or where there is no such person.
    """
    people = _people_by_id(plan)
    seen: set[str] = set()
    while who is not None and who in people and who not in seen:
        if not has_left(people[who], today):
            return who
        seen.add(who)
        who = people[who].successor
    return None
