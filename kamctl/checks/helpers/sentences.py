"""Count the sentences and the words of a text."""

from __future__ import annotations

import re

from kamctl.i18n.words import all_words

_SENTENCE_END = re.compile(r"([.!?…](?<![.!?…]{2})[.!?…]*+)((?:\s?[\"”»’')\]])*+)\s+")

_OPENING_MARKS = "\"“«‘'([ \t\r\n\u00a0\u202f"

_LIST_ITEM = re.compile(r"\s*(?:[-*•–—]|\(?\d{1,2}[.)])\s+")

_WORD_CHARACTER = re.compile(r"\w")

_WORD_TO_SPACE = re.compile(r"\w\S*")

_UNIT_AFTER_NUMBER = r"\d[ \u00a0\u202f]?[a-z]$"

_MAX_ABBREVIATION = 40
"""How far back the word before a full stop is looked for."""


def count_sentences(text: str) -> int:
    """Count the sentences of `text`; "e.g.", "M. Weiss", "14.5%" and "p. ex." end none.

    Each item of a list is one, and so is each paragraph. In doubt it counts too few: nobody is
    to be told of a second sentence that does not exist.
    """
    counted = sum(_count_in_paragraph(piece) for piece in _paragraphs(text))
    return counted or int(bool(text.strip()))


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs and the items of lists, without what numbers them."""
    if "\n" not in text:
        marker = _LIST_ITEM.match(text)
        return [text[marker.end() :] if marker else text]
    pieces: list[list[str]] = [[]]
    for line in text.split("\n"):
        marker = _LIST_ITEM.match(line)
        if marker:
            pieces.append([line[marker.end() :]])
        elif not line.strip():
            pieces.append([])
        else:
            pieces[-1].append(line)
    return ["\n".join(lines) for lines in pieces]


def _count_in_paragraph(text: str) -> int:
    text = text.strip()
    if not _WORD_CHARACTER.search(text):
        return 0
    inside = text[:-1]
    if not ("." in inside or "!" in inside or "?" in inside or "…" in inside):
        return 1
    count = 1
    for match in _SENTENCE_END.finditer(text):
        before = text[max(0, match.start() - _MAX_ABBREVIATION) : match.start()]
        following = text[match.end() : match.end() + _MAX_ABBREVIATION].lstrip(_OPENING_MARKS)[:1]
        if following.isalnum() and _ends_sentence(before, match[1], match[2], following):
            count += 1
    return count


def _ends_sentence(before: str, mark: str, closing: str, following: str) -> bool:
    """Tell whether a sentence ends at `mark`: what is before it, and what follows."""
    if not _WORD_CHARACTER.search(before):
        return False
    if following.islower() and (mark[0] in ".…" or closing.strip()):
        return False
    return mark != "." or not _is_abbreviation(before, following)


def _is_abbreviation(before: str, following: str) -> bool:
    word = before.split()[-1].lower().lstrip(_OPENING_MARKS) if before[-1:].strip() else ""
    if "." in word:  # e.g, S.A, c.-à-d; and no figure, no address of a page
        return all(0 < len(part) <= 3 and part.isalpha() for part in _parts(word))
    last = re.split(r"[.’'\u00a0\u202f(/-]", word)[-1]
    known = all_words().sentences
    if last in known.often_final:
        return not following.isupper()
    if last in known.before_numbers and following.isdigit():
        return True
    if not word or last in known.abbreviations:
        return True
    return len(last) == 1 and last.isalpha() and not re.search(_UNIT_AFTER_NUMBER, before)


def _parts(word: str) -> list[str]:
    return re.sub(r"[’'-]", "", word).split(".")


def count_words(text: str) -> int:
    """Count the words of `text`: what is between spaces, and is no dash."""
    return len(_WORD_TO_SPACE.findall(text))
