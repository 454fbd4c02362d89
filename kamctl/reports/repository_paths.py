"""Paths as the other programs want them: relative to the repository, with forward slashes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from kamctl.document.source import STANDARD_INPUT_NAME
from kamctl.git.root import root_around


class RepositoryPaths(NamedTuple):
    """The folder that paths are relative to, and the one that the files were named from."""

    root: Path
    here: Path

    @classmethod
    def around(cls, here: Path) -> RepositoryPaths:
        """Find the repository that holds `here`, walking up to a `.git`; else take `here`."""
        root = root_around(str(here))
        return cls(here if root is None else Path(root), here)

    def relative(self, file: str) -> str:
        """Return `file` relative to the root; one that lies outside stays as it was named."""
        return self._inside(file) or Path(file).as_posix()

    def holds(self, file: str) -> bool:
        """Tell whether `file` lies below the root."""
        return self._inside(file) is not None

    def uri(self, file: str) -> str:
        """Return `file` as a URI (RFC 3986), relative to the root where it lies below it."""
        inside = self._inside(file)
        if inside is None and Path(file).is_absolute():
            return Path(file).as_uri()
        return quote(os.fsencode(inside or Path(file).as_posix()))

    def _inside(self, file: str) -> str | None:
        if file == STANDARD_INPUT_NAME:
            return None
        full = os.path.normpath(self.here / file)
        for one in (full, os.path.realpath(full)):  # the folder may have been named by a link
            if Path(one).is_relative_to(self.root):
                return Path(one).relative_to(self.root).as_posix()
        return None
