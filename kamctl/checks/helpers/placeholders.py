"""Texts that say nothing yet: placeholders, and answers that only say yes. English and French."""

from __future__ import annotations

import re
import unicodedata

_STANDALONE = frozenset(
    {
        *("tbd", "tbc", "tba", "tbh", "tbs", "t.b.d", "t.b.c", "t.b.a", "t.b.h", "t.b.s"),
        *(
            f"to be {word}"
            for word in ("defined", "determined", "done", "completed", "confirmed", "decided")
        ),
        *("todo", "to do", "to-do", "fixme", "fix me", "na", "n/a"),
        *("placeholder", "your text", "your text here", "votre texte", "votre texte ici"),
        *("à venir", "à faire", "à renseigner"),
        *(
            f"{preposition} {verb}"
            for preposition in "àa"
            for word in ("définir", "compléter", "déterminer", "confirmer", "préciser", "remplir")
            for verb in (word, word.replace("é", "e"))
        ),
    }
)
"""What holds the place of a text where it stands alone."""

_ASSENT = frozenset(
    {
        *("ok", "okay", "k", "yes", "yes ok", "ok yes", "yep", "yeah", "sure", "fine", "good"),
        *("agreed", "i agree", "we agree", "accepted", "noted", "understood", "got it", "done"),
        *(
            "will do",
            "all good",
            "no objection",
            "no comment",
            "nothing",
            "none",
            "no",
            "n a",
            "na",
        ),
        *("same", "see above", "see ask", "as above", "as asked", "ditto", "idem", "seen"),
        *("oui", "ok oui", "oui ok", "d accord", "dac", "entendu", "compris", "bien compris", "vu"),
        *("noté", "bien noté", "bien reçu", "reçu", "accepté", "validé", "je suis d accord"),
        *("nous sommes d accord", "c est bon", "ça marche", "pas d objection", "rien", "aucun"),
        *("rien à signaler", "ras", "r a s", "sans objet", "s o", "voir ci dessus", "non", "bien"),
    }
)
"""What agrees, or says that there is nothing to say, in words of nobody's own."""

_MAX_STANDALONE = 60
"""A longer text holds more than a placeholder, unless it is one sign over and over."""

_PLACEHOLDER_MARKS = ("?", "…", "..", "--", "__")
"""What does so where there is no word at all."""

_search_anywhere = re.compile(
    r"""
    \b(?:tbd|tbc|xxx+)\b | \b(?-i:TODO|FIXME)\b | \blorem\ ipsum\b
    | \[\s{0,3}(?:to\ be\ [a-z]+ | à\ [a-zé]+r | \.{2,} | … | x{2,})\s{0,3}\]
    | <\s{0,3}(?:to\ be\ [a-z]+ | your\ [a-z ]{1,40} | votre\ [a-z ]{1,40} | à\ [a-zé]+r)\s{0,3}>
    """,
    re.VERBOSE | re.IGNORECASE,
).search

_PUNCTUATION = " \t\r\n\u00a0\u202f.…,;:!?\"“”«»‘’'()[]<>{}*_/\\|#~=+-–—"


def is_placeholder(text: str, more: tuple[str, ...] = ()) -> bool:
    """Tell whether `text` only holds the place of one: TBD, to be defined, à définir, xxx…

    `more` are the company's own words for it: they count where they stand alone or in brackets.
    """
    lowered = text.lower()
    if len(text) <= _MAX_STANDALONE or text[0] == text[-1]:
        bare = lowered.strip(_PUNCTUATION)
        if not bare and any(mark in text for mark in _PLACEHOLDER_MARKS):
            return True
        if bare in _STANDALONE or (len(bare) > 1 and not bare.strip("x")):
            return True
    if _may_contain_placeholder(lowered) and _search_anywhere(text) is not None:
        return True
    return bool(more) and any(_consists_of(lowered, word.lower()) for word in more)


def _may_contain_placeholder(lowered: str) -> bool:
    """Tell whether `_search_anywhere` could match: a quick test that most texts fail."""
    return (
        "tb" in lowered
        or "todo" in lowered
        or "fixme" in lowered
        or "xxx" in lowered
        or "lorem" in lowered
        or "[" in lowered
        or "<" in lowered
    )


def _consists_of(text: str, word: str) -> bool:
    if word not in text:
        return False
    bare = word.strip(_PUNCTUATION) or word
    return text.strip(_PUNCTUATION) == bare or text.strip() == word or f"[{bare}]" in text


_ALPHANUMERIC = re.compile(r"[^\W_]+")


def normalized_words(text: str | None) -> str:
    """Return the words of a text in lower case, one blank between them, without punctuation."""
    composed = unicodedata.normalize("NFC", text or "").casefold()
    if not composed.isprintable():
        composed = "".join(one for one in composed if unicodedata.category(one) != "Cf")
    return " ".join(_ALPHANUMERIC.findall(composed))


def is_mere_assent(text: str) -> bool:
    """Tell whether `text` only says yes, or that there is nothing to say: “Ok”, “n/a”."""
    words = normalized_words(text)
    return words in _ASSENT or not words.replace(" ", "")
