"""Dates, money, percentages and lists, as a reader of one language writes them.

Babel writes them. Only short money has a style of its own, `COMPACT`: Babel's changes from release
to release.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cached_property, lru_cache, wraps
from typing import TYPE_CHECKING, Literal, ParamSpec, Protocol

from babel.dates import format_date, format_skeleton, get_month_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from kamctl.i18n.characters import MINUS
from kamctl.i18n.locales import locale_of
from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamctl.i18n.message import Translate

_MAX_DECIMALS = 9
_FIRST_OF_MONTH = (
    # Translators: the first day of a month, where your language does not write it like the others:
    # in French 1er mars 2027. Else leave it as it is.
    N_("1 {month} {year}")
)
_MAX_DIGITS = 350
"""The largest number that a plan can hold has 309, and then there are decimals."""

COMPACT = (
    # Translators: a short amount of money, in thousands: €78.4k, in French 78,4 k€. Put the
    # currency where your language has it, and a no-break space where one belongs. Without a
    # currency it is left out. One written in letters gets a space: NOK 104k.
    N_("{currency}{number}k"),
    # Translators: a short amount of money, in millions: €7.9m, in French 7,9 M€.
    N_("{currency}{number}m"),
    # Translators: a short amount of money, in thousands of millions: €1.2bn, in French 1,2 Md€.
    N_("{currency}{number}bn"),
)
"""How short money is written, each a thousand times the one before: one style a language.

English is that of business prose in Europe (`€78.4k`, `€7.9m`, `€1.2bn`), French that of the
business press (`78,4 k€`, `7,9 M€`, `1,2 Md€`, with no-break spaces). The catalog of a language
says its own; the number is written, and the currency's symbol chosen, by its locale. Billions are
the largest (`€3,000bn`): a French *billion* is a thousand English ones, and would be misread.
"""

_Arguments = ParamSpec("_Arguments")


def _of_any_size(write: Callable[_Arguments, str]) -> Callable[_Arguments, str]:
    """Let a number be written that has more digits than decimals are reckoned with."""

    @wraps(write)
    def written(*given: _Arguments.args, **named: _Arguments.kwargs) -> str:
        with localcontext() as context:
            context.prec = _MAX_DIGITS
            return write(*given, **named)

    return written


class Dated(Protocol):
    """A date that is known as exactly as it was written: to the day, the month and so on."""

    @property
    def day(self) -> dt.date:
        """Its last day."""

    @property
    def precision(self) -> Literal["day", "month", "quarter", "half"]:
        """How exactly it is known."""


class UnitForms(Protocol):
    """A unit's name in the singular and in the plural."""

    @property
    def one(self) -> str:
        """The name in the singular."""

    @property
    def other(self) -> str:
        """The name in the plural."""


