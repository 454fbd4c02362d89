"""The name and address of a person, without what a corrected spelling changes.

And whose they are: what looks like one name, or leads to one mailbox, is one person's.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from kamctl.i18n.text_normalization import normalized_text, single_spaced, without_invisible

_ACCENTS = 200
"""Accents have this combining class or a higher one; signs that make another letter have less."""
_LOOK_ALIKE = {
    "A": "\u0391\u0410",
    "B": "\u0392\u0412",
    "C": "\u0421",
    "E": "\u0395\u0415",
    "H": "\u0397\u041d",
    "I": "\u0399\u0406\u04c0",
    "J": "\u0408",
    "K": "\u039a\u041a",
    "M": "\u039c\u041c",
    "N": "\u039d",
    "O": "\u039f\u041e",
    "P": "\u03a1\u0420",
    "Q": "\u051a",
    "S": "\u0405",
    "T": "\u03a4\u0422",
    "W": "\u051c",
    "X": "\u03a7\u0425",
    "Y": "\u03a5\u0423\u04ae",
    "Z": "\u0396",
    "a": "\u03b1\u0430",
    "c": "\u03c2\u0441",
    "d": "\u0501",
    "e": "\u0435",
    "h": "\u04bb",
    "i": "\u03b9\u0456",
    "j": "\u0458",
    "k": "\u03ba\u043a",
    "l": "\u04cf",
    "o": "\u03bf\u043e",
    "p": "\u03c1\u0440",
    "q": "\u051b",
    "s": "\u0455",
    "u": "\u03c5",
    "v": "\u03bd",
    "w": "\u051d",
    "x": "\u03c7\u0445",
    "y": "\u03b3\u0443\u04af",
}
"""Latin letters, and those of the Cyrillic and Greek scripts that look like them."""
_LATIN = str.maketrans(
    {other: letter for letter, others in _LOOK_ALIKE.items() for other in others}
)


@lru_cache(maxsize=4096)  # each check of a plan asks for the same few names again
def plain_name(name: str) -> str:
    """Return a name without accents, in lower case, with one blank between its words.

    Characters that nobody sees are no part of it (Unicode's category Cf).
    “José  PÉREZ” and “Jose Perez” are one name; “Hélène Mercier” and “Hélène Marchand” are two.
    A name that is nothing but accents keeps them.
    """
    if name.isascii():
        return single_spaced(name.lower())
    decomposed = unicodedata.normalize("NFD", name)
    bare = "".join([letter for letter in decomposed if unicodedata.combining(letter) < _ACCENTS])
    return _in_one(bare) or _in_one(name)


def _in_one(name: str) -> str:
    return normalized_text(without_invisible(name).casefold())


def plain_email(email: str | None) -> str:
    """Return an address in lower case, without blanks around it."""
    return (email or "").strip().casefold()


def is_one_name(one: str, other: str) -> bool:
    """Tell whether two names are one, or look like one: “Morel” with a Cyrillic “о” does."""
    return name_as_seen(one) == name_as_seen(other)


def is_one_mailbox(one: str | None, other: str | None) -> bool:
    """Tell whether two addresses lead to one mailbox: claire+x@… is claire@…."""
    return one is not None and other is not None and mailbox_of(one) == mailbox_of(other) != ""


@lru_cache(maxsize=4096)
def name_as_seen(name: str) -> str:
    """Return a name as it is compared with others: without letters that only look like Latin."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).translate(_LATIN)
    return plain_name(name)


@lru_cache(maxsize=4096)
def mailbox_of(email: str) -> str:
    """Return the address of the mailbox that an address leads to."""
    box, at, host = name_as_seen(email).partition("@")
    return (box.partition("+")[0] or box) + at + host
