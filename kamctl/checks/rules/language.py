"""Family 3xx: does the plan speak of our customer, and of colleagues without blame?"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from kamctl.checks.engine.registry import Observation, Option, plan_check
from kamctl.checks.plan_texts import wordings
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import Path

PERSONAL: Option[tuple[str, ...]] = Option(
    "personal", (), "Further ways to call the customer one's own, such as “my baby”."
)
BLAMING: Option[tuple[str, ...]] = Option(
    "blaming", (), "Further words that lay the blame on colleagues."
)

_MINE = r"""
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

_FUNCTION = r"""
    (?: finance | controlling | accounting | legal | logistics | supply[\s-]chain | manufacturing
      | engineering | r\s?&\s?d | research(?:[\s-](?:and[\s-])?development)? | marketing
      | product\smanagement | local[\s-]sales | human\sresources | head\soffice | headquarters
      | (?-i:IT|HR|HQ)
      | (?:quality|service|production|operations|purchasing|sales)\s
        (?:team|department|people|colleagues|guys)
    )(?:\s(?:team|department|people|colleagues|guys))?
"""
"""A function of ours; words that are as often something else count with "team" or the like."""

_FONCTION = r"""
    (?: (?:la|les|nos|notre)\s(?:finances?|direction\sfinancière) | direction\sfinancière
      | compta(?:bilité)? | contrôle\sde\sgestion | (?:le|service)\sjuridique | logistique
      | supply[\s-]chain | r\s?&\s?d | bureau\sd[’']études | sav | service\saprès-vente | marketing
      | (?:l[’']|service\s)informatique | dsi | (?:les|la)\sd?rh | le\ssiège
    )
"""

_BLAME = rf"""
    \b{_FUNCTION}\s(?:
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
    | \bas\s(?:always|usual|ever),?\s{_FUNCTION}\s(?:blocks? | refuses? | objects? | says?\sno)\b
    | \b(?:lazy | incompetent | stubborn | obstinate | clueless | stupid)\s
      (?:{_FUNCTION} | colleagues? | teams? | departments? | functions?)\b
    | \bthey\s(?:just\s|simply\s)?(?:do\snot|don[’']t)\scare\b(?=\s*(?:[.,;:!?)—–]|$))
    | (?<!\bno\s)(?<!\bwithout\s)(?<!\bany\s)\bill[\s-]will\b(?=\s(?:of|from|in|on)\b)
"""
"""Blame, in English. What a function always does may be its duty: "quality always checks"."""

_REPROCHE = rf"""
    \b{_FONCTION}\s(?:nous\s)?(?:
        (?:bloque | refuse | freine | s[’']oppose | s[’']obstine)(?:nt)?
          (?:\stoujours | \ssystématiquement | ,?\scomme\s(?:d[’']habitude|toujours))
      | (?:dit|disent)\s(?:toujours|systématiquement)\snon
      | ne\s(?:nous\s)?(?:répond(?:ent)? | comprend | comprennent | coopère(?:nt)?)\sjamais
      | n[’'](?:écoute|aide)(?:nt)?\sjamais
      | traîne(?:nt)?\s(?:toujours\s)?(?:des|les)\spieds
      | (?:est|sont)\s(?:trop\s|si\s|vraiment\s|toujours\s)*
        (?:incompétente?s? | paresseu(?:x|ses?) | têtue?s? | obstinée?s?)
    )\b
    | \bcomme\s(?:d[’']habitude|toujours),?\s(?:la\s|le\s|les\s|l[’'])?{_FONCTION}\s
      (?:bloque | refuse | freine)(?:nt)?\b
    | \b(?:collègues|équipes?|services?)\s(?:incompétente?s? | paresseu(?:x|ses?) | têtue?s?)\b
    | (?<!\bclient\s)(?<!\bclients\s)(?<!\bon\s)\bs[’']en\s(?:fiche|fichent|fout|foutent)\b
    | (?<!\bsans\s)(?<!\baucune\s)(?<!\bpas\sde\s)(?<!\bnotre\s)\bmauvaise\svolonté\b
"""
"""Blame, in French."""

_BLAMES = (_BLAME, _REPROCHE)
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|‘[^‘’]*’|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
"""Somebody's own words: not ours to judge."""

_PERSONAL_SIGNS = frozenset(b"my mon ma mes".split())
_BLAMING_SIGNS = frozenset(
    """
    always never usual ever care feet ill lazy incompetent stubborn obstinate clueless useless
    hopeless stupid
    toujours jamais habitude systématiquement fiche fichent fout foutent pieds volonté
    incompétent incompétente incompétents incompétentes paresseux paresseuse paresseuses
    têtu têtue têtus têtues obstiné obstinée obstinés obstinées
    """.encode().split()
)
"""Words of which every match of the expressions above has one: most plans have none."""
_KEPT = b"abcdefghijklmnopqrstuvwxyz0123456789" + "éê".encode()
_PLAIN = bytes(byte if byte in _KEPT else ord(" ") for byte in bytes(range(256)).lower())
"""Turns bytes into small letters, and what is in none of these words into spaces."""

_OURS = {"my": "our", "mon": "notre", "ma": "notre", "mes": "nos"}

_OBJECTIVE = ("statement", "our_gain", "strategy", "success_criterion")
_DIRECTION = ("ask", "gain", "mitigation", "their_need", "our_adjustment")
_RESISTANCE = ("our_part", "response")
_ACTION = ("title", "success", "reason")
_STAKEHOLDER = ("next_step", "our_part", "their_need")
"""The texts that are in our own words: no concern, no restatement, no customer's gain."""