class Formats:
    """How numbers and dates are written in one language."""

    def __init__(self, language: str, translate: Translate, currency: str | None = None) -> None:
        self._language = language
        self._locale = locale_of(language)
        self._translate = translate
        self._currency = currency

    def date(self, date: Dated, *, short: bool = False) -> str:
        """Write a date as exactly as it is known: `12 March 2027`, `March 2027`, `Q1 2027`.

        `short` ones have the month's abbreviation: `12 Mar 2027`.
        """
        if date.precision == "day":
            return self.day(date.day, short=short)
        if date.precision == "half":
            # Translators: a half-year: H1 2027, in French S1 2027.
            words = self._translate("H{half} {year}")
            return words.format(half=1 if date.day.month <= 6 else 2, year=date.day.year)
        if date.precision == "quarter":
            return format_skeleton("yQQQ", date.day, locale=self._locale)
        return format_skeleton("yMMM" if short else "yMMMM", date.day, locale=self._locale)

    def day(self, day: dt.date, *, short: bool = False) -> str:
        """Write a day: `12 March 2027`, or `12 Mar 2027` where `short`."""
        return _written_day(day, self._language, self._translate(_FIRST_OF_MONTH), short=short)

    def period(self, first: dt.date, months: int) -> str:
        """Write a month, a quarter (3 months) or a year (12) that begins on `first`."""
        if months == 12:
            return str(first.year)
        return format_skeleton("yMMM" if months == 1 else "yQQQ", first, locale=self._locale)

    def country(self, code: str) -> str:
        """Write a country's name."""
        return str(self._locale.territories.get(code, code))

    @_of_any_size
    def money(self, amount: float | Decimal, *, exact: bool = False) -> str:
        """Write an amount in the plan's currency, without decimals where it has none.

        It is rounded to two decimals, unless it is to be `exact`.
        """
        if self._currency is None:
            return self.number(amount, exact=exact)
        pattern = self._money_pattern
        rounded = Decimal(str(amount))
        if not exact:
            rounded = rounded.quantize(Decimal("0.01"))
        if rounded == rounded.to_integral_value():
            pattern = pattern.replace(".00", "")
        elif _decimals(rounded) > 2:
            pattern = pattern.replace(".00", "." + "0" * _decimals(rounded))
        return _with_minus(_written_number(rounded, pattern, self._language, self._currency))

    def spreadsheet_money(self, *, has_decimals: bool) -> str:
        """Return the number format with which Excel writes amounts in this currency.

        English has `[$€]#,##0`, French `#,##0 [$€]`.
        """
        number = "#,##0.00" if has_decimals else "#,##0"
        if self._currency is None:
            return number
        written = self._money_pattern.partition(";")[0].replace("#,##0.00", number)
        return written.replace("\N{NO-BREAK SPACE}", " ").replace("¤", f"[${self._symbol()}]")

    @_of_any_size
    def short_money(self, amount: float) -> str:
        """Write an amount where room is scarce, as `COMPACT` says: `€7.9m`, in French `7,9 M€`.

        There is one decimal below a hundred of its unit, and none from there on: `€78.4m`, `€315m`.
        What is halfway is rounded away from zero. Below a thousand an amount is written in full.
        """
        number, style = _shortened(amount)
        if style is None:
            return self.money(amount)
        written = self._grouped("{currency}", self._translate(style)).format(
            currency=self._symbol(),
            number=_written_number(number, "#,##0.#", self._language),
        )
        return (MINUS if amount < 0 else "") + written.strip()

    def _symbol(self) -> str:
        """Return how the language writes the currency, empty without one."""
        if self._currency is None:
            return ""
        return str(self._locale.currency_symbols.get(self._currency, self._currency))

    @cached_property
    def _money_pattern(self) -> str:
        """How the language writes an amount in this currency, in Unicode's notation."""
        return self._grouped("¤", str(self._locale.currency_formats["standard"].pattern))

    def _grouped(self, place: str, pattern: str) -> str:
        """Set a currency that is written in letters apart from the number: `NOK 104`.

        `place` is where it is in `pattern`. Unicode asks for that; Babel does not do it.
        """
        symbol, space = self._symbol(), "\N{NO-BREAK SPACE}"
        if symbol[:1].isalpha():
            pattern = re.sub(rf"(?<=[\w#}}]){re.escape(place)}", space + place, pattern)
        if symbol[-1:].isalpha():
            pattern = re.sub(rf"{re.escape(place)}(?=[\w#{{])", place + space, pattern)
        return pattern

    @_of_any_size
    def number(self, value: float | Decimal, *, exact: bool = False) -> str:
        """Write a number with at most two decimals; one below 1 with three digits that count.

        An `exact` one has all its decimals.
        """
        decimals = _decimals(value) if exact else _shown_decimals(value)
        pattern = "#,##0." + "#" * decimals
        return _with_minus(_written_number(value, pattern, self._language))

    @_of_any_size
    def percent(self, points: float | Decimal, decimals: int = 2, *, fixed: bool = False) -> str:
        """Write a percentage given in points: 23.5 is `23.5%`, in French `23,5 %`.

        `decimals` is the most there are, or with `fixed` how many there always are.
        """
        pattern = str(self._locale.percent_formats[None].pattern)
        precise = (
            pattern.replace("0", "0." + ("0" if fixed else "#") * decimals) if decimals else pattern
        )
        # Rounded first: 0.29 * 100 is not 29 to a computer.
        share = round(Decimal(str(points)), max(decimals, 6)) / 100
        return _with_minus(_written_number(share, precise, self._language))

    @_of_any_size
    def points(self, change: float) -> str:
        """Write by how many points a percentage changed: `+1.5`, in French `+1,5`, or `0.0`."""
        number = _written_number(abs(change), "0.0", self._language)
        if _is_zero(number):
            return number
        return f"{MINUS if change < 0 else '+'}{number}"

    def quantity(
        self, value: float | Decimal, unit: str | UnitForms | None, *, exact: bool = False
    ) -> str:
        """Write a value with its unit: `27%`, `1 plant`, `14 plants`, `€1,200`.

        A unit in two forms takes the one that the language wants with this number. An `exact` value
        has all its decimals.
        """
        if unit is not None and not isinstance(unit, str):
            unit = unit.one if self._locale.plural_form(abs(float(value))) == "one" else unit.other
        unit = (unit or "").strip()
        if unit == "%":
            return self.percent(value, _decimals(value) if exact else _shown_decimals(value))
        if unit and unit == self._currency:
            return self.money(value, exact=exact)
        number = self.number(value, exact=exact)
        return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number

    def years(self, years: float) -> str:
        """Write a number of years with its unit, to one decimal: 1.5 years, 0,8 an."""
        value = round(years, 1)
        is_one = self._locale.plural_form(value) == "one"
        text = self._translate(N_("{years} year") if is_one else N_("{years} years"))
        return text.format(years=self.number(value))

    def list(self, items: Sequence[str]) -> str:
        """Join items as a sentence does: `a, b and c`."""
        return format_list(items, locale=self._locale)


