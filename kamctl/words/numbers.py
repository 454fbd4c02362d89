"""Dates, money, percentages and lists, as a reader of one language writes them.

Dates are put together from Babel's locale data: `babel.dates` would cost each command its import.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Literal, ParamSpec, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from babel.core import Locale

    from kamctl.words.message import Translate

_REGIONS = {"en": "en_GB"}
"""The English of the tool is Europe's: 12 March 2027, which nobody reads as December."""

MINUS = "\N{MINUS SIGN}"
_MOST_DECIMALS = 9
_MOST_DIGITS = 350
"""The largest number that a plan can hold has 309, and then there are decimals."""
_ABBREVIATED = 3
"""Letters in a pattern that ask for a month's abbreviation: MMM."""

_FIELD = re.compile(r"'([^']*)'|d+|[ML]+|y+|Q+")


_Arguments = ParamSpec("_Arguments")


def _of_any_size(write: Callable[_Arguments, str]) -> Callable[_Arguments, str]:
    """Let a number be written that has more digits than decimals are reckoned with."""

    @wraps(write)
    def written(*given: _Arguments.args, **named: _Arguments.kwargs) -> str:
        from decimal import localcontext

        with localcontext() as context:
            context.prec = _MOST_DIGITS
            return write(*given, **named)

    return written


class Dated(Protocol):
    """A date that is known as exactly as it was written: to the day, the month or the quarter."""

    @property
    def day(self) -> dt.date:
        """Its last day."""

    @property
    def precision(self) -> Literal["day", "month", "quarter"]:
        """How exactly it is known."""


class Formats:
    """How numbers and dates are written in one language."""

    def __init__(self, language: str, translate: Translate, currency: str | None = None) -> None:
        self._locale = _locale(language)
        self._translate = translate
        self._currency = currency

    def date(self, date: Dated, *, short: bool = False) -> str:
        """Write a date as exactly as it is known: `12 March 2027`, `March 2027`, `Q1 2027`.

        `short` ones have the month's abbreviation: `12 Mar 2027`.
        """
        if date.precision == "day":
            return self.day(date.day, short=short)
        month = "yMMM" if short else "yMMMM"
        skeleton = month if date.precision == "month" else "yQQQ"
        return self._dated(str(self._locale.datetime_skeletons[skeleton].pattern), date.day)

    def day(self, day: dt.date, *, short: bool = False) -> str:
        """Write a day: `12 March 2027`, or `12 Mar 2027` where `short`."""
        if day.day == 1:
            width = "abbreviated" if short else "wide"
            month = self._locale.months["format"][width][day.month]
            dated = self._translate("1 {month} {year}").format(month=month, year=day.year)
        else:
            pattern = self._locale.date_formats["medium" if short else "long"].pattern
            dated = self._dated(str(pattern), day)
        # A line may end before the year, never between the day and its month.
        return dated.replace(" ", "\N{NO-BREAK SPACE}", 1)

    def period(self, first: dt.date, months: int) -> str:
        """Write a month, a quarter (3 months) or a year (12) that begins on `first`."""
        if months == 12:
            return str(first.year)
        skeleton = "yMMM" if months == 1 else "yQQQ"
        return self._dated(str(self._locale.datetime_skeletons[skeleton].pattern), first)

    def country(self, code: str) -> str:
        """Write a country's name."""
        return str(self._locale.territories.get(code, code))

    @_of_any_size
    def money(self, amount: float) -> str:
        """Write an amount in the plan's currency, without decimals where it has none."""
        from babel.numbers import format_currency

        if self._currency is None:
            return self.number(amount)
        pattern = str(self._locale.currency_formats["standard"].pattern)
        if amount == round(amount):
            pattern = pattern.replace(".00", "")
        written = format_currency(
            amount, self._currency, format=pattern, locale=self._locale, currency_digits=False
        )
        return written.replace("-", MINUS)

    @_of_any_size
    def short_money(self, amount: float) -> str:
        """Write an amount where room is scarce: `€7.9m`, in French `7,9 M €`."""
        from babel.numbers import format_compact_currency, format_compact_decimal

        decimals = 1 if abs(amount) < 100 * 10 ** (3 * (len(f"{abs(amount):.0f}") // 3)) else 0
        if self._currency is None:
            written = format_compact_decimal(amount, locale=self._locale, fraction_digits=decimals)
        else:
            written = format_compact_currency(
                amount, self._currency, locale=self._locale, fraction_digits=decimals
            )
        return written.replace("-", MINUS)

    @_of_any_size
    def number(self, value: float) -> str:
        """Write a number with at most two decimals; one below 1 with three digits that count."""
        from babel.numbers import format_decimal

        small = 0 < abs(value) < 1
        decimals = min(2 - math.floor(math.log10(abs(value))), _MOST_DECIMALS) if small else 2
        pattern = "#,##0." + "#" * decimals
        return format_decimal(value, format=pattern, locale=self._locale).replace("-", MINUS)

    @_of_any_size
    def percent(self, points: float, decimals: int = 2, *, fixed: bool = False) -> str:
        """Write a percentage given in points: 23.5 is `23.5%`, in French `23,5 %`.

        `decimals` is the most there are, or with `fixed` how many there always are.
        """
        from babel.numbers import format_percent

        pattern = str(self._locale.percent_formats[None].pattern)
        precise = (
            pattern.replace("0", "0." + ("0" if fixed else "#") * decimals) if decimals else pattern
        )
        # Rounded first: 0.29 * 100 is not 29 to a computer.
        written = format_percent(round(points, 6) / 100, format=precise, locale=self._locale)
        return written.replace("-", MINUS)

    def quantity(self, value: float, unit: str | None) -> str:
        """Write a value with its unit: `27%`, `14 plants`, `€1,200`."""
        unit = (unit or "").strip()
        if unit == "%":
            return self.percent(value)
        if unit and unit == self._currency:
            return self.money(value)
        return f"{self.number(value)}\N{NO-BREAK SPACE}{unit}" if unit else self.number(value)

    def list(self, items: Sequence[str]) -> str:
        """Join items as a sentence does: `a, b and c`."""
        patterns = self._locale.list_patterns["standard"]
        if not items:
            return ""
        if len(items) == 1:
            return items[0]
        if len(items) == 2:
            return _pair(patterns["2"], items[0], items[1])
        joined = _pair(patterns["start"], items[0], items[1])
        for item in items[2:-1]:
            joined = _pair(patterns["middle"], joined, item)
        return _pair(patterns["end"], joined, items[-1])

    def _dated(self, pattern: str, day: dt.date) -> str:
        quarter = (day.month + 2) // 3

        def said(match: re.Match[str]) -> str:
            letters = match[0]
            if match[1] is not None:
                return match[1]
            if letters[0] == "d":
                return f"{day.day:0{len(letters)}d}"
            if letters[0] == "y":
                return str(day.year)
            if letters[0] == "Q":
                return str(self._locale.quarters["format"]["abbreviated"][quarter])
            with_day = "format" if "d" in pattern else "stand-alone"
            width = "abbreviated" if len(letters) == _ABBREVIATED else "wide"
            return str(self._locale.months[with_day][width][day.month])

        return _FIELD.sub(said, pattern)


def _pair(pattern: str, first: str, second: str) -> str:
    """Fill a list pattern; `format` would read braces inside a name."""
    before, _, rest = pattern.partition("{0}")
    between, _, after = rest.partition("{1}")
    return f"{before}{first}{between}{second}{after}"


@lru_cache
def _locale(language: str) -> Locale:
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(_REGIONS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
