"""What a report looks like on a terminal, and in a pipe."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from contextlib import redirect_stdout
from typing import TYPE_CHECKING
from unittest.mock import patch

from rich.cells import cell_len
from rich.text import Text

from kamctl.cli.console import Color, Console

if TYPE_CHECKING:
    from rich.console import ConsoleRenderable

HOSTILE = "[bold]Evil[/] [/] :smile: \x1b[31mred\x1b[0m 東京"
"""A name that is markup, an emoji code and an escape sequence to whoever takes it so."""
HARMLESS = "[bold]Evil[/] [/] :smile: ·[31mred·[0m 東京"
"""The same as it is shown."""
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(
    parts: Iterable[str | Text | ConsoleRenderable], columns: int, color: Color = Color.NEVER
) -> str:
    """Return what stands on a terminal of so many columns."""
    return _written(parts, color, {"TTY_COMPATIBLE": "1", "COLUMNS": str(columns), "LINES": "25"})


def piped(parts: Iterable[str | Text | ConsoleRenderable], color: Color = Color.NEVER) -> str:
    """Return what a pipe gets."""
    return _written(parts, color, {"TTY_COMPATIBLE": "0", "COLUMNS": "20"})


def uncolored(text: str) -> str:
    """Return a text without its styles."""
    return ANSI.sub("", text)


def too_long(text: str, columns: int) -> list[str]:
    """Return the lines that a terminal of so many columns would break."""
    return [line for line in text.splitlines() if cell_len(line) > columns]


def _written(
    parts: Iterable[str | Text | ConsoleRenderable], color: Color, env: dict[str, str]
) -> str:
    stream = io.StringIO()
    with patch.dict(os.environ, env), redirect_stdout(stream):
        console = Console(color)
        for part in parts:
            console.print(part, end="")
    return stream.getvalue()