Found = list[tuple[Any, "Path", str]]
"""Texts, in one language or several, each with the entry it stands in and its key there."""


@plan_check("KAM308", "our-customer", warns_from=Stage.DRAFT, options=(PERSONAL, BLAMING))
def our_customer(context: Context) -> Iterator[Observation]:
    """The plan says “our customer”, not “my customer”, and blames no function.

    Looked at are texts in the author's own words, in English and in French: the account's summary
    and the gap, the objectives that are not closed with their directions and actions, our part in a
    concern and our response, the next step with a stakeholder. A concern and a restatement are the
    words of those who said them, and so is what stands between quotation marks. The options add
    expressions of the company's own.

    Why:
        An objective becomes everyone's when everyone finds themselves in its words: “my customer”
        leaves the others outside. And no function comes closer for having read that it always
        blocks; what happened, and what it needs, can be answered. Source: key account managers on
        the way from personal to collective objectives (2016).

    Example:
        objectives:
          - id: SO1
            statement: Double my customer's share of wallet by the end of 2028.

    Instead:
        objectives:
          - id: SO1
            statement: Double our customer's share of wallet by the end of 2028.
    """
    found = _texts(context)
    personal, blaming = context.option(PERSONAL), context.option(BLAMING)
    present = _words(" ".join([_all_of(text) for text, _, _ in found]))
    mine = not _PERSONAL_SIGNS.isdisjoint(present)
    blame = not _BLAMING_SIGNS.isdisjoint(present)
    if not (mine or blame or personal or blaming):
        return
    for text, entry, key in found:
        for wording, path in wordings(text, (*entry, key)):
            present = _words(wording)
            mine = not _PERSONAL_SIGNS.isdisjoint(present)
            blame = not _BLAMING_SIGNS.isdisjoint(present)
            if not (mine or blame or personal or blaming):
                continue
            said = " ".join(_QUOTED.sub("…", wording).split())
            if words := _first((_MINE,) if mine else (), personal, said):
                yield _personal(words, path)
            elif words := _first(_BLAMES if blame else (), blaming, said):
                yield _blaming(words, path)


def _all_of(text: Any) -> str:
    return text if isinstance(text, str) else " ".join(text.values())


def _words(text: str) -> list[bytes]:
    """Return the words of `text` as the signs are written: bytes are the quickest to compare."""
    return text.encode(errors="replace").translate(_PLAIN).split()


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    """Compile one of the patterns above: that takes a while, and most plans need none."""
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


def _first(known: tuple[str, ...], own: tuple[str, ...], text: str) -> str | None:
    """Return the first words of `text` that a known expression finds, or one of the company's."""
    expressions = [*map(_expression, known), *((_any_of(own),) if own else ())]
    matches = (expression.search(text) for expression in expressions)
    return next((match[0] for match in matches if match), None)


def _texts(context: Context) -> Found:
    """Return the texts in our own words, from the plain values: this runs on every plan."""
    found: Found = []

    def take(entry: Any, keys: tuple[str, ...], path: Path) -> None:
        for key in keys:
            if key in entry:
                found.append((entry[key], path, key))

    plan = context.document.value
    account = plan["account"]
    take(account, ("summary",), ("account",))
    if "relationship" in account:
        take(account["relationship"], ("gap",), ("account", "relationship"))
    if context.in_use("stakeholders"):
        for number, person in enumerate(plan.get("stakeholders", ())):
            take(person, _STAKEHOLDER, ("stakeholders", number))
    for number, objective in enumerate(plan.get("objectives", ())):
        if objective.get("status") == "closed":
            continue
        path: Path = ("objectives", number)
        take(objective, _OBJECTIVE, path)
        for place, action in enumerate(objective.get("actions", ())):
            take(action, _ACTION, (*path, "actions", place))
        for place, direction in enumerate(objective.get("directions", ())):
            at = (*path, "directions", place)
            take(direction, _DIRECTION, at)
            for key, effects in direction.get("impact", {}).items():
                take(effects, ("note",), (*at, "impact", key))
            for count, resistance in enumerate(direction.get("resistances", ())):
                take(resistance, _RESISTANCE, (*at, "resistances", count))
    return found


@lru_cache(maxsize=16)
def _any_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    """Make an expression that finds any of the company's own, as whole words."""
    longest_first = sorted(expressions, key=len, reverse=True)
    either = "|".join(r"\s".join(map(re.escape, one.split())) for one in longest_first)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _personal(words: str, path: Path) -> Observation:
    first, _, rest = words.partition(" ")
    ours = _OURS[first.lower()] if _expression(_MINE).fullmatch(words) else None
    if ours and first[0].isupper():
        ours = ours.capitalize()
    return Observation(
        path,
        message("“{words}” leaves out the colleagues who serve this customer too.", words=words),
        message("Write “{ours}”: the plan is everyone's.", ours=f"{ours} {rest}")
        if ours
        else message("Say it so that they find themselves in it: the plan is everyone's."),
    )


def _blaming(words: str, path: Path) -> Observation:
    return Observation(
        path,
        message("“{words}” lays the blame on colleagues who will read this.", words=words),
        message("Say what happened and what they need from us: that, they can answer."),
    )
