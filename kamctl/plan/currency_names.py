"""The names of currencies, to choose from."""

from __future__ import annotations

from functools import lru_cache

from kamctl.i18n.locales import locale_of
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.text_normalization import without_accents
from kamctl.plan.codes import CURRENCIES


@lru_cache(maxsize=8)
def currency_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return all currencies of ISO 4217 with their names, such as `("EUR", "Euro (EUR)")`.

    They are in the order of their names in `language`.
    """
    known = locale_of(language).currencies
    named = {code: capitalized(str(known.get(code, code))) for code in CURRENCIES}
    ordered = sorted(named, key=lambda code: without_accents(named[code].casefold()))
    return tuple((code, f"{named[code]} ({code})") for code in ordered)
