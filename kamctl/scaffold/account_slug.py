"""From a customer's name in any script to the id of the account, which also names its folder."""

from __future__ import annotations

import re
import unicodedata

from slugify import slugify

from kamctl.document.errors import UserError
from kamctl.i18n.message import Message, message

MAX_LENGTH = 60
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]", re.ASCII).fullmatch
"""What Windows keeps for devices, with any ending."""


def account_slug(name: str) -> str:
    """Return the id of an account of this name, which is safe as a folder's name on any system.

    Raises:
        UserError: there is no letter and no digit in `name`.
    """
    slug = slug_of(name)
    if not slug:
        raise UserError(
            message("“{name}” has no letter to use in a folder name.", name=name),
            message("Give an id with --id, for example --id north-dairy."),
        )
    return f"{slug}-account" if _RESERVED(slug) else slug


def slug_note(name: str) -> Message | None:
    """Say why the id of an account is not what its name suggests; None where it is.

    Chinese, Japanese and Korean share characters: 明治 is read as Chinese, so its owner may want
    another id.
    """
    slug = account_slug(name)
    if slug != slug_of(name):
        return message(
            "Windows does not allow a folder called “{reserved}”: this one is called {slug}.",
            reserved=slug_of(name),
            slug=slug,
        )
    if any(char.isalpha() and "LATIN" not in unicodedata.name(char, "LATIN") for char in name):
        return message(
            "The id {slug} was transliterated from the name; choose another one with --id.",
            slug=slug,
        )
    return None


def slug_of(text: str) -> str:
    """Return the words of `text` in a–z and 0–9, joined by hyphens; "" where it has none.

    Accents go, other scripts are transliterated (Ελληνικά becomes ellenika), and what is longer
    than `MAX_LENGTH` characters ends at a word.
    """
    return slugify(
        text,
        max_length=MAX_LENGTH,
        word_boundary=True,
        save_order=True,
        entities=False,
        decimal=False,
        hexadecimal=False,
        replacements=(("’", "-"),),
        backend="text-unidecode",  # by default another one, where it is installed
    )
