"""Dates as people write them: what they can mean in the one form that a plan has."""

from __future__ import annotations

import calendar
import re
from functools import cache, lru_cache

from pydantic_core import PydanticCustomError

from kamctl.i18n.locales import locale_of
from kamctl.i18n.text_normalization import single_spaced, without_accents, without_quotes
from kamctl.i18n.words import all_words, compiled, either, word_languages
from kamctl.plan.plan_date import PlanDate

_LONGEST = 40
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_TIME_OF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?Z?", re.ASCII).fullmatch
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII).fullmatch
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII).fullmatch
_ONE_NUMBER = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII).fullmatch
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})", re.ASCII).fullmatch
_YEAR = re.compile(r"[0-9]{4}", re.ASCII).fullmatch
_SHORT_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{2})", re.ASCII).fullmatch


def iso_date(text: str, language: str = "en") -> str | None:
    """Write a date that can mean one thing only as a plan has it; else return None.

    Months are known in the plan's language and in those that have a file of words.
    """
    found = _in_iso_form(text, language)
    return found if found is not None and is_plan_date(found) else None


def _in_iso_form(text: str, language: str) -> str | None:
    """Write a date as a plan has it, whether or not the calendar has that day."""
    if len(text) > _LONGEST:
        return None
    text = without_quotes(text).translate(_HYPHENS)
    found = (read(text, language) for read in (_in_figures, _in_words))
    return next((one for one in found if one is not None), None)


def is_plan_date(text: str) -> bool:
    """Tell whether a text is a date of a plan, and one of the calendar."""
    try:
        PlanDate.parse(text)
    except PydanticCustomError:
        return False
    return True


def both_readings(text: str) -> tuple[str, str] | None:
    """Return the two days that a text such as `03/04/2027` can mean: day first, month first."""
    match = _DAY_FIRST(text.strip())
    if match is None or match[2] == ".":
        return None
    one, other = int(match[1]), int(match[3])
    days = f"{match[4]}-{other:02}-{one:02}", f"{match[4]}-{one:02}-{other:02}"
    return days if days[0] != days[1] and all(map(is_plan_date, days)) else None


def is_year(text: str) -> bool:
    """Tell whether a text is a year alone, in four digits."""
    return _YEAR(text) is not None


def has_short_year(text: str) -> bool:
    """Tell whether the year of a date has two digits, as in `31/12/27`."""
    return _SHORT_YEAR(text.strip()) is not None


def last_day_instead(text: str, language: str = "en") -> str | None:
    """Return the last day of the month, where a text names a day beyond it."""
    match = _YEAR_FIRST(_in_iso_form(text, language) or "")
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if not (1 <= month <= 12 and year):
        return None
    days = calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{days:02}" if day > days else None


def _in_figures(text: str, _: str) -> str | None:
    if match := _TIME_OF_DAY(text):
        return match[1]
    if match := _YEAR_FIRST(text):
        return f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"
    if match := _DAY_FIRST(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 or first == second:
            return f"{match[4]}-{second:02}-{first:02}"
        return f"{match[4]}-{first:02}-{second:02}" if second > 12 else None
    if match := _ONE_NUMBER(text):
        return f"{match[1]}-{match[2]}-{match[3]}"
    if match := _MONTH(text):
        return f"{match[1] or match[4]}-{int(match[2] or match[3]):02}"
    if match := _part().fullmatch(text):
        letter = (match[2] or match[4]).upper()
        known = all_words().dates
        if letter in known.quarter_letters:
            letter = "Q"
        elif letter not in "HS":  # the format has both
            letter = "H"
        return f"{match[1] or match[6]}-{letter}{match[3] or match[5]}"
    return None


@cache
def _part() -> re.Pattern[str]:
    known = all_words().dates
    letters = f"({either(known.quarter_letters | known.half_letters)})"
    forms = (rf"(\d{{4}})[\ /-]?{letters}([1-4])", rf"{letters}([1-4])[\ /-]?(\d{{4}})")
    return compiled(forms, re.ASCII | re.IGNORECASE)


@cache
def _part_in_words() -> re.Pattern[str]:
    known = all_words().dates
    part = f"(?:({either(known.quarter)})|{either(known.half)})"
    ordinal, of = either(known.ordinals), either(known.of)
    return compiled((rf"([1-4]){ordinal}?\ {part}(?:\ {of})?\ (\d{{4}})",))


@cache
def _end_of_year() -> re.Pattern[str]:
    return compiled((rf"{either(all_words().dates.end_of_year)}\ (\d{{4}})",))


@cache
def _date_in_words() -> re.Pattern[str]:
    known = all_words().dates
    end, of, ordinal = either(known.end), either(known.of), either(known.ordinals)
    return compiled(
        (
            rf"""
            (?P<end>{end}(?:\ {of})?\ )?
            (?:(?P<day>\d{{1,2}})(?:{ordinal}|\.)?\ (?:{of}\ )?(?P<month>[^\W\d]+)\.?,?
              |(?P<name>[^\W\d]+)\.?(?:\ (?P<second>\d{{1,2}}){ordinal}?,)?)
            \ (?P<year>\d{{4}})
            """,
        )
    )


def fiscal_year(text: str) -> re.Match[str] | None:
    """Match a fiscal year such as `FY27`; its group 1 has two or four digits."""
    return _fiscal_year().fullmatch(text)


@cache
def _fiscal_year() -> re.Pattern[str]:
    names = either(all_words().dates.fiscal_year)
    return compiled((rf"{names}\ ?'?(\d{{2}}|\d{{4}})",), re.ASCII | re.IGNORECASE)


def _in_words(text: str, language: str) -> str | None:
    text = single_spaced(_plain(text))
    if match := _part_in_words().fullmatch(text):
        return f"{match[3]}-{'Q' if match[2] else 'H'}{match[1]}"
    if match := _end_of_year().fullmatch(text):
        return f"{match[1]}-12-31"
    match = _date_in_words().fullmatch(text)
    if match is None:
        return None
    month = _months(language).get(match["month"] or match["name"])
    if month is None:
        return None
    year, day = int(match["year"]), match["day"] or match["second"]
    if match["end"]:
        if day or not year:
            return None
        day = calendar.monthrange(year, month)[1]
    return f"{match['year']}-{month:02}-{int(day):02}" if day else f"{match['year']}-{month:02}"


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    return without_accents(text.casefold().replace("’", "'"))


@lru_cache(maxsize=8)
def _months(language: str) -> dict[str, int]:
    """Return the names and abbreviations of the months that can mean one month only."""
    found: dict[str, int] = {}
    ambiguous: set[str] = set()
    for one in dict.fromkeys((language, *word_languages())):
        months = locale_of(one).months
        for names in (months["format"], months["stand-alone"]):
            for width in ("wide", "abbreviated"):
                for number, name in names[width].items():
                    key = _plain(str(name)).rstrip(".")
                    if found.setdefault(key, number) != number:
                        ambiguous.add(key)
    return {name: number for name, number in found.items() if name not in ambiguous}
