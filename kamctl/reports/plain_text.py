"""Reports as a pipe or a file gets them: plain text, each line whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.code_frame import printable

if TYPE_CHECKING:
    from rich.text import Text


def plain_text(text: Text) -> str:
    """Return a text without its styles, its control characters shown."""
    return printable_lines(text.plain)


def printable_lines(text: str) -> str:
    """Return a text whose control characters, but for the ends of lines, are shown: none acts."""
    flat = text.replace("\n", " ")
    return text if printable(flat) == flat else "\n".join(map(printable, text.split("\n")))
