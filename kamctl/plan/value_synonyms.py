"""What people write in a plan instead of a value of the format: its label, or a synonym.

`en cours` or `ongoing` stands for `in_progress`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kamctl.i18n.catalog import languages, translator
from kamctl.plan.labels import labels_of
from kamctl.plan.letters import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "high": ("haut", "fort", "strong"),
    "low": ("bas", "basse", "weak"),
    "medium": ("normal", "moderate", "average", "modéré", "intermédiaire"),
    "draft": ("ébauche",),
    "shared": ("diffusé",),
    "planned": ("to do", "scheduled", "à faire", "planifié", "programmé"),
    "in_progress": ("ongoing", "started", "under way", "commencé", "démarré", "lancé"),
    "not_started": ("à faire", "non commencé", "pas démarré", "non démarré", "not yet started"),
    "at_risk": ("endangered", "en danger", "menacé"),
    "on_hold": ("paused", "suspended", "en attente", "suspendu", "en suspens"),
    "blocked": ("stuck",),
    "done": ("completed", "complete", "finished", "terminé", "fini", "achevé", "réalisé"),
    "closed": ("terminé", "fermé", "clôturé"),
    "cancelled": ("canceled", "annulé"),
    "dropped": ("cancelled", "canceled", "annulé", "given up"),
    "achieved": ("reached", "fully achieved", "entièrement atteint", "réussi"),
    "partly_achieved": (
        "partially achieved",
        "partly",
        "partially",
        "partiellement atteint",
        "partiellement",
        "en partie",
    ),
    "missed": ("not achieved", "not reached", "failed", "non atteint", "pas atteint", "échoué"),
    "open": ("ouvert",),
    "negative": ("unfavourable", "unfavorable", "défavorable"),
    "positive": ("favourable", "favorable"),
    "neutral": ("indifferent", "indifférent"),
    "blocking": ("blocker", "showstopper", "rédhibitoire"),
    "condition": ("conditional", "conditionnel", "sous condition"),
    "comment": ("remark", "commentaire", "observation"),
    "amber": ("yellow", "ambre", "jaune"),
    "answered": ("répondu",),
    "withdrawn": ("levé",),
    "emerging": ("naissant",),
    "rising": ("increasing", "growing", "croissant", "à la hausse", "en augmentation"),
    "stable": ("steady", "constant"),
    "fading": (
        "declining",
        "decreasing",
        "falling",
        "en baisse",
        "à la baisse",
        "en déclin",
        "décroissant",
    ),
    "confirmed": ("verified", "vérifié", "avéré"),
    "assumed": (
        "assumption",
        "presumed",
        "unconfirmed",
        "to be confirmed",
        "hypothèse",
        "présumé",
        "non confirmé",
        "à confirmer",
    ),
    "relationship": ("relationnel",),
    "customer_success": (
        "customer's success",
        "succès client",
        "succès du client",
        "réussite client",
    ),
    "defence": ("defense", "defensive", "défensif"),
    "efficiency": ("efficience",),
    "none": ("aucun", "pas de contact"),
    "brief": ("bref", "brève", "occasional", "occasionnel", "ponctuel"),
    "multiple": ("several", "plusieurs"),
    "in_depth": ("close", "étroit", "approfondi"),
    "basic": ("basique",),
    "cooperative": ("cooperation", "coopération"),
    "disintegrating": ("falling apart", "en désintégration"),
    "decider": ("decision maker", "décisionnaire"),
    "approver": ("approbateur",),
    "buyer": ("purchaser",),
    "user": ("end user", "utilisateur final"),
    "technical": ("technical advisor", "technique", "conseiller technique", "prescripteur"),
    "minor": ("low", "weak", "faible", "bas", "basse"),
    "significant": ("medium", "moderate", "moyen", "modéré", "significatif"),
    "decisive": ("high", "strong", "haut", "fort", "élevé", "déterminant"),
    "supporter": ("supportive", "soutien", "partisan", "favourable"),
    "champion": ("ambassadeur", "promoteur", "promoter", "advocate", "ally"),
    "opponent": ("hostile", "détracteur", "adversaire", "opposé"),
    "critic": (
        "critical",
        "sceptical",
        "skeptical",
        "sceptic",
        "skeptic",
        "sceptique",
        "unfavourable",
        "unfavorable",
        "défavorable",
        "réticent",
        "réservé",
    ),
    "unknown": ("not known", "pas connu"),
    "ours": ("us", "nous", "nôtre"),
    "competitor": ("competition", "rival", "concurrence"),
    "in_house": ("internal", "interne"),
    "not_needed": ("no need", "not required", "inutile", "pas besoin", "sans besoin"),
    "mitigated": ("réduit", "maîtrisé", "under control"),
    "occurred": ("happened", "materialised", "materialized", "avéré", "matérialisé"),
    "conflict": ("conflit",),
    "increase": ("up", "higher", "hausse", "à la hausse", "en hausse", "augmenter", "augmentation"),
    "decrease": (
        "down",
        "lower",
        "reduce",
        "reduction",
        "baisse",
        "à la baisse",
        "en baisse",
        "diminuer",
        "diminution",
        "réduire",
        "réduction",
    ),
    "hold": ("keep", "maintain", "maintenir", "maintien", "stable"),
    "internal": ("interne",),
    "restricted": ("restreint", "confidential", "confidentiel"),
    "research-development": ("R&D", "recherche & développement"),
    "information-technology": ("IT", "DSI"),
    "human-resources": ("HR", "RH"),
}
"""In English and in French, besides the labels."""


def value_for(written: str, allowed: Iterable[str]) -> str | None:
    """Return the one value of `allowed` that `written` is a label or synonym of; None in doubt.

    Labels are those of every language the tool speaks; case, accents, plural and gender of French
    do not count.
    """
    found = _values_by_stem(tuple(allowed)).get(_stem(written), ())
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=64)
def _values_by_stem(allowed: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    labels = labels_of(allowed)
    translators = [translator(language) for language in languages()]
    for value in allowed:
        label = labels.get(value)
        names = [value, *SYNONYMS.get(value, ()), *(say(label) for say in translators if label)]
        for stem in dict.fromkeys(map(_stem, names)):
            found[stem] = (*found.get(stem, ()), value)
    return found


_ENDINGS: Final = (("euse", "eur"), ("trice", "teur"), ("ive", "if"), ("enne", "en"))


def _stem(text: str) -> str:
    """Return what is left of a word when it has no accent, no plural and no gender."""
    plain = without_accents(text.casefold())
    return " ".join(map(_stem_of_word, re.findall(r"[a-z0-9&]+", plain)))


def _stem_of_word(word: str) -> str:
    if len(word) > 3:
        word = word.removesuffix("s")
    for ending, instead in _ENDINGS:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.rstrip("e") if len(word) > 3 else word
