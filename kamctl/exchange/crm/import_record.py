"""The file that records what the last import from a CRM has brought: what a change is measured by.

It is `crm.json` in the folder of the plans: one account a line, so that git shows what changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from pathlib import Path

    from kamctl.exchange.crm.records import Fields
    from kamctl.i18n.message import Message

IMPORT_RECORD_FILE: Final = "crm.json"
_VERSION: Final = 1


@dataclass(frozen=True)
class ImportedAccount:
    """What was imported of an account, and the plan that has it, from the folder of the plans."""

    plan: str
    fields: Fields
    contacts: dict[str, Fields] = field(default_factory=dict)
    opportunities: dict[str, Fields] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportRecord:
    """What was imported so far, by the keys of accounts; `data` is the file, None without one."""

    data: bytes | None
    accounts: dict[str, ImportedAccount]

    def text(self) -> str:
        """Write the file."""
        lines = ",\n".join(
            json.dumps({"id": key, **vars(one)}, ensure_ascii=False)
            for key, one in sorted(self.accounts.items())
        )
        return f'{{"version": {_VERSION}, "accounts": [\n{lines}\n]}}\n'


def read_import_record(folder: Path) -> ImportRecord:
    """Read what was imported into a folder of plans; no file is nothing.

    Raises:
        UserError: the file cannot be read, or is not as kamctl wrote it.
    """
    path = folder / IMPORT_RECORD_FILE
    try:
        data = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise _unreadable(path, os_error_reason(error)) from error
    if data is None:
        return ImportRecord(None, {})
    try:
        value = json.loads(data)
        if value["version"] != _VERSION:
            raise _unreadable(path, message("it was written by another version of kamctl"))
        accounts = {one.pop("id"): ImportedAccount(**_checked(one)) for one in value["accounts"]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(path, message("it is not as kamctl wrote it")) from error
    return ImportRecord(data, accounts)


def _checked(value: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of an account.

    Raises:
        TypeError: one is of another type.
    """
    tables = (value["contacts"], value["opportunities"])
    if not _is_inside(value["plan"]) or not all(
        isinstance(fields, dict)
        for fields in (value["fields"], *tables, *(one for part in tables for one in part.values()))
    ):
        raise TypeError
    return value


def _is_inside(plan: object) -> bool:
    """Tell whether a plan is in the folder of the record: no other is written to."""
    if not isinstance(plan, str) or PurePosixPath(plan).is_absolute():
        return False
    path = PureWindowsPath(plan)
    return not path.anchor and ".." not in path.parts


def _unreadable(path: Path, reason: Message | str) -> UserError:
    return UserError(
        message("{path} cannot be read: {reason}.", path=path, reason=reason),
        message(
            "kamctl writes this file; it says what the last import has brought. Restore it from "
            "git or from a copy."
        ),
    )
