"""English and French as one release of Babel writes them, so that no test depends on another.

Unicode changes a space or the abbreviation of a month from year to year. What the tests compare to
the letter is therefore written by `data/locales.json`; that kamctl agrees with the Babel that is
installed is the business of words/test_numbers.py alone.

python -m tests.fixed_locales       take the data anew from the Babel that is installed
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kamctl.words import numbers

if TYPE_CHECKING:
    from babel.core import Locale

DATA = Path(__file__).parent / "data" / "locales.json"
LOCALES = {"en": "en_GB", "fr": "fr"}
_DATES = ("medium", "long")
_MONTHS_AND_QUARTERS = ("yMMM", "yMMMM", "yQQQ")

babels_own = numbers.locale_of


def install() -> None:
    """Let kamctl write as the data says, in this process and in its forks."""
    numbers.locale_of = fixed_locale


@lru_cache
def fixed_locale(language: str) -> Locale:
    """Return what the data says of a language, of English where it says nothing."""
    from babel.core import Locale

    known = language if language in LOCALES else "en"
    data = data_of(known)
    code, _, territory = LOCALES[known].partition("_")

    known_to_babel = {
        "number_symbols": {"latn": data["number_symbols"]},
        "currency_symbols": data["currency_symbols"],
        "currency_formats": {"standard": _pattern(data["currency"])},
        "decimal_formats": {None: _pattern(data["decimal"])},
        "percent_formats": {None: _pattern(data["percent"])},
        "list_patterns": {"standard": data["list"]},
        "territories": data["territories"],
        "months": {
            context: {width: _numbered(names) for width, names in widths.items()}
            for context, widths in data["months"].items()
        },
        "quarters": {"format": {"abbreviated": _numbered(data["quarters"])}},
        "date_formats": {width: _shown(pattern) for width, pattern in data["dates"].items()},
        "datetime_skeletons": {name: _shown(text) for name, text in data["skeletons"].items()},
    }
    return type("Fixed", (Locale,), known_to_babel)(code, territory or None)


def data_of(language: str) -> dict[str, Any]:
    """Return the data of a language."""
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))[language]
    return data


def _pattern(text: str) -> Any:
    from babel.numbers import parse_pattern

    return parse_pattern(text)


def _shown(text: str) -> SimpleNamespace:
    return SimpleNamespace(pattern=text)


def _numbered(names: list[str]) -> dict[int, str]:
    return dict(enumerate(names, start=1))


def taken_from_babel(language: str) -> dict[str, Any]:
    """Return what the Babel that is installed knows of a language, as far as kamctl uses it."""
    of = babels_own(language)
    return {
        "number_symbols": dict(of.number_symbols["latn"]),
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
        "territories": {
            code: name for code, name in sorted(of.territories.items()) if code.isalpha()
        },
    }


def main() -> None:
    """Write the data."""
    taken = {language: taken_from_babel(language) for language in LOCALES}
    text = json.dumps(taken, indent=1, ensure_ascii=False) + "\n"
    DATA.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
