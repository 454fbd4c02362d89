"""Where a repository begins, found without asking git: every command needs it, even `--help`."""

from __future__ import annotations

import os
from functools import lru_cache


@lru_cache(maxsize=1024)
def root_around(folder: str) -> str | None:
    """Return the root of the repository that a folder is in; None where it is in none."""
    found = os.path.join(folder, ".git")  # noqa: PTH118 - once a plan
    if os.path.lexists(found) and not _is_empty_folder(found):
        return folder
    above = os.path.dirname(folder)  # noqa: PTH120 - once a plan
    return None if above == folder else root_around(above)


def _is_empty_folder(path: str) -> bool:
    """Tell whether a folder is none of git's: it looks above it, too."""
    head = os.path.join(path, "HEAD")  # noqa: PTH118 - as above
    return os.path.isdir(path) and not os.path.lexists(head)  # noqa: PTH112 - as above
