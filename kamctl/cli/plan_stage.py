"""`kamctl plan stage`: change a plan's stage, where it meets the requirements."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.checks.engine.runner import CheckOptions, check_file
from kamctl.cli.commands import Commands
from kamctl.cli.findings_text import findings_text
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.load_plans import load_checked_plan
from kamctl.cli.options import PLAN, TODAY, parse_day
from kamctl.document.changes import SetValue
from kamctl.document.command_text import as_argument
from kamctl.document.finding import Severity
from kamctl.document.writing import locked
from kamctl.i18n.message import N_, Message, counted, message
from kamctl.plan.labels import stage_label
from kamctl.plan.plan_file import change_plan
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from datetime import date

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.cli.console import Console
    from kamctl.plan.model import Plan

plan_app = Commands(name="plan", help="Change a plan's stage.")
REQUIREMENTS_NOT_MET = 1


@plan_app.callback()
def plan_() -> None:
    """Change a plan's stage."""


@plan_app.command("stage")
@examples(("kamctl plan stage lactea/plan.yaml shared", N_("Change the plan's stage to shared")))
def stage(
    ctx: typer.Context,
    plan: str = PLAN,
    wanted: Stage = typer.Argument(
        ..., metavar="STAGE", help="The new stage: draft, shared, aligned or validated."
    ),
    today: str = TODAY,
) -> None:
    """Change a plan's stage, or list what is missing for it.

    Moving to an earlier stage is always possible. The requirements of the current stage are
    checked too. Exit code: 0 changed, 1 requirements missing.
    """
    console: Console = ctx.obj
    as_of = parse_day(today)
    _, account_plan = _check_stage(console, plan, as_of, wanted)
    before = account_plan.plan.stage
    if wanted is before:
        already = message(
            "{account} is already at stage {stage}.",
            account=account_plan.account.name,
            stage=stage_label(before),
        )
        console.print_result(localized(already))
        return
    with locked(Path(plan)):  # as recording a sign-off locks it: no objection in between
        report, account_plan = _check_stage(console, plan, as_of, wanted)
        # What was checked is what is moved: a plan that was changed meanwhile stays where it is.
        change_plan(plan, [SetValue(("plan", "stage"), wanted.value)], seen=report.source)
    moved = message(
        "{account}: {before} → {after}.",
        account=account_plan.account.name,
        before=stage_label(before),
        after=stage_label(wanted),
    )
    console.print_result(localized(moved))
    if wanted.rank > before.rank and (warnings := check_file(plan, as_of).warnings):
        console.note(localized(_warnings_message(warnings, plan)))


def _check_stage(console: Console, plan: str, as_of: date, asked: Stage) -> tuple[PlanReport, Plan]:
    """Read a plan that meets the stage asked for.

    Raises:
        typer.Exit: it does not; what is missing was listed.
    """
    report, account_plan = load_checked_plan(plan, as_of)
    now = account_plan.plan.stage
    if asked.rank >= now.rank:
        there = check_file(plan, as_of, CheckOptions(asked))
        lacking = [one for one in there.findings if one.severity is Severity.ERROR]
        if lacking:
            text = findings_text(console.out)
            console.print(text.plan(replace(there, findings=tuple(lacking))), end="")
            console.print(localized(_missing_message(len(lacking), asked, now)))
            raise typer.Exit(REQUIREMENTS_NOT_MET)
    return report, account_plan


def _warnings_message(count: int, plan: str) -> Message:
    return counted(
        "One warning at this stage: kamctl validate {plan}",
        "{count} warnings at this stage: kamctl validate {plan}",
        count,
        plan=as_argument(plan),
    )


def _missing_message(count: int, asked: Stage, now: Stage) -> Message:
    """Say that a plan does not meet a stage: the one asked for, or the one it claims."""
    if asked is Stage.DRAFT:  # it requires nothing: a file is valid or not
        return counted(
            "The plan is a draft and has one error.",
            "The plan is a draft and has {count} errors.",
            count,
        )
    if asked is now:
        return counted(
            "The plan claims stage {now}, but one requirement is not met.",
            "The plan claims stage {now}, but {count} requirements are not met.",
            count,
            now=stage_label(now),
        )
    return counted(
        "Stage not changed from {now}: one requirement of stage {wanted} is not met.",
        "Stage not changed from {now}: {count} requirements of stage {wanted} are not met.",
        count,
        wanted=stage_label(asked),
        now=stage_label(now),
    )
