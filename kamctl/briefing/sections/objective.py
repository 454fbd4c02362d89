"""One objective as one audience may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import cell_kinds, document_labels
from kamctl.briefing.sections.alignment_matrix import effects_table
from kamctl.briefing.sections.claims import claim_source, claim_status
from kamctl.briefing.sections.functions import direction_view, provenance, state_cell
from kamctl.briefing.sections.measures import measure_view
from kamctl.briefing.sections.risks import objective_risks_table
from kamctl.briefing.sections.roadmap import roadmap_table
from kamctl.briefing.tables import facts, table
from kamctl.briefing.views.elements import Cell, Fact, Table
from kamctl.briefing.views.objective import MissingSteps, ObjectiveView, RequestView, ServedClaim
from kamctl.i18n.marked_text import joined
from kamctl.i18n.message import N_
from kamctl.plan import labels
from kamctl.signoffs.confirmation import binding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.checks.engine.completeness import Completeness, ExcusedCheck
    from kamctl.plan.directions import Direction
    from kamctl.plan.objectives import Objective, Scope
    from kamctl.plan.text import Claim
    from kamctl.signoffs.status import ObjectiveStatus, PartyStatus

_CLAIMS: Final = (("goals", N_("Goal")), ("needs", N_("Need")), ("initiatives", N_("Initiative")))


def objective_view(
    alignment: ObjectiveStatus,
    audience: Audience,
    completeness: Completeness | None,
    formatter: PlanFormatter,
) -> ObjectiveView:
    """Return what `audience` may see of an objective; `completeness` is None where unknown."""
    _ = formatter.translate
    objective = alignment.objective
    own = [one for one in objective.directions if one.function == audience.function]
    shown = [
        status
        for status in alignment.functions
        if audience.sees("all_details") or status.party == audience.function
    ]
    statement = formatter.text(objective.statement)
    served = tuple(_served(objective, formatter))
    all_directions = effects = adjustments = None
    if audience.sees("all_directions"):
        all_directions = _all_directions(alignment, formatter)
        effects = effects_table(alignment, audience, formatter)
    if audience.sees("adjustments") and not audience.sees("all_details"):
        adjustments = _adjustments(objective, audience, formatter)
    seen_economics = objective.economics if audience.sees("economics") else None
    return ObjectiveView(
        id=formatter.unique_id(objective.id),
        statement=statement,
        no_statement="" if statement else _("This objective has no sentence yet."),
        facts=_facts(alignment, audience, completeness, formatter),
        scope=_scope(objective, formatter),
        served_claims=served,
        no_served_claims=""
        if served or completeness is None
        else _("Which goal or need of the customer it serves is not written yet."),
        customer_gain=formatter.text(objective.customer_gain),
        our_gain=formatter.text(objective.our_gain),
        confirmation=_confirmation(objective, formatter),
        not_asked=_(
            "Nothing is asked of {function} for this objective.",
            function=formatter.function_name(audience.function),
        )
        if audience.function and not own and not _decides(objective, audience, formatter)
        else "",
        directions=tuple(
            direction_view(
                objective.directions[one.place or 0],
                one,
                formatter,
                for_reader=one.party == audience.function,
            )
            for one in shown
        ),
        request=_asks(alignment, audience, formatter),
        measures=tuple(measure_view(one, formatter) for one in objective.measures)
        if audience.sees("measures")
        else (),
        success_criterion=formatter.text(objective.success_criterion),
        all_directions=all_directions,
        effects=effects,
        adjustments=adjustments,
        escalations=_escalations(objective, formatter) if audience.sees("escalations") else None,
        strategy=formatter.text(objective.strategy),
        economics=facts(
            (_("Investment"), formatter.money(seen_economics.investment)),
            (_("Margin gain a year"), formatter.money(seen_economics.yearly_margin_gain)),
            (_("Cost to serve a year"), formatter.money(seen_economics.cost_to_serve)),
            (_("Return on investment"), _return(objective, formatter)),
        )
        if seen_economics
        else (),
        economics_note=formatter.text(seen_economics.note) if seen_economics else "",
        actions=roadmap_table(objective, formatter) if audience.sees("actions") else None,
        risks=objective_risks_table(objective, formatter) if audience.sees("risks") else None,
        # What is missing tells of what the reader may not see: they learn how much it is.
        missing=tuple(_missing(completeness, formatter))
        if completeness and audience.sees("all_details")
        else (),
        signoffs=_signoffs(alignment, formatter),
    )


def _facts(
    aligned: ObjectiveStatus,
    audience: Audience,
    completeness: Completeness | None,
    formatter: PlanFormatter,
) -> tuple[Fact, ...]:
    _ = formatter.translate
    plan = formatter.plan.plan
    objective = aligned.objective
    status = formatter.label(labels.OBJECTIVE_STATUS, objective.status)
    if objective.outcome:
        status = f"{status}{_(':')} {formatter.label(labels.OUTCOMES, objective.outcome.result)}"
    count = aligned.agreed
    alignment = (
        formatter.translate_message(count.message)
        if audience.sees("alignment") and count.asked
        else ""
    )
    return facts(
        (_("Due"), formatter.date(objective.due)),
        (_("Owner"), formatter.person_name(objective.owner)),
        (_("Decider"), formatter.person_name(objective.decider)),
        (_("Sponsor"), formatter.person_name(objective.sponsor or plan.sponsor)),
        (_("Status"), status),
        (_("Stage of the plan"), formatter.label(labels.STAGES, plan.stage.value)),
        (_("Alignment"), alignment),
        (
            _("Completeness"),
            _("{met} of {of}", met=completeness.met, of=completeness.of) if completeness else "",
        ),
    )


def _scope(objective: Objective, formatter: PlanFormatter) -> tuple[Fact, ...]:
    _ = formatter.translate
    scope = objective.scope
    if scope is None:
        return ()
    return facts(
        (_("Where"), formatter.list(_places(formatter, scope))),
        (_("With what"), formatter.list(scope.offerings)),
    )


def _places(formatter: PlanFormatter, scope: Scope) -> list[str]:
    """Name units and countries, each once: a unit is often called as its country is."""
    countries = [formatter.country(code) for code in scope.countries]
    return list(dict.fromkeys([*scope.units, *countries]))


def _served(objective: Objective, formatter: PlanFormatter) -> Iterator[ServedClaim]:
    customer = formatter.plan.customer
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
        yield ServedClaim(
            id=name,
            kind=formatter.translate(what),
            text=formatter.text(claim.text),
            status=claim_status(claim, formatter),
            source=claim_source(claim, formatter),
            so_what=formatter.text(claim.so_what),
        )


def _confirmation(objective: Objective, formatter: PlanFormatter) -> str:
    _ = formatter.translate
    text = objective.customer_confirmation
    if text is None:
        return ""
    if text.by:
        parts = (
            formatter.name_and_title(text.by),
            formatter.date(text.on),
            formatter.text(text.how),
        )
        who = joined(", ", [part for part in parts if part])
        if not binding(formatter.plan, objective).holds:
            return _("The customer confirmed an earlier text of this objective: {who}.", who=who)
        return _("The customer has confirmed that they want it too: {who}.", who=who)
    if text.waiver:
        reason = formatter.text(text.waiver.reason).rstrip(".")
        return _("The customer has not been asked to confirm it: {reason}.", reason=reason)
    return ""


def _by_when(own: Direction | None, formatter: PlanFormatter) -> str:
    """Say by when the answer is needed, and when the next review is; not what is past."""
    _ = formatter.translate
    answer, review = own.answer_by if own else None, formatter.plan.plan.next_review
    coming = review if review and review.day >= formatter.today else None
    if answer is None or answer.day < formatter.today:
        return _("By {date}, the next review.", date=formatter.date(coming)) if coming else ""
    by = _("By {date}.", date=formatter.date(answer))
    if coming is None:
        return by
    return f"{by} {_('Next review: {date}', date=formatter.date(coming))}."


def _asks(
    alignment: ObjectiveStatus, audience: Audience, formatter: PlanFormatter
) -> RequestView | None:
    """Return what the reader is asked to do; None for the account team, who do the asking."""
    _ = formatter.translate
    objective = alignment.objective
    if audience.sees("all_details") or not objective.is_active:
        return None
    own = next((one for one in objective.directions if one.function == audience.function), None)
    if own is None and not formatter.text(objective.statement):
        return None  # there is no sentence to read yet
    owner = formatter.current_person(objective.owner) or formatter.current_person(
        formatter.plan.plan.owner
    )
    answer = _(
        "Agree, agree with conditions, or object. An objection is written down and answered."
    )
    if own is None:
        steps = [_("Read the sentence and the reasons, and say so if it touches your work.")]
        if _decides(objective, audience, formatter):
            steps.append(_("Decide: say yes or no to this objective, or what is missing for it."))
    elif _has_signed(alignment, audience):
        steps = [_("Nothing for now: you have given your word on this very text. Thank you.")]
    elif own.restatement is None:
        steps = [
            _("Read what it means for you."),
            _("Restate it: say it in your own words. They go into the plan as you say them."),
            answer,
        ]
    else:
        steps = [_("Read what it means for you, and check that your words still stand."), answer]
    if own and any(one.status == "open" and one.response for one in own.resistances):
        steps.append(_("Tell us whether our answers settle your concerns."))
    return RequestView(
        steps=tuple(steps),
        due=_by_when(own, formatter),
        contact=_("Write to {person}.", person=formatter.person_name(owner)) if owner else "",
        email=formatter.email_link(owner),
    )


def _has_signed(alignment: ObjectiveStatus, audience: Audience) -> bool:
    return any(one.has_agreed for one in alignment.functions if one.party == audience.function)


def _decides(objective: Objective, audience: Audience, formatter: PlanFormatter) -> bool:
    """Tell whether the decider speaks for the audience's function."""
    return audience.function is not None and any(
        member.id == objective.decider and member.function == audience.function
        for member in formatter.plan.team
    )


