"""Where the templates and examples are that are installed with kamctl, and its caches."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from platformdirs import user_cache_path

CACHE_VARIABLE = "KAMCTL_CACHE_DIR"
"""The environment variable that names another folder for caches."""
_PACKAGE = Path(__file__).parent.parent


@lru_cache
def templates_dir() -> Path:
    """Return the folder of the templates: in the installed package, or in the checkout."""
    return _shipped("templates")


@lru_cache
def examples_dir() -> Path:
    """Return the folder of the examples: in the installed package, or in the checkout."""
    return _shipped("examples")


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def cache_folder(name: str) -> Path | None:
    """Return a folder of the user's caches; None where there can be none."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named) / name
    folder = user_cache_path("kamctl", appauthor=False, opinion=False) / name
    return folder if folder.is_absolute() else None
