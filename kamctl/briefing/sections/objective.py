"""One objective as one audience may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import document_labels
from kamctl.briefing.sections.alignment_matrix import effects_table
from kamctl.briefing.sections.claims import claim_source, claim_status
from kamctl.briefing.sections.functions import (
    direction_view,
    provenance,
    severity_cell,
    signoff_cell,
    state_cell,
)
from kamctl.briefing.sections.measures import judged_measure, measures_table
from kamctl.briefing.sections.request import has_lost_directions, roles_of
from kamctl.briefing.sections.risks import objective_risks_table
from kamctl.briefing.sections.roadmap import roadmap_table
from kamctl.briefing.sections.stage import stage_in_text
from kamctl.briefing.tables import facts, table
from kamctl.briefing.views.elements import Cell, Fact, Table
from kamctl.briefing.views.objective import MissingSteps, ObjectiveView, ServedClaim
from kamctl.i18n.locales import locale_of
from kamctl.i18n.marked_text import joined
from kamctl.i18n.message import N_
from kamctl.plan import labels
from kamctl.plan.functions import ROLE_TITLES
from kamctl.signoffs.confirmation import ConfirmationState, confirmation_status
from kamctl.signoffs.signers import sponsor_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.objective import DirectionView
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.checks.engine.completeness import Completeness, ExcusedCheck
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.plan.objectives import Economics, Objective, Scope
    from kamctl.plan.text import Claim
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import PartyStatus

_CLAIMS: Final = (("goals", N_("Goal")), ("needs", N_("Need")), ("initiatives", N_("Initiative")))


def objective_view(
    alignment: ObjectiveStatus,
    audience: Audience,
    report: PlanReport,
    formatter: PlanFormatter,
) -> ObjectiveView:
    """Return what `audience` may see of an objective."""
    _ = formatter.translate
    sees, objective = audience.sees, alignment.objective
    statement = formatter.text(objective.statement)
    completeness = {one.objective: one for one in report.objectives}.get(objective.id)
    # What is missing tells of what the reader may not see: they learn how much it is.
    missing = completeness if sees("all_details") else None
    status = _status(alignment, audience, report, completeness, formatter)
    served = tuple(_served(objective, formatter))
    measures = (
        [judged_measure(one, formatter) for one in objective.measures] if sees("measures") else []
    )
    economics = objective.economics if sees("economics") else None
    return ObjectiveView(
        id=formatter.unique_id(objective.id),
        number=alignment.number,
        statement=statement,
        no_statement="" if statement else _("This objective has no statement yet."),
        facts=_facts(objective, formatter),
        scope_line=_scope(objective.scope, formatter),
        status=status,
        state=_state(status, formatter),
        served_claims=served,
        no_served_claims=_("The customer goal or need it serves is missing.")
        if missing
        and not served
        and not report.has_lost_entries("objectives", alignment.place, "serves")
        else "",
        customer_gain=formatter.text(objective.customer_gain),
        our_gain=formatter.text(objective.our_gain),
        confirmation=_confirmation(objective, formatter),
        not_asked=_not_asked(alignment, audience, report, formatter),
        directions=tuple(_directions(alignment, audience, formatter)),
        measures=tuple(one.view for one in measures),
        measures_table=measures_table(objective.id, measures, formatter),
        success_criterion=formatter.text(objective.success_criterion),
        all_directions=_all_directions(alignment, audience, formatter)
        if sees("all_directions")
        else None,
        effects=effects_table(alignment, audience, formatter) if sees("all_directions") else None,
        adjustments=_adjustments(objective, audience, formatter)
        if sees("adjustments") and not sees("all_details")
        else None,
        escalations=_escalations(objective, formatter) if sees("escalations") else None,
        strategy=formatter.text(objective.strategy),
        economics=_economics(economics, formatter),
        economics_note=formatter.text(economics.note) if economics else "",
        actions=roadmap_table(objective, formatter) if sees("actions") else None,
        risks=objective_risks_table(objective, formatter) if sees("risks") else None,
        missing=tuple(_missing(missing, formatter)) if missing else (),
        signoffs=_signoffs(alignment, formatter),
    )


def _state(status: Iterable[Fact], formatter: PlanFormatter) -> str:
    """Say the status in one line; what is incomplete, the page says once for all objectives."""
    colon = formatter.translate(":")
    return " · ".join(
        f"{one.label}{colon} {one.value}" for one in status if one.key != "completeness"
    )


def _directions(
    alignment: ObjectiveStatus, audience: Audience, formatter: PlanFormatter
) -> Iterator[DirectionView]:
    """Return what is asked of the reader's function, of every one for the account team."""
    for direction, status in alignment.directions:
        is_reader = status.party == audience.function
        if is_reader or audience.sees("all_details"):
            yield direction_view(
                direction,
                status,
                formatter,
                for_reader=is_reader,
                is_closed=alignment.objective.is_closed,
            )


