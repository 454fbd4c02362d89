"""No-break spaces: rich breaks lines at them, so they are something else while it lays out."""

from __future__ import annotations

from typing import Final

_GLUE: Final = {0xA0: 0xE0A0, 0x202F: 0xE02F}
"""No-break spaces, and stand-ins of the same width, at which rich does not break a line."""
_RESTORE: Final = {stand_in: space for space, stand_in in _GLUE.items()}
_BLANKS: Final = dict.fromkeys((*_GLUE, *_GLUE.values()), " ")


def glued(text: str) -> str:
    """Return a text in which rich breaks no line at a no-break space."""
    return text.translate(_GLUE)


def restored(text: str) -> str:
    """Return a text that was laid out, with its no-break spaces where they were."""
    return text.translate(_RESTORE)


def unglued(text: str) -> str:
    """Return a text that was laid out, with blanks where its no-break spaces were."""
    return text.translate(_BLANKS)
