"""The console: standard output for the product, standard error for messages about the run.

Texts of plans never reach rich as markup: both consoles have markup, emoji and highlighting off.
Lines are wrapped for a terminal only; a pipe or a file gets each line whole, as grep expects.
"""

from __future__ import annotations

import io
import os
import re
import sys
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, TextIO

from rich.console import Console as RichConsole
from rich.console import ConsoleRenderable
from rich.segment import Segment, Segments
from rich.text import Text
from rich.theme import Theme

from kamctl.cli.paragraphs import NoBreakSpaces, Paragraphs, Unwrapped, printable_line
from kamctl.cli.streams import discard_pending, is_terminal, isatty
from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.reports.terminal_text import (
    MAX_WIDTH,
    encodable_text,
    plain_spaces,
    plain_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

STYLES: Final = {
    "error": "bold red",
    "warning": "bold yellow",
    "todo": "bold cyan",
    "ok": "bold green",
    "hint": "green",
    "code": "cyan",
}
"""The styles of kamctl, all from the sixteen colors that a user's terminal theme defines."""
_CONTROL_CHARACTERS: Final = re.compile(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
"""Characters that move the cursor, change colors or turn the direction of writing."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""What a table for a spreadsheet begins with: without, Excel takes accents for others."""


class Color(str, Enum):
    """When output is colored."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Console:
    """Where a run of kamctl writes: made once, and handed down to what writes.

    `out` is standard output, `err` standard error.
    """

    def __init__(self, color: Color = Color.AUTO) -> None:
        self.out = Stream(sys.stdout, color)
        self.err = Stream(sys.stderr, color)

    def print(self, content: str | Text | ConsoleRenderable = "", *, end: str = "\n") -> None:
        """Write for people to standard output: text is wrapped on a terminal only."""
        self.out.print(content, end)

    def print_plain(self, text: str) -> None:
        """Write lines for people that need no layout any more to standard output."""
        self.out.file.write(text)

    def write(self, text: str, style: str = "") -> None:
        """Write what programs read to standard output: never wrapped, no line end added.

        Only on a terminal are control characters shown instead.
        """
        self.out.write(text, style)

    def write_bytes(self, data: bytes, *, is_text: bool = False) -> None:
        """Write a file to standard output, byte for byte; `is_text` where people can read it.

        Raises:
            UserError: that is a terminal, which bytes that are no text can disturb.
        """
        if self.out.is_terminal and not is_text:
            raise UserError(
                message("This is not text, so it is not written to a terminal."),
                message("Use a file: --output FILE, or send the output to another program."),
            )
        sys.stdout.buffer.write(data)

    def flush(self) -> None:
        """Hand on what was written: a command that goes on running is read while it runs."""
        self.out.file.flush()

    def write_csv(self, text: str) -> None:
        """Write a table for a spreadsheet to standard output.

        In a file it begins with a byte-order mark.
        """
        self.write(text if self.out.is_terminal else BYTE_ORDER_MARK + text)

    def note(self, content: str | Text | ConsoleRenderable = "", *, end: str = "\n") -> None:
        """Write about the run to standard error; where that is not possible, write nothing.

        What the run has done, and its exit code, do not depend on this stream.
        """
        self.err.show(content, end)

    def print_result(self, content: str | Text = "") -> None:
        """Write to standard output what was done; where that is not possible, write nothing.

        Files that were written stay, and the exit code is 0, even if this stream is closed.
        """
        self.out.show(content, "\n")


def plain_lines(contents: Iterable[str | Text | ConsoleRenderable]) -> str:
    """Return what is printed for people as a file has it: without colors, each line whole."""
    file = io.StringIO()
    stream = Stream(file, Color.NEVER)
    stream.is_terminal = False  # though the environment may ask for one
    for one in contents:
        stream.print(one, end="")
    return file.getvalue()


class _Terminal(RichConsole):
    """Rich's console; where the reader has gone, the command line decides how that ends."""

    def on_broken_pipe(self) -> None:
        """Raise the error on: Rich would end the process with exit code 1."""
        raise BrokenPipeError


class Stream:
    """One stream: whether it is a terminal, colored, how wide, and how it is written to."""

    def __init__(self, file: TextIO, color: Color) -> None:
        self.file = file
        self.is_terminal = is_terminal(file)
        self.is_colored = _is_colored(color, self.is_terminal)
        colors: Literal["auto", "standard"] | None = None
        if self.is_colored:
            asked = color is not Color.AUTO or not self.is_terminal
            colors = "standard" if asked else "auto"
        self.rich = _Terminal(
            file=file,
            color_system=colors,
            force_terminal=self.is_terminal or self.is_colored,
            no_color=not self.is_colored,
            theme=Theme(STYLES),
            markup=False,
            emoji=False,
            highlight=False,
        )

    @property
    def is_styled(self) -> bool:
        """Whether styles are shown, or text is laid out for a terminal."""
        return self.is_terminal or self.is_colored

    @property
    def shows_progress(self) -> bool:
        """Whether it is a terminal that can redraw a line.

        What asks to be taken for a terminal, as a build server does, keeps every line.
        """
        return isatty(self.file) and not self.rich.is_dumb_terminal

    @property
    def width(self) -> int:
        """Columns of a text: those of the terminal, and `MAX_WIDTH` at most."""
        return min(self.rich.width, MAX_WIDTH) if self.is_terminal else MAX_WIDTH

    def show(self, content: str | Text | ConsoleRenderable, end: str) -> None:
        """Write for people; if the stream is closed or full, write nothing from then on."""
        try:
            self.print(content, end)
            self.file.flush()
        except OSError:
            discard_pending(self.file)

    def print(self, content: str | Text | ConsoleRenderable, end: str) -> None:
        """Write for people: text is wrapped on a terminal only."""
        if isinstance(content, str):
            self.print(Text(content), end)
        elif isinstance(content, Text):
            if self.is_terminal:
                shown = encodable_text(content, self.rich.encoding)
                shown.no_wrap = content.no_wrap
                self.rich.print(Paragraphs(shown, end), crop=False)
            elif self.is_colored:
                lines = map(printable_line, content.split("\n", allow_blank=True))
                text = Text("\n").join(lines)
                text.plain = plain_spaces(text.plain)
                # Its segments as they are: to print a text drops blanks, in some releases of rich.
                segments = Segments(text.render(self.rich, end=end))
                self.rich.print(segments, end="", crop=False)
            else:
                self.file.write(plain_text(content) + end)
        elif self.is_terminal:
            self.rich.print(NoBreakSpaces(content), end="")
        else:
            with self.rich.capture() as capture:
                self.rich.print(Unwrapped(NoBreakSpaces(content)), end="", crop=False)
            self.file.write(_trimmed(capture.get()))

    def write(self, text: str, style: str) -> None:
        """Write what programs read: never wrapped, no line end added.

        In UTF-8 whatever the encoding of the stream is: documents and JSON say or mean so.
        """
        if self.is_terminal:
            text = _CONTROL_CHARACTERS.sub("·", text)
        if not (style and self.is_colored):
            buffer = None if isatty(self.file) else getattr(self.file, "buffer", None)
            if buffer is None:
                self.file.write(text)
                return
            self.file.flush()
            buffer.write(text.encode(errors="replace"))
            return
        body = text.rstrip("\n")
        parts = [Segment(body, self.rich.get_style(style)), Segment(text[len(body) :])]
        self.rich.print(Segments(parts), end="", crop=False)


def _trimmed(rendered: str) -> str:
    """Take the blanks from the ends of lines: rich fills the last column of a table."""
    return re.sub(r" +((?:\x1b\[[0-9;]*m)*)$", r"\1", rendered, flags=re.MULTILINE)


def _is_colored(color: Color, terminal: bool) -> bool:
    """Decide on color: the option, then NO_COLOR and FORCE_COLOR, then the terminal."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") not in ("dumb", "unknown")
