"""What a text gives away: sentences, length, placeholders. English and French."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    """
    approx art av bd bn ca cf ch co corp dept div dr env ét etc ex fig g inc incl jr ltd m max me
    mgr min mio mlle mm mme mr mrd mrs ms n no nos nr p par pp pr prof resp rev s sa sr st ste tel
    tél u v vol vs
    """.split()  # noqa: SIM905 - a list of forty quoted words is no easier to read
)
_END = re.compile(r"([.!?…]+)(?:\s?[\"”»’')\]])*\s+")
_OPENING = "\"“«‘'([ \u00a0\u202f"
_NEW_LINE_ITEM = re.compile(r"\n\s*(?:[-*•]|\d+[.)])\s+")
_WORD = re.compile(r"\w[\w’'.,-]*")

_LONGEST_PLACEHOLDER = 40
_NOTHING_ELSE = re.compile(
    r"""
    \W*(?:
        t\.?b\.?[dcahs]\.? | to\ be\ (?:defined|determined|done|completed|confirmed|decided)
      | to\ ?do | to-do | fix\ ?me | n/?a | \?+ | x{2,} | \.{2,} | … | -{2,} | _{2,}
      | [àa]\ (?:d[ée]finir|compl[ée]ter|d[ée]terminer|confirmer|pr[ée]ciser|remplir)
      | à\ (?:venir|faire|renseigner)
      | placeholder | your\ text(?:\ here)? | votre\ texte(?:\ ici)?
    )\W*
    """,
    re.VERBOSE | re.IGNORECASE,
).fullmatch
_ANYWHERE = re.compile(
    r"""
    \b(?:tbd|tbc|xxx+)\b | \b(?-i:TODO|FIXME)\b | \blorem\ ipsum\b
    | \[\s*(?:to\ be\ [a-z]+ | à\ [a-zé]+r | \.{2,} | … | x{2,})\s*\]
    | <\s*(?:to\ be\ [a-z]+ | your\ [a-z ]+ | votre\ [a-z ]+ | à\ [a-zé]+r)\s*>
    """,
    re.VERBOSE | re.IGNORECASE,
).search
_SIGNS = ("tbd", "tbc", "todo", "fixme", "xxx", "lorem", "[", "<")
"""What every match of `_ANYWHERE` begins with: most texts are done with after looking for these."""


def sentences(text: str) -> int:
    """Count the sentences of `text`; "e.g.", "M. Weiss", "14.5 %" and "p. ex." end none."""
    text = text.strip()
    if not text:
        return 0
    count = 1 + len(_NEW_LINE_ITEM.findall(text))
    for match in _END.finditer(text):
        before = text[: match.start()].rpartition(" ")[2].rpartition("\n")[2]
        following = text[match.end() :].lstrip(_OPENING)[:1]
        if not following.isalnum():
            continue
        if match[1] == "." and _is_abbreviation(before):
            continue
        if match[1][0] in ".…" and following.islower():
            continue
        count += 1
    return count


def _is_abbreviation(before: str) -> bool:
    word = before.lower().lstrip("(«“\"'[\u00a0\u202f")
    last = re.split(r"[.’'\u00a0\u202f]", word)[-1]
    return (
        not word
        or word in _ABBREVIATIONS
        or last in _ABBREVIATIONS
        or (len(last) == 1 and last.isalpha())
        or "." in word
    )


def words(text: str) -> int:
    """Count the words of `text`."""
    return len(_WORD.findall(text))


def is_placeholder(text: str) -> bool:
    """Tell whether `text` only holds the place of one: TBD, to be defined, à définir, xxx…"""
    if len(text) <= _LONGEST_PLACEHOLDER and _NOTHING_ELSE(text):
        return True
    lowered = text.lower()
    return any(sign in lowered for sign in _SIGNS) and _ANYWHERE(text) is not None
