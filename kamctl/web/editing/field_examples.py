"""An example for each field, in the language of the page: those that explain new plans."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, get_args

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.plan.plan_metadata import Tool
from kamctl.scaffold.account_text import AccountStart, PlanPeriod, account_plan, plan_languages

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXAMPLE: Final = re.compile(r"(?m)^(\s*)#(?! \S|$)")
"""The sign before an example; prose has a blank behind it."""


@lru_cache(maxsize=8)
def field_examples(language: str, year: int) -> dict[str, Any]:
    """Return an example of the value of each field, by its place, such as `account.industry`.

    `year` is that of the dates in them. They are in English where `language` has no templates.
    """
    known = language if language in plan_languages() else SOURCE_LANGUAGE
    period = PlanPeriod(dt.date(year, 1, 1), dt.date(year + 2, 12, 31))
    start = AccountStart("Nord", "nord", period, known, tools=get_args(Tool))
    text = _EXAMPLE.sub(r"\1", account_plan(start))
    found: dict[str, Any] = {}
    for place, value in _values(read(Source("examples", text)).value, ""):
        found.setdefault(place, value)
    return found


def _values(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Give the values of fields with their places, and lists of texts as a whole."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, f"{place}.{key}" if place else key)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for inner in value:
            yield from _values(inner, f"{place}[]")
    else:
        yield place, value
        if isinstance(value, str):  # a claim may be a text alone
            yield f"{place}.text", value
