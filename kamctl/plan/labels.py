"""The words for the values of the format: what a reader sees instead of `in_progress`.

They are also what people write in a plan instead of the value: `value_meant` finds it again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import N_, Localized
from kamctl.plan.functions import FUNCTION_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamctl.i18n.message import Translate

STAGES: Final = {
    "draft": N_("Draft"),
    "shared": N_("Shared"),
    "aligned": N_("Aligned"),
    "validated": N_("Validated"),
}
OBJECTIVE_STATUS: Final = {
    "not_started": N_("Not started"),
    "in_progress": N_("In progress"),
    "at_risk": N_("At risk"),
    "on_hold": N_("On hold"),
    "closed": N_("Closed"),
}
OUTCOMES: Final = {
    "achieved": N_("Achieved"),
    "partly_achieved": N_("Partly achieved"),
    "missed": N_("Missed"),
    "cancelled": N_("Cancelled"),
}
ACTION_STATUS: Final = {
    "planned": N_("Planned"),
    "in_progress": N_("In progress"),
    "at_risk": N_("At risk"),
    "done": N_("Done"),
    "blocked": N_("Blocked"),
    "cancelled": N_("Cancelled"),
}
EFFECTS: Final = {
    "negative": N_("Negative"),
    "neutral": N_("Neutral"),
    "positive": N_("Positive"),
}
SEVERITIES: Final = {
    "blocking": N_("Blocking"),
    "condition": N_("Condition"),
    "comment": N_("Comment"),
}
HEALTH: Final = {"green": N_("Green"), "amber": N_("Amber"), "red": N_("Red")}
DECISION_STATUS: Final = {
    "open": N_("Open"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
}
RESISTANCE_STATUS: Final = {
    "open": N_("Still open"),
    "answered": N_("Answered"),
    "withdrawn": N_("Withdrawn"),
}
LEVELS: Final = {"low": N_("Low"), "medium": N_("Medium"), "high": N_("High")}
TRENDS: Final = {
    "emerging": N_("Emerging"),
    "rising": N_("Rising"),
    "stable": N_("Stable"),
    "fading": N_("Fading"),
}
CLAIM_STATUS: Final = {"confirmed": N_("Confirmed"), "assumed": N_("Assumed")}
CATEGORIES: Final = {
    "growth": N_("Growth"),
    "relationship": N_("Relationship"),
    "customer_success": N_("Success of the customer"),
    "defence": N_("Defence"),
    "efficiency": N_("Efficiency"),
}
COVERAGES: Final = {
    "none": N_("No contact"),
    "brief": N_("Brief contact"),
    "multiple": N_("Several contacts"),
    "in_depth": N_("Close contact"),
}
RELATIONSHIPS: Final = {
    "exploratory": N_("Exploratory"),
    "basic": N_("Basic"),
    "cooperative": N_("Cooperative"),
    "interdependent": N_("Interdependent"),
    "integrated": N_("Integrated"),
    "disintegrating": N_("Disintegrating"),
}
BUYING_ROLES: Final = {
    "decider": N_("Decider"),
    "approver": N_("Approver"),
    "buyer": N_("Buyer"),
    "user": N_("User"),
    "technical": N_("Technical adviser"),
    "gatekeeper": N_("Gatekeeper"),
    "coach": N_("Coach"),
}
INFLUENCES: Final = {
    "minor": N_("Minor"),
    "significant": N_("Significant"),
    "decisive": N_("Decisive"),
}
ATTITUDES: Final = {
    "champion": N_("Champion"),
    "supporter": N_("Supporter"),
    "neutral": N_("Neutral"),
    "critic": N_("Critic"),
    "opponent": N_("Opponent"),
    "unknown": N_("Unknown"),
}
WHITESPACE: Final = {
    "ours": N_("Ours"),
    "competitor": N_("A competitor"),
    "in_house": N_("In house"),
    "open": N_("Nobody yet"),
    "not_needed": N_("Not needed"),
    "unknown": N_("Not known"),
}
RISK_STATUS: Final = {
    "open": N_("Open"),
    "mitigated": N_("Mitigated"),
    "occurred": N_("Occurred"),
    "closed": N_("Closed"),
}
RELATIONS: Final = {"influences": N_("influences"), "conflict": N_("in conflict with")}


@dataclass(frozen=True, slots=True)
class InSentence(Localized):
    """A label as it stands inside a sentence: it begins with a small letter."""

    label: str

    def say(self, translate: Translate) -> str:
        """Write it in the reader's language."""
        text = translate(self.label)
        is_acronym = text[1:2].isupper()
        return text if is_acronym else text[:1].lower() + text[1:]


_TABLES: Final = (
    STAGES,
    OBJECTIVE_STATUS,
    OUTCOMES,
    ACTION_STATUS,
    EFFECTS,
    SEVERITIES,
    HEALTH,
    DECISION_STATUS,
    RESISTANCE_STATUS,
    LEVELS,
    TRENDS,
    CLAIM_STATUS,
    CATEGORIES,
    COVERAGES,
    RELATIONSHIPS,
    BUYING_ROLES,
    INFLUENCES,
    ATTITUDES,
    WHITESPACE,
    RISK_STATUS,
    RELATIONS,
)
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
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
"""What people write besides the labels."""


def value_for(written: str, allowed: Iterable[str]) -> str | None:
    """Return the one value of `allowed` that `written` is a label of; None in doubt.

    Labels are those of every language the tool speaks; case, accents, plural and gender of French
    do not count.
    """
    meant = _by_label(tuple(allowed)).get(_stem(written), ())
    return meant[0] if len(meant) == 1 else None


@lru_cache(maxsize=64)
def _by_label(allowed: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    labels = labels_of(allowed)
    speak = [translator(language) for language in languages()]
    for value in allowed:
        label = labels.get(value)
        names = [value, *_SYNONYMS.get(value, ()), *(say(label) for say in speak if label)]
        for stem in dict.fromkeys(map(_stem, names)):
            found[stem] = (*found.get(stem, ()), value)
    return found


def labels_of(values: Iterable[str]) -> Mapping[str, str]:
    """Return the labels of a list of values, msgids by value; empty where it has none."""
    allowed = frozenset(values)
    if allowed & FUNCTION_NAMES.keys():
        return FUNCTION_NAMES
    return next((table for table in _TABLES if table.keys() == allowed), {})


_ENDINGS: Final = (("euse", "eur"), ("trice", "teur"), ("ive", "if"), ("enne", "en"))


def _stem(text: str) -> str:
    """Return what is left of a word when it has no accent, no plural and no gender."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(map(_stem_of_word, re.findall(r"[a-z0-9&]+", plain)))


def _stem_of_word(word: str) -> str:
    if len(word) > 3:
        word = word.removesuffix("s")
    for ending, instead in _ENDINGS:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.rstrip("e") if len(word) > 3 else word