def _all_directions(alignment: ObjectiveStatus, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    rows: list[tuple[Cell | str, ...]] = []
    for status in alignment.functions:
        one = alignment.objective.directions[status.place or 0]
        rows.append(
            (
                formatter.function_title(one.function),
                formatter.text(one.ask),
                formatter.person_name(one.leader),
                state_cell(one, status, formatter),
            )
        )
    return table(
        _("What it asks of each function"),
        (_("Function"), _("What is asked"), _("Leader"), _("Alignment")),
        rows,
    )


def _adjustments(
    objective: Objective, audience: Audience, formatter: PlanFormatter
) -> Table | None:
    _ = formatter.translate
    return table(
        _("What the functions need, and what we changed"),
        (_("Function"), _("What it needs"), _("What we changed")),
        (
            (
                formatter.function_title(one.function),
                formatter.text(one.their_need),
                formatter.text(one.our_adjustment),
            )
            for one in objective.directions
            if one.function != audience.function and (one.their_need or one.our_adjustment)
        ),
    )


def _escalations(objective: Objective, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    return table(
        _("What is open between functions"),
        (_("Function"), _("Concern"), _("Weight"), _("Our answer"), _("Due")),
        (
            (
                formatter.function_title(one.function),
                formatter.text(concern.concern),
                Cell(
                    formatter.label(labels.SEVERITIES, concern.severity),
                    cell_kinds.SEVERITY_KINDS[concern.severity],
                ),
                formatter.text(concern.response) or _("There is no answer yet. We owe one."),
                formatter.short_date(concern.due),
            )
            for weight in ("blocking", "condition")
            for one in objective.directions
            for concern in one.resistances
            if concern.status == "open" and concern.severity == weight
        ),
    )


def _return(objective: Objective, formatter: PlanFormatter) -> str:
    """Say in how many years the investment comes back, from margin gain less cost to serve."""
    case = objective.economics
    if case is None or case.investment is None or case.yearly_margin_gain is None:
        return ""
    yearly = case.yearly_margin_gain - abs(case.cost_to_serve or 0)
    if case.investment <= 0 or yearly <= 0:
        return ""
    years = formatter.number(round(case.investment / yearly, 1))
    return formatter.translate("paid back in {years} years of full effect", years=years)


def _missing(completeness: Completeness, formatter: PlanFormatter) -> Iterator[MissingSteps]:
    _ = formatter.translate
    for stage, before in document_labels.BEFORE_STAGES.items():
        steps = tuple(_(todo.label) for todo in completeness.missing if todo.stage == stage)
        if steps:
            yield MissingSteps(_(before), steps)
    if completeness.excused:
        yield MissingSteps(
            _("Set aside for now, and why"),
            tuple(_excuse(one, formatter) for one in completeness.excused),
        )


def _excuse(excused: ExcusedCheck, formatter: PlanFormatter) -> str:
    _ = formatter.translate
    if excused.until is None:
        return _("{what}: {reason}", what=_(excused.label), reason=excused.reason)
    return _(
        "{what} (until {until}): {reason}",
        what=_(excused.label),
        until=formatter.date(excused.until),
        reason=excused.reason,
    )


def _signoffs(alignment: ObjectiveStatus, formatter: PlanFormatter) -> Table | None:
    """Return who has signed, and room for the others."""
    _ = formatter.translate
    rows = [
        (formatter.function_title(one.party), *_signoff(one, formatter))
        for one in alignment.functions
    ]
    rows += [
        (role, *_signoff(one, formatter))
        for role, one in ((_("Decider"), alignment.decider), (_("Sponsor"), alignment.sponsor))
        if one.person
    ]
    return table(
        _("Sign-off"),
        (_("Role"), _("Name"), _("Decision"), _("Date and signature")),
        rows,
        keep=(2, 3),
    )


def _signoff(one: PartyStatus, formatter: PlanFormatter) -> tuple[str, Cell, Cell]:
    entry = one.signoff
    if entry is None:
        return formatter.person_name(one.person), Cell(""), Cell("")
    decision = Cell(
        formatter.label(document_labels.SIGNOFF_STATES, one.state),
        cell_kinds.SIGNOFF_KINDS[one.state],
    )
    if one.state == "invalidated":
        return formatter.person_name(one.person), decision, Cell("")
    on = formatter.day(entry.day, short=True)
    return one.signer, decision, Cell(on, note=provenance(one, formatter))
