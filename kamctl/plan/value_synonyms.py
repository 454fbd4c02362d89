"""What people write instead of a value of the format: its label, or a synonym.

`en cours` or `ongoing` stands for `in_progress`, in a plan and on the command line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.text_normalization import without_accents
from kamctl.i18n.words import all_words
from kamctl.plan.labels import labels_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Value = TypeVar("Value", bound=str)


def asked_value(
    asked: str, allowed: Collection[Value], labels: Mapping[Value, str] | None = None
) -> Value | None:
    """Return the value of `allowed` that is asked for, by itself, its label or a synonym.

    None where it is none of them, or may be several. `labels` are as in `value_for`.
    """
    exact = next((value for value in allowed if value == asked), None)
    return exact or value_for(asked, allowed, labels)


def value_for(
    written: str, allowed: Iterable[Value], labels: Mapping[Value, str] | None = None
) -> Value | None:
    """Return the one value of `allowed` that `written` is a label or synonym of; None in doubt.

    `labels` are msgids by value; by default those that the format has for this list. They count
    in every language the tool speaks; case, accents, plural and gender do not count.
    """
    values = tuple(allowed)
    by_value = labels_of(values) if labels is None else labels
    found = _values_by_stem(values, tuple(by_value.items())).get(_stem(written), ())
    return next((value for value in values if found == (value,)), None)


@lru_cache(maxsize=64)
def _values_by_stem(
    allowed: tuple[str, ...], labels: tuple[tuple[str, str], ...]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    label_of, synonyms = dict(labels), all_words().values
    translators = [translator(language) for language in languages()]
    for value in allowed:
        label = label_of.get(value)
        names = [
            value,
            *sorted(synonyms.get(value, ())),
            *(say(label) for say in translators if label),
        ]
        for stem in dict.fromkeys(map(_stem, names)):
            found[stem] = (*found.get(stem, ()), value)
    return found


def _stem(text: str) -> str:
    """Return what is left of a word when it has no accent, no plural and no gender."""
    plain = without_accents(text.casefold())
    return " ".join(map(_stem_of_word, re.findall(r"[^\W_]+|&", plain)))


def _stem_of_word(word: str) -> str:
    endings = all_words().endings
    if len(word) > 3 and word[-1] in endings.plural_of_values:
        word = word[:-1]
    for ending, instead in endings.gender.items():
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.rstrip("".join(endings.mute)) if len(word) > 3 else word
