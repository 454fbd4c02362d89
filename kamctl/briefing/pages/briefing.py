"""From a plan and an audience to what the audience may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import document_labels
from kamctl.briefing.engine.custom_templates import BUILTIN_KINDS
from kamctl.briefing.formatter import PlanFormatter
from kamctl.briefing.pages.full_plan import full_plan_view
from kamctl.briefing.pages.one_pager import one_pager_view
from kamctl.briefing.pages.review import review_view
from kamctl.briefing.pages.short_briefing import short_objectives
from kamctl.briefing.sections.alignment_matrix import alignment_matrix
from kamctl.briefing.sections.buying import contracts_table
from kamctl.briefing.sections.customer import about_facts, needs_table
from kamctl.briefing.sections.objective import objective_view
from kamctl.briefing.sections.people import contacts_table, people_table
from kamctl.briefing.sections.position import position_table
from kamctl.briefing.sections.relationship import relationship_facts
from kamctl.briefing.sections.request import request_view
from kamctl.briefing.sections.swot import swot_table
from kamctl.briefing.sections.white_space import white_space_table
from kamctl.briefing.tables import web_link
from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.views.elements import Notice, Table
from kamctl.checks.engine.reported_dates import reported_date_paths
from kamctl.i18n.message import counted, message
from kamctl.signoffs.status import agreement_status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from kamctl.briefing.visibility.audience import Audience
    from kamctl.checks.engine.completeness import Completeness
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.history.compared_plans import Lookback
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.signoffs.status import ObjectiveStatus

BRIEFING, ONE_PAGE, FULL_PLAN, REVIEW = BUILTIN_KINDS
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
    *,
    full: bool = False,
) -> BriefingView:
    """Return what `audience` may see of `plan`, in `language`, as of `today`.

    What only some kinds of pages show is there for these, and for a company's own; `past` is what a
    review tells of. A briefing is short, unless `full`; all other kinds have everything.
    """
    assert report.rules is not None  # it has a plan
    formatter = PlanFormatter(plan, language, today)
    _ = formatter.translate
    lists = {one.objective: one for one in report.open_objectives}
    ordered = sorted(
        agreement_status(plan, report.signoffs.entries, report.rules),
        key=lambda one: all(part.party != audience.function for part in one.functions),
    )
    objectives = tuple(
        objective_view(one, audience, lists.get(one.objective.id), formatter) for one in ordered
    )
    short = kind == BRIEFING and not full
    if short:
        objectives = short_objectives(objectives, audience)
    named = plan.account.name.strip()
    account = _("Account without a name") if named == _UNNAMED else named
    made_for = _(
        "For {audience}", audience=formatter.label(document_labels.AUDIENCES, audience.name)
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
        notices=_notices(report, lists, audience, formatter),
        request=request_view(ordered, audience, formatter),
        objectives=objectives,
        no_objectives="" if objectives else _("This plan has no strategic objective yet."),
        about=tuple(part for part in (formatter.text(plan.account.summary),) if part and not short),
        about_facts=() if short else about_facts(plan.account, formatter),
        website=None if short else web_link(plan.account.website),
        relationship=relationship_facts(plan, formatter) if audience.sees("relationship") else (),
        tables=tuple(one for one in _tables(plan, ordered, audience, formatter, short=short) if one)
        if kind not in (ONE_PAGE, FULL_PLAN, REVIEW)  # they have their own
        else (),
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


def _notices(
    report: PlanReport,
    lists: Mapping[str, Completeness],
    audience: Audience,
    formatter: PlanFormatter,
) -> tuple[Notice, ...]:
    """Say in one line how much is wrong or incomplete; to the account team, what is theirs."""
    _ = formatter.translate
    missing = sum(len(one.missing) for one in lists.values())
    is_draft = formatter.plan.plan.stage.value == "draft"
    draft = _("Draft for comment.")
    text = ""
    if report.errors and audience.sees("all_details"):
        text = formatter.translate_message(_to_correct(report.errors, missing))
    elif report.errors and not missing:
        text = _("Some information may be incorrect or incomplete.")
    if text:
        return (Notice("bad", f"{draft} {text}" if is_draft else text),)
    if missing:
        return (Notice("warn", _incomplete(missing, is_draft, formatter)),)
    if is_draft:
        return (Notice("warn", draft),)
    if not formatter.plan.objectives:
        return (Notice("warn", _("This plan has no strategic objective yet.")),)
    return ()


def _to_correct(errors: int, missing: int) -> Message:
    if missing:
        return message(
            "Errors to correct: {errors}. Points to complete: {missing}.",
            errors=errors,
            missing=missing,
        )
    return counted(
        "One error to correct: some information may be incorrect or incomplete.",
        "{count} errors to correct: some information may be incorrect or incomplete.",
        errors,
    )


def _incomplete(missing: int, is_draft: bool, formatter: PlanFormatter) -> str:
    text = (
        counted(
            "Draft for comment: one point is incomplete.",
            "Draft for comment: {count} points are incomplete.",
            missing,
        )
        if is_draft
        else counted("One point is incomplete.", "{count} points are incomplete.", missing)
    )
    return formatter.translate_message(text)


def _tables(
    plan: Plan,
    ordered: Sequence[ObjectiveStatus],
    audience: Audience,
    formatter: PlanFormatter,
    *,
    short: bool,
) -> tuple[Table | None, ...]:
    """Return the tables about the whole account; in a `short` briefing only the reader's own."""
    position = position_table(plan, audience, formatter, short=short)
    needs = needs_table(plan, formatter) if audience.sees("needs") else None
    contracts = contracts_table(plan, formatter) if audience.sees("contracts") else None
    if not short:
        return (
            alignment_matrix(ordered, audience, formatter),
            position,
            white_space_table(plan, formatter) if audience.sees("whitespace") else None,
            needs,
            swot_table(plan, formatter) if audience.sees("swot") else None,
            contracts,
            people_table(plan, audience, formatter)
            if audience.sees("stakeholders")
            else _counterparts(plan, audience, formatter),
        )
    if audience.sees("all_details"):
        return (position,)
    return (
        position,
        needs,
        contracts,
        _counterparts(plan, audience, formatter),
    )


def _counterparts(plan: Plan, audience: Audience, formatter: PlanFormatter) -> Table | None:
    return contacts_table(plan, audience, formatter) if audience.sees("contacts") else None
