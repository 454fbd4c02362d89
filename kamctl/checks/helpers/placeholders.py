"""Texts that say nothing yet: placeholders, and answers that only say yes."""

from __future__ import annotations

import re
from functools import cache

from kamctl.i18n.text_normalization import normalized_words
from kamctl.i18n.words import all_words, compiled

_MAX_STANDALONE = 60
"""A longer text holds more than a placeholder, unless it is one sign over and over."""

_PLACEHOLDER_MARKS = ("?", "…", "..", "--", "__")
"""What does so where there is no word at all."""

_ANYWHERE = (r"\bxxx+\b", r"\[\s{0,3}(?:\.{2,} | … | x{2,})\s{0,3}\]")
"""What says nothing in any language."""
_ANYWHERE_CONTAINS = ("xxx", "[")

_PUNCTUATION = " \t\r\n\u00a0\u202f.…,;:!?\"“”«»‘’'()[]<>{}*_/\\|#~=+-–—"


def is_placeholder(text: str, more: tuple[str, ...] = ()) -> bool:
    """Tell whether `text` is a placeholder: TBD, to be defined, xxx…

    `more` are the company's own words for it: they count where they are alone or in brackets.
    """
    lowered = text.lower().replace("’", "'")
    if len(text) <= _MAX_STANDALONE or text[0] == text[-1]:
        bare = lowered.strip(_PUNCTUATION)
        if not bare and any(mark in text for mark in _PLACEHOLDER_MARKS):
            return True
        if bare in all_words().placeholders.alone or (len(bare) > 1 and not bare.strip("x")):
            return True
    for sign in _contained_in_placeholders():  # a quick test that most texts fail
        if sign in lowered:
            if _placeholder().search(text) is not None:
                return True
            break
    return bool(more) and any(_consists_of(lowered, word.lower()) for word in more)


@cache
def _contained_in_placeholders() -> tuple[str, ...]:
    return tuple({*_ANYWHERE_CONTAINS, *all_words().placeholders.anywhere_contains})


@cache
def _placeholder() -> re.Pattern[str]:
    return compiled((*_ANYWHERE, *all_words().placeholders.anywhere))


def _consists_of(text: str, word: str) -> bool:
    if word not in text:
        return False
    bare = word.strip(_PUNCTUATION) or word
    return text.strip(_PUNCTUATION) == bare or text.strip() == word or f"[{bare}]" in text


def is_mere_assent(text: str) -> bool:
    """Tell whether `text` only says yes, or that there is nothing to say: “Ok”, “n/a”."""
    return are_mere_assent(normalized_words(text))


def are_mere_assent(words: str) -> bool:
    """Tell of the words of a text, as `normalized_words` returns them, what `is_mere_assent` does.

    A text without words says nothing else either.
    """
    return words in all_words().placeholders.assent or not words.replace(" ", "")
