"""Family 1xx, what it says: does the sentence go beyond our own figures, is the gain concrete?"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, not_met, objective_check
from kamctl.checks.plan_texts import is_filled, wordings
from kamctl.checks.rules.customer_value import is_only_ours
from kamctl.checks.text_analysis import is_placeholder, words
from kamctl.i18n.formats import locale_of
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan

_KNOWN_LANGUAGES = ("en", "fr")
"""Figures written as words are known in these; a sentence in another may name one unseen."""
_LEAST_WORDS = 4
_SHORTEST_STEM = 3

_AMOUNT = r"""
    (?:(?:eur|usd|gbp|chf)\s?|[€$£]\s?)?\d[\d.,]*(?:\s\d{3}\b)*
    (?:\s?(?:k|m|mn|mio|md|mds|bn|millions?|billions?|milliards?))?
    (?:\s?(?:€|\$|£|%|eur|usd|gbp|chf|(?:d')?euros?|dollars?|percent|per\scent|pour\scent))?
"""
"""A sum or a percentage, in lower case."""
_OWN = re.compile(
    r"""
    ^(?:to\s)?(?:(?:grow|increase|raise|boost|generate|win|gain|get|secure|achieve|reach|hit|make|earn
       |faire|atteindre|réaliser|dépasser|générer|gagner|obtenir)\s)?
      (?:to\s|a\s|an\s|the\s|les\s|un\s|une\s|à\s)?"""
    + _AMOUNT
    + r"""\s
      (?:more\s|extra\s|additional\s|annual\s|yearly\s|of\s|in\s|de\s|d'|en\s)*
      (?:turnover|revenues?|sales|margins?|profits?|order\sintake|bookings
       |chiffres?\sd'affaires|ca|ventes|marges?|bénéfices?|profits)\b
      (?=\s*[.!]?$
       |\s(?:at|with|from|in|to|a|per|each|every|this|next|chez|avec|dans|en|à|d'ici|avant)\b)
    | \b(?:our|my|the\steam's|this\syear's)\s
      (?!common\b|shared\b|joint\b|mutual\b)(?:[\w-]+\s){0,2}?
      (?:turnover|revenues?|sales(?!\s(?:team|force|people|staff|office|rep|engineer|manager))
       |margins?|profits?|profitability|earnings|order\sintake|orders|bookings|volumes?|pipeline
       |numbers|figures|targets?|quotas?|goals?|objectives?|budgets?|forecasts?|bonus(?:es)?
       |commissions?|incentives?|business|footprint|results
       |share(?:\sof\s(?:the\s|their\s)?(?:wallet|spend|market|purchases|business))?)\b
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
    | \b(?:notre|nos|mon|ma|mes)\s(?:[\w-]+\s){0,2}?
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
_OWN_SIGNS = re.compile(
    r"sell|invoic|bill|share|turnover|revenue|sales|margin|profit|earn|order|booking|business|volume"
    r"|number|figure|target|quota|bonus|commission|incentive|footprint|pipeline|budget|forecast"
    r"|goal|objecti|result|résultat|rentab|chiffre|\bca\b|vente|vend|factur|gagn|marge|bénéfice"
    r"|prime|commande|\bparts?\b"
)
"""What every match of `_OWN` holds: most sentences are done with after looking for these."""
_THEIRS = re.compile(
    r"\b(?:they|them|their|theirs|you|your|yours|leurs?|ils|elles|eux|vous|votre|vos)\b"
    r"|\b(?:customers?|clients?)'|\bfor\s(?:the\s|our\s)?(?:customers?|clients?)\b"
    r"|\b(?:du|des|pour\sle|pour\sles)\sclients?\b"
)
_TO_THEM = re.compile(
    r"\b(?:to|with|from|at|avec|chez|à)\s(?:them|you|eux|vous|the\scustomer)\b"
    r"|^leur\svendre\b|^(?:to\s)?sell\sthem\b"
)
"""The customer as the one who buys, and no more."""
_CLAUSE = re.compile(
    r"[.,;:!?…]\s|\s[–—]\s"
    r"|\s(?:and|by|through|while|so\sthat|thanks\sto|with|et|en|par|pour|afin\sde|grâce\sà|tout\sen)\s"
)
_STOPWORDS = frozenset(
    """
    a an and are as at be become been being both by do for from have in into is it its make more
    most much of on or our so that the them there this to us very we will with à au aux avec ce
    ces cette d de des du elle en est et être il l la le les leur leurs nos notre nous on ou où
    par pas plus pour qu que qui s sa se ses son sur très un une y devenir faire rester
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is no easier to read
)
_TIME = frozenset(
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
_EMPTY_FIGURES = re.compile(
    r"(?:\#|\bn\s?[°º]|\bno\.|\bnumber|\bnuméro|\btop)\s?1\b|\b1(?:st|er|ère|re)\b|\b24/7\b|\b360\s?°?"
    r"|\b[bt]2[bce]\b|\b(?:100|110|200)\s?%"
)
"""Figures that say nothing: number 1, 24/7, 100 %."""
_DIGITS = re.compile(r"\d+")
_IN_EMPTY_FIGURES = frozenset(("1", "24", "7", "360", "2", "100", "110", "200"))
"""The digits in these: a text with any others needs no closer look."""

_DEMONYM_WORDS = """
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
_NO_TERRITORY = frozenset({"001", "RE", "ZZ", "QO"})
"""The whole world, no place at all, and "réunion", which is a meeting too."""

_EMPTY_PHRASES = frozenset(
    """
    win wins winning win-win partnership partnerships partner partners partnering better best
    more value values value-added added synergy synergies mutual mutually benefit benefits
    beneficial growth grow growing success successful satisfaction satisfied quality service
    services solution solutions excellence excellent innovation innovative relationship
    relationships trust trusted strategic sustainable sustainability improve improved
    improvement improvements increase increased great greater good strong stronger parties sides
    customer customers client clients company collaboration cooperation cooperative support
    efficiency efficient performance competitive competitiveness advantage advantages
    world-class first-class one-stop shop gain gains preferred supplier suppliers reliable
    reliability long-term term long lasting true real common shared joint together everyone
    everybody everything all total overall high higher top optimal optimized optimised leading
    leader unique experience transformation business future positive new nice happy attractive
    offer price prices professional high-quality flexible flexibility gagnant gagnante gagnants
    gagnant-gagnant partenariat partenariats partenaire partenaires meilleur meilleure meilleurs
    meilleures mieux davantage valeur valeurs ajoutée ajoutées synergie synergies mutuel
    mutuelle mutuels mutuelles bénéfice bénéfices bénéfique croissance croître réussite succès
    satisfait qualité service solution excellente excellents innovante relation relations
    confiance durable durables durabilité stratégique stratégiques améliorer amélioration
    amélioré augmenter augmentation grand grande bon bonne bons bonnes fort forte parties client
    cliente clientes entreprise coopération accompagnement soutien efficacité efficace
    compétitivité compétitif avantage avantages gagner fournisseur fournisseurs fiable fiabilité
    terme longue vrai vraie véritable commun commune communs partagé partagée ensemble tous
    toutes tout globale global haut haute niveau optimale optimal unique expérience positif
    positive nouveau nouvelle heureux attractif offre prix professionnel flexibilité serein
    sérénité
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is no easier to read
)
"""Words that promise nothing by themselves; a gain made of these alone is not concrete."""
_WITHOUT_SPACES = (("\u0e00", "\u0eff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"))
"""First and last characters of scripts without spaces: there, words cannot be counted."""
_WORD = re.compile(r"\w+(?:-\w+)*")


def _plain(text: str) -> str:
    """Return a text as the lists above are written: lower case, plain apostrophes and spaces."""
    text = (
        unicodedata.normalize("NFC", text).replace("’", "'").replace("\N{NON-BREAKING HYPHEN}", "-")
    )
    return " ".join(text.split()).casefold()


def _stem(word: str) -> str:
    """Return a word without the end of its plural: pumps and pump, usines and usine."""
    for end in ("ies", "es", "s", "x"):
        if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM:
            return word.removesuffix(end)
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def _stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say something."""
    found = _WORD.findall(_plain(text))
    return frozenset(_stem(part) for word in found for part in word.split("-")) - _STOPWORDS


_NO_PLACE = _stems("group groupe headquarters siège all other others autres toutes")
"""Units that are no place: the whole, and the rest."""
_DEMONYMS = _stems(_DEMONYM_WORDS)


@objective_check(
    "KAM121",
    "more-than-our-sales",
    N_("Say in the sentence what changes, with a figure, a date or a place"),
    warns_from=Stage.DRAFT,
    counts=True,
)
def more_than_our_sales(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The statement says more than what we sell or earn, and it names something definite.

    Two things are reported. First, a statement that speaks only of our own turnover, sales, share,
    targets or bonus. Second, one that names no figure, no date, and no unit, country or offering
    of this plan. “Number 1”, “24/7” and “100 %” are not figures. The lists are in English and
    French.

    Why:
        “Grow” and “make our numbers” fit any customer and any year, so nobody can disagree with
        them and nobody can act on them. Colleagues align on what will be different at this
        customer, by when. Source: D. Collis and M. Rukstad, "Can You Say What Your Strategy Is?"
        (Harvard Business Review, 2008).

    Example:
        objectives:
          - id: SO1
            statement: Sell more valves to Lactea.

    Instead:
        objectives:
          - id: SO1
            statement: Become Lactea's one partner for cleaning in all 14 plants by 2028.
    """
    statement = objective.objective.statement
    if not is_filled(statement):
        yield not_met(objective.at("statement"))  # KAM101 says so
        return
    written_in = context.plan.plan.language
    for wording, path in wordings(statement, objective.at("statement")):
        if not wording.strip() or is_placeholder(wording):
            yield not_met(path)  # KAM102 says so
            continue
        language = written_in if isinstance(statement, str) else str(path[-1])
        plain = _plain(wording)
        if _speaks_only_of_us(context, plain):
            yield Observation(
                path,
                message("The statement speaks only of what we sell or earn."),
                message(
                    "Say what changes at {account}: what they can do, or what we become for them.",
                    account=context.plan.account.name,
                ),
            )
        elif language in _KNOWN_LANGUAGES and not _is_definite(context, plain):
            yield Observation(
                path,
                message("The statement names no figure, date, place or offering."),
                message(
                    "Say how much, by when, or where, for example: in all 14 plants by the end of "
                    "2028."
                ),
            )


def _speaks_only_of_us(context: Context, plain: str) -> bool:
    """Tell whether each clause of a statement is about our own figures, or says nothing more."""
    if not _OWN_SIGNS.search(plain):
        return False
    account = _plain(context.plan.account.name)
    clauses = [clause.strip(" .!?…") for clause in _CLAUSE.split(plain)]
    ours = [_OWN.search(clause) is not None for clause in clauses]
    if not any(ours):
        return False
    rest = " , ".join(
        _OWN.sub(" ", clause.strip()) for clause in _CLAUSE.split(_TO_THEM.sub(" ", plain))
    )
    if _THEIRS.search(rest) or f"{account}'s" in rest:
        return False
    known = _STOPWORDS | _TIME | _stems(account) | frozenset().union(*_names(context))
    return all(
        own or _says_nothing(clause, known) for clause, own in zip(clauses, ours, strict=True)
    )


def _says_nothing(clause: str, known: frozenset[str]) -> bool:
    """Tell whether a clause holds only figures, times, and names that are `known`."""
    found = (part for word in _WORD.findall(clause) for part in word.split("-"))
    return all(word[0].isdigit() or word in known or _stem(word) in known for word in found)


def _is_definite(context: Context, plain: str) -> bool:
    """Tell whether a statement names a figure, a date, or a unit, country or offering."""
    rest = plain.replace(_plain(context.plan.account.name), " ")
    if _names_a_figure(rest) or _FIGURE_WORDS.search(rest):
        return True
    stems = _stems(_EMPTY_FIGURES.sub(" ", rest))
    return (
        not _DEMONYMS.isdisjoint(stems)
        or any(name <= stems for name in _names(context))
        or any(name <= stems for name in _places())
    )


def _names_a_figure(plain: str) -> bool:
    """Tell whether a text holds a figure that says something."""
    found = _DIGITS.findall(plain)
    if not _IN_EMPTY_FIGURES.issuperset(found):
        return True
    return any(map(str.isdigit, _EMPTY_FIGURES.sub(" ", plain) if found else plain))


def _names(context: Context) -> list[frozenset[str]]:
    """Return the units and offerings that the plan names, and where the customer sits, as stems."""
    plan = context.plan
    names = [(plan.account.headquarters or "").partition(",")[0]]
    if plan.whitespace is not None:
        names += (*plan.whitespace.units, *plan.whitespace.offerings)
    for objective in plan.objectives:
        if objective.scope is not None:
            names += (*objective.scope.units, *objective.scope.offerings)
    names += [person.unit for person in plan.stakeholders if person.unit]
    account = _stems(plan.account.name)
    return [name for name in map(_stems, names) if name and not name <= account | _NO_PLACE]


@cache
def _places() -> tuple[frozenset[str], ...]:
    """Return the names of countries and continents in the languages known here, as stems."""
    return tuple(
        stems
        for language in _KNOWN_LANGUAGES
        for code, name in locale_of(language).territories.items()
        if code not in _NO_TERRITORY and (stems := _stems(str(name)))
    )


@objective_check(
    "KAM122",
    "concrete-gain",
    N_("Make the customer's gain concrete"),
    warns_from=Stage.SHARED,
    counts=True,
)
def concrete_gain(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The customer's gain is concrete: four words or more, and not only empty phrases.

    Empty phrases are words such as partnership, value, synergies, quality, service or growth, in
    English and in French. A gain that says one concrete thing may use them too.

    Why:
        A gain that would fit any customer convinces none, and colleagues who are asked for people
        or money cannot weigh it. Source: Miller Heiman's LAMP charter: how will they gain?

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A win-win partnership with better service

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A quarter less water per litre, and one number to call when a line stops.
    """
    gain = objective.objective.customer_gain
    path = objective.at("customer_gain")
    if not is_filled(gain):
        yield not_met(path)  # KAM108 says so
        return
    for wording, place in wordings(gain, path):
        if not wording.strip() or is_placeholder(wording):
            yield not_met(place)  # KAM102 says so
            continue
        if is_only_ours(wording):
            yield not_met(place)  # KAM108 says so
        elif _is_empty(wording):
            yield Observation(
                place,
                message(
                    "The customer's gain says nothing concrete: “{gain}”.",
                    gain=" ".join(wording.split())[:60].rstrip(" .!?…"),
                ),
                message(
                    "Say in four words or more what gets better for them, for example: a quarter "
                    "less water per litre."
                ),
            )


def _is_empty(wording: str) -> bool:
    """Tell whether a gain is under four words, or made of empty phrases."""
    plain = _plain(wording)
    counted = words(plain.replace("%", " percent "))
    if counted < _LEAST_WORDS and not _may_lack_spaces(plain):
        return True
    if _names_a_figure(plain):
        return False
    return all(
        word in _EMPTY_PHRASES or word in _STOPWORDS
        for found in _WORD.findall(_EMPTY_FIGURES.sub(" ", plain))
        for word in ([found] if found in _EMPTY_PHRASES else found.split("-"))
    )


def _may_lack_spaces(text: str) -> bool:
    return any(first <= char <= last for char in text for first, last in _WITHOUT_SPACES)
