"""Signed content as a plan again, so that it can be compared with the plan of today.

Only what a sign-off covers is in it. It is built without validation: the content was validated
when the sign-off was read.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kamctl.plan.directions import Direction, Effect, Impact, Resources
from kamctl.plan.model import Plan
from kamctl.plan.objectives import Measure, Objective, Point, UnitNames
from kamctl.plan.person_names import plain_name
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.plan_metadata import PlanMetadata
from kamctl.plan.team import Member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TEXTS = ("ask", "gain", "mitigation", "their_need", "our_adjustment")


def signed_plan(signed: Mapping[str, Any], people: Mapping[str, str], language: str) -> Plan:
    """Return a plan with the one objective that was signed, and the people named in it.

    `people` are the names of the team by id, `language` is the plan's. In the plan returned people
    go by their names: an id that belongs to another person is a change.
    """
    team = dict.fromkeys(name_of(one, people) for *_, one in _persons(signed))
    header: dict[str, Any] = {"language": language, "currency": signed.get("currency")}
    values: dict[str, Any] = {
        "plan": PlanMetadata.model_construct(**header),
        "team": tuple(Member.model_construct(id=name, name=name) for name in team),
        "objectives": (_objective(signed, people),),
    }
    return Plan.model_construct(**values)


def name_of(person: Any, people: Mapping[str, str]) -> str:
    """Return the name of somebody who was signed with the text, as it is written today.

    What is signed of a name is without accents and capitals; in version 1 it is the id alone, and
    in version 2 where the team had nobody with this id. Namesakes have their ids beside them.
    """
    person_id = _id_of(person)
    if isinstance(person, dict):
        signed = person.get("name")
        if signed is None:
            return person_id
        known = people.get(person_id, "")
        if plain_name(known) != signed:
            known = next((one for one in people.values() if plain_name(one) == signed), "")
        name = known or signed.title()
    else:
        name = people.get(person_id, person_id)
    alike = sum(plain_name(one) == plain_name(name) for one in people.values())
    return f"{name} ({person_id})" if alike > 1 else name


def people_by_role(signed: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the people signed with the text, with id and name, by what they do.

    A leader is that of a function, the others of the objective. Version 1 signed no names.
    """
    return {
        (function, role): person
        for function, role, person in _persons(signed)
        if isinstance(person, dict) and "name" in person
    }


def _id_of(person: Any) -> str:
    return str(person["id"] if isinstance(person, dict) else person)


def _persons(signed: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Return function, role and person of all who are named; no function for the objective's."""
    for part in (signed, *signed.get("directions", ())):
        for role in ("owner", "decider", "sponsor", "leader"):
            if role in part:
                yield part.get("function", ""), role, part[role]


def _person(part: Mapping[str, Any], role: str, people: Mapping[str, str]) -> str | None:
    return name_of(part[role], people) if role in part else None


def _objective(signed: Mapping[str, Any], people: Mapping[str, str]) -> Objective:
    roles: dict[str, Any] = {
        role: _person(signed, role, people) for role in ("owner", "decider", "sponsor")
    }
    return Objective.model_construct(
        id="",
        statement=signed.get("statement", {}),
        measures=tuple(_measure(one) for one in signed.get("measures", ())),
        success_criterion=signed.get("success_criterion"),
        due=_date(signed.get("due")),
        directions=tuple(_direction(one, people) for one in signed.get("directions", ())),
        **roles,
    )


def _measure(signed: Mapping[str, Any]) -> Measure:
    unit, unit_of_one = signed.get("unit"), signed.get("unit_of_one")
    if unit and unit_of_one:
        unit = UnitNames.model_construct(one=unit_of_one, other=unit)
    return Measure.model_construct(
        name=signed.get("name", {}),
        unit=unit,
        direction=signed.get("direction"),
        baseline=_point(signed.get("baseline")),
        target=_point(signed.get("target")),
    )


def _point(signed: Mapping[str, Any] | None) -> Point | None:
    if signed is None or "value" not in signed:
        return None
    return Point.model_construct(value=float(signed["value"]), on=_date(signed.get("on")))


def _direction(signed: Mapping[str, Any], people: Mapping[str, str]) -> Direction:
    requested, impact = signed.get("requested"), signed.get("impact")
    texts: dict[str, Any] = {name: signed.get(name) for name in _TEXTS}
    return Direction.model_construct(
        function=signed["function"],
        leader=_person(signed, "leader", people),
        impact=None if impact is None else _impact(impact),
        resources=None if requested is None else Resources.model_construct(requested=requested),
        **texts,
    )


def _impact(signed: Mapping[str, Any]) -> Impact:
    parts: dict[str, Any] = {on: _effects(effects) for on, effects in signed.items()}
    return Impact.model_construct(**parts)


def _effects(signed: Mapping[str, Any]) -> Effect:
    amount = signed.get("amount")
    return Effect.model_construct(
        effect=signed.get("effect"),
        amount=None if amount is None else float(amount),
        note=signed.get("note"),
    )


def _date(day: str | None) -> PlanDate | None:
    return None if day is None else PlanDate(day, dt.date.fromisoformat(day))
