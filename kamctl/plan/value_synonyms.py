"""What people write instead of a value of the format: its label, or a synonym.

`en cours` or `ongoing` stands for `in_progress`, in a plan and on the command line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.text_normalization import without_accents
from kamctl.i18n.words import word_languages, words_of
from kamctl.plan.labels import labels_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kamctl.i18n.words import Endings

Value = TypeVar("Value", bound=str)


def asked_value(
    asked: str, allowed: Collection[Value], labels: Mapping[Value, str] | None = None
) -> Value | None:
    """Return the value of `allowed` that is asked for, by itself, its label or a synonym.

    None where it is none of them, or may be several. `labels` are as in `value_for`. A word that is
    cut short, such as `financ`, is none: nobody sees on a command line what it was read as.
    """
    exact = next((value for value in allowed if value == asked), None)
    if exact is not None:
        return exact
    found = value_for(asked, allowed, labels)
    if found is None:
        return None
    label = (labels_of(tuple(allowed)) if labels is None else labels).get(found)
    return None if _is_cut_short(asked, found, {found: label} if label else {}) else found


def value_for(
    written: str,
    allowed: Iterable[Value],
    labels: Mapping[Value, str] | None = None,
    *,
    certain: bool = False,
) -> Value | None:
    """Return the one value of `allowed` that `written` is a label or synonym of; None in doubt.

    `labels` are msgids by value; by default those that the format has for this list. They count
    in every language the tool speaks; case, accents, plural and gender do not count. What is only
    near a value, such as `high` to `decisive`, is enough unless it must be `certain`.
    """
    values = tuple(allowed)
    by_value = labels_of(values) if labels is None else labels
    tables = _values_by_stem(values, tuple(by_value.items()), certain)
    found = {
        value
        for language, by_stem in tables.items()
        for value in by_stem.get(_stem(written, words_of(language).endings), ())
    }
    return next((value for value in values if found == {value}), None)


def names_of(value: str, labels: Mapping[str, str]) -> frozenset[str]:
    """Return all that a value is called, in every language; `labels` are msgids by value."""
    return frozenset(
        name
        for language in dict.fromkeys((*word_languages(), *languages()))
        for name in _names_of(value, language, labels, certain=True)
    )


def _is_cut_short(asked: str, value: str, labels: Mapping[str, str]) -> bool:
    """Tell whether a word lacks the end of all that the value is called, but for a plural."""
    for language in (*word_languages(), *languages()):
        endings = words_of(language).endings
        words = _stem(asked, endings, mute=False).split()
        for name in _names_of(value, language, labels, certain=False):
            whole = _stem(name, endings, mute=False).split()
            if len(words) == len(whole) and all(map(str.startswith, words, whole)):
                return False
    return True


@lru_cache(maxsize=64)
def _values_by_stem(
    allowed: tuple[str, ...], labels: tuple[tuple[str, str], ...], certain: bool
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, for each language, the values by the stems of what it calls them."""
    return {
        language: _values_of_language(language, allowed, dict(labels), certain)
        for language in dict.fromkeys((*word_languages(), *languages()))
    }


def _values_of_language(
    language: str, allowed: tuple[str, ...], labels: Mapping[str, str], certain: bool
) -> dict[str, tuple[str, ...]]:
    endings = words_of(language).endings
    found: dict[str, tuple[str, ...]] = {}
    for value in allowed:
        names = _names_of(value, language, labels, certain)
        for stem in dict.fromkeys(_stem(name, endings) for name in names):
            found[stem] = (*found.get(stem, ()), value)
    return found


def _names_of(
    value: str, language: str, labels: Mapping[str, str], certain: bool
) -> tuple[str, ...]:
    """Return what a language calls a value."""
    words, say = words_of(language), translator(language)
    near = () if certain else sorted(words.near_values.get(value, ()))
    label = (say(labels[value]),) if value in labels else ()
    return (value, *sorted(words.values.get(value, ())), *near, *label)


def _stem(text: str, endings: Endings, *, mute: bool = True) -> str:
    """Return what is left of a word when it has no accent, no plural and no gender.

    Without `mute`, its last letter stays where that is mute.
    """
    plain = without_accents(text.casefold())
    words = re.findall(r"[^\W_]+|&", plain)
    return " ".join(_stem_of_word(word, endings, mute=mute) for word in words)


def _stem_of_word(word: str, endings: Endings, *, mute: bool) -> str:
    """Return a word without the endings of one language: those of another belong to its stem."""
    if len(word) > 3:
        plurals = [one for one in endings.plural_of_values if word.endswith(one)]
        word = word.removesuffix(max(plurals, key=len, default=""))
    for ending, instead in endings.gender.items():
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.rstrip("".join(endings.mute)) if mute and len(word) > 3 else word
