"""Ids, and what is likely meant by a name that is none: with accents, spaces or capitals."""

from __future__ import annotations

import re

from kamctl.i18n.text_normalization import without_accents, without_invisible
from kamctl.plan.values import ID_PATTERN

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
    | {"Æ": "AE", "Œ": "OE", "Ø": "O", "Đ": "D", "Ð": "D", "Þ": "TH", "Ł": "L"}
)
"""Latin letters that Unicode does not decompose into a letter and an accent."""
_is_id = re.compile(ID_PATTERN).fullmatch
_OTHER = re.compile(r"[^A-Za-z0-9_]+")


def is_id(text: str) -> bool:
    """Tell whether `text` can be an id."""
    return _is_id(text) is not None


def has_other_script(text: str) -> bool:
    """Tell whether `text` has letters of another script than the Latin one."""
    plain = without_accents(text.translate(_LETTERS))
    return any(char.isalpha() and not char.isascii() for char in plain)


def id_for(text: str) -> str | None:
    """Return the id that is likely meant by `text`: `jose` for josé, `anna-vogel` for Anna Vogel.

    Accents go, and so do capitals unless there are no other letters. None where letters of another
    script would be lost.
    """
    if has_other_script(text):
        return None
    plain = without_accents(without_invisible(text).translate(_LETTERS))
    words = _OTHER.sub("-", plain.replace("'", "").replace("’", "")).strip("-")
    found = words if words.isupper() else words.lower()
    return found if is_id(found) else None
