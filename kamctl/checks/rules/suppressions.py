"""Family 9xx: the comments that suppress findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, did_you_mean_check, find_check, plan_check
from kamctl.checks.engine.suppressions import EXAMPLE, is_cross_plan
from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.document import error_codes
from kamctl.document.finding import Severity
from kamctl.i18n.message import Message, message
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import Span


@plan_check("KAM901", "idle-suppression", warns_from=Stage.DRAFT, last=True)
def idle_suppression(context: Context) -> Iterator[Observation]:
    """Every comment that ignores a finding names a check that reports something there.

    Findings that keep a plan from being read cannot be ignored, nor can findings about these
    comments. The same applies to a missing objective (KAM120), agreement (KAM310) or validation
    (KAM311), and a sign-off from the future (KAM319). A comment applies to its own file only:
    findings in `signoffs.yaml` or `kamctl.yaml` remain.

    Why:
        A comment without effect hides future findings: a new error there would be ignored from the
        start.

    Example:
        objectives:
          - id: SO1  # kamctl: ignore KAM104 because the new account manager starts in May
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
        team:
          - {id: claire, name: Claire Morel}
    """
    for one in context.applied_suppressions.suppressions:
        if not one.checks:
            yield Observation(
                (),
                message("This comment is not valid."),
                message("Write it as follows, with commas between checks: {form}", form=EXAMPLE),
                span=one.span,
            )
        for name, span, code in one.checks:
            hint = _hint_if_mandatory(name, code)
            if hint is not None:
                yield Observation(
                    (), message("{code} cannot be ignored.", code=name), hint, span=span
                )
            elif code is None:
                yield _unknown_check(name, span)
            elif (
                (one.span, code) not in context.applied_suppressions.used
                and one.holds(context.today)
                and not is_cross_plan(code)  # one plan alone cannot tell
            ):
                yield Observation(
                    (),
                    message(
                        "{code} reports nothing here, so this comment has no effect.", code=code
                    ),
                    message("Remove the comment, or move it to the entry it is about."),
                    span=span,
                )


def _hint_if_mandatory(name: str, code: str | None) -> Message | None:
    """Say what to do about a finding that no comment can ignore."""
    check = find_check(code) if code else None
    if check is not None and check.mandatory is not None:
        return Message(check.mandatory.instead_of_comment)
    if check is not None and check.last:
        return message(
            "This check is about these comments themselves: correct the comment it reports."
        )
    if any(name.upper() == one.code or name == one.name for one in error_codes.ERROR_CODES):
        return message(
            "This check is about whether kamctl can read the plan: correct what it reports."
        )
    return None


def _unknown_check(name: str, span: Span) -> Observation:
    return Observation(
        (),
        message("Unknown check “{name}”.", name=name),
        did_you_mean_check(name),
        span=span,
    )


@plan_check("KAM902", "unreasoned-suppression", required_from=Stage.DRAFT, last=True)
def unreasoned_suppression(context: Context) -> Iterator[Observation]:
    """Every comment that ignores a finding has a reason, and has not expired.

    Why:
        A later reader cannot know whether an omission was intended. A reason can be judged, and a
        date brings the question back automatically.

    Example:
        objectives:
          - id: SO1  # kamctl: ignore KAM104
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        objectives:
          - id: SO1  # kamctl: ignore KAM104 because the new account manager starts in May
            statement: Become their one partner for cleaning by the end of 2028.
    """
    for one in context.applied_suppressions.suppressions:
        if one.checks and not _is_reason(one.reason):
            yield Observation(
                (),
                message("This comment ignores a finding without giving a reason."),
                message("Add the reason at the end of the comment: {form}", form="because …"),
                span=one.span,
            )
        if one.until and one.last_day is None:
            yield Observation(
                (),
                message("“{text}” is not a date.", text=one.until),
                message("Write a date as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1."),
                Severity.ERROR,
                span=one.span,
            )
        elif not one.holds(context.today):
            yield Observation(
                (),
                message("This comment has expired ({until}).", until=one.last_day),
                message("Correct the finding, or give a new date and a valid reason."),
                span=one.span,
            )


def _is_reason(reason: str) -> bool:
    return any(map(str.isalnum, reason)) and not is_placeholder(reason)
