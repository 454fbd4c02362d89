"""Family 4xx: are the claims that objectives build on sourced, confirmed, and of use?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, not_met, objective_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.people import current_person, stakeholder_with_id
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.text import Claim


_UNSOURCED = {
    "source": (
        N_("“{claim}” has no source."),
        N_("Add `told_by:` with the id of the person who told us, or `source:` with the document."),
    ),
    "on": (
        N_("“{claim}” has no date."),
        N_("Add `on:` with the date; a month or a quarter is enough: 2026-05, 2026-Q2."),
    ),
    "both": (
        N_("“{claim}” has no source and no date."),
        N_(
            "Add `told_by:` with the id of the person who told us, or `source:` with the "
            "document; and `on:` with the date."
        ),
    ),
}


@objective_check(
    "KAM401",
    "sourced",
    N_("Add a source and a date to the goals and needs it serves"),
    required_from=Stage.ALIGNED,
    warns_from=Stage.SHARED,
)
def sourced(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Each goal, need or initiative that an objective serves has a source and a date.

    An entry that several objectives serve is reported once, for the first of them, whether or not
    `plan.tools` lists `customer`.

    Why:
        Much of what a company knows about its customer is only in colleagues' heads, and leaves
        with them. With a name and a date, anyone can ask again. Source: K. Meraihia in H. Faucher,
        "Key Account Manager: vendeur ou chef d'orchestre ?" (2015).

    Example:
        customer:
          goals:
            - {id: G1, text: Unplanned stops below 2% of line time}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [G1]

    Instead:
        customer:
          goals:
            - id: G1
              text: Unplanned stops below 2% of line time
              source: Plant review in Trondheim
              on: 2026-06-03
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [G1]
    """
    for claim, path, shown_before in _served(context, objective):
        if claim is None or shown_before:
            if claim is None or _unsourced(claim):
                yield not_met(path)
        elif lack := _unsourced(claim):
            text, hint = _UNSOURCED[lack]
            yield Observation(
                path, Message(text, {"claim": quoted(context, claim.text)}), Message(hint)
            )


def _unsourced(claim: Claim) -> str | None:
    has_source = claim.told_by is not None or not is_empty(claim.source)
    if has_source:
        return None if claim.on else "on"
    return "source" if claim.on else "both"


@objective_check(
    "KAM402",
    "confirmed",
    N_("Have the customer confirm the goals and needs it serves"),
    required_from=Stage.VALIDATED,
)
def confirmed(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The goals, needs and initiatives that an objective serves are confirmed, not assumed.

    An entry without a `status` counts as assumed. One that several objectives serve is reported
    once, for the first of them, whether or not `plan.tools` lists `customer`.

    Why:
        A plan that asks colleagues for money and people should not rest on assumptions. One
        question to the right person turns an assumption into evidence, or saves a year's work.
        Source: M. McDonald and D. Woodburn, "Key Account Management: the definitive guide" (2011).

    Example:
        customer:
          needs:
            - {id: N1, text: Remote diagnosis of valve wear, status: assumed}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [N1]

    Instead:
        customer:
          needs:
            - {id: N1, text: Remote diagnosis of valve wear, status: confirmed}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [N1]
    """
    for claim, path, shown_before in _served(context, objective):
        if claim is not None and claim.status == "confirmed":
            continue
        if claim is None or shown_before:
            yield not_met(path)
            continue
        whom = _whom_to_ask(context, claim)
        yield Observation(
            (*path, "status"),
            message("“{claim}” is not confirmed.", claim=quoted(context, claim.text)),
            message(
                "Ask {name} to confirm it, then set `status: confirmed`.",
                name=whom,
                own=[(whom, message("Confirm it, then set `status: confirmed`."))],
            )
            if whom
            else message("Ask a contact at the customer, then set `status: confirmed`."),
        )


def _served(
    context: Context, objective: ObjectiveInPlan
) -> Iterator[tuple[Claim | None, KeyPath, bool]]:
    """Return the claims an objective serves, each with its place, and whether it is shown before.

    Where it serves none that is known, that is one None: other checks say so.
    """
    served = context.customer_claims
    known = [name for name in dict.fromkeys(objective.model.serves) if name in served]
    if not known:
        yield None, objective.at("serves"), True
    else:
        before = _named_before(context, objective, "serves")
        for name in known:
            yield *served[name], name in before


def _whom_to_ask(context: Context, claim: Claim) -> str | None:
    """Return who at the customer can confirm a claim: who told us, or who cares.

    Of one who left, whoever has taken over.
    """
    for asked in (claim.told_by, *getattr(claim, "who_cares", ())):
        current = current_person(context.plan, asked, context.today)
        if (person := stakeholder_with_id(context.plan, current)) is not None:
            return person.name
    return None


@objective_check(
    "KAM404",
    "so-what",
    N_("State what its facts mean for us"),
    warns_from=Stage.ALIGNED,
)
def so_what(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The SWOT lines an objective uses and the goals it serves have a conclusion.

    A fact that several objectives use is reported once, for the first of them.

    Why:
        A fact alone does not help anyone decide; the conclusion drawn from it does. Source: H.
        Sieck, on key account management: data must be turned into information.

    Example:
        swot:
          strengths:
            - {id: S1, text: Installed in 9 of 14 plants}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            uses: [S1]

    Instead:
        swot:
          strengths:
            - id: S1
              text: Installed in 9 of 14 plants
              so_what: We know their cleaning cycles better than they do.
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            uses: [S1]
    """
    for claim, path in _built_on(context, objective):
        if is_empty(claim.so_what):
            yield Observation(
                path,
                message(
                    "“{claim}” has no implication for us.",
                    claim=quoted(context, claim.text),
                ),
                message("Add `so_what:` with what it means for us, in one sentence."),
            )


def _built_on(context: Context, objective: ObjectiveInPlan) -> Iterator[tuple[Claim, KeyPath]]:
    """Return the SWOT lines an objective uses and the goals it serves, as it is the first to."""
    model = objective.model
    if context.in_use("swot"):
        before = _named_before(context, objective, "uses")
        for name in dict.fromkeys(model.uses):
            if name in context.swot_lines and name not in before:
                yield context.swot_lines[name]
    if context.in_use("customer"):
        before = _named_before(context, objective, "serves")
        for name in dict.fromkeys(model.serves):
            if name in context.customer_claims and name not in before:
                claim, path = context.customer_claims[name]
                if path[1] == "goals":
                    yield claim, path


def _named_before(context: Context, objective: ObjectiveInPlan, key: str) -> set[str]:
    """Return what open objectives before this one name: what it lacks is said there."""
    named: set[str] = set()
    for other in context.objectives:
        if other is objective:
            break
        if not other.model.is_closed:
            named.update(getattr(other.model, key))
    return named
