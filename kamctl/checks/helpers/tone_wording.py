"""Words that call the customer one's own or blame colleagues, in English and French."""

from __future__ import annotations

import re
from functools import cache, lru_cache

MY_CUSTOMER = r"""
    \bmy\s(?:(?:own|key|major|main|big|biggest|largest|best|favourite|strategic|global)\s)*
      (?:customers? | clients? | accounts?)\b
      (?!-|\s(?:managers?|management|executives?|directors?|teams?|plans?|planning|reps?
              |representatives?|service|support|success|care|relations|side|numbers?|logins?
              |pages?|settings|portal)\b)
    | \b(?:mon|ma|mes)\s
      (?:(?:propres?|gros|grosse|grands?|principal|principale|principaux|bons?|meilleure?s?)\s)*
      (?:clients? | clientes? | (?<!\bà\smon\s)(?<!\bsur\smon\s)(?<!\bpour\smon\s)comptes?)\b
      (?!-|\s(?:rendus?|internes?|bancaires?|courants?)\b)
"""
"""The customer as one person's own; "my account manager" and "mon compte rendu" are not."""

_FUNCTION_EN = r"""
    (?: finance | controlling | accounting | legal | logistics | supply[\s-]chain | manufacturing
      | engineering | r\s?&\s?d | research(?:[\s-](?:and[\s-])?development)? | marketing
      | product\smanagement | local[\s-]sales | human\sresources | head\soffice | headquarters
      | (?-i:IT|HR|HQ)
      | (?:quality|service|production|operations|purchasing|sales)\s
        (?:team|department|people|colleagues|guys)
    )(?:\s(?:team|department|people|colleagues|guys))?
"""
"""A function of ours; words that are as often something else count with "team" or the like."""

_FUNCTION_FR = r"""
    (?: (?:la|les|nos|notre)\s(?:finances?|direction\sfinancière) | direction\sfinancière
      | compta(?:bilité)? | contrôle\sde\sgestion | (?:le|service)\sjuridique | logistique
      | supply[\s-]chain | r\s?&\s?d | bureau\sd[’']études | sav | service\saprès-vente | marketing
      | (?:l[’']|service\s)informatique | dsi | (?:les|la)\sd?rh | le\ssiège
    )
"""

_BLAME_EN = rf"""
    \b{_FUNCTION_EN}\s(?:
        always\s(?:blocks? | refuses? | objects? | complains? | obstructs? | says?\sno
          | finds?\sa\sreason | (?:makes?|finds?)\sexcuses | drags?\s(?:its|their)\sfeet)
      | (?:blocks? | refuses? | objects? | says?\sno),?\s(?:again\s)?as\s(?:always|usual|ever)
      | never\s(?:answers? | repl(?:y|ies) | listens? | helps? | cares? | cooperates? | understands?
          | keeps?\s(?:its|their)\s(?:word|promises?))
      | (?:does|do)(?:n[’']t|\snot)\scare
      | drags?\s(?:its|their)\sfeet
      | (?:is|are)\s(?:so\s|too\s|just\s|simply\s|always\s)*
        (?:lazy | incompetent | stubborn | obstinate | clueless | useless | hopeless | stupid)
    )\b
    | \bas\s(?:always|usual|ever),?\s{_FUNCTION_EN}\s(?:blocks? | refuses? | objects? | says?\sno)\b
    | \b(?:lazy | incompetent | stubborn | obstinate | clueless | stupid)\s
      (?:{_FUNCTION_EN} | colleagues? | teams? | departments? | functions?)\b
    | \bthey\s(?:just\s|simply\s)?(?:do\snot|don[’']t)\scare\b(?=\s*(?:[.,;:!?)—–]|$))
    | (?<!\bno\s)(?<!\bwithout\s)(?<!\bany\s)\bill[\s-]will\b(?=\s(?:of|from|in|on)\b)
"""
"""Blame, in English. What a function always does may be its duty: "quality always checks"."""

