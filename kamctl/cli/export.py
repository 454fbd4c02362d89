"""`kamctl export`: a plan in the formats of other programs, to be filled in there."""

from __future__ import annotations

from kamctl.cli.commands import Commands
from kamctl.cli.export_xlsx import export_xlsx

export_app = Commands(name="export", help="Export a plan to other programs, such as Excel.")


@export_app.callback()
def export() -> None:
    """Export a plan to other programs, such as Excel."""


export_app.command("xlsx")(export_xlsx)
