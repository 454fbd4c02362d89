"""`kamctl schema`: the formats, for editors and programs."""

from __future__ import annotations

import sys

from kamctl.cli.commands import Commands

schema_app = Commands(
    help="Print the JSON Schema of a format, for your editor.",
)


@schema_app.callback()
def _schema() -> None:
    """Print the JSON Schema of a format, for your editor."""


@schema_app.command("plan")
def plan() -> None:
    """Print the JSON Schema (draft 2020-12) of account plans."""
    from kamctl.plan.schema import plan_schema_text

    sys.stdout.write(plan_schema_text())


@schema_app.command("workspace")
def workspace() -> None:
    """Print the JSON Schema (draft 2020-12) of the workspace file, kamctl.yaml."""
    from kamctl.checks.house_schema import workspace_schema_text

    sys.stdout.write(workspace_schema_text())
