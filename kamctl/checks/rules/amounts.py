"""Family 2xx, amounts: is it plain how much is meant?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kamctl.checks.engine.registry import NextRank, Observation, plan_check
from kamctl.checks.helpers.measure_points import values_of_measures
from kamctl.checks.helpers.position_figures import amount_with_currency
from kamctl.document.key_paths import place_name
from kamctl.i18n.localized import LocalizedPercent
from kamctl.i18n.message import message
from kamctl.plan.amounts import is_currency, is_percent
from kamctl.plan.fields import fields_at
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.checks.helpers.measure_points import Values
    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath
    from kamctl.plan.base import Part

_THREE_DECIMALS: Final = re.compile(r"([-+]?[1-9][0-9]{0,2})\.([0-9]{3})", re.ASCII).fullmatch
_POINT_AND_THREE_DIGITS: Final = re.compile(r"\.[0-9]{3}(?![0-9])", re.ASCII).search
"""Part of every such number: a quick test that most plans fail."""
_VALUES_OF_MEASURE: Final = re.compile(
    r"objectives\[\]\.measures\[\]\.(baseline|target|readings\[\])\.value"
).fullmatch
_SURELY_PERCENT: Final = 10
"""A value that is no part of one: where a measure has one, its others are percentages too."""
_MAX_DECIMALS: Final = 6
"""Of a part of one that is written as a percentage."""
_MEASURE_STEPS: Final = 4
"""The steps of a path that lead to a measure."""


@plan_check(
    "KAM207",
    "thousands-or-decimals",
    warns_from=Stage.DRAFT,
    rank=NextRank(weight=60, group="correction"),  # before anybody signs a figure that is wrong
)
def thousands_or_decimals(context: Context) -> Iterator[Observation]:
    """No figure is likely to be meant a thousand or a hundred times larger.

    YAML reads `1.500` as one and a half, but in many languages it is one thousand five hundred.
    This covers amounts, and values of measures in the plan's currency. A number below one, such as
    `0.125`, is unambiguous. A value of a measure in percent is read as it is written: `0.24` is
    reported where another value of the same measure is 10 or more, and 24 is between half and
    double of it.

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
    yield from _fractions(context)
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


def _fractions(context: Context) -> Iterator[Observation]:
    """Find values of measures in percent that are likely to be parts of one."""
    for _, measure, values in values_of_measures(
        context, lambda measure: is_percent(measure.unit_name)
    ):
        for steps, value in values:
            if value >= 1 or not _is_part_of_others(value, values):
                continue
            path = (*measure, *steps)
            if isinstance(context.document.get(path), float):  # one with its sign is plain
                yield Observation(
                    path,
                    message(
                        "{written} is read as {value}, and could mean {other}.",
                        written=f"{value:g}",
                        value=LocalizedPercent(value, _MAX_DECIMALS),
                        other=LocalizedPercent(100 * value, _MAX_DECIMALS),
                    ),
                    message(
                        "Write {other}, or {value} with its sign.",
                        other=f"{100 * value:g}",
                        value=f"{value:g}%",
                    ),
                )


def _is_part_of_others(value: float, values: Values) -> bool:
    """Tell whether another value, surely a percentage, is near to 100 times this one."""
    return any(
        other >= _SURELY_PERCENT and other / 2 <= 100 * value <= 2 * other for _, other in values
    )


@plan_check(
    "KAM605", "negative-amount", required_from=Stage.DRAFT, rank=NextRank(group="correction")
)
def negative_amount(context: Context) -> Iterator[Observation]:
    """Turnover, spend, white space, opportunities and the cost of an objective are not negative.

    The impact on a function and the yearly margin gain may be negative: a cost is written there
    with a minus sign.

    Why:
        These figures are added up: one minus sign lowers the total of a page, of the portfolio and
        of the forecast, and nobody sees which account it comes from.

    Example:
        opportunities:
          - {title: Filling line Kempten, value: -48_500, probability: 50%}

    Instead:
        opportunities:
          - {title: Filling line Kempten, value: 48_500, probability: 50%}
    """
    for path, part, keys in _never_negative(context):
        for key in keys:
            amount = getattr(part, key)
            if amount is not None and amount < 0:
                yield Observation(
                    (*path, key),
                    message("{amount} is negative.", amount=amount_with_currency(context, amount)),
                    message("Remove the minus sign, or correct the figure."),
                )


def _never_negative(context: Context) -> Iterator[tuple[KeyPath, Part, tuple[str, ...]]]:
    """Return the parts of the plan with amounts that are not negative: path, part and keys."""
    plan = context.plan
    for list_of_years in ("history", "targets"):
        for figures, path in context.yearly_figures[list_of_years]:
            yield path, figures, ("turnover", "customer_spend")
    if plan.whitespace is not None:
        for index, cell in enumerate(plan.whitespace.cells):
            yield ("whitespace", "cells", index), cell, ("spend", "ours", "potential")
    for index, opportunity in enumerate(plan.opportunities):
        yield ("opportunities", index), opportunity, ("value",)
    for index, objective in enumerate(plan.objectives):
        if objective.economics is not None:
            path = ("objectives", index, "economics")
            yield path, objective.economics, ("investment", "cost_to_serve")


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
