"""One objective as one audience may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import cell_kinds, document_labels, views
from kamctl.briefing.formatter import facts, table
from kamctl.briefing.sections.alignment_matrix import effects_table
from kamctl.briefing.sections.claims import claim_source, claim_status
from kamctl.briefing.sections.functions import direction_view, provenance, state_cell
from kamctl.briefing.sections.measures import measure_view
from kamctl.briefing.sections.risks import objective_risks_table
from kamctl.briefing.sections.roadmap import roadmap_table
from kamctl.i18n.marked_text import joined
from kamctl.i18n.message import N_
from kamctl.plan import labels
from kamctl.signoffs.confirmation import binding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.checks.engine.completeness import Completeness, Excused
    from kamctl.plan.directions import Direction
    from kamctl.plan.objectives import Objective, Scope
    from kamctl.plan.text import Claim
    from kamctl.signoffs.status import ObjectiveStatus, PartyStatus

_CLAIMS: Final = (
    ("goals", N_("Goal")),
    ("needs", N_("Need")),
    ("initiatives", N_("Initiative")),
)


def objective_view(
    alignment: ObjectiveStatus,
    audience: Audience,
    completeness: Completeness | None,
    say: PlanFormatter,
) -> views.ObjectiveView:
    """Return what `audience` may see of an objective; `completeness` is None where unknown."""
    objective = alignment.objective
    own = [one for one in objective.directions if one.function == audience.function]
    shown = [
        status
        for status in alignment.functions
        if audience.sees("all_details") or status.party == audience.function
    ]
    statement = say.text(objective.statement)
    served = tuple(_served(objective, say))
    all_directions = effects = adjustments = None
    if audience.sees("all_directions"):
        all_directions = _all_directions(alignment, say)
        effects = effects_table(alignment, audience, say)
    if audience.sees("adjustments") and not audience.sees("all_details"):
        adjustments = _adjustments(objective, audience, say)
    seen_economics = objective.economics if audience.sees("economics") else None
    return views.ObjectiveView(
        id=say.unique(objective.id),
        statement=statement,
        no_statement="" if statement else say.t("This objective has no sentence yet."),
        facts=_facts(alignment, audience, completeness, say),
        scope=_scope(objective, say),
        served=served,
        no_served=""
        if served or completeness is None
        else say.t("Which goal or need of the customer it serves is not written yet."),
        customer_gain=say.text(objective.customer_gain),
        our_gain=say.text(objective.our_gain),
        confirmation=_confirmation(objective, say),
        not_asked=say.say(
            "Nothing is asked of {function} for this objective.",
            function=say.function(audience.function),
        )
        if audience.function and not own and not _decides(objective, audience, say)
        else "",
        directions=tuple(
            direction_view(
                objective.directions[one.place or 0],
                one,
                say,
                for_reader=one.party == audience.function,
            )
            for one in shown
        ),
        asks=_asks(alignment, audience, say),
        measures=tuple(measure_view(one, say) for one in objective.measures)
        if audience.sees("measures")
        else (),
        success_criterion=say.text(objective.success_criterion),
        all_directions=all_directions,
        effects=effects,
        adjustments=adjustments,
        escalations=_escalations(objective, say) if audience.sees("escalations") else None,
        strategy=say.text(objective.strategy),
        economics=facts(
            (say.t("Investment"), say.money(seen_economics.investment)),
            (say.t("Margin gain a year"), say.money(seen_economics.yearly_margin_gain)),
            (say.t("Cost to serve a year"), say.money(seen_economics.cost_to_serve)),
            (say.t("Return on investment"), _return(objective, say)),
        )
        if seen_economics
        else (),
        economics_note=say.text(seen_economics.note) if seen_economics else "",
        actions=roadmap_table(objective, say) if audience.sees("actions") else None,
        risks=objective_risks_table(objective, say) if audience.sees("risks") else None,
        # What is missing tells of what the reader may not see: they learn how much it is.
        missing=tuple(_missing(completeness, say))
        if completeness and audience.sees("all_details")
        else (),
        signoffs=_signoffs(alignment, say),
    )


def _facts(
    aligned: ObjectiveStatus,
    audience: Audience,
    completeness: Completeness | None,
    say: PlanFormatter,
) -> tuple[views.Fact, ...]:
    plan = say.plan.plan
    objective = aligned.objective
    status = say.word(labels.OBJECTIVE_STATUS, objective.status)
    if objective.outcome:
        status = f"{status}{say.t(':')} {say.word(labels.OUTCOMES, objective.outcome.result)}"
    count = aligned.agreed
    alignment = count.said.say(say.t) if audience.sees("alignment") and count.asked else ""
    return facts(
        (say.t("Due"), say.date(objective.due)),
        (say.t("Owner"), say.person(objective.owner)),
        (say.t("Decider"), say.person(objective.decider)),
        (say.t("Sponsor"), say.person(objective.sponsor or plan.sponsor)),
        (say.t("Status"), status),
        (say.t("Stage of the plan"), say.word(labels.STAGES, plan.stage.value)),
        (say.t("Alignment"), alignment),
        (
            say.t("Completeness"),
            say.say("{met} of {of}", met=completeness.met, of=completeness.of)
            if completeness
            else "",
        ),
    )


def _scope(objective: Objective, say: PlanFormatter) -> tuple[views.Fact, ...]:
    scope = objective.scope
    if scope is None:
        return ()
    return facts(
        (say.t("Where"), say.formats.list(_places(say, scope))),
        (say.t("With what"), say.formats.list(scope.offerings)),
    )


def _places(say: PlanFormatter, scope: Scope) -> list[str]:
    """Name units and countries, each once: a unit is often called as its country is."""
    countries = [say.formats.country(code) for code in scope.countries]
    return list(dict.fromkeys([*scope.units, *countries]))


def _served(objective: Objective, say: PlanFormatter) -> Iterator[views.Served]:
    customer = say.plan.customer
    if customer is None:
        return
    claims: dict[str, tuple[str, Claim]] = {
        claim.id: (what, claim)
        for key, what in _CLAIMS
        for claim in getattr(customer, key)
        if claim.id
    }
    for name in objective.serves:
        if name not in claims:
            continue
        what, claim = claims[name]
        yield views.Served(
            id=name,
            what=say.t(what),
            text=say.text(claim.text),
            standing=claim_status(claim, say),
            source=claim_source(claim, say),
            so_what=say.text(claim.so_what),
        )


def _confirmation(objective: Objective, say: PlanFormatter) -> str:
    said = objective.customer_confirmation
    if said is None:
        return ""
    if said.by:
        parts = (say.titled(said.by), say.date(said.on), say.text(said.how))
        who = joined(", ", [part for part in parts if part])
        if not binding(say.plan, objective).holds:
            return say.say(
                "The customer confirmed an earlier text of this objective: {who}.", who=who
            )
        return say.say("The customer has confirmed that they want it too: {who}.", who=who)
    if said.waiver:
        reason = say.text(said.waiver.reason).rstrip(".")
        return say.say("The customer has not been asked to confirm it: {reason}.", reason=reason)
    return ""


def _by_when(own: Direction | None, say: PlanFormatter) -> str:
    """Say by when the answer is needed, and when the next review is; not what is past."""
    answer, review = own.answer_by if own else None, say.plan.plan.next_review
    coming = review if review and review.day >= say.today else None
    if answer is None or answer.day < say.today:
        return say.say("By {date}, the next review.", date=say.date(coming)) if coming else ""
    by = say.say("By {date}.", date=say.date(answer))
    if coming is None:
        return by
    return f"{by} {say.say('Next review: {date}', date=say.date(coming))}."


def _asks(alignment: ObjectiveStatus, audience: Audience, say: PlanFormatter) -> views.Asks | None:
    """Return what the reader is asked to do; None for the account team, who do the asking."""
    objective = alignment.objective
    if audience.sees("all_details") or not objective.is_active:
        return None
    own = next((one for one in objective.directions if one.function == audience.function), None)
    if own is None and not say.text(objective.statement):
        return None  # there is no sentence to read yet
    owner = say.present(objective.owner) or say.present(say.plan.plan.owner)
    answer = say.t(
        "Agree, agree with conditions, or object. An objection is written down and answered."
    )
    if own is None:
        steps = [say.t("Read the sentence and the reasons, and say so if it touches your work.")]
        if _decides(objective, audience, say):
            steps.append(
                say.t("Decide: say yes or no to this objective, or what is missing for it.")
            )
    elif _has_signed(alignment, audience):
        steps = [say.t("Nothing for now: you have given your word on this very text. Thank you.")]
    elif own.restatement is None:
        steps = [
            say.t("Read what it means for you."),
            say.t("Restate it: say it in your own words. They go into the plan as you say them."),
            answer,
        ]
    else:
        steps = [
            say.t("Read what it means for you, and check that your words still stand."),
            answer,
        ]
    if own and any(one.status == "open" and one.response for one in own.resistances):
        steps.append(say.t("Tell us whether our answers settle your concerns."))
    return views.Asks(
        steps=tuple(steps),
        by=_by_when(own, say),
        to=say.say("Write to {person}.", person=say.person(owner)) if owner else "",
        email=say.email(owner),
    )


def _has_signed(alignment: ObjectiveStatus, audience: Audience) -> bool:
    return any(one.has_agreed for one in alignment.functions if one.party == audience.function)


def _decides(objective: Objective, audience: Audience, say: PlanFormatter) -> bool:
    """Tell whether the decider speaks for the audience's function."""
    return audience.function is not None and any(
        member.id == objective.decider and member.function == audience.function
        for member in say.plan.team
    )


