"""Where a repository begins, found without asking git: every command needs it, even `--help`."""

from __future__ import annotations

import os
from functools import lru_cache


@lru_cache(maxsize=1024)
def root_around(folder: str) -> str | None:
    """Return the root of the repository that a folder is in; None where it is in none."""
    if os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118 - once a plan
        return folder
    above = os.path.dirname(folder)  # noqa: PTH120 - once a plan
    return None if above == folder else root_around(above)
