"""Texts cut to a length, and to what a font can set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kamctl.i18n.marked_text import beginning, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

_PILED: Final = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")


def truncate(text: str, room: int) -> str:
    """Cut `text` after a word, with an ellipsis, where it has more than `room` characters."""
    if len(text) <= room:
        return text
    cut = text[:room].rsplit(" ", 1)[0] if " " in text[:room] else text[: room - 1]
    return joined("", [beginning(text, len(cut.rstrip(" ,;:."))), "…"])


def shortened_list(names: Sequence[str], most: int) -> str:
    """List `most` names or ids at most, and say with an ellipsis that there are more."""
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def limit_combining_marks(text: str) -> str:
    """Leave at most two marks on a letter, which no language's writing goes beyond.

    A font that does not know a mark sets it beside its letter, and no line breaks between them.
    """
    return text if text.isascii() else _PILED.sub(r"\1", text)
