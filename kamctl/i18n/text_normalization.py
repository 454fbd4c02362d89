"""Texts as they are compared: without what people write now in one way, now in another.

Four functions put a text on one line. `single_spaced` is for what is compared, quoted or kept, and
`printed_line` for what people read: no-break spaces stay, as between a number and its unit. In
`control_characters`, `on_one_line` changes nothing but line ends and tabs, as for names of files,
and `visible_line` also shows control characters, where nothing else does.
"""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"[^\S\xa0\u202f]+")
"""Blanks of any kind, but no-break spaces."""
_IN_QUOTES = re.compile(r"[\u2018-\u201f](.+)[\u2018\u2019\u201c\u201d]|«(.+)»").fullmatch
_ALPHANUMERIC = re.compile(r"[^\W_]+")


def single_spaced(text: str) -> str:
    """Return a text on one line with one blank between its words, whatever blanks they were."""
    return " ".join(text.split())


def printed_line(text: str) -> str:
    """Return a text on one line as people read it: its no-break spaces stay, as before a colon."""
    return _BLANKS.sub(" ", text).strip()


def single_spaced_lines(text: str) -> str:
    """Return a text with one blank between the words of each line; its line feeds stay."""
    return "\n".join(map(single_spaced, text.split("\n")))


def normalized_text(text: str) -> str:
    """Return a text with one blank between its words, and its characters composed (NFC).

    Fingerprints depend on it (`docs/fingerprints.md`): what it does cannot change.
    """
    return single_spaced(unicodedata.normalize("NFC", text))


def comparison_key(text: str) -> str:
    """Return a text as it is compared: however it is spaced, in capitals or not."""
    return single_spaced(text).casefold()


def without_quotes(text: str) -> str:
    """Return a text without blanks and the typographic quotes around it, as Word writes them."""
    found = _IN_QUOTES(text.strip())
    return (found[1] or found[2]).strip() if found else text.strip()


def without_accents(text: str) -> str:
    """Return a text without accents and other combining marks; compatible forms become plain."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def without_invisible(text: str) -> str:
    """Return a text without the characters that take no room: soft hyphens, direction marks."""
    if text.isprintable():  # nearly every text
        return text
    return "".join(one for one in text if unicodedata.category(one) != "Cf")


def search_key(text: str) -> str:
    """Return a text as people look for it: as it is compared, and without accents."""
    return without_accents(comparison_key(text))


def normalized_words(text: str | None) -> str:
    """Return the words of a text in lower case, one blank between them, without punctuation."""
    composed = unicodedata.normalize("NFC", text or "").casefold()
    return " ".join(_ALPHANUMERIC.findall(without_invisible(composed)))
