"""Many files written together: all of them, or none."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.writing import rewrite, write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence


class FileChange(NamedTuple):
    """A file to write: what it was read as, None for a new one, and its new text."""

    path: Path
    before: bytes | None
    text: str


def write_together(changes: Sequence[FileChange]) -> None:
    """Write files one after the other; where one cannot be written, the others are taken back.

    New files are not waited for until they are on the disk: thousands would take minutes.

    Raises:
        ChangedMeanwhile: a file is not as it was read.
        UserError: a file cannot be written, or a new one is there already.
    """
    new_folders = _missing_folders(changes)
    written: list[FileChange] = []
    try:
        for change in changes:
            if change.before is None:
                write_atomically(change.path, change.text, is_durable=False)
            else:
                rewrite(change.path, change.before, change.text)
            written.append(change)
    except BaseException:
        for change in reversed(written):
            with contextlib.suppress(OSError):
                if change.before is None:
                    change.path.unlink()
                else:
                    write_atomically(change.path, change.before, over=True)
        for folder in new_folders:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _missing_folders(changes: Sequence[FileChange]) -> list[Path]:
    """Return the folders that the new files need, innermost first."""
    missing: dict[Path, None] = {}
    for change in changes:
        for folder in change.path.parents:
            if folder in missing or os.path.lexists(folder):
                break
            missing[folder] = None
    return sorted(missing, key=lambda one: len(one.parts), reverse=True)
