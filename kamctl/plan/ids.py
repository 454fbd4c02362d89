"""Ids that are none: with accents, spaces or capitals as people type names."""

from __future__ import annotations

import re
import unicodedata

from kamctl.plan.values import ID_PATTERN

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
    | {"Æ": "AE", "Œ": "OE", "Ø": "O", "Đ": "D", "Ð": "D", "Þ": "TH", "Ł": "L"}
)
"""Latin letters that Unicode does not take apart into a letter and an accent."""
_is_id = re.compile(ID_PATTERN).fullmatch
_OTHER = re.compile(r"[^A-Za-z0-9_]+")


def is_id(text: str) -> bool:
    """Tell whether `text` can be an id."""
    return _is_id(text) is not None


def has_other_script(text: str) -> bool:
    """Tell whether `text` has letters of another script than the Latin one."""
    taken_apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return any(char.isalpha() and not char.isascii() for char in taken_apart)


def id_for(text: str) -> str | None:
    """Return the id that is likely meant by `text`: `jose` for josé, `anna-vogel` for Anna Vogel.

    Accents go, and so do capitals unless there are no other letters. None where letters of another
    script would be lost.
    """
    if has_other_script(text):
        return None
    taken_apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(char for char in taken_apart if not unicodedata.combining(char))
    words = _OTHER.sub("-", plain.replace("'", "").replace("’", "")).strip("-")
    found = words if words.isupper() else words.lower()
    return found if is_id(found) else None
