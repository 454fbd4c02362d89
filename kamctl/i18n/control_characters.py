"""Control characters and the like, made visible: no text can hide what it is."""

from __future__ import annotations

import re
from typing import Final

_REPLACEMENT: Final = "\u00b7"
# Compiled where they are used: that takes time, and few texts need it.
_LINE_BREAKS: Final = "[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+"
_CONTROLS: Final = (
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 and C1: escape sequences begin with them
    "\u202a-\u202e\u2066-\u2069"  # they turn round the direction of what follows
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags: letters that nobody sees
    "\ufffe\uffff\ud800-\udfff]"
)
"""Neither line ends nor joiners and marks of direction, which some languages are written with."""


def visible(text: str) -> str:
    """Replace each control character of a text by a middle dot; line ends stay."""
    return text if text.isprintable() else re.sub(_CONTROLS, _REPLACEMENT, text)


def on_one_line(text: str) -> str:
    """Replace line ends and tabs by a space: no part of a text looks like a line of kamctl."""
    return text if text.isprintable() else re.sub(_LINE_BREAKS, " ", text)


def visible_line(text: str) -> str:
    """Return a text as one line, each control character replaced by a middle dot."""
    return visible(on_one_line(text))
