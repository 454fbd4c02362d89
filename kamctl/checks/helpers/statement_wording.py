"""Whether the statement of an objective says more than what we sell, and something definite."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kamctl.checks.helpers.word_stems import (
    EMPTY_FIGURES,
    STOPWORDS,
    WORD,
    names_a_figure,
    normalized,
    stem,
    stems_of,
)
from kamctl.i18n.locales import locale_of

if TYPE_CHECKING:
    from kamctl.checks.engine.context import Context


KNOWN_LANGUAGES = ("en", "fr")
"""Figures written as words are known in these; a sentence in another may name one unseen."""

_AMOUNT = r"""
    (?:(?:eur|usd|gbp|chf)\s?|[€$£]\s?)?\d[\d.,]*(?:\s\d{3}\b)*
    (?:\s?(?:k|m|mn|mio|md|mds|bn|millions?|billions?|milliards?))?
    (?:\s?(?:€|\$|£|%|eur|usd|gbp|chf|(?:d')?euros?|dollars?|percent|per\scent|pour\scent))?
"""
"""A sum or a percentage, in lower case."""

_OUR_SALES = re.compile(
    r"""
    ^(?:to\s)?(?:(?:grow|increase|raise|boost|generate|win|gain|get|secure|achieve|reach|hit|make|earn
       |faire|atteindre|réaliser|dépasser|générer|gagner|obtenir)\s)?
      (?:to\s|a\s|an\s|the\s|les\s|un\s|une\s|à\s)?"""
    + _AMOUNT
    + r"""\s
      (?:more\s|extra\s|additional\s|annual\s|yearly\s|of\s|in\s|the\s|de\s|d'|du\s|l'|en\s)*
      (?:turnover|revenues?|sales(?:\stargets?)?|margins?|profits?|order\sintake|bookings
       |quotas?|targets?|bonus(?:es)?|commissions?
       |chiffres?\sd'affaires|ca|ventes|marges?|bénéfices?|profits|objectifs?|primes?)\b
      (?=\s*[.!]?$
       |\s(?:at|with|from|in|to|a|per|each|every|this|next|chez|avec|dans|en|à|d'ici|avant)\b)
    | \b(?:our|my|the\steam's|this\syear's)\s
      (?!common\b|shared\b|joint\b|mutual\b)(?:"""
    + _AMOUNT
    + r"""\s)?(?:[\w-]+\s){0,2}?
      (?:turnover|revenues?|sales(?!\s(?:team|force|people|staff|office|rep|engineer|manager))
       |margins?|profits?|profitability|earnings|order\sintake|orders|bookings|volumes?|pipeline
       |numbers|figures|targets?|quotas?|goals?|objectives?|budgets?|forecasts?|bonus(?:es)?
       |commissions?|incentives?|business|footprint|results
       |share(?:\sof\s(?:the\s|their\s)?(?:wallet|spend|market|purchases|business))?)\b
    | \bmy\s(?:[\w-]+\s){0,2}?(?:promotion|career|salary|pay)\b | \bpay\srise\b
    | \b(?:mon|ma)\s(?:[\w-]+\s){0,2}?(?:promotion|carrière|salaire|augmentation|avancement)\b
    | \baugmentation\sde\ssalaire\b
    | \b(?:market\sshare|wallet\sshare
       |share\sof\s(?:the\s|their\s)?(?:wallet|market|spend|purchases))\b
    | ^(?:to\s|we\s(?:will\s)?)?(?:re|up|cross)?-?(?:sell|selling|invoice|bill)\b
    | \b(?:we|i)\s(?:will\s|can\s)?(?:sell|earn|invoice)\b
    | ^(?:to\s)?(?:grow|increase|raise|boost|double|triple|maximi[sz]e|expand|improve|lift|push
       |drive|accelerate|generate|win|gain|get|secure|achieve|reach|hit|make|meet|beat|exceed|earn|take)\s
      (?:the\s|more\s|a\s|an\s|higher\s|bigger\s|larger\s|further\s|additional\s|new\s|annual\s
       |yearly\s|all\s)*
      (?:turnover|revenues?|sales(?!\s(?:team|force|people|staff))|margins?|profits?|profitability
       |order\sintake|bookings|business|numbers|sales\stargets?|quotas?|bonus(?:es)?|commissions?)\b
    | \b(?:more|new|additional)\s(?:orders|business|sales)\b
    | \b(?:notre|nos|mon|ma|mes)\s(?:"""
    + _AMOUNT
    + r"""\s)?(?:[\w-]+\s){0,2}?
      (?:chiffres?(?:\sd'affaires)?|ca|ventes?|marges?|profits?|bénéfices?|rentabilité|résultats?
       |primes?|bonus|commissions?|objectifs?|quotas?|budgets?|volumes?|commandes?|business
       |parts?(?:\sde\s(?:marché|portefeuille))?)\b(?!\s(?:communs?|communes?|partagée?s?)\b)
    | \bparts?\sde\s(?:marché|portefeuille)\b
    | ^(?:leur\s)?(?:re)?vendre\b | ^facturer\b
    | \bnous\s(?:vend|factur|gagn)(?:ons|rons|erons)\b
    | ^(?:faire|atteindre|réaliser|dépasser|tenir|boucler|augmenter|accroître|développer|doubler
       |tripler|booster|maximiser|gagner|prendre|améliorer|toucher|décrocher|obtenir|générer)\s
      (?:le\s|la\s|les\s|l'|du\s|de\s|des\s|un\s|une\s|plus\s|davantage\s|d')*
      (?:chiffres?(?:\sd'affaires)?|ca|ventes?|marges?|profits?|rentabilité|primes?|bonus
       |commissions?|quotas?|business)\b
    """,
    re.VERBOSE,
)
"""Our own turnover, sales, share, targets or pay, and the verbs of selling; in lower case."""

_OUR_SALES_HINTS = re.compile(
    r"sell|invoic|bill|share|turnover|revenue|sales|margin|profit|earn|order|booking|business|volume"
    r"|number|figure|target|quota|bonus|commission|incentive|footprint|pipeline|budget|forecast"
    r"|goal|objecti|result|résultat|rentab|chiffre|\bca\b|vente|vend|factur|gagn|marge|bénéfice"
    r"|prime|commande|\bparts?\b|promotion|career|salar|\bpay\b|carrière|salaire|augmentation|avancement"
)
"""Every match of `_OUR_SALES` contains one: a quick test that most statements fail."""

_ABOUT_THE_CUSTOMER = re.compile(
    r"\b(?:they|them|their|theirs|you|your|yours|leurs?|ils|elles|eux|vous|votre|vos)\b"
    r"|\b(?:customers?|clients?)'|\bfor\s(?:the\s|our\s)?(?:customers?|clients?)\b"
    r"|\b(?:du|des|pour\sle|pour\sles)\sclients?\b"
)

_CUSTOMER_AS_BUYER = re.compile(
    r"\b(?:to|with|from|at|avec|chez|à)\s(?:them|you|eux|vous|the\scustomer)\b"
    r"|^leur\svendre\b|^(?:to\s)?sell\sthem\b"
)
"""The customer as the one who buys, and no more."""

_CLAUSE_BREAK = re.compile(
    r"[.,;:!?…]\s|\s[–—]\s"
    r"|\s(?:and|by|through|while|so\sthat|thanks\sto|with|et|en|par|pour|afin\sde|grâce\sà|tout\sen)\s"
)

_TIME_WORDS = frozenset(
    """
    year years yearly annual annually month months quarter quarters end mid next this last every
    each half now today soon early late later start beginning ago until before after within
    january february march april may june july august september october november december an ans
    année années annuel annuelle mois trimestre trimestres semestre fin mi prochain prochaine
    chaque début courant ici avant après dès jusqu janvier février mars avril mai juin juillet
    août septembre octobre novembre décembre q1 q2 q3 q4 t1 t2 t3 t4 h1 h2 s1 s2 eur usd gbp chf
    k m bn mio million millions percent per cent
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is no easier to read
)

_FIGURE_WORDS = re.compile(
    r"""
    \b(?: zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven
      |eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?
      |millions?|dozens?|halve[sd]?|half|halving|thirds?|doubl(?:e[ds]?|ing)|tripl(?:e[ds]?|ing)|twice
      |zéro|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt
      |trente|quarante|cinquante|soixante|cents?|mille|milliers?|dizaines?|douzaines?|moitié|tiers
      |doubler|tripler|diviser
      |january|february|april|june|july|august|september|october|november|december
      |janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre
      |next\syear|year-end|end\sof\s(?:the|next)\s(?:year|decade)
      |fin\sd'année|l'an\sprochain|l'année\sprochaine )\b
    """,
    re.VERBOSE,
)
"""A figure or a date in words; "one" and "first" are none: one partner, their first choice."""

_DEMONYM_NAMES = """
    german french spanish italian polish dutch belgian swiss austrian british english irish
    swedish norwegian danish finnish portuguese czech slovak hungarian romanian greek turkish
    american canadian mexican brazilian chinese indian japanese korean australian european
    iberian nordic baltic benelux asian african allemand allemande français française espagnol
    espagnole italien italienne polonais polonaise néerlandais néerlandaise belge suisse
    autrichien autrichienne britannique anglais anglaise irlandais irlandaise suédois suédoise
    norvégien norvégienne danois danoise finlandais finlandaise portugais portugaise tchèque
    slovaque hongrois hongroise roumain roumaine grec grecque turc turque américain américaine
    canadien canadienne chinois chinoise indien indienne japonais japonaise européen européenne
    ibérique nordique balte asiatique africain africaine
"""

_NOT_TERRITORIES = frozenset({"001", "RE", "ZZ", "QO"})
"""The whole world, no place at all, and "réunion", which is a meeting too."""

_NOT_PLACES = stems_of("group groupe headquarters siège all other others autres toutes")
"""Units that are no place: the whole, and the rest."""

_DEMONYMS = stems_of(_DEMONYM_NAMES)


def speaks_only_of_our_sales(context: Context, plain: str) -> bool:
    """Tell whether each clause of a statement is about our own figures, or says nothing more."""
    if not _OUR_SALES_HINTS.search(plain):
        return False
    account = normalized(context.plan.account.name)
    clauses = [clause.strip(" .!?…") for clause in _CLAUSE_BREAK.split(plain)]
    ours = [_OUR_SALES.search(clause) is not None for clause in clauses]
    if not any(ours):
        return False
    rest = " , ".join(
        _OUR_SALES.sub(" ", clause.strip())
        for clause in _CLAUSE_BREAK.split(_CUSTOMER_AS_BUYER.sub(" ", plain))
    )
    if _ABOUT_THE_CUSTOMER.search(rest) or f"{account}'s" in rest:
        return False
    known = (
        STOPWORDS | _TIME_WORDS | stems_of(account) | frozenset().union(*_names_in_plan(context))
    )
    return all(
        own or _adds_nothing(clause, known) for clause, own in zip(clauses, ours, strict=True)
    )


def _adds_nothing(clause: str, known: frozenset[str]) -> bool:
    """Tell whether a clause holds only figures, times, and names that are `known`."""
    found = (part for word in WORD.findall(clause) for part in word.split("-"))
    return all(word[0].isdigit() or word in known or stem(word) in known for word in found)


def is_definite(context: Context, plain: str) -> bool:
    """Tell whether a statement names a figure, a date, or a unit, country or offering."""
    rest = plain.replace(normalized(context.plan.account.name), " ")
    if names_a_figure(rest) or _FIGURE_WORDS.search(rest):
        return True
    stems = stems_of(EMPTY_FIGURES.sub(" ", rest))
    return (
        not _DEMONYMS.isdisjoint(stems)
        or any(name <= stems for name in _names_in_plan(context))
        or any(name <= stems for name in _territory_names())
    )


def _names_in_plan(context: Context) -> list[frozenset[str]]:
    """Return the units and offerings that the plan names, and where the customer sits, as stems."""
    plan = context.plan
    names = [(plan.account.headquarters or "").partition(",")[0]]
    if plan.whitespace is not None:
        names += (*plan.whitespace.units, *plan.whitespace.offerings)
    for objective in plan.objectives:
        if objective.scope is not None:
            names += (*objective.scope.units, *objective.scope.offerings)
    names += [person.unit for person in plan.stakeholders if person.unit]
    account = stems_of(plan.account.name)
    return [name for name in map(stems_of, names) if name and not name <= account | _NOT_PLACES]


@cache
def _territory_names() -> tuple[frozenset[str], ...]:
    """Return the names of countries and continents in the languages known here, as stems."""
    return tuple(
        stems
        for language in KNOWN_LANGUAGES
        for code, name in locale_of(language).territories.items()
        if code not in _NOT_TERRITORIES and (stems := stems_of(str(name)))
    )
