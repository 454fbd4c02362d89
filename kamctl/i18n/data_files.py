"""Where the files are that go with the code, and those that only save time."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

CACHE_VARIABLE = "KAMCTL_CACHE_DIR"
"""The variable of the environment that names another folder for what only saves time."""
_PACKAGE = Path(__file__).parent.parent


@lru_cache
def templates_dir() -> Path:
    """Return the folder of the templates: in the installed package, or in the checkout."""
    shipped = _PACKAGE / "templates"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "templates"


def cache_folder(name: str) -> Path | None:
    """Return a folder of the user's caches; None where there can be none.

    Importing `platformdirs` for it would cost from 6 to 30 ms.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named) / name
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = str(Path("~/Library/Caches").expanduser())
    else:
        base = os.environ.get("XDG_CACHE_HOME", "") or str(Path("~/.cache").expanduser())
    return Path(base) / "kamctl" / name if Path(base).is_absolute() else None
