"""`kamctl plan stage`: move a plan on, if it is entitled."""

from __future__ import annotations

import typer

from kamctl.cli.colour import COLOR, Color, is_coloured
from kamctl.cli.commands import Commands
from kamctl.cli.completion import complete_plans
from kamctl.cli.reading import TODAY
from kamctl.cli.speaking import said, words
from kamctl.cli.validate import StageName

plan_app = Commands(name="plan", help="Move a plan on.")
NOT_ENTITLED = 1


@plan_app.callback()
def plan_() -> None:
    """Move a plan on."""


@plan_app.command("stage")
def stage(
    plan: str = typer.Argument(
        ..., metavar="PLAN", help="The plan.", autocompletion=complete_plans
    ),
    wanted: StageName = typer.Argument(
        ..., metavar="STAGE", help="draft, shared, aligned, validated."
    ),
    color: Color = COLOR,
    today: str = TODAY,
) -> None:
    """Move the plan to a stage, if it has what the stage asks for; else say what is missing.

    Going back is always possible. Ends with 0 if the plan has moved, 1 if something is missing.
    """
    import shutil
    from dataclasses import replace

    from kamctl.cli.reading import day, open_plan, plan_of
    from kamctl.cli.splicing import Splice
    from kamctl.document.finding import Severity
    from kamctl.document.insertion import Put
    from kamctl.plan.header import Stage
    from kamctl.report.text import TextReport
    from kamctl.report.weights import stage_word
    from kamctl.words.message import counted, message

    asked = Stage(wanted.value)
    as_of = day(today)
    _, read = plan_of(plan, as_of)
    now = read.plan.stage
    if asked is now:
        typer.echo(
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
            columns = shutil.get_terminal_size().columns
            text = TextReport(columns=columns, colour=is_coloured(color), translate=words())
            typer.echo(text.plan(replace(there, findings=tuple(lacking))), nl=False)
            missing = counted(
                "Not moved: one thing is missing for stage {wanted}. It stays {now}.",
                "Not moved: {count} things are missing for stage {wanted}. It stays {now}.",
                len(lacking),
                wanted=stage_word(asked),
                now=stage_word(now),
            )
            typer.echo(said(missing))
            raise typer.Exit(NOT_ENTITLED)
    Splice.into(plan, [Put(("plan", "stage"), asked.value)]).write()
    moved = message(
        "{account}: {before} → {after}.",
        account=read.account.name,
        before=stage_word(now),
        after=stage_word(asked),
    )
    typer.echo(said(moved))
