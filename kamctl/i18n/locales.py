"""What Babel knows of each language the tool is used in.

Babel takes 35 ms to import, a tenth of `kamctl validate`, which needs it only for a plan with a
number or a date in words. So this module imports it when it is asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kamctl.i18n.marked_text import capitalized

if TYPE_CHECKING:
    from babel.core import Locale

_REGIONS = {"en": "en_GB"}
"""The English of the tool is Europe's: 12 March 2027, which nobody reads as December."""


@lru_cache
def locale_of(language: str) -> Locale:
    """Return Babel's locale of a language; English where Babel does not know it."""
    known = _known_locale(_REGIONS.get(language, language))
    if known is None:
        known = _known_locale(_REGIONS["en"])
        assert known is not None
    return known


def _known_locale(name: str) -> Locale | None:
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def format_integer(number: int, language: str) -> str:
    """Write a whole number with its digits in groups: 1,234,567."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale_of(language))


def decimal_mark(language: str) -> str:
    """Return what a language writes before decimals: a point or a comma."""
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(locale_of(language))


@lru_cache
def own_name(language: str) -> str:
    """Return what a language calls itself: English, Français; its code where Babel has no name."""
    known = _known_locale(language)
    name = known.get_language_name() if known is not None else None
    return capitalized(name) if name else language


@lru_cache
def is_right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    known = _known_locale(language)
    return known is not None and known.text_direction == "rtl"
