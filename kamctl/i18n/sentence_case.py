"""Whether a label keeps its capital inside a sentence: each language has its own rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from kamctl.i18n.message import Translate

_LABELS_IN_SENTENCES: Final = (
    # Translators: how a label such as “Share of wallet” begins inside a sentence. Write “capital”
    # where your language keeps the capital of nouns, as German does; else leave it as it is.
    N_("small letter")
)
_KEPT: Final = "capital"


def inside_sentence(label: str, translate: Translate) -> str:
    """Return a translated label as it is inside a sentence of its language; SWOT stays SWOT."""
    is_acronym = label[1:2].isupper()
    if is_acronym or translate(_LABELS_IN_SENTENCES) == _KEPT:
        return label
    return label[:1].lower() + label[1:]
