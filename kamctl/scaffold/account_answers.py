"""Answers and options about a new account: parsed leniently, or refused with a hint."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, TypeVar, get_args

from kamctl.document.errors import UserError, with_advice_on_languages
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import did_you_mean, did_you_mean_one_of
from kamctl.plan.amounts import currency_meant
from kamctl.plan.code_names import code_named
from kamctl.plan.codes import LANGUAGES, Currency
from kamctl.plan.date_forms import is_year
from kamctl.plan.ids import is_id
from kamctl.plan.months import span_end
from kamctl.plan.plan_metadata import Tool
from kamctl.plan.typed_date import not_a_date, typed_date
from kamctl.plan.value_synonyms import asked_value
from kamctl.scaffold.account_text import PlanPeriod, plan_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamctl.plan.plan_date import PlanDate


Value = TypeVar("Value")
Default = TypeVar("Default")

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_SECOND_HALF = 7
_YEARS = 3
_FAMILIAR = ("EUR", "USD", "GBP", "CHF")


class OptionReader:
    """Reads options one after the other and keeps what is wrong, to say it all at once."""

    def __init__(self) -> None:
        self.refused: list[UserError] = []

    def read(
        self, parse: Callable[[str], Value], text: str | None, default: Default
    ) -> Value | Default:
        """Return what `parse` makes of `text`; the default where it is None or refused."""
        if text is None:
            return default
        try:
            return parse(text)
        except UserError as error:
            self.refused.append(error)
            return default

    def settle(self) -> None:
        """Go on only if every option could be read.

        Raises:
            UserError: one or several could not; it names them all.
        """
        if len(self.refused) == 1:
            raise self.refused[0]
        if self.refused:
            values: dict[str, object] = {}
            lines: list[str] = []
            for place, error in enumerate(self.refused):
                values[f"what{place}"] = error.message
                lines.append(f"{{what{place}}}")
                if error.hint is not None:
                    values[f"hint{place}"] = error.hint
                    lines.append(f"  → {{hint{place}}}")
            raise UserError(Message("\n".join(lines), values))


def language_code(text: str, known: Sequence[str] | None = None) -> str:
    """Read the language of a plan, by its code or its name in a language that the tool knows.

    It is one of those `known`, by default those of first plans.

    Raises:
        UserError: it is none of them.
    """
    known = plan_languages() if known is None else known
    code = text.strip().lower().replace("_", "-").partition("-")[0]
    code = code if code in known else code_named(text, tuple(LANGUAGES)) or code
    if code in known:
        return code
    raise UserError(
        message("kamctl cannot create plans in the language “{value}”.", value=text),
        with_advice_on_languages(message("Allowed: {allowed}.", allowed=", ".join(known))),
    )


def currency_code(text: str) -> str:
    """Read a currency by its code, in any case, or by its sign or name: `eur`, `€`, `euro`.

    Raises:
        UserError: it is none of ISO 4217.
    """
    known = get_args(Currency)
    code = currency_meant(text)
    if code is not None:
        return code
    what = message("“{value}” is not a currency.", value=text)
    otherwise = message("Use an ISO 4217 code: {some}…", some=", ".join(_FAMILIAR))
    raise UserError(what, did_you_mean(text.strip().upper(), known, otherwise))


def tool_names(text: str) -> tuple[str, ...]:
    """Read sections, separated by commas, or `all` or `none`; return them in the format's order.

    Raises:
        UserError: one of them is not a section that may be left out.
    """
    known: tuple[str, ...] = get_args(Tool)
    names = [name for part in re.split("[,;]", text) for name in _tools_in(part, known)]
    if names == ["all"]:
        return known
    if names in ([], ["none"]):
        return ()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UserError(
            message("“{value}” is not a section.", value=unknown[0])
            if len(unknown) == 1
            else message("These are not sections: {values}.", values=", ".join(unknown)),
            did_you_mean_one_of(unknown[0], (*known, "all", "none")),
        )
    return tuple(tool for tool in known if tool in names)


def _tools_in(text: str, known: Sequence[str]) -> list[str]:
    """Return the one section that is meant by its label, else each of the words."""
    words = text.split() if asked_value(text, known) is None else [text]
    return [asked_value(one, known) or one.lower().replace("-", "_") for one in words]


def account_id(text: str) -> str:
    """Read a short name for the account.

    Raises:
        UserError: it has other characters than plain letters, digits, hyphens and underscores.
    """
    if not is_id(text):
        raise UserError(
            message("“{value}” cannot be the id of an account.", value=text),
            message(
                "Use up to 64 letters without accents, digits and hyphens, for example north-dairy."
            ),
        )
    return text


def first_day(text: str, language: str = "en") -> dt.date:
    """Read the first day of a period: a day, or the first one of a year, quarter or month.

    Raises:
        UserError: it is no date, or may be two; `language` is that of the names of months.
    """
    return dt.date(int(text), 1, 1) if _is_year(text) else _date(text, language).first


def last_day(text: str, language: str = "en") -> dt.date:
    """Read the last day of a period: a day, or the last one of a year, quarter or month.

    Raises:
        UserError: it is no date, or may be two; `language` is that of the names of months.
    """
    return dt.date(int(text), 12, 31) if _is_year(text) else _date(text, language).day


def period(start: dt.date | None, end: dt.date | None, today: dt.date) -> PlanPeriod:
    """Complete a period: three years, from the first of January that is nearest.

    Raises:
        UserError: it would end before it begins.
    """
    if start is None:
        year = today.year + (today.month >= _SECOND_HALF)
        year = min(year, end.year - _YEARS + 1) if end else year
        start = dt.date(min(max(year, dt.MINYEAR), dt.MAXYEAR), 1, 1)
    if end is None:
        end = span_end(start, 12 * _YEARS)
    if end < start:
        raise UserError(
            message(
                "The plan's end, {end}, is before its start, {start}.",
                end=LocalizedDay(end),
                start=LocalizedDay(start),
            ),
            message("Correct one of the two dates."),
        )
    return PlanPeriod(start, end)


def _is_year(text: str) -> bool:
    return is_year(text.strip()) and _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _date(text: str, language: str) -> PlanDate:
    hint = message(
        "Use a date such as 31 March 2027, a month such as March 2027, or a year such as 2027."
    )
    date = typed_date(text, language, hint)
    if not _FIRST_YEAR <= date.day.year <= _LAST_YEAR:
        raise not_a_date(text, hint)
    return date