_BLAME_FR = rf"""
    \b{_FUNCTION_FR}\s(?:nous\s)?(?:
        (?:bloque | refuse | freine | s[’']oppose | s[’']obstine)(?:nt)?
          (?:\stoujours | \ssystématiquement | ,?\scomme\s(?:d[’']habitude|toujours))
      | (?:dit|disent)\s(?:toujours|systématiquement)\snon
      | ne\s(?:nous\s)?(?:répond(?:ent)? | comprend | comprennent | coopère(?:nt)?)\sjamais
      | n[’'](?:écoute|aide)(?:nt)?\sjamais
      | traîne(?:nt)?\s(?:toujours\s)?(?:des|les)\spieds
      | (?:est|sont)\s(?:trop\s|si\s|vraiment\s|toujours\s)*
        (?:incompétente?s? | paresseu(?:x|ses?) | têtue?s? | obstinée?s?)
    )\b
    | \bcomme\s(?:d[’']habitude|toujours),?\s(?:la\s|le\s|les\s|l[’'])?{_FUNCTION_FR}\s
      (?:bloque | refuse | freine)(?:nt)?\b
    | \b(?:collègues|équipes?|services?)\s(?:incompétente?s? | paresseu(?:x|ses?) | têtue?s?)\b
    | (?<!\bclient\s)(?<!\bclients\s)(?<!\bon\s)\bs[’']en\s(?:fiche|fichent|fout|foutent)\b
    | (?<!\bsans\s)(?<!\baucune\s)(?<!\bpas\sde\s)(?<!\bnotre\s)\bmauvaise\svolonté\b
"""
"""Blame, in French."""

BLAME_PATTERNS = (_BLAME_EN, _BLAME_FR)

QUOTATION = re.compile(r"“[^“”]*”|«[^«»]*»|‘[^‘’]*’|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
"""Somebody's own words: not ours to judge."""

PERSONAL_WORDS = frozenset(b"my mon ma mes".split())
"""Every match of MY_CUSTOMER has one of them: most plans have none."""

BLAME_WORDS = frozenset(
    """
    always never usual ever care feet ill lazy incompetent stubborn obstinate clueless useless
    hopeless stupid
    toujours jamais habitude systématiquement fiche fichent fout foutent pieds volonté
    incompétent incompétente incompétents incompétentes paresseux paresseuse paresseuses
    têtu têtue têtus têtues obstiné obstinée obstinés obstinées
    """.encode().split()
)
"""Every match of BLAME_PATTERNS has one of them: most plans have none."""

_LETTERS_AND_DIGITS = b"abcdefghijklmnopqrstuvwxyz0123456789" + "éê".encode()

_TO_LOWERCASE = bytes(
    byte if byte in _LETTERS_AND_DIGITS else ord(" ") for byte in bytes(range(256)).lower()
)
"""Turns bytes into small letters, and what is in none of these words into spaces."""


def lowercase_words(text: str) -> list[bytes]:
    """Return the words of `text`, as in the sets above: bytes are the quickest to compare."""
    return text.encode(errors="replace").translate(_TO_LOWERCASE).split()


@cache
def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """Compile one of the patterns above: that takes a while, and most plans need none."""
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


def first_match(known: tuple[str, ...], own: tuple[str, ...], text: str) -> str | None:
    """Return the first words of `text` that a known expression finds, or one of the company's."""
    expressions = [*map(compiled_pattern, known), *((_any_of(own),) if own else ())]
    matches = (expression.search(text) for expression in expressions)
    return next((match[0] for match in matches if match), None)


@lru_cache(maxsize=16)
def _any_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    """Make an expression that finds any of the company's own, as whole words."""
    longest_first = sorted(expressions, key=len, reverse=True)
    either = "|".join(r"\s".join(map(re.escape, one.split())) for one in longest_first)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
