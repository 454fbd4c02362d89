"""The difference between two texts of a file, as git and patch write it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from kamctl.document.code_frame import printable

if TYPE_CHECKING:
    from kamctl.cli.console import Console

_STYLES: Final = {"+": "green", "-": "red", "@": "cyan"}


def print_unified_diff(console: Console, name: str, before: str, after: str) -> None:
    """Write the difference between two texts of the file `name` to standard output."""
    name = printable(name)  # a line break in it would forge a line of the diff
    for line in difflib.unified_diff(_lines(before), _lines(after), name, name):
        whole = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        console.write(whole, _STYLES.get(line[:1], ""))


def _lines(text: str) -> list[str]:
    return [line for line in text.replace("\n", "\n\0").split("\0") if line]
