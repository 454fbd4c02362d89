"""`kamctl plan stage`: change a plan's stage, where it meets the requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kamctl.cli.commands import Commands
from kamctl.cli.completion import complete_plans
from kamctl.cli.help import examples
from kamctl.cli.reading import TODAY
from kamctl.cli.speaking import said, words
from kamctl.cli.validate import StageName
from kamctl.words.message import N_

if TYPE_CHECKING:
    from kamctl.cli.console import Console

plan_app = Commands(name="plan", help="Change a plan's stage.")
NOT_ENTITLED = 1


@plan_app.callback()
def plan_() -> None:
    """Change a plan's stage."""


@plan_app.command("stage")
@examples(("kamctl plan stage lactea/plan.yaml shared", N_("Change the plan's stage to shared")))
def stage(
    ctx: typer.Context,
    plan: str = typer.Argument(
        ..., metavar="PLAN", help="The plan.", autocompletion=complete_plans
    ),
    wanted: StageName = typer.Argument(
        ..., metavar="STAGE", help="draft, shared, aligned, validated."
    ),
    today: str = TODAY,
) -> None:
    """Change a plan's stage, or list what is missing for it.

    An earlier stage is always possible. Exit code: 0 changed, 1 something is missing.
    """
    from dataclasses import replace

    from kamctl.cli.reading import day, open_plan, plan_of
    from kamctl.cli.splicing import Splice
    from kamctl.document.finding import Severity
    from kamctl.document.insertion import Put
    from kamctl.plan.header import Stage
    from kamctl.report.text import TextReport
    from kamctl.report.weights import stage_word
    from kamctl.words.message import counted, message

    console: Console = ctx.obj
    asked = Stage(wanted.value)
    as_of = day(today)
    report, read = plan_of(plan, as_of)
    now = read.plan.stage
    if asked is now:
        console.tell(
            said(
                message(
                    "{account} is at stage {stage} already.",
                    account=read.account.name,
                    stage=stage_word(now),
                )
            )
        )
        return
    if asked.rank > now.rank:
        there = open_plan(plan, as_of, asked)
        lacking = [one for one in there.findings if one.severity is Severity.ERROR]
        if lacking:
            text = TextReport(width=console.out.width, translate=words())
            console.print(text.plan(replace(there, findings=tuple(lacking))), end="")
            missing = counted(
                "Not moved: one thing is missing for stage {wanted}. It stays {now}.",
                "Not moved: {count} things are missing for stage {wanted}. It stays {now}.",
                len(lacking),
                wanted=stage_word(asked),
                now=stage_word(now),
            )
            console.print(said(missing))
            raise typer.Exit(NOT_ENTITLED)
    # What was checked is what is moved: a plan that was changed meanwhile stays where it is.
    Splice.into(plan, [Put(("plan", "stage"), asked.value)], report.source).write()
    moved = message(
        "{account}: {before} → {after}.",
        account=read.account.name,
        before=stage_word(now),
        after=stage_word(asked),
    )
    console.tell(said(moved))
