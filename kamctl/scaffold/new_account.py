"""Where a first plan goes, and how it gets there: whole, with its schema, or not at all."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import message
from kamctl.plan.schema import plan_schema_text
from kamctl.scaffold.account_text import PLAN_SCHEMA_FILE, account_plan
from kamctl.scaffold.editor_schema import refresh_schema
from kamctl.scaffold.undo import undone_on_error

if TYPE_CHECKING:
    from kamctl.scaffold.account_text import AccountStart

PLAN_NAMES = ("plan.yaml", "plan.yml")
SCHEMA_MARK = "kamctl account plan"
"""What the schema of a plan carries."""


def check_account_folder(folder: Path) -> None:
    """Make sure that there is no plan in the folder of a new account.

    Raises:
        UserError: there is one.
    """
    path = plan_in(folder)
    if path is not None:
        raise UserError(
            message("{path} already exists; it was not changed.", path=path),
            message("Open it, or give the new account another id with --id."),
        )


def plan_in(folder: Path) -> Path | None:
    """Return the plan in the folder of an account, even if it cannot be read; None without one."""
    return next((path for name in PLAN_NAMES if os.path.lexists(path := folder / name)), None)


def create_account(start: AccountStart, folder: Path, root: Path | None) -> Path:
    """Write the first plan of an account into `folder`, its schema beside it or in `root`.

    `root` is the workspace around the folder, where there is one; one schema then serves all plans.

    Returns:
        The path of the plan.

    Raises:
        UserError: there is a plan already, or something cannot be written; nothing is left behind.
    """
    check_account_folder(folder)

    schema = (root or folder) / PLAN_SCHEMA_FILE
    way_to_schema = Path(os.path.relpath(schema, folder)).as_posix()
    text = account_plan(replace(start, schema=way_to_schema))
    plan = folder / PLAN_NAMES[0]
    with undone_on_error(folder, schema):
        refresh_schema(schema, plan_schema_text(), SCHEMA_MARK)
        write_atomically(plan, text)
    return plan
