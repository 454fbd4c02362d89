"""Texts that know in which language they are written, so that a page can say so."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
).search
_LAST_VALUE: Final = re.compile(r"\{(\w+)\}(\s?[”»“]|)\.$").search
_QUOTE_ENDS: Final = ("”.", "».", "“.", "}.")
_STOPPED_QUOTE: Final = re.compile(r"[.!?…]\s?[”»“]$").search


def has_right_to_left(text: str) -> bool:
    """Tell whether a text has letters that are written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT(text) is not None


class Piece(NamedTuple):
    """A part of a text; `language` is "" where it is the page's."""

    text: str
    language: str = ""


class MarkedText(str):
    """A text of which some pieces are in another language than the page it is shown on.

    It is a plain `str` to whoever only wants its characters.
    """

    pieces: tuple[Piece, ...]

    def __new__(cls, pieces: Iterable[Piece]) -> MarkedText:
        """Make the text of its pieces."""
        kept = tuple(pieces)
        made = super().__new__(cls, "".join(one.text for one in kept))
        made.pieces = kept
        return made

    def rstrip(self, chars: str | None = None, /) -> MarkedText:
        """Return the text without these characters at its end."""
        if not self.pieces:
            return self
        *pieces, last = self.pieces
        return MarkedText([*pieces, last._replace(text=last.text.rstrip(chars))])

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it travel between processes."""
        return MarkedText, (self.pieces,)


def in_language(text: str, language: str) -> MarkedText:
    """Return a text as one that is wholly in `language`."""
    return MarkedText([Piece(text, language)])


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the pieces of any text."""
    return text.pieces if isinstance(text, MarkedText) else (Piece(text),)


def beginning(text: str, length: int) -> str:
    """Return the first characters of a text; their languages are kept."""
    if not isinstance(text, MarkedText):
        return text[:length]
    pieces: list[Piece] = []
    for piece in text.pieces:
        pieces.append(piece._replace(text=piece.text[:length]))
        length -= len(pieces[-1].text)
    return MarkedText(one for one in pieces if one.text)


def capitalized(text: str) -> str:
    """Return a text with a capital at its beginning; its languages are kept."""
    if not isinstance(text, MarkedText):
        return text[:1].upper() + text[1:]
    first, *others = text.pieces or (Piece(""),)
    return MarkedText([first._replace(text=first.text[:1].upper() + first.text[1:]), *others])


def joined(separator: str, texts: Iterable[str]) -> str:
    """Join texts as `str.join` does; their languages are kept.

    A text that is written from right to left stays a piece of its own: it does not turn the others.
    """
    texts = list(texts)
    if not any(map(_is_own_piece, texts)):
        return separator.join(texts)
    pieces: list[Piece] = []
    for number, one in enumerate(texts):
        if number:
            pieces.append(Piece(separator))
        pieces += pieces_of(one)
    return MarkedText(one for one in pieces if one.text)


def _is_own_piece(text: str) -> bool:
    return isinstance(text, MarkedText) or has_right_to_left(text)


def is_ended(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return text[-1:] in ".!?…" or _STOPPED_QUOTE(text) is not None


def ended(text: str) -> str:
    """Return a text that ends as a sentence does; its languages are kept."""
    return text if is_ended(text) else joined("", [text, "."])


def filled(pattern: str, values: Mapping[str, object]) -> str:
    """Fill a sentence as `str.format` does; the languages of the values are kept.

    A value that is written from right to left stays a piece of its own: it does not turn the
    sentence. Where a quote at its end has a full stop of its own, the sentence gets no second one.
    """
    if (
        pattern.endswith(_QUOTE_ENDS)
        and (last := _LAST_VALUE(pattern)) is not None
        and _STOPPED_QUOTE(f"{values.get(last[1])}{last[2]}")
    ):
        pattern = pattern[:-1]
    for one in values.values():
        if isinstance(one, str) and _is_own_piece(one):
            return _filled_with_marks(pattern, values)
    return pattern.format(**values)


def _filled_with_marks(pattern: str, values: Mapping[str, object]) -> MarkedText:
    pieces: list[Piece] = []
    for text, field, form, _ in Formatter().parse(pattern):
        pieces.append(Piece(text))
        if field is None:
            continue
        value = values[field] if field in values else f"{{{field}}}".format(**values)
        pieces += pieces_of(value if isinstance(value, str) else format(value, form or ""))
    return MarkedText(one for one in pieces if one.text)
