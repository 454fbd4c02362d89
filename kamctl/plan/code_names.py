"""What people write instead of the code of a country or a language: its name, in any language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, get_args

from kamctl.i18n.locales import locale_of
from kamctl.i18n.text_normalization import normalized_words, without_accents
from kamctl.i18n.words import word_languages
from kamctl.plan.codes import LANGUAGES, Country

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COUNTRIES: Final[tuple[str, ...]] = get_args(Country)
_ABBREVIATIONS: Final[Mapping[str, str]] = {"uk": "GB", "usa": "US", "uae": "AE"}
"""Countries that are called by letters other than their code."""


def code_named(written: str, allowed: Sequence[str], language: str = "en") -> str | None:
    """Return the code of `allowed` whose name is written, in `language` or one the tool knows.

    None where there is no such name, and where `allowed` are not codes of countries or languages.
    """
    is_country = allowed == COUNTRIES
    if not is_country and frozenset(allowed) != LANGUAGES:
        return None
    name = _plain(written)
    found = {
        code
        for known in dict.fromkeys((*word_languages(), language))
        if (code := _codes_by_name(known, is_country=is_country).get(name))
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=8)
def _codes_by_name(language: str, *, is_country: bool) -> Mapping[str, str]:
    locale = locale_of(language)
    if not is_country:
        return {_plain(name): code for code, name in locale.languages.items() if code in LANGUAGES}
    named = {_plain(name): code for code, name in locale.territories.items() if code in COUNTRIES}
    return {**_ABBREVIATIONS, **named}


def _plain(name: str) -> str:
    return normalized_words(without_accents(name))
