"""`kamctl import`: what people have filled in in other programs."""

from __future__ import annotations

from kamctl.cli.commands import Commands
from kamctl.cli.import_xlsx import import_xlsx

import_app = Commands(name="import", help="Import what was filled in in other programs.")


@import_app.callback()
def import_() -> None:
    """Import what was filled in in other programs."""


import_app.command("xlsx")(import_xlsx)
