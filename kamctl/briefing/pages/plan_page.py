"""A page about one plan for one audience: what all kinds have, and the parts that one adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamctl.briefing.formatter import PlanFormatter
from kamctl.briefing.sections.customer import about_facts
from kamctl.briefing.sections.objective import objective_view
from kamctl.briefing.sections.relationship import relationship_facts
from kamctl.briefing.sections.request import request_view
from kamctl.briefing.tables import web_link
from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.views.elements import Notice
from kamctl.i18n.message import counted, message
from kamctl.plan.load import UNNAMED_ACCOUNT

if TYPE_CHECKING:
    from kamctl.briefing.views.elements import Table
    from kamctl.briefing.views.full_plan import FullPlanView
    from kamctl.briefing.views.objective import ObjectiveView
    from kamctl.briefing.views.one_pager import OnePagerView
    from kamctl.briefing.views.review import ReviewView
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.history.compared_plans import Lookback
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.signoffs.agreement_status import ObjectiveStatus


class PageContent(NamedTuple):
    """A plan for one audience: what the pages of all kinds are made of.

    `objectives` are what the audience may see of those in `alignments`, its own first,
    closed ones last. `past` is
    what a review tells of. `full` asks for a briefing with all details.
    """

    plan: Plan
    alignments: tuple[ObjectiveStatus, ...]
    objectives: tuple[ObjectiveView, ...]
    report: PlanReport
    audience: Audience
    formatter: PlanFormatter
    past: Lookback | None
    full: bool


class PageParts(NamedTuple):
    """What a page has besides what all have.

    `objectives` replace the whole ones, `notices` come after those of all pages.
    `has_account_facts` is for a page that says who the account is.
    """

    tables: tuple[Table | None, ...] = ()
    one_pager: OnePagerView | None = None
    full_plan: FullPlanView | None = None
    review: ReviewView | None = None
    objectives: tuple[ObjectiveView, ...] | None = None
    notices: tuple[Notice, ...] = ()
    has_account_facts: bool = True


def page_content(
    report: PlanReport,
    audience: Audience,
    language: str,
    past: Lookback | None = None,
    *,
    full: bool = False,
) -> PageContent:
    """Return what `audience` may see of the objectives of a plan, and all else that parts need."""
    plan = report.plan
    assert plan is not None
    formatter = PlanFormatter(plan, language, report.today)
    ordered = sorted(
        report.agreement,
        key=lambda one: (
            one.objective.is_closed,
            all(part.party != audience.function for part in one.functions),
        ),
    )
    objectives = tuple(objective_view(one, audience, report, formatter) for one in ordered)
    return PageContent(plan, tuple(ordered), objectives, report, audience, formatter, past, full)


def page_view(
    content: PageContent, title: str, parts: PageParts, company: str | None = None
) -> BriefingView:
    """Return a page with its `parts`; `title` has the place of the account in it."""
    plan, audience, formatter = content.plan, content.audience, content.formatter
    _ = formatter.translate
    objectives = content.objectives if parts.objectives is None else parts.objectives
    named = plan.account.name.strip()
    summary = formatter.text(plan.account.summary)
    account = _("Account without a name") if named == UNNAMED_ACCOUNT else named
    made_for = _("For {audience}", audience=formatter.function_name(audience.name))
    return BriefingView(
        language=formatter.language,
        title=_(title, account=account),
        account=account,
        company=(company or "").strip(),
        audience=made_for,
        date=formatter.day(formatter.today),
        date_iso=formatter.today.isoformat(),
        confidentiality=_("Restricted")
        if plan.plan.confidentiality == "restricted"
        else _("Internal"),
        notices=(*_notices(content.report, audience, formatter), *parts.notices),
        request=request_view(content.alignments, audience, content.report, formatter),
        objectives=objectives,
        no_objectives="" if objectives else _no_objectives(content.report, formatter),
        about=(summary,) if summary and parts.has_account_facts else (),
        about_facts=about_facts(plan.account, formatter) if parts.has_account_facts else (),
        website=web_link(plan.account.website) if parts.has_account_facts else None,
        relationship=relationship_facts(plan, formatter) if audience.sees("relationship") else (),
        tables=tuple(one for one in parts.tables if one),
        one_pager=parts.one_pager,
        full_plan=parts.full_plan,
        review=parts.review,
    )


def _notices(
    report: PlanReport, audience: Audience, formatter: PlanFormatter
) -> tuple[Notice, ...]:
    """Say how much cannot be read, and in one line how much is wrong or incomplete.

    The account team learns what is theirs to correct.
    """
    unread = report.unread_parts
    if not unread:
        return _incomplete_notices(report, audience, formatter)
    text = formatter.translate_message(_parts_unread(unread))
    return Notice("bad", text), *_incomplete_notices(report, audience, formatter)


def _parts_unread(parts: int) -> Message:
    """Say that a document lacks parts of the plan that could not be read."""
    return counted(
        "One part of the plan cannot be read and is missing here.",
        "{count} parts of the plan cannot be read and are missing here.",
        parts,
    )


def _no_objectives(report: PlanReport, formatter: PlanFormatter) -> str:
    if report.has_lost_entries("objectives"):
        return formatter.translate("The objectives of this plan cannot be read.")
    return formatter.translate("This plan has no strategic objective yet.")


def _incomplete_notices(
    report: PlanReport, audience: Audience, formatter: PlanFormatter
) -> tuple[Notice, ...]:
    _ = formatter.translate
    # Who has not signed or confirmed yet is a state that the page shows, and no lack of the text.
    missing = sum(
        not check.needs_signoff for objective in report.objectives for check in objective.missing
    )
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
        return (Notice("warn", _no_objectives(report, formatter)),)
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
            "Draft for comment: one point still to complete.",
            "Draft for comment: {count} points still to complete.",
            missing,
        )
        if is_draft
        else counted("One point still to complete.", "{count} points still to complete.", missing)
    )
    return formatter.translate_message(text)
