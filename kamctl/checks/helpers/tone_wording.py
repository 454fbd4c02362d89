"""Words that call the customer one's own or blame colleagues."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kamctl.i18n.words import all_words, compiled, either

QUOTATION = re.compile(r"“[^“”]*”|«[^«»]*»|‘[^‘’]*’|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
"""Somebody's own words: not ours to judge."""


@cache
def personal_words() -> frozenset[bytes]:
    """Return the words of which every match of `my_customer` has one: most plans have none."""
    return frozenset(word.encode() for word in all_words().tone.ours)


@cache
def blame_words() -> frozenset[bytes]:
    """Return the words of which every match of `blame` has one: most plans have none."""
    return frozenset(word.encode() for word in all_words().tone.blame_words)


@cache
def telling_words() -> frozenset[bytes]:
    """Return the words of both sets."""
    return personal_words() | blame_words()


_PUNCTUATION = "’“”«»‘…–—\u00a0\u202f"
"""What may touch a word, and is no ASCII."""


@cache
def _letters() -> frozenset[int]:
    """Return the bytes of which ASCII words, and those of the sets above, are made."""
    return frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789").union(*telling_words())


@cache
def _lowercase_table() -> bytes:
    """Return a table of bytes: to small letters, and to spaces what is in no such word."""
    return bytes(byte if byte in _letters() else ord(" ") for byte in bytes(range(256)).lower())


@cache
def _letter_like_punctuation() -> tuple[str, ...]:
    """Return the punctuation of which some byte is one of these letters: the table leaves it."""
    return tuple(sign for sign in _PUNCTUATION if not _letters().isdisjoint(sign.encode()))


def lowercase_words(text: str) -> list[bytes]:
    """Return the words of `text`, as in the sets above: bytes are the quickest to compare."""
    if not text.isascii():
        text = text.lower()
        for sign in _letter_like_punctuation():
            text = text.replace(sign, " ")
    return text.encode(errors="replace").translate(_lowercase_table()).split()


@cache
def my_customer() -> re.Pattern[str]:
    """Return what finds the customer as one person's own."""
    return compiled(all_words().tone.my_customer)


@cache
def blame() -> re.Pattern[str]:
    """Return what finds blame."""
    return compiled(all_words().tone.blame)


def first_match(known: re.Pattern[str] | None, own: tuple[str, ...], text: str) -> str | None:
    """Return the first words of `text` that `known` finds, or one of the company's expressions."""
    expressions = (known, _any_of(own) if own else None)
    matches = (expression.search(text) for expression in expressions if expression)
    return next((match[0] for match in matches if match), None)


@lru_cache(maxsize=16)
def _any_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    """Make an expression that finds any of the company's own, as whole words."""
    return compiled((rf"(?<!\w){either(expressions)}(?!\w)",))
