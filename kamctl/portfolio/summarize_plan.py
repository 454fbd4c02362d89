"""From the report on a plan to what the portfolio knows of its account."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.reported_dates import reported_dates
from kamctl.checks.helpers.tool_content import missing_tools
from kamctl.document.finding import Severity
from kamctl.plan.dates import deadlines
from kamctl.plan.measure_progress import progress
from kamctl.plan.opportunities import is_decided
from kamctl.plan.people import all_names, has_left, member_with_id
from kamctl.plan.position_years import past_years, targets_ahead
from kamctl.plan.share_of_wallet import share_of_wallet
from kamctl.plan.text import text_in
from kamctl.portfolio.account_summary import (
    SOON_DAYS,
    AccountSummary,
    AccountYear,
    BlockingConcern,
    ContactSummary,
    DatedEvent,
    DueItem,
    OpportunitySummary,
    PartyStates,
    PersonSummary,
    UnreadPlan,
    WhitespacePotential,
)
from kamctl.signoffs.only_recorded import only_recorded
from kamctl.workspace.config import NO_WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.plan_metadata import Stage
    from kamctl.plan.team import Member
    from kamctl.plan.text import Text
    from kamctl.portfolio.account_summary import PlanSummary
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import AgreementState, PartyStatus
    from kamctl.workspace.config import Workspace

_DUE_ITEM_KINDS: Final = {
    "objectives[].actions[].due": "action",
    "objectives[].directions[].resistances[].due": "answer",
    "risks[].due": "response",
}


def summarize_plan(report: PlanReport, today: dt.date) -> PlanSummary:
    """Return what the portfolio knows of an account, as of `today`."""
    plan = report.plan
    if plan is None:
        first = report.findings[0]
        return UnreadPlan(report.file, first.span.line, first.code, first.message, first.hint)
    active = [one for one in report.agreement if one.is_active]
    open_ones = [one.objective for one in active]
    on_track, behind, unknown = _measures(open_ones, today)
    names = {key: name.strip() for key, name in all_names(plan).items()}
    waiting = sorted(_due_items(plan, names), key=lambda one: one.due)
    account, header = plan.account, plan.plan
    return AccountSummary(
        file=report.file,
        name=account.name.strip(),
        id=account.id or "",
        tier=(account.tier or "").strip(),
        parent=(account.parent or "").strip(),
        countries=account.countries,
        attractiveness=account.attractiveness or "",
        strength=account.strength or "",
        currency=header.currency or "",
        language=header.language,
        stage=header.stage.value,
        restricted=header.confidentiality == "restricted",
        owner=_person(plan, header.owner),
        sponsor=_person(plan, header.sponsor),
        team=tuple(_member(one) for one in plan.team if not has_left(one, today)),
        objectives=len(open_ones),
        is_stage_met=report.is_stage_met,
        signoff_errors=sum(one.severity is Severity.ERROR for one in report.signoffs.findings),
        on_hold=sum(one.status == "on_hold" for one in plan.objectives),
        unasked=tuple(one.id for one in open_ones if not one.directions),
        met=report.met,
        required=report.required,
        functions=_party_states(one for each in active for one in each.functions),
        roles=_party_states(one for each in active for one in (each.decider, each.sponsor)),
        invalidated=_invalidated(active),
        only_recorded=_only_recorded(report, header.stage),
        blocks=_blocks(plan, active),
        years=_years(plan, today),
        target=_target(plan, today),
        on_track=on_track,
        behind=behind,
        unknown=unknown,
        late=tuple(one for one in waiting if one.due < today),
        due_soon=tuple(one for one in waiting if 0 <= (one.due - today).days <= SOON_DAYS),
        dates=tuple(DatedEvent(one.name, one.title, one.date) for one in reported_dates(report)),
        review=header.next_review.day if header.next_review else None,
        errors=report.errors,
        unread_parts=report.unread_parts,
        stage_errors=_stage_errors(report),
        warnings=report.warnings,
        whitespace=_whitespace(plan),
        contacts=_contacts(plan, today),
        missing_tools=_missing_tools(report, plan),
        opportunities=_opportunities(plan, names),
        custom_choices=_custom_choices(report, plan),
        share_reading=_share_reading(plan, today),
    )


def _in_plan_language(plan: Plan, text: Text | None) -> str:
    return text_in(text, plan.plan.language, plan.plan.language)


def _member(member: Member) -> PersonSummary:
    return PersonSummary(
        member.name.strip(),
        (member.email or "").strip(),
        member.function or "",
        member.allocation,
    )


def _person(plan: Plan, who: str | None) -> PersonSummary | None:
    """Return one of ours; an id that is nobody's stands for a name."""
    member = member_with_id(plan, who)
    if member is not None:
        return _member(member)
    return PersonSummary(who) if who else None


