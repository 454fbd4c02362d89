"""Where the files that go with the code are: in the installed package, or in the checkout."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


@lru_cache
def templates_dir() -> Path:
    """Return the folder of the templates."""
    shipped = _PACKAGE / "templates"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "templates"
