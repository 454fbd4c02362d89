"""Reads amounts as people type them: `48 500 €`, `1,5 M€`, `−40 000`.

A plan's language says which sign begins the decimals, and its currency which sign may be beside
a figure. What could mean two things, or a figure of another currency, is refused with a `Doubt`
that says why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from kamctl.i18n.characters import MINUS
from kamctl.i18n.locales import locale_of
from kamctl.i18n.text_normalization import without_quotes
from kamctl.i18n.words import all_words, compiled, either, in_signs, words_of
from kamctl.plan.codes import CURRENCIES, LANGUAGES

SPACES: Final = " \u00a0\u202f\u2009"
"""Blanks that may group digits: plain, no-break, narrow no-break and thin."""
SYMBOLS: Final[Mapping[str, tuple[str, ...]]] = {
    "US$": ("USD",),
    "$US": ("USD",),
    "CA$": ("CAD",),
    "$CA": ("CAD",),
    "AU$": ("AUD",),
    "$AU": ("AUD",),
    "NZ$": ("NZD",),
    "HK$": ("HKD",),
    "A$": ("AUD",),
    "C$": ("CAD", "NIO"),
    "R$": ("BRL",),
    "S$": ("SGD",),
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₺": ("TRY",),
    "₪": ("ILS",),
    "₴": ("UAH",),
    "zł": ("PLN",),
    "Kč": ("CZK",),
}
"""The signs of currencies, and what each can stand for; one that another contains comes later."""
_TIMES: Final = {"k": 10**3, "K": 10**3, "M": 10**6, "Md": 10**9, "Mds": 10**9, "Mrd": 10**9}
_TIMES_IN_ENGLISH: Final = {"m": 10**6, "bn": 10**9}
"""Letters that mean something else, or nothing, outside English."""

LARGEST_NUMBER: Final = 1e18
"""No amount and no figure of a plan is this large: sums and shares of them stay finite."""
SMALLEST_NUMBER: Final = 1e-9
"""None but zero is smaller than this: nine decimals are the most that are written of a number.

What divides by a smaller one has no meaning for anybody, such as a share of wallet.
"""
_LONGEST: Final = 60
_LARGEST_SCORE: Final = 1000

_SPACE = f"[{SPACES}]"
_CURRENCY = "(?:" + "|".join(map(re.escape, SYMBOLS)) + "|[A-Z]{3})"
_LETTERS = "(?:Mds|Mrd|Md|bn|[kKMm])"
_WHOLE = f"(?:[0-9]+|[0-9]{{1,3}}(?:[{SPACES}'’_.,][0-9]{{3}})+)"
_DECIMAL = f"{_WHOLE}(?:[.,][0-9]+)?"
AMOUNT_PATTERN: Final = (
    f"^(?:[-+{MINUS}]{_SPACE}?)?(?:{_CURRENCY}{_SPACE}?)?[-+{MINUS}]?"
    f"{_DECIMAL}(?:{_SPACE}?{_LETTERS})?(?:{_SPACE}?{_CURRENCY})?$"
)
"""What an amount looks like, for a schema: it cannot say how language and currency decide."""
NUMBER_PATTERN: Final = f"^(?:[-+{MINUS}]{_SPACE}?)?{_DECIMAL}$"
"""A number alone."""
COUNT_PATTERN: Final = f"^(?:\\+{_SPACE}?)?(?:{_WHOLE}|{_DECIMAL}{_SPACE}?{_LETTERS})$"
_GROUPS = rf"[0-9]{{1,3}}(?:([{SPACES}'’_.,])[0-9]{{3}})+"
_PERCENT = re.compile(
    rf"(?:(?P<sign>[-+{MINUS}]){_SPACE}?)?(?P<whole>[0-9]{{1,9}})(?:(?P<comma>[.,])(?P<decimals>[0-9]{{1,9}}))?"
    rf"{_SPACE}?%",
    re.ASCII,
).fullmatch
_PARENTHESES = re.compile(r"\(\s*(.{1,40}?)\s*\)").fullmatch
"""How accountants write what is below zero."""
_FRACTION = re.compile(r" *0[.,][0-9]{1,9} *", re.ASCII).fullmatch
PERCENT_PATTERN: Final = f"^(?:[-+{MINUS}]{_SPACE}?)?[0-9]{{1,9}}([.,][0-9]{{1,9}})?{_SPACE}?%$"

DoubtKind = Literal[
    "no_number",
    "two_readings",
    "decimals",
    "currency",
    "no_currency",
    "range",
    "score",
    "percent",
    "share",
    "letters",
    "words",
    "parentheses",
]


class Conventions(NamedTuple):
    """What decides how a figure is read: the plan's language and its currency."""

    language: str = "en"
    currency: str | None = None

    @property
    def decimal_point(self) -> bool:
        """Tell whether decimals begin with a point in the plan's language; else with a comma."""
        known = words_of(self.language).amounts.decimal_mark
        if known:  # and Babel, which takes time to load, is not asked
            return "." in known
        symbols: Any = locale_of(self.language).number_symbols
        return bool(symbols.get("latn", {}).get("decimal", ".") == ".")


