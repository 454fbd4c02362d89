"""Which files decide on what is shown of a plan, and whether one of them has changed.

This is the one list of them. `watching.py` tells when to look; to look takes a few microseconds.
"""

from __future__ import annotations

import os
import stat
import time
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
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


class FileContents(NamedTuple):
    """What is in the files beside a plan, by their paths: digests, None where one is missing."""

    signoffs: tuple[tuple[str, bytes | None], ...]
    workspace: tuple[tuple[str, bytes | None], ...]
    branding: tuple[tuple[str, bytes | None], ...]


class WatchedFiles:
    """Watches a plan, its sign-offs and workspace files; also their `logo` and `templates`."""

    def __init__(self, plan: Path) -> None:
        self.plan = plan
        self.logo: Path | None = None
        self.templates: Path | None = None
        self._read: dict[Path, tuple[_FileState, bytes | None]] = {}
        """What was in files, and the states that they had when they were read."""

    def states(self) -> tuple[_FileState, ...]:
        """Return the states of the files now; where one has changed, they differ."""
        beside = (*self._signoffs(), *self._workspace(), *self._branding())
        return tuple(map(_file_state, (self.plan, *beside)))

    def settled_states(self) -> tuple[_FileState, ...]:
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

    def contents(self) -> FileContents:
        """Return what is in the files beside the plan now."""
        return FileContents(
            self._digests(self._signoffs()),
            self._digests(self._workspace()),
            self._digests(self._branding()),
        )

    def folders(self) -> set[Path]:
        """Return the folders that have the files, as far as they exist."""
        found = {self.plan.parent, self.plan.resolve().parent}
        found.update(workspace.parent for workspace in self._workspace())
        if self.logo is not None:
            found.add(self.logo.parent)
        if self.templates is not None:
            found.update(Path(place) for place, _, _ in os.walk(self.templates))
        return {one for one in found if one.is_dir()}

    @property
    def folder(self) -> Path:
        """The folder that the sign-offs and the workspace are looked for in; a link may change."""
        return behind_link(self.plan).parent

    def _signoffs(self) -> list[Path]:
        """Return the files with sign-offs beside the plan; one of them may be of no plan."""
        ending = PATTERNS[0]
        try:
            return sorted(file for file in self.folder.iterdir() if file.name.endswith(ending))
        except OSError:
            return []

    def _digests(self, files: Iterable[Path]) -> tuple[tuple[str, bytes | None], ...]:
        return tuple((str(file), self._digest(file)) for file in files)

    def _digest(self, file: Path) -> bytes | None:
        """Return the digest of a file; it is read only where its state is another."""
        state = _file_state(file)
        read = self._read.get(file)
        if read is None or read[0] != state:
            read = self._read[file] = state, _digest(file)
        return read[1]

    def _workspace(self) -> Iterator[Path]:
        return workspace_files(self.folder)

    def _branding(self) -> Iterator[Path]:
        if self.logo is not None:
            yield self.logo
        if self.templates is not None:
            yield from islice(_files_below(self.templates), _MAX_TEMPLATES)


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


def _digest(file: Path) -> bytes | None:
    try:
        return sha256(file.read_bytes()).digest() if file.is_file() else None
    except (OSError, ValueError):
        return None


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            yield Path(place, name)
