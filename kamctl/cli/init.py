"""`kamctl init`: create an account plan, a workspace or an example."""

from __future__ import annotations

from kamctl.cli.commands import Commands
from kamctl.cli.init_account import account
from kamctl.cli.init_example import example
from kamctl.cli.init_workspace import workspace

init_app = Commands(help="Create an account plan, a workspace or an example.")


@init_app.callback()
def _init() -> None:
    """Create an account plan, a workspace or an example."""


init_app.command("account")(account)
init_app.command("workspace")(workspace)
init_app.command("example")(example)