AS_IN_ENGLISH: Final = Conventions()


def conventions_of(value: Any) -> Conventions:
    """Return the conventions of a plan that was read and is not checked yet."""
    metadata = value.get("plan") if isinstance(value, dict) else None
    if not isinstance(metadata, dict):
        return AS_IN_ENGLISH
    language, currency = metadata.get("language"), metadata.get("currency")
    # A currency by its sign is reported where it is, and not once more at each amount.
    return Conventions(
        low if isinstance(language, str) and (low := language.lower()) in LANGUAGES else "en",
        currency_meant(currency) if isinstance(currency, str) else None,
    )


def currency_meant(written: str) -> str | None:
    """Return the code of the one currency meant by its code, sign or name: `eur`, `€`, `euro`.

    None where there is no such currency, or several.
    """
    plain = without_quotes(written)
    meant = SYMBOLS.get(plain, (plain.upper(),))
    code = all_words().amounts.currencies.get(meant[0].lower(), meant[0])
    return code if len(meant) == 1 and code in CURRENCIES else None


class Doubt(NamedTuple):
    """Why a text is not read as a figure; `first` and `second` are what it could mean, if so."""

    kind: DoubtKind
    first: str = ""
    second: str = ""


def read_amount(text: str, conventions: Conventions, *, alone: bool = False) -> Decimal | Doubt:
    """Read an amount; `alone` refuses currencies and letters such as `k` beside the number."""
    text = text.strip()
    match = _amount_form().fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return _in_words(text, conventions, alone=alone) or _why_no_amount(text)
    if match["sign"] and match["inner"]:
        return Doubt("no_number")
    currency = match["before"] or match["after"]
    letters = match["letters"]
    if (match["before"] and match["after"]) or (alone and (currency or letters)):
        return Doubt("no_number")
    if currency and (doubt := _other_currency(currency, conventions)):
        return doubt
    times = _TIMES.get(letters or "", 1)
    if letters in _TIMES_IN_ENGLISH:
        if conventions.language != "en":
            return _letters_of_english(text, match, conventions)
        times = _TIMES_IN_ENGLISH[letters]
    number = _digits(match["digits"], conventions, scaled=bool(letters))
    if isinstance(number, Doubt):
        return _in_its_text(number, text, match)
    minus = (match["sign"] or match["inner"]) in ("-", MINUS)
    return -number * times if minus else number * times


def _in_words(text: str, conventions: Conventions, *, alone: bool) -> Doubt | None:
    """Say how an amount with words beside its digits is written: `1,2 Mio` or `Fr. 48'500`."""
    written = in_signs(text) if len(text) <= _LONGEST else text
    if written == text:
        return None
    found = read_amount(written, conventions, alone=alone)
    if not isinstance(found, Doubt):
        return Doubt("words", written)
    return Doubt("words", found.first) if found.kind == "decimals" else found


