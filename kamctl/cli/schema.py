"""`kamctl schema`: the formats, for editors and programs."""

from __future__ import annotations

import typer

from kamctl.checks.engine.workspace_schema import workspace_schema_text
from kamctl.cli.commands import Commands
from kamctl.cli.help import examples
from kamctl.i18n.message import N_
from kamctl.plan.schema import plan_schema_text

schema_app = Commands(
    help="Print the JSON Schema of a file format.",
)


@schema_app.callback()
def _schema() -> None:
    """Print the JSON Schema of a file format."""


@schema_app.command("plan")
@examples(("kamctl schema plan > plan.schema.json", N_("Save the schema for your editor")))
def plan(ctx: typer.Context) -> None:
    """Print the JSON Schema (draft 2020-12) of account plans."""
    ctx.obj.write(plan_schema_text())


@schema_app.command("workspace")
@examples(("kamctl schema workspace > kamctl.schema.json", N_("Save the schema for your editor")))
def workspace(ctx: typer.Context) -> None:
    """Print the JSON Schema (draft 2020-12) of the workspace file, kamctl.yaml."""
    ctx.obj.write(workspace_schema_text())
