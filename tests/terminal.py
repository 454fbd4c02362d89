"""A terminal of a given width, in memory: what a reader sees of a text or a table."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from kamctl.cli.console import Color, Console

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(content: Any, width: int, *, color: bool = False) -> str:
    """Return what a terminal of `width` columns shows of what is printed."""
    screen = Screen()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
            patch.delenv(name, raising=False)
        patch.setenv("COLUMNS", str(width))
        patch.setenv("LINES", "25")
        patch.setenv("TERM", "xterm")
        patch.setattr("sys.stdout", screen)
        Console(Color.ALWAYS if color else Color.NEVER).print(content, end="")
    return screen.getvalue()


def piped(content: Any) -> str:
    """Return what a pipe gets of what is printed."""
    pipe = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TTY_COMPATIBLE", raising=False)
        patch.setattr("sys.stdout", pipe)
        Console(Color.NEVER).print(content, end="")
    return pipe.getvalue()
