"""Whether a file has changed: asked of the file system many times a second, and cheaply.

No library tells it on every system and every network drive, and asking takes a few microseconds.
"""

from __future__ import annotations

import os
import stat
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kamctl.signoffs.signoff_file import PATTERNS
from kamctl.workspace.discovery import workspace_files

_Mark = tuple[object, ...]

QUIET: Final = 0.02
"""Seconds without a change after which a file is taken to be written whole."""
_PATIENCE: Final = 1.0
"""Seconds to wait for a file to become quiet: one that never does is shown as it is."""
_YOUNG: Final = 2.5
"""Seconds: some file systems tell the time of a change no more exactly than to two."""
_MOST_TEMPLATES: Final = 500


class Marks(NamedTuple):
    """What tells one state of the files from another: of those with texts, and of the look's."""

    texts: tuple[_Mark, ...]
    look: tuple[_Mark, ...]


class Watch:
    """Looks at a plan, its sign-offs, the workspace's file, and what this one points to."""

    def __init__(self, plan: Path) -> None:
        self.plan = plan
        self.logo: Path | None = None
        self.templates: Path | None = None

    def marks(self) -> Marks:
        """Return what tells the files' state now."""
        return Marks(tuple(self._texts()), tuple(self._looks()))

    def settled(self) -> Marks:
        """Return the marks once they stay the same for a moment: nobody is writing."""
        end = time.monotonic() + _PATIENCE
        marks = self.marks()
        while time.monotonic() < end:
            time.sleep(QUIET)
            again = self.marks()
            if again == marks:
                break
            marks = again
        return marks

    def _texts(self) -> Iterator[_Mark]:
        yield _mark(self.plan)
        folder = self.plan.parent
        for name in _signoffs_in(folder):
            yield _mark(folder / name)
        for house in workspace_files(folder):
            yield _mark(house)

    def _looks(self) -> Iterator[_Mark]:
        if self.logo is not None:
            yield _mark(self.logo)
        if self.templates is not None:
            yield from _marks_below(self.templates)


def _signoffs_in(folder: Path) -> list[str]:
    ending = PATTERNS[0]
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(ending))  # noqa: PTH208
    except OSError:
        return []


def _mark(file: Path) -> _Mark:
    """Return what tells this state of a file; one that is not there has a mark, too."""
    try:
        state = file.stat()
    except (OSError, ValueError):
        return (str(file),)
    told = (str(file), state.st_mtime_ns, state.st_size, state.st_ino)
    if abs(time.time() - state.st_mtime) < _YOUNG and stat.S_ISREG(state.st_mode):
        # Saved twice within the same tick of the file system's clock: only the text tells.
        return (*told, _sum(file))
    return told


def _sum(file: Path) -> int | None:
    try:
        return zlib.crc32(file.read_bytes())
    except OSError:
        return None


def _marks_below(folder: Path) -> Iterator[_Mark]:
    left = _MOST_TEMPLATES
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            yield _mark(Path(place, name))
            left -= 1
            if left <= 0:
                return
