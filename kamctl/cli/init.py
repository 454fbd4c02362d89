"""`kamctl init`: create an account plan or a workspace."""

from __future__ import annotations

from kamctl.cli.commands import Commands
from kamctl.cli.init_account import account
from kamctl.cli.init_workspace import workspace

init_app = Commands(help="Create an account plan or a workspace.")


@init_app.callback()
def _init() -> None:
    """Create an account plan or a workspace."""


init_app.command("account")(account)
init_app.command("workspace")(workspace)
