"""Family 5xx: who decides at the customer, and who of ours knows them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, Option, plan_check
from kamctl.checks.helpers.contacts import CRITICAL_ATTITUDES, is_covered, is_influential
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.truncate import shortened_list
from kamctl.plan.people import has_left
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.plan.stakeholders import Stakeholder


MIN_SUPPORTERS = Option(
    "supporters", 2, "Minimum number of supportive contacts.", more_is_stricter=True
)

_MAX_SINGLE_FINDINGS = 3
"""More people than this with the same lack are one finding."""

_MAX_NAMED = 5
"""How many of them are named."""

_INFLUENCES = {"significant": N_("significant influence"), "decisive": N_("decisive influence")}

_UNRECORDED = {
    "influence": (
        N_("{name} has no influence."),
        N_("Add `influence:` (minor, significant or decisive)."),
    ),
    "attitude": (
        N_("{name} has no attitude."),
        N_("Add `attitude:` (champion, supporter, neutral, critic, opponent or unknown)."),
    ),
    "both": (
        N_("{name} has no influence and no attitude."),
        N_(
            "Add `influence:` (minor, significant, decisive) and `attitude:` (champion, "
            "supporter, neutral, critic, opponent, unknown)."
        ),
    ),
}


@plan_check("KAM501", "buying-centre", warns_from=Stage.SHARED, options=(MIN_SUPPORTERS,))
def buying_centre(context: Context) -> Iterator[Observation]:
    """The stakeholders include a decider or approver, a user and at least two supporters.

    A champion counts as a supporter.

    Why:
        Companies buy in groups: the decider, the user and the person who opens doors are seldom
        the same. With a single champion, the account is lost when that person changes jobs.
        Source: F. Webster and Y. Wind, "A General Model for Understanding Organizational Buying
        Behavior" (Journal of Marketing, 1972): the buying centre.

    Example:
        stakeholders:
          - id: haugen
            name: Kari Haugen
            buying_role: user
            attitude: champion

    Instead:
        stakeholders:
          - id: haugen
            name: Kari Haugen
            buying_role: user
            attitude: champion
          - id: mercier
            name: Hélène Mercier
            buying_role: decider
            attitude: supporter
    """
    if not context.plan.stakeholders:
        return
    if not context.in_use("stakeholders") or not context.is_whole("stakeholders"):
        return
    people = [one for one in context.plan.stakeholders if not has_left(one, context.today)]
    roles = {role for person in people for role in person.buying_roles}
    wanted = context.option(MIN_SUPPORTERS)
    supporters = sum(person.attitude in ("champion", "supporter") for person in people)
    missing: list[Message] = []
    if roles.isdisjoint(("decider", "approver")):
        missing.append(message("a decider or approver"))
    if "user" not in roles:
        missing.append(message("a user"))
    if supporters < wanted:
        missing.append(message("supporters ({have} of {wanted})", have=supporters, wanted=wanted))
    if missing:
        yield Observation(
            ("stakeholders",),
            message("The stakeholders do not include: {missing}.", missing=_joined(missing)),
            message(
                "Identify them, and complete `buying_role:` and `attitude:` (champion or "
                "supporter)."
            ),
        )


@plan_check("KAM502", "covered", warns_from=Stage.SHARED, rank=NextRank(weight=8))
def covered(context: Context) -> Iterator[Observation]:
    """Every decisive or significant stakeholder is covered by someone on our team.

    `covered_by` names the person, or `coverage` states how close the contact is. People with
    `left:` cover nobody, and need no contact.

    Why:
        A stakeholder whom we do not see is seen by a competitor. A relationship is stable when
        people on both sides know each other at many points, not only through one seller and one
        buyer. Source: M. McDonald, T. Millman and B. Rogers, "Key Account Management: Theory,
        Practice and Challenges" (Journal of Marketing Management, 1997): from the bow tie to the
        diamond.

    Example:
        stakeholders:
          - id: weiss
            name: Dieter Weiss
            title: Engineering Manager Germany
            influence: significant
            attitude: critic

    Instead:
        stakeholders:
          - id: weiss
            name: Dieter Weiss
            title: Engineering Manager Germany
            influence: significant
            attitude: critic
            covered_by: [jan]
        team:
          - {id: jan, name: Jan Kowalczyk}
    """
    if not context.in_use("stakeholders"):
        return
    for index, person in enumerate(context.plan.stakeholders):
        if has_left(person, context.today):
            continue
        if is_influential(person) and not is_covered(context, person):
            yield Observation(
                ("stakeholders", index, "covered_by"),
                message(
                    "{who} is not covered by anyone on our team: {why}.",
                    who=_name_and_title(context, person),
                    why=_joined(_reasons_to_care(context, person)),
                ),
                message(
                    "Agree who on our team covers this contact, and add their id to `covered_by:`."
                ),
            )


def _name_and_title(context: Context, person: Stakeholder) -> str:
    language = context.plan.plan.language
    title = text_in(person.title, language, language)
    return f"{person.name} ({title})" if title else person.name


def _reasons_to_care(context: Context, person: Stakeholder) -> list[Message]:
    """Return what makes a person matter: their weight, their view of us, who listens to them."""
    reasons = [Message(_INFLUENCES[person.influence or "significant"])]
    if person.attitude in CRITICAL_ATTITUDES:
        reasons.append(Message(CRITICAL_ATTITUDES[person.attitude]))
    heard_by = {
        relation.to
        for relation in context.plan.relations
        if relation.kind == "influences" and relation.from_ == person.id
    }
    reasons += [
        message("advises {name}, who decides", name=other.name)
        for other in context.plan.stakeholders
        if "decider" in other.buying_roles and other.id in heard_by and other.id != person.id
    ]
    return reasons


@plan_check("KAM503", "influence-and-attitude", warns_from=Stage.SHARED)
def influence_and_attitude(context: Context) -> Iterator[Observation]:
    """Every stakeholder has an influence and an attitude.

    `unknown` is a valid attitude; a missing one is not. More than three people with something
    missing are reported together.

    Why:
        An organization chart shows reporting lines, not whose opinion counts and who supports us.
        Influence and attitude show where to spend time. Source: J. Holden, "Power Base Selling"
        (1990).

    Example:
        stakeholders:
          - {id: vidal, name: Antoine Vidal, title: Category Manager}

    Instead:
        stakeholders:
          - id: vidal
            name: Antoine Vidal
            title: Category Manager
            influence: significant
            attitude: neutral
    """
    if not context.in_use("stakeholders"):
        return
    lacking = [
        (place, person)
        for place, person in enumerate(context.plan.stakeholders)
        if not has_left(person, context.today)
        and (person.influence is None or person.attitude is None)
    ]
    if len(lacking) > _MAX_SINGLE_FINDINGS:
        yield Observation(
            ("stakeholders",),
            message(
                "{count} people have no influence or no attitude: {names}.",
                count=len(lacking),
                names=shortened_list([person.name for _, person in lacking], _MAX_NAMED),
            ),
            Message(_UNRECORDED["both"][1]),
        )
        return
    for place, person in lacking:
        key = "attitude" if person.influence else "influence"
        text, hint = _UNRECORDED[key if person.influence or person.attitude else "both"]
        yield Observation(
            ("stakeholders", place, key), Message(text, {"name": person.name}), Message(hint)
        )


def _joined(parts: Sequence[Message]) -> Message:
    """Say parts of a sentence one after the other."""
    joined = parts[0]
    for part in parts[1:]:
        joined = message("{before}, {next}", before=joined, next=part)
    return joined