def _all_directions(alignment: ObjectiveStatus, say: PlanFormatter) -> views.Table | None:
    rows: list[tuple[views.Cell | str, ...]] = []
    for status in alignment.functions:
        one = alignment.objective.directions[status.place or 0]
        rows.append(
            (
                say.function_title(one.function),
                say.text(one.ask),
                say.person(one.leader),
                state_cell(one, status, say),
            )
        )
    return table(
        say.t("What it asks of each function"),
        (say.t("Function"), say.t("What is asked"), say.t("Leader"), say.t("Alignment")),
        rows,
    )


def _adjustments(
    objective: Objective, audience: Audience, say: PlanFormatter
) -> views.Table | None:
    return table(
        say.t("What the functions need, and what we changed"),
        (say.t("Function"), say.t("What it needs"), say.t("What we changed")),
        (
            (
                say.function_title(one.function),
                say.text(one.their_need),
                say.text(one.our_adjustment),
            )
            for one in objective.directions
            if one.function != audience.function and (one.their_need or one.our_adjustment)
        ),
    )


def _escalations(objective: Objective, say: PlanFormatter) -> views.Table | None:
    return table(
        say.t("What is open between functions"),
        (say.t("Function"), say.t("Concern"), say.t("Weight"), say.t("Our answer"), say.t("Due")),
        (
            (
                say.function_title(one.function),
                say.text(concern.concern),
                views.Cell(
                    say.word(labels.SEVERITIES, concern.severity),
                    cell_kinds.SEVERITY_KINDS[concern.severity],
                ),
                say.text(concern.response) or say.t("There is no answer yet. We owe one."),
                say.short_date(concern.due),
            )
            for weight in ("blocking", "condition")
            for one in objective.directions
            for concern in one.resistances
            if concern.status == "open" and concern.severity == weight
        ),
    )


