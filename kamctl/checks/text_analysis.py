"""What a text gives away: sentences, length, placeholders. English and French."""

from __future__ import annotations

import re
import unicodedata

_ABBREVIATIONS = frozenset(
    """
    al approx appt assoc attn av ave bd blvd bros bvd ca capt cf ch chap cie co col corp dept dir
    div dr ed eds env eq ét éts ets ex excl ext fig ft gen hon incl jr lt ltd max messrs min mio
    mlle mlles mm mme mmes mr mrd mrs ms mt mvt nr nrs ph pp pr prof pt rd réf resp rev sen sgt sr
    st sta ste sté stés tel tél vol vols vs
    jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is no easier to read
)
"""Words that a full stop shortens, and that what they belong to follows."""
_BEFORE_A_NUMBER = frozenset({"art", "no", "nos", "sec"})
"""Short forms before a figure, and words of their own elsewhere."""
_AT_AN_END = frozenset({"etc", "inc"})
"""Short forms that often end a sentence: what begins with a capital after them is a new one."""

_END = re.compile(r"([.!?…](?<![.!?…]{2})[.!?…]*+)((?:\s?[\"”»’')\]])*+)\s+")
_OPENING = "\"“«‘'([ \t\r\n\u00a0\u202f"
_ITEM = re.compile(r"\s*(?:[-*•–—]|\(?\d{1,2}[.)])\s+")
_SAYS_SOMETHING = re.compile(r"\w")
_MILLIONS = re.compile(r"\d[ \u00a0\u202f]?[a-z]$")
_LONGEST_SHORT_FORM = 40
"""How far back the word before a full stop is looked for."""

_NOTHING_ELSE = frozenset(
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
_LONGEST_ALONE = 60
"""A longer text holds more than a placeholder, unless it is one sign over and over."""
_MARKS = ("?", "…", "..", "--", "__")
"""What does so where there is no word at all."""
_ANYWHERE = re.compile(
    r"""
    \b(?:tbd|tbc|xxx+)\b | \b(?-i:TODO|FIXME)\b | \blorem\ ipsum\b
    | \[\s{0,3}(?:to\ be\ [a-z]+ | à\ [a-zé]+r | \.{2,} | … | x{2,})\s{0,3}\]
    | <\s{0,3}(?:to\ be\ [a-z]+ | your\ [a-z ]{1,40} | votre\ [a-z ]{1,40} | à\ [a-zé]+r)\s{0,3}>
    """,
    re.VERBOSE | re.IGNORECASE,
).search
_AROUND = " \t\r\n\u00a0\u202f.…,;:!?\"“”«»‘’'()[]<>{}*_/\\|#~=+-–—"


def sentences(text: str) -> int:
    """Count the sentences of `text`; "e.g.", "M. Weiss", "14.5 %" and "p. ex." end none.

    Each item of a list is one, and so is each paragraph. In doubt it counts too few: nobody is
    to be told of a second sentence that is not there.
    """
    counted = sum(_in_one_piece(piece) for piece in _pieces(text))
    return counted or int(bool(text.strip()))


def _pieces(text: str) -> list[str]:
    """Return the paragraphs and the items of lists, without what numbers them."""
    if "\n" not in text:
        marker = _ITEM.match(text)
        return [text[marker.end() :] if marker else text]
    pieces: list[list[str]] = [[]]
    for line in text.split("\n"):
        marker = _ITEM.match(line)
        if marker:
            pieces.append([line[marker.end() :]])
        elif not line.strip():
            pieces.append([])
        else:
            pieces[-1].append(line)
    return ["\n".join(lines) for lines in pieces]


def _in_one_piece(text: str) -> int:
    text = text.strip()
    if not _SAYS_SOMETHING.search(text):
        return 0
    inside = text[:-1]
    if not ("." in inside or "!" in inside or "?" in inside or "…" in inside):
        return 1
    count = 1
    for match in _END.finditer(text):
        before = text[max(0, match.start() - _LONGEST_SHORT_FORM) : match.start()]
        following = text[match.end() : match.end() + _LONGEST_SHORT_FORM].lstrip(_OPENING)[:1]
        if following.isalnum() and _ends(before, match[1], match[2], following):
            count += 1
    return count


def _ends(before: str, mark: str, closing: str, following: str) -> bool:
    """Tell whether a sentence ends at `mark`: what stands before it, and what follows."""
    if not _SAYS_SOMETHING.search(before):
        return False
    if following.islower() and (mark[0] in ".…" or closing.strip()):
        return False
    return mark != "." or not _is_abbreviation(before, following)


def _is_abbreviation(before: str, following: str) -> bool:
    word = before.split()[-1].lower().lstrip(_OPENING) if before[-1:].strip() else ""
    if "." in word:  # e.g, S.A, c.-à-d; and no figure, no address of a page
        return all(0 < len(part) <= 3 and part.isalpha() for part in _letters(word))
    last = re.split(r"[.’'\u00a0\u202f(/-]", word)[-1]
    if last in _AT_AN_END:
        return not following.isupper()
    if last in _BEFORE_A_NUMBER and following.isdigit():
        return True
    if not word or last in _ABBREVIATIONS:
        return True
    return len(last) == 1 and last.isalpha() and not _MILLIONS.search(before)


def _letters(word: str) -> list[str]:
    return re.sub(r"[’'-]", "", word).split(".")


def words(text: str) -> int:
    """Count the words of `text`: what stands between spaces, and is no dash."""
    return sum(_SAYS_SOMETHING.search(piece) is not None for piece in text.split())


def is_placeholder(text: str, more: tuple[str, ...] = ()) -> bool:
    """Tell whether `text` only holds the place of one: TBD, to be defined, à définir, xxx…

    `more` are the company's own words for it: they count where they stand alone or in brackets.
    """
    lowered = text.lower()
    if len(text) <= _LONGEST_ALONE or text[0] == text[-1]:
        bare = lowered.strip(_AROUND)
        if not bare and any(mark in text for mark in _MARKS):
            return True
        if bare in _NOTHING_ELSE or (len(bare) > 1 and not bare.strip("x")):
            return True
    if _may_hold_one(lowered) and _ANYWHERE(text) is not None:
        return True
    return bool(more) and any(_only_says(lowered, word.lower()) for word in more)


_ALPHANUMERIC = re.compile(r"[^\W_]+")


def bare_words(text: str | None) -> str:
    """Return the words of a text in lower case, one blank between them, without punctuation."""
    composed = unicodedata.normalize("NFC", text or "").casefold()
    if not composed.isprintable():
        composed = "".join(one for one in composed if unicodedata.category(one) != "Cf")
    return " ".join(_ALPHANUMERIC.findall(composed))


def is_mere_assent(text: str) -> bool:
    """Tell whether `text` only says yes, or that there is nothing to say: “Ok”, “n/a”."""
    said = bare_words(text)
    return said in _ASSENT or not said.replace(" ", "")


def _may_hold_one(lowered: str) -> bool:
    """Tell whether `_ANYWHERE` could match: most texts are done with after this."""
    return (
        "tb" in lowered
        or "todo" in lowered
        or "fixme" in lowered
        or "xxx" in lowered
        or "lorem" in lowered
        or "[" in lowered
        or "<" in lowered
    )


def _only_says(text: str, word: str) -> bool:
    if word not in text:
        return False
    bare = word.strip(_AROUND) or word
    return text.strip(_AROUND) == bare or text.strip() == word or f"[{bare}]" in text
