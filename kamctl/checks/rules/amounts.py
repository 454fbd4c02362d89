"""Family 2xx, amounts: is it plain how much is meant?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.document.key_paths import place_name
from kamctl.i18n.message import message
from kamctl.plan.amounts import is_currency
from kamctl.plan.fields import fields_at
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath

_THREE_DECIMALS: Final = re.compile(r"([-+]?[1-9][0-9]{0,2})\.([0-9]{3})", re.ASCII).fullmatch
_POINT_AND_THREE_DIGITS: Final = re.compile(r"\.[0-9]{3}(?![0-9])", re.ASCII).search
"""Part of every such number: a quick test that most plans fail."""
_VALUES_OF_MEASURE: Final = re.compile(
    r"objectives\[\]\.measures\[\]\.(baseline|target|readings\[\])\.value"
).fullmatch
_MEASURE_STEPS: Final = 4
"""The steps of a path that lead to a measure."""


@plan_check("KAM207", "thousands-or-decimals", warns_from=Stage.DRAFT)
def thousands_or_decimals(context: Context) -> Iterator[Observation]:
    """No amount of money is written with a point and exactly three decimals.

    YAML reads `1.500` as one and a half, but in many languages it is one thousand five hundred.
    This covers amounts, and values of measures in the plan's currency. A number below one, such as
    `0.125`, is unambiguous.

    Why:
        An amount that is a thousand times too small still looks plausible. It enters totals, charts
        and the targets that colleagues sign, and the customer may be the first to notice.

    Example:
        plan: {currency: EUR}
        opportunities:
          - {title: Filling line Kempten, value: 48.500}

    Instead:
        plan: {currency: EUR}
        opportunities:
          - {title: Filling line Kempten, value: 48_500}
    """
    document = context.document
    if not _POINT_AND_THREE_DIGITS(document.source.text):
        return
    for path in _decimal_numbers(document.value):
        place = place_name(path)
        if place not in _amounts() and not _is_money_of_measure(context, path, place):
            continue
        written = _written(document, path)
        found = _THREE_DECIMALS(written)
        if found is None:
            continue
        whole, decimals = found.groups()
        yield Observation(
            path,
            message(
                "{written} is read as {value}, and could mean {other}.",
                written=written,
                value=f"{whole}.{decimals}".rstrip("0").rstrip("."),
                other=f"{whole}{decimals}",
            ),
            message(
                "Write {other} for thousands, or {decimals} for decimals.",
                other=f"{whole}_{decimals}",
                decimals=_plain_decimals(whole, decimals),
            ),
        )


def _plain_decimals(whole: str, decimals: str) -> str:
    """Write a number with decimals that are not three: 48.5, or 1.0050 for 1.005."""
    shorter = decimals.rstrip("0")
    if not shorter:
        return whole
    return f"{whole}.{shorter}" if len(shorter) < len(decimals) else f"{whole}.{decimals}0"


def _decimal_numbers(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Return the paths of all numbers with decimals; a mark such as 8.5 is one of them."""
    if isinstance(value, float):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _decimal_numbers(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _decimal_numbers(inner, (*path, index))


@lru_cache(maxsize=1)
def _amounts() -> frozenset[str]:
    """Return the places of all amounts of the format."""
    return frozenset(_amounts_in(""))


def _amounts_in(place: str) -> Iterator[str]:
    for field in fields_at(place):
        inner = field.place + "[]" * field.is_list
        if field.kind == "amount":
            yield inner
        elif field.kind in ("part", "claim"):
            yield from _amounts_in(inner)


def _is_money_of_measure(context: Context, path: KeyPath, place: str) -> bool:
    """Tell whether a number is the value of a measure that is counted in the plan's currency."""
    if not _VALUES_OF_MEASURE(place):
        return False
    unit = context.document.get((*path[:_MEASURE_STEPS], "unit"))
    return isinstance(unit, str) and is_currency(unit, context.plan.plan.currency)


def _written(document: Document, path: KeyPath) -> str:
    """Return a number as it is in the file."""
    span = document.span(path)
    line = document.source.lines[span.line - 1]
    return line[span.column - 1 : span.end_column - 1] if span.end_line == span.line else ""
