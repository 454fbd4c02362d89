"""When what is said is coloured: as asked for, else as the terminal takes it."""

from __future__ import annotations

import os
import sys
from enum import Enum

import typer


class Color(str, Enum):
    """When what is said is coloured."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


COLOR = typer.Option(Color.AUTO, "--color", help="When to use colour.")


def is_coloured(color: Color) -> bool:
    """Decide on colour: what is asked for, else what the environment and the terminal say."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )
