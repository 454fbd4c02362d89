"""People over time: who has left, and who has taken over from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.plan.model import Plan
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.plan.team import Member


def has_left(person: Member | Stakeholder, today: dt.date) -> bool:
    """Tell whether somebody has left; a month or a quarter counts once it is over."""
    return person.left is not None and person.left.day <= today


def people_who_left(plan: Plan, today: dt.date) -> dict[str, Member | Stakeholder]:
    """Return those who have left, on both sides, by id."""
    return {key: one for key, one in _people_by_id(plan).items() if has_left(one, today)}


def _people_by_id(plan: Plan) -> dict[str, Member | Stakeholder]:
    people: dict[str, Member | Stakeholder] = {one.id: one for one in plan.stakeholders}
    return people | {one.id: one for one in plan.team}


def current_person(plan: Plan, person_id: str | None, today: dt.date) -> str | None:
    """Return the id of a person who is there, or of whoever has taken over from them.

    None where nobody has, or where there is no such person.
    """
    people = _people_by_id(plan)
    seen: set[str] = set()
    while person_id is not None and person_id in people and person_id not in seen:
        if not has_left(people[person_id], today):
            return person_id
        seen.add(person_id)
        person_id = people[person_id].successor
    return None
