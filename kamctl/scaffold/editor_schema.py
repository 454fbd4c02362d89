"""The schema an editor completes from, kept as this version of kamctl writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.document.given_files import unreadable_file
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from pathlib import Path


def refresh_schema(path: Path, text: str, mark: str) -> None:
    """Write the schema `text` to `path`; `mark` is what a schema of ours carries.

    Raises:
        UserError: a file of another hand is there, or it cannot be read or written.
    """
    try:
        there = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise unreadable_file(path, error) from error
    if there == text.encode():
        return
    if there is not None and mark.encode() not in there:
        raise UserError(
            message("{path} already exists and was not created by kamctl.", path=path),
            message("Rename or move it; kamctl writes a schema for your editor there."),
        )
    write_atomically(path, text, over=there is not None)
