"""The name and address of a person, without what a corrected spelling changes."""

from __future__ import annotations

import unicodedata

_ACCENTS = 200
"""Accents have this combining class or a higher one; signs that make another letter have less."""


def plain_name(name: str) -> str:
    """Return a name without accents, in lower case, with one blank between its words.

    “José  PÉREZ” and “Jose Perez” are one name; “Hélène Mercier” and “Hélène Marchand” are two.
    """
    apart = unicodedata.normalize("NFD", name)
    bare = "".join(letter for letter in apart if unicodedata.combining(letter) < _ACCENTS)
    return " ".join(unicodedata.normalize("NFC", bare.casefold()).split())


def plain_email(email: str | None) -> str:
    """Return an address in lower case, without blanks around it."""
    return (email or "").strip().casefold()
