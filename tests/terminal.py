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


class TerminalStream(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


class Screen:
    """What a terminal shows of what was written to it.

    It knows the sequences with which readline and rich redraw lines, and no others.
    """

    _SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z@])|\x1b[=>]")

    def __init__(self, text: str) -> None:
        self.lines: list[list[str]] = [[]]
        self.row = self.column = 0
        place = 0
        while place < len(text):
            sequence = self._SEQUENCE.match(text, place)
            if sequence:
                self._do(sequence)
                place = sequence.end()
            else:
                self._put(text[place])
                place += 1

    def _put(self, char: str) -> None:
        if char == "\n":
            self.row += 1
            if self.row == len(self.lines):
                self.lines.append([])
        elif char == "\r":
            self.column = 0
        elif char == "\b":
            self.column -= 1
        elif char != "\a":
            assert char >= " ", f"{char!r} on the terminal"
            line = self.lines[self.row]
            line += " " * (self.column + 1 - len(line))
            line[self.column] = char
            self.column += 1

    def _do(self, sequence: re.Match[str]) -> None:
        line = self.lines[self.row]
        count = int(sequence[1]) if sequence[1] and sequence[1].isdigit() else 1
        match sequence[2]:
            case "A":
                self.row = max(self.row - count, 0)
            case "C":
                self.column += count
            case "D":
                self.column -= count
            case "J":
                del line[self.column :], self.lines[self.row + 1 :]
            case "K" if sequence[1] == "2":
                line.clear()
            case "K":
                del line[self.column :]
            case "P":
                del line[self.column : self.column + count]
            case "@":
                line[self.column : self.column] = " " * count
            case "m" | "h" | "l" | None:
                pass
            case other:
                raise AssertionError(f"{sequence[0]!r}: what is {other}?")

    def __contains__(self, line: str) -> bool:
        return line in self.shown()

    def shown(self) -> list[str]:
        """Return the lines down to the last that is not empty, without the blanks at their ends."""
        return "\n".join("".join(line).rstrip() for line in self.lines).rstrip("\n").split("\n")


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
    """Return the lines that a terminal of so many columns would break.

    A command is left out: it is on a line of its own, so that it can be copied.
    """
    lines = [line for line in text.splitlines() if cell_len(line) > columns]
    return [line for line in lines if not line.strip().startswith(("kamctl ", "`kamctl "))]


def _written(
    parts: Iterable[str | Text | ConsoleRenderable], color: Color, env: dict[str, str]
) -> str:
    stream = io.StringIO()
    with patch.dict(os.environ, env), redirect_stdout(stream):
        console = Console(color)
        for part in parts:
            console.print(part, end="")
    return stream.getvalue()
