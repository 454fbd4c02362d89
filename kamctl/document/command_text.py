"""Commands as they are shown to be copied into a terminal."""

from __future__ import annotations

import os
import re
import shlex
from typing import Final

from kamctl.document.code_frame import printable

_UNSAFE = re.compile(r"[^\w.,:/\\@%+=~-]")
"""What a shell may take for more than a letter of a name, such as a blank or `&`."""

_EXPANDED: Final = re.compile('["$`!]')
"""What POSIX shells take for more than itself between double quotes, too."""
_IS_POSIX: Final = os.name != "nt"


def as_argument(path: str) -> str:
    """Write a path as an argument: with quotes that POSIX shells, PowerShell and cmd all take.

    What a POSIX shell would expand in them is between single quotes, which cmd does not know.
    A line break or a control character in it is shown, and does nothing.
    """
    shown = printable(path)
    if _IS_POSIX and _EXPANDED.search(shown):
        return shlex.quote(shown)
    return f'"{shown}"' if _UNSAFE.search(shown) else shown
