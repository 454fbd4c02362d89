"""From a plan and an audience to what the audience may see."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from kamctl.briefing import document_labels
from kamctl.briefing.formatter import PlanFormatter
from kamctl.briefing.pages.full_plan import full_plan_view
from kamctl.briefing.pages.one_pager import one_pager_view
from kamctl.briefing.pages.review import review_view
from kamctl.briefing.sections.alignment_matrix import alignment_matrix
from kamctl.briefing.sections.buying import contracts_table
from kamctl.briefing.sections.customer import about_facts, needs_table
from kamctl.briefing.sections.objective import objective_view
from kamctl.briefing.sections.people import contacts_table, people_table
from kamctl.briefing.sections.position import position_table
from kamctl.briefing.sections.relationship import relationship_facts
from kamctl.briefing.sections.swot import swot_table
from kamctl.briefing.sections.white_space import white_space_table
from kamctl.briefing.tables import web_link
from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.views.elements import Notice, Table
from kamctl.checks.engine.reported_dates import reported_date_paths
from kamctl.i18n.message import counted
from kamctl.plan import labels
from kamctl.signoffs.status import agreement_status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from kamctl.briefing.visibility.audience import Audience
    from kamctl.checks.engine.completeness import Completeness
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.history.compared_plans import Lookback
    from kamctl.plan.model import Plan

BRIEFING, ONE_PAGE, FULL_PLAN, REVIEW = "briefing", "onepage", "plan", "review"
"""The kinds of pages that kamctl brings along."""
_UNNAMED = "?"
"""What the loader puts where an account has no name."""


def build_view(
    plan: Plan,
    audience: Audience,
    language: str,
    report: PlanReport,
    today: dt.date,
    company: str | None = None,
    kind: str = BRIEFING,
    past: Lookback | None = None,
) -> BriefingView:
    """Return what `audience` may see of `plan`, in `language`, as of `today`.

    What only some kinds of pages show is there for these, and for a company's own; `past` is what a
    review tells of.
    """
    assert report.rules is not None  # it has a plan
    formatter = PlanFormatter(plan, language, today)
    _ = formatter.translate
    lists = _checklists(plan, report)
    ordered = sorted(
        agreement_status(plan, report.signoffs.entries, report.rules),
        key=lambda one: all(part.party != audience.function for part in one.functions),
    )
    objectives = tuple(
        objective_view(one, audience, lists.get(one.objective.id), formatter) for one in ordered
    )
    named = plan.account.name.strip()
    account = _("Account without a name") if named == _UNNAMED else named
    made_for = _(
        "Made for {audience}", audience=formatter.label(document_labels.AUDIENCES, audience.name)
    )
    return BriefingView(
        language=language,
        title=_title(kind, account, formatter),
        account=account,
        company=(company or "").strip(),
        audience=made_for,
        date=formatter.day(today),
        date_iso=today.isoformat(),
        confidentiality=_("Restricted")
        if plan.plan.confidentiality == "restricted"
        else _("Internal"),
        notices=_notices(report, lists, audience, kind, formatter),
        objectives=objectives,
        no_objectives=""
        if objectives
        else _("This plan has no strategic objective yet. It starts with one sentence."),
        about=tuple(part for part in (formatter.text(plan.account.summary),) if part),
        about_facts=about_facts(plan.account, formatter),
        website=web_link(plan.account.website),
        relationship=relationship_facts(plan, formatter) if audience.sees("relationship") else (),
        tables=()
        if kind in (ONE_PAGE, FULL_PLAN, REVIEW)  # they have their own
        else tuple(
            one
            for one in (
                alignment_matrix(ordered, audience, formatter),
                *_tables(plan, audience, formatter),
            )
            if one is not None
        ),
        one_pager=one_pager_view(plan, ordered, objectives, audience, formatter)
        if kind not in (BRIEFING, FULL_PLAN, REVIEW)
        else None,
        full_plan=full_plan_view(plan, ordered, audience, formatter)
        if kind not in (BRIEFING, ONE_PAGE, REVIEW) and audience.sees("all_details")
        else None,
        review=review_view(plan, ordered, past, reported_date_paths(report), audience, formatter)
        if past is not None
        else None,
    )


def _title(kind: str, account: str, formatter: PlanFormatter) -> str:
    _ = formatter.translate
    if kind == ONE_PAGE:
        return _("{account}: one-pager", account=account)
    if kind == FULL_PLAN:
        return _("{account}: account plan", account=account)
    if kind == REVIEW:
        return _("{account}: review", account=account)
    return _("{account}: briefing", account=account)


def _checklists(plan: Plan, report: PlanReport) -> dict[str, Completeness]:
    """Return the checklist of each objective by its id; a closed one is past being completed."""
    closed = {one.id for one in plan.objectives if one.is_closed}
    return {one.objective: one for one in report.objectives if one.objective not in closed}


def _notices(
    report: PlanReport,
    lists: Mapping[str, Completeness],
    audience: Audience,
    kind: str,
    formatter: PlanFormatter,
) -> tuple[Notice, ...]:
    """Say how much is wrong or missing; what it is, and in which file, the account team alone."""
    _ = formatter.translate
    notices = []
    team = audience.sees("all_details")
    if report.errors:
        notices.append(
            _wrong(report, formatter) if team else _something_wrong(report.errors, formatter)
        )
    missing = sum(len(one.missing) for one in lists.values())
    if missing:
        text = _unfinished(missing, not team or kind in (ONE_PAGE, REVIEW), formatter)
        notices.append(Notice("warn", text))
    elif formatter.plan.plan.stage.value == "draft":
        notices.append(Notice("warn", _("Unfinished: this plan is a draft.")))
    elif not formatter.plan.objectives:
        notices.append(Notice("warn", _("Unfinished: this plan has no objective.")))
    return tuple(notices)


def _wrong(report: PlanReport, formatter: PlanFormatter) -> Notice:
    text = formatter.translate_message(
        counted(
            "This plan has an error, so something may be wrong or missing here. To see it:",
            "This plan has {count} errors, so something may be wrong or missing here. To see them:",
            report.errors,
        )
    )
    return Notice("bad", text, f"kamctl validate {PurePath(report.file).name}")


def _something_wrong(errors: int, formatter: PlanFormatter) -> Notice:
    text = formatter.translate_message(
        counted(
            "This plan has an error, so something may be wrong or missing here.",
            "This plan has {count} errors, so something may be wrong or missing here.",
            errors,
        )
    )
    return Notice("bad", text)


def _unfinished(missing: int, elsewhere: bool, formatter: PlanFormatter) -> str:
    """Say how much is missing; where it is not listed `elsewhere`, that it is listed below."""
    stage = formatter.label(labels.STAGES, formatter.plan.plan.stage.value).lower()
    text = (
        counted(
            "Unfinished ({stage}): one point is still missing.",
            "Unfinished ({stage}): {count} points are still missing.",
            missing,
            stage=stage,
        )
        if elsewhere
        else counted(
            "Unfinished ({stage}): one point is still missing, named below.",
            "Unfinished ({stage}): {count} points are still missing, listed below.",
            missing,
            stage=stage,
        )
    )
    return formatter.translate_message(text)


def _tables(plan: Plan, audience: Audience, formatter: PlanFormatter) -> tuple[Table | None, ...]:
    return (
        position_table(plan, audience, formatter),
        white_space_table(plan, formatter) if audience.sees("whitespace") else None,
        needs_table(plan, formatter) if audience.sees("needs") else None,
        swot_table(plan, formatter) if audience.sees("swot") else None,
        contracts_table(plan, formatter) if audience.sees("contracts") else None,
        people_table(plan, audience, formatter)
        if audience.sees("stakeholders")
        else contacts_table(plan, audience, formatter)
        if audience.sees("contacts")
        else None,
    )