# The numbers and days of a plan recur on its pages, in tables, charts and sentences: without these
# caches they are a fifth of a page's time. Each by its type: a large float has its shortest digits,
# and the Decimal that equals it all of them.
@lru_cache(maxsize=4096, typed=True)
def _written_number(
    value: float | Decimal, pattern: str, language: str, currency: str | None = None
) -> str:
    locale = locale_of(language)
    if currency is None:  # a percentage is one whose pattern has the sign
        return format_decimal(value, format=pattern, locale=locale)
    return format_currency(value, currency, format=pattern, locale=locale, currency_digits=False)


@lru_cache(maxsize=2048)
def _written_day(day: dt.date, language: str, first_of_month: str, *, short: bool) -> str:
    locale = locale_of(language)
    if day.day == 1 and first_of_month != _FIRST_OF_MONTH:
        months = get_month_names("abbreviated" if short else "wide", locale=locale)
        dated = first_of_month.format(month=months[day.month], year=day.year)
    else:
        dated = format_date(day, "medium" if short else "long", locale=locale)
    # A line may end before the year, never between the day and its month.
    return dated.replace(" ", "\N{NO-BREAK SPACE}", 1)


def _decimals(value: float | Decimal) -> int:
    """Return how many decimals a value has, as it is written in digits."""
    return len(format(Decimal(str(value)), "f").partition(".")[2].rstrip("0"))


def _shown_decimals(value: float | Decimal) -> int:
    """Return the most decimals that a value is shown with: below 1, three digits that count."""
    size = abs(float(value))
    return min(2 - math.floor(math.log10(size)), _MAX_DECIMALS) if 0 < size < 1 else 2


def _with_minus(written: str) -> str:
    """Return a number that Babel wrote with the minus sign of typography, none before zero."""
    return written.replace("-", "" if _is_zero(written) else MINUS)


def _is_zero(written: str) -> bool:
    """Tell whether a number, as it was rounded and written, has no digit but zero."""
    return not any(char.isdecimal() and char != "0" for char in written)


def _shortened(amount: float) -> tuple[Decimal, str | None]:
    """Return the number that stands for an amount, without its sign, and its style of `COMPACT`.

    The style is the first in which the number has three digits at most; none, below a thousand.
    """
    exact = abs(Decimal(str(amount)))
    number, style = exact.quantize(Decimal("0.01"), ROUND_HALF_UP), None
    for larger in COMPACT:
        if number < 1000:
            break
        exact, style = exact.scaleb(-3), larger
        number = exact.quantize(Decimal("0.1") if exact < 100 else Decimal(1), ROUND_HALF_UP)
    return number, style
