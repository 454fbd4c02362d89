"""`.gitattributes`: what git is told about the files of sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.signoffs.signoff_file import PATTERNS

if TYPE_CHECKING:
    from pathlib import Path

GITATTRIBUTES = ".gitattributes"
_LINES = tuple(f"{pattern} merge=union" for pattern in PATTERNS)
_HEADING = "# Two people may sign on two branches: both lines are kept."


def add_merge_rules(folder: Path) -> None:
    """Let git keep both sides where two branches have added sign-offs; existing lines are kept.

    Raises:
        UserError: the file cannot be read or written; it is as it was then.
    """
    path = folder / GITATTRIBUTES
    try:
        is_there = path.is_file()
        before = path.read_bytes().decode() if is_there else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            message("{path} cannot be read: {reason}.", path=path, reason=os_error_reason(error)),
            message("Fix it or move it; kamctl adds two lines to it."),
        ) from error
    known = {single_spaced(line) for line in before.splitlines()}
    missing = [line for line in _LINES if line not in known]
    if not missing:
        return
    end = "\r\n" if "\r\n" in before else "\n"
    start = before if not before or before.endswith(("\n", "\r")) else before + end
    write_atomically(path, start + end.join((_HEADING, *missing, "")), over=is_there)
