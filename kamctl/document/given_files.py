"""Files that somebody names to be read: an e-mail, a workbook, a table of another program."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.document.source import is_endless
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from pathlib import Path

    from kamctl.i18n.message import Message


def exists(path: str) -> bool:
    """Tell whether there is a file or a folder; none is called by what is too long for a name."""
    return os.path.exists(path)  # noqa: PTH110 - which raises nothing


def is_existing_folder(path: str) -> bool:
    """Tell whether there is a folder; none is called by what is too long for a name."""
    return os.path.isdir(path)  # noqa: PTH112 - which raises nothing


def read_given_file(path: Path, limit: int, hint: Message) -> bytes:
    """Return the bytes of a file; of one of more than `limit` bytes, the first `limit` + 1.

    So whoever calls can say in its own words that the file is too large. `hint` says which file
    to give where there is none.

    Raises:
        UserError: there is no such file, or it cannot be read.
    """
    try:
        if path.is_dir():
            raise UserError(message("{path} is a folder.", path=path), hint)
        if not path.exists() or is_endless(path):
            raise UserError(message("There is no file {path}.", path=path), hint)
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise unreadable_file(path, error) from error


def unreadable_file(path: object, error: OSError) -> UserError:
    """Return the message for a file that the operating system does not let us read."""
    return UserError(
        message("{path} cannot be read: {reason}.", path=path, reason=os_error_reason(error)),
        message("Check that you have read permission."),
    )