def _not_asked(
    alignment: ObjectiveStatus, audience: Audience, report: PlanReport, formatter: PlanFormatter
) -> str:
    """Tell a function that nothing is asked of it; who looks after an objective is not told so."""
    objective = alignment.objective
    if not audience.function or audience.sees("escalations"):
        return ""
    is_asked = any(one.function == audience.function for one in objective.directions)
    if is_asked or roles_of(alignment, audience, formatter):
        return ""
    if has_lost_directions(alignment, report):
        return formatter.translate("What this objective asks of the functions cannot be read.")
    return formatter.translate(
        "This objective asks nothing of {function}.",
        function=formatter.function_name(audience.function),
    )


def _facts(objective: Objective, formatter: PlanFormatter) -> tuple[Fact, ...]:
    heading = formatter.headings("objectives[]")
    sponsor = sponsor_of(formatter.plan, objective)
    return facts(
        (heading("due"), formatter.date(objective.due), "due"),
        (heading("owner"), formatter.person_name(objective.owner), "owner"),
        (heading("decider"), formatter.person_name(objective.decider), "decider"),
        (heading("sponsor"), formatter.person_name(sponsor), "sponsor"),
    )


def _scope(scope: Scope | None, formatter: PlanFormatter) -> str:
    """Say where an objective applies, and to which offerings."""
    if scope is None:
        return ""
    parts = (formatter.list(_places(formatter, scope)), formatter.list(scope.offerings))
    text = " · ".join(part for part in parts if part)
    return formatter.translate("Scope: {places}", places=text) if text else ""


def _status(
    alignment: ObjectiveStatus,
    audience: Audience,
    report: PlanReport,
    completeness: Completeness | None,
    formatter: PlanFormatter,
) -> tuple[Fact, ...]:
    _ = formatter.translate
    objective = alignment.objective
    status = formatter.label(labels.OBJECTIVE_STATUS, objective.status)
    if objective.outcome:
        status = f"{status} ({formatter.label(labels.OUTCOMES, objective.outcome.result)})"
    count = alignment.agreed
    agreed = (
        formatter.translate_message(count.message)
        if audience.sees("alignment") and count.asked
        else ""
    )
    return facts(
        (_("Status"), status, "status"),
        (
            _("Stage of the plan"),
            stage_in_text(formatter.plan.plan.stage.value, formatter, report),
            "stage",
        ),
        (_("Alignment"), agreed, "alignment"),
        (
            _("Completeness"),
            _("{met} of {of}", met=completeness.met, of=completeness.required)
            if completeness
            else "",
            "completeness",
        ),
    )


def _places(formatter: PlanFormatter, scope: Scope) -> list[str]:
    """Name units and countries, each once: a unit is often called as its country is.

    Units are as the plan has them, in its language.
    """
    own = locale_of(formatter.plan.plan.language).territories
    countries = [
        formatter.country(code) for code in scope.countries if own.get(code) not in scope.units
    ]
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
    state = confirmation_status(formatter.plan, objective).state
    parts = (formatter.name_and_title(text.by), formatter.date(text.on), formatter.text(text.how))
    who = joined(", ", [part for part in parts if part])
    if state is ConfirmationState.CONFIRMED:
        return _("Confirmed by the customer: {who}.", who=who)
    if state is ConfirmationState.CHANGED:
        return _("The customer confirmed an earlier version: {who}.", who=who)
    if state is ConfirmationState.WAIVED and text.waiver is not None:
        reason = formatter.text(text.waiver.reason).rstrip(".")
        return _("Not yet confirmed by the customer: {reason}.", reason=reason)
    return _("Not yet confirmed by the customer.")