def _in_its_text(doubt: Doubt, text: str, match: re.Match[str]) -> Doubt:
    """Put what digits can mean in the place of these: the sign and the million stay."""
    before, after = text[: match.start("digits")], text[match.end("digits") :]
    if not doubt.first or not (before or after):
        return doubt
    second = doubt.second.rstrip("0").rstrip(".") if "." in doubt.second else doubt.second
    second = f"{before}{second}{after}" if second else ""
    return Doubt(doubt.kind, f"{before}{doubt.first}{after}", second)


def _letters_of_english(text: str, match: re.Match[str], conventions: Conventions) -> Doubt:
    """Say how the sum is written in the plan's language, where that is known."""
    own = words_of(conventions.language).amounts.english_letters.get(match["letters"])
    if own is None:
        return Doubt("no_number")
    if isinstance(_digits(match["digits"], conventions, scaled=True), Doubt):
        return Doubt("no_number")
    rest = text[match.end("letters") :]
    return Doubt("letters", f"{text[: match.start('letters')].rstrip()} {own}{rest}")


@cache
def _amount_form() -> re.Pattern[str]:
    """Return what an amount in a text looks like; many plans have only numbers."""
    return re.compile(
        f"(?:(?P<sign>[-+{MINUS}]){_SPACE}?)?(?:(?P<before>{_CURRENCY}){_SPACE}?)?(?P<inner>[-+{MINUS}]?)"
        f"(?P<digits>[0-9]+(?:[{SPACES}'’_.,][0-9]+)*)"
        f"(?:{_SPACE}?(?P<letters>{_LETTERS}))?(?:{_SPACE}?(?P<after>{_CURRENCY}))?",
        re.ASCII,
    )


@cache
def _range() -> re.Pattern[str]:
    to = either(all_words().amounts.range)
    figure = rf"\D{{0,4}}\d[\d{SPACES}.,_]*\D{{0,6}}"
    return compiled(
        (rf"{figure}(?:[-–—]|(?<![a-z]){to}(?![a-z])){figure}",), re.ASCII | re.IGNORECASE
    )


@cache
def _score() -> re.Pattern[str]:
    out_of = either({"/", *all_words().amounts.out_of})
    return compiled((rf"(\d{{1,9}}(?:[.,]\d{{1,9}})?)\s*{out_of}\s*(\d{{1,9}})",), re.ASCII)


def _why_no_amount(text: str) -> Doubt:
    if _PERCENT(text):
        return Doubt("percent")
    if _score().fullmatch(text):
        return Doubt("score")
    if (
        (inside := _PARENTHESES(text))
        and (amount := _amount_form().fullmatch(inside[1]))
        and not amount["sign"]
    ):
        return Doubt("parentheses", f"-{inside[1]}")
    return Doubt("range" if len(text) <= _LONGEST and _range().fullmatch(text) else "no_number")


def _other_currency(written: str, conventions: Conventions) -> Doubt | None:
    means = SYMBOLS.get(written, (written,))
    if not any(one in CURRENCIES for one in means):
        return Doubt("no_number")
    if conventions.currency is None:
        return Doubt("no_currency", written, means[0])
    return (
        None if conventions.currency in means else Doubt("currency", written, conventions.currency)
    )


def is_currency(unit: str, currency: str | None) -> bool:
    """Tell whether a unit is the currency: by its code, in any case, or by its sign."""
    return currency in SYMBOLS.get(unit.strip(), (unit.strip().upper(),))


def is_money(unit: str) -> bool:
    """Tell whether a unit is any currency, by its code, in any case, or by its sign."""
    return unit.strip() in SYMBOLS or unit.strip().upper() in CURRENCIES