def _contacts(plan: Plan, today: dt.date) -> tuple[ContactSummary, ...]:
    return tuple(
        ContactSummary(
            one.name.strip(),
            _in_plan_language(plan, one.title),
            one.attitude or "",
            one.influence or "",
        )
        for one in plan.stakeholders
        if not has_left(one, today)
    )


def _invalidated(active: Sequence[ObjectiveStatus]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.party, each.objective.id)
        for each in active
        for one in each.everybody
        if one.state == "invalidated"
    )


def _only_recorded(report: PlanReport, stage: Stage) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            one.party
            for each in only_recorded(stage, report.agreement)
            for one in each.only_recorded
        )
    )


def _stage_errors(report: PlanReport) -> int:
    return sum(
        one.severity is Severity.ERROR and one.requirement_of is not None for one in report.findings
    )


def _blocks(plan: Plan, active: Sequence[ObjectiveStatus]) -> tuple[BlockingConcern, ...]:
    return tuple(
        BlockingConcern(direction.function, each.objective.id, _in_plan_language(plan, one.concern))
        for each in active
        for direction, one in each.blocking
    )


def _party_states(parties: Iterable[PartyStatus]) -> tuple[PartyStates, ...]:
    found: dict[str, list[AgreementState]] = {}
    for one in parties:
        found.setdefault(one.party, []).append(one.state)
    return tuple(PartyStates(party, tuple(states)) for party, states in found.items())


def _measures(objectives: Sequence[Objective], today: dt.date) -> tuple[int, int, int]:
    paces = [
        progress(measure, today).pace for objective in objectives for measure in objective.measures
    ]
    behind = paces.count("behind")
    unknown = paces.count("unknown")
    return len(paces) - behind - unknown, behind, unknown


def _due_items(plan: Plan, names: dict[str, str]) -> Iterator[DueItem]:
    """Return what is to be done and has a date: actions, answers to concerns and to risks."""
    tools = plan.plan.tools
    for one in deadlines(plan):
        what = _DUE_ITEM_KINDS.get(one.row.path)
        if what is None or (what == "response" and tools and "risks" not in tools):
            continue
        owner = names.get(one.owner or "", one.owner or "")
        yield DueItem(what, _in_plan_language(plan, one.title), owner, one.date.day)


def _years(plan: Plan, today: dt.date) -> tuple[AccountYear, ...]:
    return tuple(
        AccountYear(one.year, one.turnover, one.share_of_wallet) for one in past_years(plan, today)
    )


def _share_reading(plan: Plan, today: dt.date) -> AccountYear | None:
    last = share_of_wallet(plan, today)
    return AccountYear(last.day.year, None, last.percent) if last and last.is_reading else None


def _target(plan: Plan, today: dt.date) -> AccountYear | None:
    targets = targets_ahead(plan, today)
    last = max(targets, key=lambda one: (one.turnover is not None, one.year), default=None)
    return AccountYear(last.year, last.turnover, last.share_of_wallet) if last else None


def _whitespace(plan: Plan) -> tuple[WhitespacePotential, ...]:
    cells = plan.whitespace.cells if plan.whitespace else ()
    return tuple(
        WhitespacePotential(one.unit.strip(), one.offering.strip(), one.status, one.could_be_ours)
        for one in cells
        if one.could_be_ours > 0
    )


def _workspace(report: PlanReport) -> Workspace:
    return report.rules.workspace if report.rules else NO_WORKSPACE


def _missing_tools(report: PlanReport, plan: Plan) -> tuple[str, ...]:
    tier = _workspace(report).tiers.get(plan.account.tier or "")
    if tier is None or report.document is None:
        return ()
    return tuple(missing_tools(tier, plan.plan.tools, report.document))


def _opportunities(plan: Plan, names: dict[str, str]) -> tuple[OpportunitySummary, ...]:
    found = [
        OpportunitySummary(
            _in_plan_language(plan, one.title),
            one.value,
            one.probability,
            one.close,
            names.get(one.owner or "", one.owner or ""),
        )
        for one in plan.opportunities
        if not is_decided(one)
    ]
    return tuple(sorted(found, key=lambda one: one.close.day if one.close else dt.date.max))


def _custom_choices(report: PlanReport, plan: Plan) -> tuple[tuple[str, str], ...]:
    custom = _workspace(report).custom
    return tuple(
        (name, str(values[name]))
        for place, values in (("account", plan.account.custom), ("plan", plan.plan.custom))
        for name, field in custom.get(place, {}).items()
        if field.type == "choice" and values.get(name)
    )
