"""Commands as they are shown to be copied into a terminal."""

from __future__ import annotations

import re

from kamctl.document.code_frame import printable

_UNSAFE = re.compile(r"[^\w.,:/\\@%+=~-]")
"""What a shell may take for more than a letter of a name, such as a blank or `&`."""


def as_argument(path: str) -> str:
    """Write a path as an argument: with quotes that POSIX shells, PowerShell and cmd all take.

    A line break or a control character in it is shown, and does nothing.
    """
    shown = printable(path)
    return f'"{shown}"' if _UNSAFE.search(shown) else shown
