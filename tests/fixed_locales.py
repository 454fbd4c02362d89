"""Each language as one release of Babel writes it, so that no test depends on another.

Unicode changes a space or the abbreviation of a month from year to year. What the tests compare to
the letter is therefore written by `data/locales.json`; that kamctl agrees with the Babel that is
installed is the business of i18n/test_numbers.py alone.

python -m tests.fixed_locales       take the data anew from the Babel that is installed
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import dates, numbers
from babel.plural import PluralRule

from kamctl.i18n import formats, locales
from kamctl.i18n.catalog import languages
from kamctl.plan.codes import CURRENCIES, LANGUAGES

if TYPE_CHECKING:
    from babel.core import Locale

DATA = Path(__file__).parent / "data" / "locales.json"
_DATES = ("medium", "long")
_MONTHS_AND_QUARTERS = ("yMMM", "yMMMM", "yQQQ")

babels_own = locales.locale_of


def install_fixed_locales() -> None:
    """Let kamctl write as the data says, in this process and in its forks.

    What they start anew has a main module of its own: see fork_server.py.
    """
    formats.locale_of = locales.locale_of = fixed_locale


class Fixed:
    """A locale that knows what the data says, and nothing else that Babel may know."""

    def __init__(self, language: str, **known: object) -> None:
        self._language = language
        vars(self).update(known)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """What `isinstance` sees: the functions of Babel take a `Locale` as it is."""
        from babel.core import Locale

        return Locale

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"{DATA.name} has no {name!r} of {self._language!r}: let tests/fixed_locales.py take "
            "it from Babel and hand it out, then run `python -m tests.fixed_locales`"
        )


@lru_cache
def fixed_locale(language: str) -> Locale:
    """Return what the data says of a language, of English where it says nothing."""
    known = language if language in _all_data() else "en"
    data = data_of(known)
    fixed: Any = Fixed(
        known,
        default_numbering_system="latn",
        number_symbols={"latn": data["number_symbols"]},
        currency_symbols=data["currency_symbols"],
        # Babel looks up a currency's long name for every amount; it would stand where ¤¤¤ is.
        plural_form=PluralRule(data["plurals"]),
        _data={"currency_names_plural": {}},
        currencies=data["currencies"],
        currency_formats={"standard": _pattern(data["currency"])},
        decimal_formats={None: _pattern(data["decimal"])},
        percent_formats={None: _pattern(data["percent"])},
        list_patterns={"standard": data["list"]},
        territories=data["territories"],
        languages=data["languages"],
        months={
            context: {width: _numbered(names) for width, names in widths.items()}
            for context, widths in data["months"].items()
        },
        quarters={"format": {"abbreviated": _numbered(data["quarters"])}},
        date_formats=_date_patterns(data["dates"]),
        datetime_skeletons=_date_patterns(data["skeletons"]),
    )
    locale: Locale = fixed
    return locale


def data_of(language: str) -> dict[str, Any]:
    """Return the data of a language."""
    data: dict[str, Any] = _all_data()[language]
    return data


@lru_cache
def _all_data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found


def _pattern(text: str) -> Any:
    return numbers.parse_pattern(text)


def _date_patterns(texts: dict[str, str]) -> dict[str, dates.DateTimePattern]:
    return {name: dates.parse_pattern(text) for name, text in texts.items()}


def _numbered(names: list[str]) -> dict[int, str]:
    return dict(enumerate(names, start=1))


def taken_from_babel(language: str) -> dict[str, Any]:
    """Return what the Babel that is installed knows of a language, as far as kamctl uses it."""
    of = babels_own(language)
    return {
        "number_symbols": dict(of.number_symbols["latn"]),
        # Which numbers are one: formats ask for no other form.
        "plurals": {form: rule for form, rule in of.plural_form.rules.items() if form == "one"},
        "decimal": of.decimal_formats[None].pattern,
        "percent": of.percent_formats[None].pattern,
        "currency": of.currency_formats["standard"].pattern,
        "list": dict(of.list_patterns["standard"]),
        "dates": {width: of.date_formats[width].pattern for width in _DATES},
        "skeletons": {name: str(of.datetime_skeletons[name]) for name in _MONTHS_AND_QUARTERS},
        "months": {
            context: {
                width: [of.months[context][width][number] for number in range(1, 13)]
                for width in ("abbreviated", "wide")
            }
            for context in ("format", "stand-alone")
        },
        "quarters": [of.quarters["format"]["abbreviated"][number] for number in range(1, 5)],
        "currency_symbols": {
            code: symbol for code, symbol in sorted(of.currency_symbols.items()) if symbol != code
        },
        "currencies": {
            code: name for code, name in sorted(of.currencies.items()) if code in CURRENCIES
        },
        "territories": {
            code: name for code, name in sorted(of.territories.items()) if code.isalpha()
        },
        "languages": {
            code: name for code, name in sorted(of.languages.items()) if code in LANGUAGES
        },
    }


def main() -> None:
    """Write the data."""
    taken = {language: taken_from_babel(language) for language in languages()}
    text = json.dumps(taken, indent=1, ensure_ascii=False) + "\n"
    DATA.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