def is_percent(unit: str) -> bool:
    """Tell whether a unit is the percentage, by its sign or its name in any language."""
    return unit.strip() == "%" or unit.strip().lower() in all_words().amounts.percent


def score_of_ten(text: str) -> str | None:
    """Return the mark in a score such as `8/10` or `7,5 sur 10`, None where it is no such score."""
    match = _score().fullmatch(text.strip())
    return match[1].replace(",", ".") if match and match[2] == "10" else None


def score_scaled_to_ten(text: str) -> str | None:
    """Return the mark of ten that a score such as `8/20` means; None where it is no score."""
    return _scaled_score(text, 10)


def percent_of_score(text: str) -> str | None:
    """Return the points of the percentage that a fraction such as `3/8` means, None as above."""
    return _scaled_score(text, 100)


def _scaled_score(text: str, highest: int) -> str | None:
    match = _score().fullmatch(text.strip())
    if match is None or not 0 < int(match[2]) <= _LARGEST_SCORE:
        return None
    mark = Decimal(match[1].replace(",", ".")) * highest / int(match[2])
    return f"{mark.quantize(Decimal('0.1')).normalize():f}" if 0 <= mark <= highest else None


def _digits(text: str, conventions: Conventions, *, scaled: bool = False) -> Decimal | Doubt:
    """Read digits with what groups them, and decimals; `scaled` where thousands follow anyway."""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        last = max(".,", key=text.rfind)
        return _grouped(text, decimal=last) if text.count(last) == 1 else Doubt("no_number")
    if points + commas != 1:
        return _grouped(text)
    separator = "." if points else ","
    whole, decimals = text.split(separator)
    as_decimal = _grouped(text, decimal=separator)
    if isinstance(as_decimal, Doubt):
        return as_decimal
    if len(decimals) == 3 and whole.isdecimal() and len(whole) <= 3 and whole[0] != "0":
        if separator == "," and conventions.decimal_point and not scaled:
            return Decimal(whole + decimals)
        return Doubt("two_readings", whole + decimals, f"{whole}.{decimals}")
    if separator == "," and conventions.decimal_point:
        return Doubt("decimals", f"{as_decimal:f}")
    return as_decimal


def _grouped(text: str, decimal: str | None = None) -> Decimal | Doubt:
    """Read a whole number grouped by threes, with one kind of separator, and its decimals."""
    whole, _, decimals = text.partition(decimal) if decimal else (text, "", "")
    if decimals and not decimals.isdecimal():
        return Doubt("no_number")
    if not whole.isdecimal():
        separators = {" " if char in SPACES else char for char in whole if not char.isdecimal()}
        if not re.fullmatch(_GROUPS, whole, re.ASCII) or len(separators) > 1:
            return Doubt("no_number")
        whole = "".join(char for char in whole if char.isdecimal())
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def read_percent(text: str, conventions: Conventions) -> Decimal | Doubt:
    """Read a percentage as its points: `34%`, `+15 %`, `−2.5 %`, in a French plan `34,5 %`."""
    match = _PERCENT(text)
    if match is None:
        if _FRACTION(text) and text.strip(" 0.,"):
            return Doubt("share", f"{Decimal(text.strip().replace(',', '.')) * 100:f}")
        return _why_no_amount(text.replace("%", "").strip())
    decimals, sign = match["decimals"] or "", match["sign"] or ""
    if match["comma"] == ",":
        if len(decimals) == 3 and len(match["whole"]) <= 3 and match["whole"][0] != "0":
            whole = match["whole"]
            return Doubt("two_readings", f"{sign}{whole}{decimals}%", f"{sign}{whole}.{decimals}%")
        if conventions.decimal_point:
            return Doubt("decimals", f"{sign}{match['whole']}.{decimals}%")
    number = Decimal(f"{match['whole']}.{decimals or 0}")
    return -number if sign in ("-", MINUS) else number
