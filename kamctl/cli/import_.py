"""`kamctl import`: take over what other programs have written."""

from __future__ import annotations

from kamctl.cli.commands import Commands
from kamctl.cli.import_crm import crm
from kamctl.cli.import_xlsx import import_xlsx

import_app = Commands(name="import", help="Import plans and changes from other programs.")


@import_app.callback()
def import_() -> None:
    """Import plans and changes from other programs."""


import_app.command("crm")(crm)
import_app.command("xlsx")(import_xlsx)
