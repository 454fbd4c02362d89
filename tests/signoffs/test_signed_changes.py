"""What is said of a change since somebody signed: of every field that a sign-off covers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from kamctl.plan.fields import fields_at
from kamctl.plan.model import Plan
from kamctl.plan.people import member_with_id
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.signed_content import ROLES, signed_content
from kamctl.signoffs.signers import answers_for
from kamctl.signoffs.signoff import Signoff
from kamctl.signoffs.validity import changes_since_signed, is_valid
from tests.every_field import filled_plan, leaves_in, value_at, with_other_value, without_values

FUNCTION = "finance"
FILLED = filled_plan(FUNCTION)
PARTIES = (FUNCTION, "quality", *ROLES)
VERSIONS = (1, 2)


def connected_plan() -> dict[str, Any]:
    """Return the filled plan, with people of the team in all places that a sign-off names."""
    plan = copy(FILLED.plan)
    members = [one["id"] for one in plan["team"]]
    objective = plan["objectives"][0]
    objective |= {"owner": members[0], "decider": members[1], "sponsor": members[2]}
    for place, direction in enumerate(objective["directions"]):
        direction["leader"] = members[place]
    plan["plan"]["sponsor"] = members[2]
    return plan


def copy(plan: dict[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(plan))
    return copied


def signoff_of(plan: Plan, party: str, version: int) -> Signoff:
    objective = plan.objectives[0]
    content = signed_content(plan, objective, party, version)
    signer = answers_for(plan, objective, party)
    member = member_with_id(plan, signer)
    return Signoff(
        on="2026-11-20T12:00:00Z",
        objective=objective.id,
        by=signer or "",
        decision="agree",
        function=None if party in ROLES else party,
        role=party if party in ROLES else None,
        name=member.name if member and version > 1 else "",
        email=(member.email or "") if member and version > 1 else "",
        signed=content,
        fingerprint=fingerprint(content, version),
        version=version,
    )


def plan_with_stand_ins() -> dict[str, Any]:
    """Return the plan where others stand in: the plan's sponsor and period, a unit of one name."""
    plan = connected_plan()
    objective = plan["objectives"][0]
    for name in ("sponsor", "due"):
        del objective[name]
    for measure in objective["measures"]:
        measure["unit"] = measure["unit"]["other"]
        del measure["target"]["on"]
    return plan


def plan_of_namesakes() -> dict[str, Any]:
    """Return the plan where all members of the team have one name."""
    plan = connected_plan()
    for member in plan["team"]:
        member["name"] = "Anna Huber"
    return plan


BASES = {
    "filled": connected_plan(),
    "stand-ins": plan_with_stand_ins(),
    "namesakes": plan_of_namesakes(),
}


def variants(
    plan: dict[str, Any],
) -> Iterator[tuple[str, str, tuple[Any, ...], dict[str, Any]]]:
    """Return the plan with each value changed, removed, and written in its other forms.

    With the place of the value in the format, what was done, and the values before and after.
    """
    members = [one["id"] for one in plan["team"]]
    for leaf in leaves_in(plan, FILLED.leaves):
        place, value = leaf.name.partition(" (")[0], value_at(plan, leaf.path)
        yield place, "changed", (value, leaf.other), with_other_value(plan, leaf)
        yield place, "removed", (value,), without_values(plan, [leaf])
        forms: list[Any] = []
        if value in members:
            forms = [one for one in members if one != value]
        elif isinstance(value, str):
            forms = [{"en": value, "fr": "zq autrement"}, {"fr": value}]
            forms += [{"one": "zq unit", "other": value}, {"one": value, "other": value}]
        for form in forms:
            other = copy(plan)
            value_at(other, leaf.path[:-1])[leaf.path[-1]] = form
            yield place, str(form), (value,), other
    for count, measure in enumerate(plan["objectives"][0]["measures"]):
        if isinstance(measure["unit"], dict):
            for form in ("one", "other"):
                other = copy(plan)
                other["objectives"][0]["measures"][count]["unit"] = measure["unit"][form]
                yield "objectives[].measures[].unit", form, (measure["unit"][form],), other


def parsed(values: dict[str, Any]) -> Plan | None:
    """Return the plan; None where it is not valid, or has no objective."""
    try:
        plan = Plan.model_validate(values)
    except ValidationError:
        return None
    return plan if plan.objectives else None