def _return(objective: Objective, say: PlanFormatter) -> str:
    """Say in how many years the investment comes back, from margin gain less cost to serve."""
    case = objective.economics
    if case is None or case.investment is None or case.yearly_margin_gain is None:
        return ""
    yearly = case.yearly_margin_gain - abs(case.cost_to_serve or 0)
    if case.investment <= 0 or yearly <= 0:
        return ""
    years = say.formats.number(round(case.investment / yearly, 1))
    return say.say("paid back in {years} years of full effect", years=years)


def _missing(completeness: Completeness, say: PlanFormatter) -> Iterator[views.Missing]:
    for stage, before in document_labels.BEFORE_STAGES.items():
        steps = tuple(say.t(todo.label) for todo in completeness.missing if todo.stage == stage)
        if steps:
            yield views.Missing(say.t(before), steps)
    if completeness.excused:
        yield views.Missing(
            say.t("Set aside for now, and why"),
            tuple(_excuse(one, say) for one in completeness.excused),
        )


def _excuse(excused: Excused, say: PlanFormatter) -> str:
    if excused.until is None:
        return say.say("{what}: {reason}", what=say.t(excused.label), reason=excused.reason)
    return say.say(
        "{what} (until {until}): {reason}",
        what=say.t(excused.label),
        until=say.date(excused.until),
        reason=excused.reason,
    )


def _signoffs(alignment: ObjectiveStatus, say: PlanFormatter) -> views.Table | None:
    """Return who has signed, and room for the others."""
    rows = [(say.function_title(one.party), *_signoff(one, say)) for one in alignment.functions]
    rows += [
        (role, *_signoff(one, say))
        for role, one in (
            (say.t("Decider"), alignment.decider),
            (say.t("Sponsor"), alignment.sponsor),
        )
        if one.person
    ]
    return table(
        say.t("Sign-off"),
        (say.t("Role"), say.t("Name"), say.t("Decision"), say.t("Date and signature")),
        rows,
        keep=(2, 3),
    )


def _signoff(one: PartyStatus, say: PlanFormatter) -> tuple[str, views.Cell, views.Cell]:
    entry = one.signoff
    if entry is None:
        return say.person(one.person), views.Cell(""), views.Cell("")
    decision = views.Cell(
        say.word(document_labels.SIGNOFF_STATES, one.state), cell_kinds.SIGNOFF_KINDS[one.state]
    )
    if one.state == "invalidated":
        return say.person(one.person), decision, views.Cell("")
    on = say.formats.day(entry.day, short=True)
    return one.signer, decision, views.Cell(on, note=provenance(one, say))
