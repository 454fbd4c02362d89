"""Whether a customer's gain is theirs, and concrete."""

from __future__ import annotations

import re

from kamctl.checks.helpers.sentences import count_words
from kamctl.checks.helpers.word_stems import (
    EMPTY_FIGURES,
    STOPWORDS,
    WORD,
    names_a_figure,
    normalized,
)

_OUR_FIGURES = re.compile(
    r"""
    \bour\s(?:(?:own|yearly|annual|total|net|gross|operating|overall|additional|recurring)\s)*
      (?:turnover | revenues? | sales\b(?!\s(?:team|force|people|staff|office|rep|engineer|manager))
       | margins? | profits? | profitability | order\sintake | earnings | bonus(?:es)?
       | share\sof\s(?:the\s|their\s)?(?:wallet|spend|purchases|market|business)
       | (?:market\s|wallet\s)?share\b(?!\sof))
    | \b(?:turnover|revenues?|sales|margins?|profits?|business|volumes?)\sfor\sus\b
    | \bwe\s(?:will\s|can\s)?(?:sell|earn|invoice)\smore\b
    | \b(?:notre|nos)\s(?:propres?\s)?
      (?:chiffres?\sd[’']affaires | ca\b | ventes | marges? | profits? | bénéfices? | rentabilité
       | résultats?\b(?!\sd[’'e]\s?(?:essai|mesure|test)) | primes?
       | parts?\sde\s(?:marché|portefeuille))
    | \b(?:chiffre\sd[’']affaires|ca|marge|ventes|volumes?|profits?)(?:\s\w+)?\spour\snous\b
    | \bnous\s(?:vendrons|vendons|gagnons|gagnerons|facturons|facturerons)\s(?:plus|davantage)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Our own figures."""

_OUR_FIGURES_HINTS = ("our ", " us", "we ", "notre ", "nos ", "nous")
"""Every match of `_OUR_FIGURES` contains one: a quick test that most gains fail."""

_ABOUT_THE_CUSTOMER = re.compile(
    r"\b(?:they|them|their|theirs|you|your|yours|leurs?|ils|elles|eux|vous|votre|vos)\b",
    re.IGNORECASE,
)

_ABOUT_US = re.compile(r"\b(?:we|us|our|ours|nous|notre|nos)\b", re.IGNORECASE)

_CLAUSE_BREAK = re.compile(r"[.,;:!?…]\s+|\s[–—]\s|\s(?:and|et)\s", re.IGNORECASE)


def speaks_only_of_our_figures(wording: str) -> bool:
    """Tell whether a gain speaks of our figures and of nothing else.

    Each of its clauses must be about us: what gets better for the customer is often said without
    a word for them ("a quarter less water").
    """
    lowered = wording.lower()
    if not any(sign in lowered for sign in _OUR_FIGURES_HINTS) or not _OUR_FIGURES.search(wording):
        return False
    rest = _OUR_FIGURES.sub("our", wording)
    return not _ABOUT_THE_CUSTOMER.search(rest) and all(
        _ABOUT_US.search(clause) for clause in _CLAUSE_BREAK.split(rest) if clause.strip(" .!?…")
    )


_MIN_WORDS = 4

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
    sérénité money peace mind everywhere anywhere always anytime worldwide partout toujours
    rapport qualité-prix tranquillité esprit paix argent
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is no easier to read
)
"""Words that promise nothing by themselves; a gain made of these alone is not concrete."""

_SCRIPTS_WITHOUT_SPACES = (("\u0e00", "\u0eff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"))
"""First and last characters of scripts without spaces: there, words cannot be counted."""


def says_nothing_concrete(wording: str) -> bool:
    """Tell whether a gain is under four words, or made of empty phrases."""
    plain = normalized(wording)
    counted = count_words(plain.replace("%", " percent "))
    if counted < _MIN_WORDS and not _has_no_word_spaces(plain):
        return True
    if names_a_figure(plain):
        return False
    return all(
        word in _EMPTY_PHRASES or word in STOPWORDS
        for found in WORD.findall(EMPTY_FIGURES.sub(" ", plain))
        for word in ([found] if found in _EMPTY_PHRASES else found.split("-"))
    )


def _has_no_word_spaces(text: str) -> bool:
    return any(first <= char <= last for char in text for first, last in _SCRIPTS_WITHOUT_SPACES)
