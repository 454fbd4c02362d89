"""From a customer's name to the name of a folder, in any script and on any system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from kamctl.document.errors import UserError
from kamctl.i18n.message import message

MAX_LENGTH = 60
_SHORTEST_CUT = 20
"""A cut at a word's end may not leave less than this."""

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
"""Latin letters that Unicode does not take apart into a letter and an accent."""

_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]", re.ASCII).fullmatch
"""What Windows keeps for devices, with any ending."""


def folder_name(name: str) -> str:
    """Make a safe folder name of `name`: lower-case words joined by hyphens, 60 letters at most.

    Latin letters lose their accents; the letters of other scripts stay as they are.

    Raises:
        UserError: there is no letter and no digit in `name`.
    """
    slug = slug_of(name)
    if not slug:
        raise UserError(
            message("“{name}” has no letter that a folder could be named by.", name=name),
            message("Name the account with --id, for example --id north-dairy."),
        )
    return f"{slug}-account" if _RESERVED(slug) else slug


def slug_of(text: str) -> str:
    """Return the words of `text` joined by hyphens, or nothing where it has none."""
    plain = _without_accents(text.lower().translate(_LETTERS))
    kept = "".join(letter if _is_word(letter) else " " for letter in plain)
    # A mark needs a letter before it: alone it would hang on the hyphen.
    words = (_strip_marks(word) for word in kept.split())
    return _cut("-".join(word for word in words if word))


def id_of(name: str) -> str:
    """Return an id for an account of this name: the Latin words of it, joined by hyphens.

    A name without any, in another script, gets an id of its own that is always the same.
    """
    words = [word for word in slug_of(name).split("-") if word.isascii()]
    plain = "-".join(words)
    if len(plain) > 1 or (plain and plain == slug_of(name)):
        return plain
    digits = hashlib.sha256(unicodedata.normalize("NFC", name.strip()).encode()).hexdigest()
    return f"account-{digits[:8]}"


def _without_accents(text: str) -> str:
    kept: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFKD", text).lower():
        if unicodedata.category(letter) == "Mn":
            if base.isascii():
                continue
        else:
            base = letter
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept).translate(_LETTERS))


def _is_word(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LM" or unicodedata.category(letter) == "Nd"


def _strip_marks(word: str) -> str:
    while word and unicodedata.category(word[0])[0] == "M":
        word = word[1:]
    return word


def _cut(slug: str) -> str:
    if len(slug) <= MAX_LENGTH:
        return slug
    words = slug[: MAX_LENGTH + 1].rpartition("-")[0]
    return (words if len(words) >= _SHORTEST_CUT else slug[:MAX_LENGTH]).strip("-")
