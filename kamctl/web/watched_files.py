"""Which files a preview is made of, and whether one of them has changed.

`watching.py` tells when to look; to look takes a few microseconds.
"""

from __future__ import annotations

import os
import stat
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kamctl.document.source import behind_link
from kamctl.signoffs.signoff_file import PATTERNS
from kamctl.workspace.files import workspace_files

_FileState = tuple[object, ...]

_QUIET_SECONDS: Final = 0.02
"""Without a change for so long, a file counts as written completely."""
_TIMEOUT: Final = 1.0
"""Seconds to wait for a file to become quiet; one that never does is read as it is."""
_RECENT_SECONDS: Final = 2.5
"""Some file systems round the time of a change to two seconds."""
_MAX_TEMPLATES: Final = 500


class FileStates(NamedTuple):
    """What differs between two states of the watched files."""

    texts: tuple[_FileState, ...]
    branding: tuple[_FileState, ...]


class WatchedFiles:
    """Watches a plan, its sign-offs and workspace files; also their `logo` and `templates`."""

    def __init__(self, plan: Path) -> None:
        self.plan = plan
        self.logo: Path | None = None
        self.templates: Path | None = None

    def states(self) -> FileStates:
        """Return the states of the files now."""
        return FileStates(tuple(self._texts()), tuple(self._branding()))

    def folders(self) -> set[Path]:
        """Return the folders that have the files, as far as they exist."""
        folder = self._folder
        found = {self.plan.parent, self.plan.resolve().parent}
        found.update(workspace.parent for workspace in workspace_files(folder))
        if self.logo is not None:
            found.add(self.logo.parent)
        if self.templates is not None:
            found.update(Path(place) for place, _, _ in os.walk(self.templates))
        return {one for one in found if one.is_dir()}

    def settled_states(self) -> FileStates:
        """Return the states once they stay the same for a moment: nobody is writing."""
        end = time.monotonic() + _TIMEOUT
        states = self.states()
        while time.monotonic() < end:
            time.sleep(_QUIET_SECONDS)
            again = self.states()
            if again == states:
                break
            states = again
        return states

    @property
    def _folder(self) -> Path:
        """The folder that the sign-offs and the workspace are looked for in; a link may change."""
        return behind_link(self.plan).parent

    def _texts(self) -> Iterator[_FileState]:
        folder = self._folder
        yield _file_state(self.plan)
        for name in _signoff_files(folder):
            yield _file_state(folder / name)
        for workspace in workspace_files(folder):
            yield _file_state(workspace)

    def _branding(self) -> Iterator[_FileState]:
        if self.logo is not None:
            yield _file_state(self.logo)
        if self.templates is not None:
            yield from _states_below(self.templates)


def _signoff_files(folder: Path) -> list[str]:
    ending = PATTERNS[0]
    try:
        return sorted(file.name for file in folder.iterdir() if file.name.endswith(ending))
    except OSError:
        return []


def _file_state(file: Path) -> _FileState:
    """Return what differs between two states of a file; one that is missing has a state, too."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return (str(file),)
    state = (str(file), found.st_mtime_ns, found.st_size, found.st_ino)
    if abs(time.time() - found.st_mtime) < _RECENT_SECONDS and stat.S_ISREG(found.st_mode):
        # Saved twice within one tick of the file system's clock: only the content differs.
        return (*state, _checksum(file))
    return state


def _checksum(file: Path) -> int | None:
    try:
        return zlib.crc32(file.read_bytes())
    except OSError:
        return None


def _states_below(folder: Path) -> Iterator[_FileState]:
    left = _MAX_TEMPLATES
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            yield _file_state(Path(place, name))
            left -= 1
            if left <= 0:
                return
