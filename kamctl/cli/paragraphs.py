"""Text laid out by rich: wrapped below its margin, no-break spaces kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.console import Console as RichConsole
from rich.console import ConsoleRenderable
from rich.text import Text

from kamctl.document.code_frame import printable
from kamctl.reports.terminal_text import (
    MAX_WIDTH,
    hide_no_break_spaces,
    plain_spaces,
    restore_no_break_spaces,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import ConsoleOptions, RenderResult

_UNWRAPPED: Final = 1_000_000
"""Columns of a table that is not shown on a terminal, so that no cell is cut."""
_MARGIN: Final = re.compile(r"\s*(?:\d* *[│|] |(?:->|[→>!•·*+✓-]) +|\d+\. +|\S{1,12} {2,})?")
"""What comes before the text of a line: a sign, an id or a line number.

Wrapped lines are indented to the text.
"""
_COMMAND: Final = re.compile(
    r"`(?:kamctl|git) [^`]+`\S*|(?:^|(?<=: ))(?:kamctl|git) [a-z](?:[^.]|\.(?! |$))*$"
)
"""A command to copy: between backticks, or what ends a line after a colon, without a full stop."""
_MIN_TEXT_WIDTH: Final = 16
"""Columns left for a text beside its margin, even on the narrowest terminal."""


class NoBreakSpaces(ConsoleRenderable):
    """Content whose no-break spaces are restored after rich has laid it out."""

    def __init__(self, content: ConsoleRenderable) -> None:
        self.content = content

    def __rich_console__(self, console: RichConsole, options: ConsoleOptions) -> RenderResult:
        for part in console.render(self.content, options):
            yield part._replace(text=restore_no_break_spaces(part.text))


class Unwrapped(ConsoleRenderable):
    """Content laid out for a pipe: `print` itself takes no width beyond its console's."""

    def __init__(self, content: ConsoleRenderable) -> None:
        self.content = content

    def __rich_console__(self, console: RichConsole, options: ConsoleOptions) -> RenderResult:
        options = options.update(width=_UNWRAPPED)
        options.is_terminal = False  # though rich takes what is colored for one
        yield from console.render(self.content, options)


class Paragraphs(ConsoleRenderable):
    """A text on a terminal: each line is wrapped with a hanging indent.

    No line ends inside a command: it goes on a line of its own, and where it is longer than that,
    the terminal breaks it. A text that says `no_wrap`, such as code, keeps its lines in the same
    way, so that what is copied has no line end in it.
    """

    def __init__(self, text: Text, end: str = "\n") -> None:
        self.text = text
        self.end = end

    def __rich_console__(self, console: RichConsole, options: ConsoleOptions) -> RenderResult:
        width = min(MAX_WIDTH, options.max_width)
        lines = self.text.split("\n", allow_blank=True)
        for number, line in enumerate(lines):
            if self.text.no_wrap:
                yield _unwrapped(printable_line(line))
            else:
                yield from _wrapped(printable_line(line), width, console)
            last = number == len(lines) - 1
            yield Text(self.end if last else "\n", end="")


def _unwrapped(line: Text) -> Text:
    """Return a line that is not wrapped, whatever its length, without its end."""
    line.end, line.no_wrap, line.overflow = "", True, "ignore"
    line.plain = plain_spaces(line.plain)
    return line


def _wrapped(line: Text, width: int, console: RichConsole) -> Sequence[Text]:
    """Return a line as one or several, each but the last with its end."""
    line.end = ""
    if cell_len(line.plain) <= width:
        line.plain = plain_spaces(line.plain)
        return [line]
    line.plain = hide_no_break_spaces(line.plain)
    margin = _MARGIN.match(line.plain)
    size = margin.end() if margin else 0
    if width - size < _MIN_TEXT_WIDTH:
        size = 0
    head, body = line.divide([size]) if size else (Text(), line)
    blank = " " * cell_len(head.plain)
    made: list[Text] = []
    for part in _lines(body, max(width - len(blank), 1), console):
        part.rstrip()
        if made:
            made.append(Text("\n", end=""))
        whole = Text.assemble(blank if made else head, part, end="")
        whole.plain = plain_spaces(whole.plain)
        whole.no_wrap, whole.overflow = part.no_wrap, part.overflow
        made.append(whole)
    return made


def _lines(body: Text, width: int, console: RichConsole) -> list[Text]:
    """Return a text in lines of that width; only a command can be wider."""
    plain = body.plain
    cuts: list[int] = []
    for command in _COMMAND.finditer(plain):
        whole = command.group().replace(" ", "\xa0")
        plain = plain[: command.start()] + hide_no_break_spaces(whole) + plain[command.end() :]
        if cell_len(whole) > width:
            cuts += command.span()
    body.plain = plain
    lines: list[Text] = []
    for place, piece in enumerate(body.divide(cuts)):
        is_command = place % 2 == 1
        if is_command:
            piece.no_wrap, piece.overflow = True, "ignore"
            lines.append(piece)
        elif piece.plain.strip():
            start = len(piece.plain) - len(piece.plain.lstrip()) if place else 0
            lines += (piece[start:] if start else piece).wrap(console, width, overflow="fold")
    return lines


def printable_line(line: Text) -> Text:
    """Return a line whose control characters are shown; no-break spaces stay for wrapping."""
    shown = "".join(
        part if part in "\xa0\u202f" else printable(part)
        for part in re.split("([\xa0\u202f])", line.plain)
    )
    if shown == line.plain:
        return line.copy()
    if len(shown) == len(line.plain):
        line = line.copy()
        line.plain = shown
        return line
    return Text(shown, style=line.style)