def _all_directions(
    alignment: ObjectiveStatus, audience: Audience, formatter: PlanFormatter
) -> Table | None:
    """Return what is asked of each function; the reader's own part is not repeated."""
    _ = formatter.translate
    asked = [one for one in alignment.directions if one[1].party != audience.function]
    rows = [
        (
            formatter.function_title(direction.function),
            formatter.text(direction.ask),
            formatter.person_name(direction.leader),
            state_cell(direction, status, formatter, is_closed=alignment.objective.is_closed),
        )
        for direction, status in asked
    ]
    return table(
        _("Requests to each function")
        if len(asked) == len(alignment.functions)
        else _("Requests to other functions"),
        (_("Function"), _("Request"), _("Leader"), _("Alignment")),
        rows,
        keys=("function", "ask", "leader", "alignment"),
    )


def _adjustments(
    objective: Objective, audience: Audience, formatter: PlanFormatter
) -> Table | None:
    _ = formatter.translate
    return table(
        _("Needs of the functions and our changes"),
        (_("Function"), _("Needs"), _("Our changes")),
        (
            (
                formatter.function_title(one.function),
                formatter.text(one.their_need),
                formatter.text(one.our_adjustment),
            )
            for one in objective.directions
            if one.function != audience.function
            and (formatter.text(one.their_need) or formatter.text(one.our_adjustment))
        ),
    )


def _escalations(objective: Objective, formatter: PlanFormatter) -> Table | None:
    """Return what is open between functions: of a closed objective nothing is."""
    if objective.is_closed:
        return None
    _ = formatter.translate
    return table(
        _("Open issues between functions"),
        (_("Function"), _("Concern"), _("Severity"), _("Our answer"), _("Due")),
        (
            (
                formatter.function_title(one.function),
                formatter.text(concern.concern),
                severity_cell(concern, formatter),
                formatter.text(concern.response) or _("Not answered yet"),
                formatter.short_date(concern.due),
            )
            for weight in ("blocking", "condition")
            for one in objective.directions
            for concern in one.resistances
            if concern.status == "open" and concern.severity == weight
        ),
    )


def _economics(case: Economics | None, formatter: PlanFormatter) -> tuple[Fact, ...]:
    if case is None:
        return ()
    _ = formatter.translate
    return facts(
        (_("Investment"), formatter.money(case.investment)),
        (_("Annual margin gain"), formatter.money(case.yearly_margin_gain)),
        (_("Annual cost to serve"), formatter.money(case.cost_to_serve)),
        (_("Payback at full run rate"), _payback(case, formatter)),
    )


def _payback(case: Economics, formatter: PlanFormatter) -> str:
    """Say in how many years the investment comes back, from margin gain less cost to serve."""
    if case.investment is None or case.yearly_margin_gain is None:
        return ""
    yearly = case.yearly_margin_gain - abs(case.cost_to_serve or 0)
    if case.investment <= 0 or yearly <= 0:
        return ""
    return formatter.years(case.investment / yearly)


def _missing(completeness: Completeness, formatter: PlanFormatter) -> Iterator[MissingSteps]:
    _ = formatter.translate
    for stage, before in document_labels.BEFORE_STAGES.items():
        steps = tuple(_(todo.label) for todo in completeness.missing if todo.stage == stage)
        if steps:
            yield MissingSteps(_(before), steps)
    if completeness.excused:
        yield MissingSteps(
            _("Ignored, with reason"),
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
        (_(ROLE_TITLES[one.party]), *_signoff(one, formatter))
        for one in (alignment.decider, alignment.sponsor)
        if one.person
    ]
    return table(
        _("Sign-offs"),
        (_("Role"), _("Name"), _("Decision"), _("Date and signature")),
        rows,
        keep=(2, 3),
    )


def _signoff(one: PartyStatus, formatter: PlanFormatter) -> tuple[str, Cell, Cell]:
    entry = one.signoff
    if entry is None:
        return formatter.person_name(one.person), Cell(""), Cell("")
    decision = signoff_cell(one, formatter)
    if one.state == "invalidated":
        return formatter.person_name(one.person), decision, Cell("")
    on = formatter.day(entry.day, short=True)
    return one.signer, decision, Cell(on, note=provenance(one, formatter))