def signed_by_all(plan: Plan) -> list[Signoff]:
    return [signoff_of(plan, party, version) for party in PARTIES for version in VERSIONS]


def changes_since(signoff: Signoff, now: Plan) -> list[str] | None:
    """Return what is said of a plan that changed since; None where the sign-off still counts."""
    objective = now.objectives[0]
    if is_valid(signoff, now, objective):
        return None
    return [str(one) for one in changes_since_signed(signoff, now, objective)]


CALLED = {
    "plan.language": "deleted|added|rewritten",  # what was in one language is in another
    "plan.sponsor": "sponsor",  # of an objective without one
    "plan.period.end": "target date",  # that of a target without a day
    "objectives[].measures[].direction": "is better|to be maintained",
    "objectives[].measures[].baseline.value": "baseline of",
    "objectives[].measures[].baseline.on": "baseline date",
    "objectives[].measures[].target.value": "target of",
    "objectives[].measures[].target.on": "target date",
    "objectives[].directions[].impact.budget": "impact on the budget",
    "objectives[].directions[].impact.resources": "impact on resources",
    "objectives[].directions[].impact.business": "impact on the business",
}
"""What a change of a field is called, where it is neither its label nor its value."""


def names(text: list[str], place: str, values: tuple[Any, ...]) -> bool:
    """Tell whether a text says which field changed: by its label, its values, or as `CALLED`."""
    called = next((words for start, words in CALLED.items() if place.startswith(start)), None)
    if called is None:
        outer, _, key = place.rpartition(".")
        labels = [one.facet.label for one in fields_at(outer) if one.place == place]
        assert labels or key in ("one", "other"), place
        words = [*labels, *(str(one) for one in values if isinstance(one, str))]
        called = "|".join(re.escape(one) for one in words)
    return re.search(called, "\n".join(text), re.IGNORECASE) is not None


@pytest.mark.parametrize("base", BASES)
def test_whatever_invalidates_a_sign_off_is_named(base: str) -> None:
    before = parsed(BASES[base])
    assert before is not None
    given = signed_by_all(before)
    unnamed, seen = [], set()
    for place, what, values, changed in variants(BASES[base]):
        after = parsed(changed)
        if after is None:
            continue
        for signoff in given:
            sentences = changes_since(signoff, after)
            if sentences is None:
                continue
            seen.add(place)
            back = changes_since(signoff_of(after, signoff.party, signoff.version), before)
            # An address that was not there when somebody signed does not count.
            there_and_back = (
                (sentences,) if back is None and place == "team[].email" else (sentences, back)
            )
            unnamed += [
                (place, what, signoff.party, signoff.version, text)
                for text in there_and_back
                if not text or not names(text, place, values)
            ]
    assert unnamed == []
    assert len(seen) > 30


def test_namesakes_are_distinguished_by_their_ids() -> None:
    before = parsed(BASES["namesakes"])
    assert before is not None
    first, _, third = (one.id for one in before.team)
    other = copy(BASES["namesakes"])
    other["objectives"][0]["owner"] = third
    after = parsed(other)
    assert after is not None
    for signoff in signed_by_all(before):
        assert changes_since(signoff, after) == [
            f"owner Anna Huber ({first}) → Anna Huber ({third})"
        ]


def test_a_unit_of_two_forms_is_written_in_both() -> None:
    def sentences(unit: Any, now: Any) -> list[str]:
        plans = [copy(BASES["filled"]), copy(BASES["filled"])]
        for plan, name in zip(plans, (unit, now), strict=True):
            plan["objectives"][0]["measures"][0] |= {"name": "Roll-out", "unit": name}
        before, after = (parsed(one) for one in plans)
        assert before is not None and after is not None
        return changes_since(signoff_of(before, "decider", 2), after) or []

    plants = {"one": "plant", "other": "plants"}
    assert sentences(plants, "plants") == ["Roll-out: unit of measure plant/plants → plants"]
    assert sentences("plants", plants) == ["Roll-out: unit of measure plants → plant/plants"]
    assert sentences(plants, {"one": "site", "other": "plants"}) == [
        "Roll-out: unit of measure plant/plants → site/plants"
    ]
