"""`kamctl align`: request sign-offs, record them, and show who has agreed."""

from __future__ import annotations

from kamctl.cli.align_ask import ask
from kamctl.cli.align_confirm import confirm
from kamctl.cli.align_record import record
from kamctl.cli.align_restate import restate
from kamctl.cli.align_status import status
from kamctl.cli.commands import Commands

align_app = Commands(name="align", help="Request sign-offs, record them, and show who has agreed.")


@align_app.callback()
def align() -> None:
    """Request sign-offs, record them, and show who has agreed."""


align_app.command("status")(status)
align_app.command("record")(record)
align_app.command("restate")(restate)
align_app.command("confirm")(confirm)
align_app.command("ask")(ask)
