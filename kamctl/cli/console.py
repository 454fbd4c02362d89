"""The console: standard output for the product, standard error for messages about the run.

Texts of plans never reach rich as markup: both consoles have markup, emoji and highlighting off.
Lines are wrapped for a terminal only; a pipe or a file gets each line whole, as grep expects.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TextIO

from rich.cells import cell_len
from rich.console import Console as RichConsole
from rich.console import ConsoleRenderable
from rich.segment import Segment, Segments
from rich.text import Text
from rich.theme import Theme

from kamctl.document.code_frame import printable
from kamctl.reports.terminal_text import (
    ENCODE_ERRORS,
    MAX_WIDTH,
    encodable_text,
    hide_no_break_spaces,
    plain_spaces,
    plain_text,
    restore_no_break_spaces,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import ConsoleOptions, RenderResult

STYLES: Final = {
    "error": "bold red",
    "warning": "bold yellow",
    "todo": "bold cyan",
    "ok": "bold green",
    "hint": "green",
    "code": "cyan",
}
"""The styles of kamctl, all from the sixteen colours that a user's terminal theme defines."""
_UNWRAPPED: Final = 1_000_000
"""Columns of a table that is not shown on a terminal, so that no cell is cut."""
_MARGIN: Final = re.compile(r"\s*(?:\d* *[│|] |(?:->|[→>!•·*+✓-]) +|\d+\. +|\S{1,12} {2,})?")
"""What stands before the text of a line, as a sign, an id or the number of a plan's line.

Wrapped lines go on below the text.
"""
_MIN_TEXT_WIDTH: Final = 16
"""Columns left for a text beside its margin, even on the narrowest terminal."""
_CONTROL_CHARACTERS: Final = re.compile(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
"""Characters that move the cursor, change colors or turn the direction of writing."""
_BYTE_ORDER_MARK: Final = "\ufeff"


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

    def write_csv(self, text: str) -> None:
        """Write a table for a spreadsheet to standard output.

        In a file it begins with a byte-order mark, without which Excel takes accents for others.
        """
        self.write(text if self.out.is_terminal else _BYTE_ORDER_MARK + text)

    def note(self, content: str | Text | ConsoleRenderable = "", *, end: str = "\n") -> None:
        """Write about the run to standard error; where that is not possible, say nothing.

        What the run has done, and its exit code, do not depend on who listens.
        """
        self.err.say(content, end)

    def print_result(self, content: str | Text = "") -> None:
        """Say on standard output what was done; where that is not possible, say nothing.

        What was written stays written, and its exit code is 0, whoever listens.
        """
        self.out.say(content, "\n")


class Stream:
    """One stream: whether it is a terminal, colored, how wide, and how it is written to."""

    def __init__(self, file: TextIO, color: Color) -> None:
        self.file = file
        self.is_terminal = _is_terminal(file)
        self.is_colored = _is_colored(color, self.is_terminal)
        colors: Literal["auto", "standard"] | None = None
        if self.is_colored:
            asked = color is not Color.AUTO or not self.is_terminal
            colors = "standard" if asked else "auto"
        self.rich = RichConsole(
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
        return _isatty(self.file) and not self.rich.is_dumb_terminal

    @property
    def width(self) -> int:
        """Columns of a text: those of the terminal, and `MAX_WIDTH` at most."""
        return min(self.rich.width, MAX_WIDTH) if self.is_terminal else MAX_WIDTH

    def say(self, content: str | Text | ConsoleRenderable, end: str) -> None:
        """Write for people, where somebody can hear it; if not, be quiet from now on."""
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
                self.rich.print(Paragraphs(encodable_text(content, self.rich.encoding), end))
            elif self.is_colored:
                lines = map(_printable_line, content.split("\n", allow_blank=True))
                text = Text("\n").join(lines)
                text.plain = plain_spaces(text.plain)
                # Its segments as they are: to print a text drops blanks, in some releases of rich.
                segments = Segments(text.render(self.rich, end=end))
                self.rich.print(segments, end="", crop=False)
            else:
                self.file.write(plain_text(content) + end)
        elif self.is_terminal:
            self.rich.print(_NoBreakSpaces(content), end="")
        else:
            with self.rich.capture() as capture:
                self.rich.print(_Unwrapped(_NoBreakSpaces(content)), end="", crop=False)
            self.file.write(_trimmed(capture.get()))

    def write(self, text: str, style: str) -> None:
        """Write what programs read: never wrapped, no line end added.

        In UTF-8 whatever the encoding of the stream is: documents and JSON say or mean so.
        """
        if self.is_terminal:
            text = _CONTROL_CHARACTERS.sub("·", text)
        if not (style and self.is_colored):
            buffer = None if _isatty(self.file) else getattr(self.file, "buffer", None)
            if buffer is None:
                self.file.write(text)
                return
            self.file.flush()
            buffer.write(text.encode(errors="replace"))
            return
        body = text.rstrip("\n")
        parts = [Segment(body, self.rich.get_style(style)), Segment(text[len(body) :])]
        self.rich.print(Segments(parts), end="", crop=False)


class _NoBreakSpaces(ConsoleRenderable):
    """What was laid out with its no-break spaces kept from breaking."""

    def __init__(self, content: ConsoleRenderable) -> None:
        self.content = content

    def __rich_console__(self, console: RichConsole, options: ConsoleOptions) -> RenderResult:
        for part in console.render(self.content, options):
            yield part._replace(text=restore_no_break_spaces(part.text))


class _Unwrapped(ConsoleRenderable):
    """What is laid out for no terminal: `print` itself takes no width beyond its console's."""

    def __init__(self, content: ConsoleRenderable) -> None:
        self.content = content

    def __rich_console__(self, console: RichConsole, options: ConsoleOptions) -> RenderResult:
        options = options.update(width=_UNWRAPPED)
        options.is_terminal = False  # though rich takes what is colored for one
        yield from console.render(self.content, options)


class Paragraphs(ConsoleRenderable):
    """A text on a terminal: each line is wrapped, and goes on below where its text begins."""

    def __init__(self, text: Text, end: str = "\n") -> None:
        self.text = text
        self.end = end

    def __rich_console__(self, console: RichConsole, options: ConsoleOptions) -> RenderResult:
        width = min(MAX_WIDTH, options.max_width)
        lines = self.text.split("\n", allow_blank=True)
        for number, line in enumerate(lines):
            yield from _wrapped(_printable_line(line), width, console)
            last = number == len(lines) - 1
            yield Text(self.end if last else "\n", end="")


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
    for part in body.wrap(console, max(width - len(blank), 1), overflow="fold"):
        part.rstrip()
        if made:
            made.append(Text("\n", end=""))
        whole = Text.assemble(blank if made else head, part, end="")
        whole.plain = plain_spaces(whole.plain)
        made.append(whole)
    return made


def _printable_line(line: Text) -> Text:
    """Return a line whose control characters are shown; no-break spaces stay for wrapping."""
    said = "".join(
        part if part in "\xa0\u202f" else printable(part)
        for part in re.split("([\xa0\u202f])", line.plain)
    )
    if said == line.plain:
        return line.copy()
    if len(said) == len(line.plain):
        line = line.copy()
        line.plain = said
        return line
    return Text(said, style=line.style)


def _trimmed(rendered: str) -> str:
    """Take the blanks from the ends of lines: rich fills the last column of a table."""
    return re.sub(r" +((?:\x1b\[[0-9;]*m)*)$", r"\1", rendered, flags=re.MULTILINE)


def _is_terminal(file: TextIO) -> bool:
    """Tell whether a stream is read by a person: a terminal, or what asks to be taken for one.

    `TTY_COMPATIBLE` is rich's: build servers and recorders set it to 1.
    """
    told = os.environ.get("TTY_COMPATIBLE")
    if told in ("0", "1"):
        return told == "1"
    return _isatty(file)


def _isatty(file: TextIO) -> bool:
    try:
        return file.isatty()
    except (AttributeError, ValueError):  # no stream at all, or a closed one
        return False


def _is_colored(color: Color, terminal: bool) -> bool:
    """Decide on color: the option, then NO_COLOR and FORCE_COLOR, then the terminal."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") not in ("dumb", "unknown")


def discard_pending(file: TextIO) -> None:
    """Let nothing that is still waiting be written, or the interpreter complains at its end."""
    with contextlib.suppress(OSError, ValueError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), file.fileno())


def prepare_streams() -> None:
    """Let no character stop a report: pipes get UTF-8, a terminal what its encoding has.

    An encoding named in PYTHONIOENCODING is kept. A stream that is closed leads nowhere.
    """
    _open_closed_streams()
    if not os.environ.get("COLUMNS", "").strip("0"):
        os.environ.pop("COLUMNS", None)  # rich would take a width of 0 at its word
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started kamctl, or a program without a console
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - stays
            continue
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if os.environ.get("PYTHONIOENCODING", "").split(":")[0] or stream.isatty():
            reconfigure(errors=ENCODE_ERRORS)
        else:
            reconfigure(encoding="utf-8", errors="replace")


def _open_closed_streams() -> None:
    """Let the numbers of closed streams lead nowhere, before a file of ours is given one.

    What is written to that file would be mixed with what is said.
    """
    for number, flags in enumerate((os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, flags)  # it gets the lowest number that is free
