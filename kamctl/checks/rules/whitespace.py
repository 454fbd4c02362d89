"""Family 2xx and 6xx, the white space: known units and offerings, and sums that agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.position_figures import amount_with_currency
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean_to_write
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.checks.engine.context import Context, Figures
    from kamctl.document.span import KeyPath
    from kamctl.plan.position import YearFigures
    from kamctl.plan.whitespace import WhitespaceCell


_ROUNDING = 1.01
"""How far sums of rounded figures may go beyond the whole."""


class _KnownFigure(NamedTuple):
    """A figure of `position`: its amount, its year and its place."""

    amount: float
    year: int
    path: KeyPath


@plan_check("KAM204", "whitespace-cell", required_from=Stage.DRAFT)
def whitespace_cell(context: Context) -> Iterator[Observation]:
    """White-space cells use known units and offerings, each combination once.

    Why:
        The white space is a grid of units and offerings. A cell outside the grid is not shown, and
        a duplicate is counted twice: both distort the growth potential.

    Example:
        whitespace:
          offerings: [Hygienic valves, Sensors]
          units: [France, Germany]
          cells:
            - {unit: Germny, offering: Sensors, status: open, spend: 600_000}

    Instead:
        whitespace:
          offerings: [Hygienic valves, Sensors]
          units: [France, Germany]
          cells:
            - {unit: Germany, offering: Sensors, status: open, spend: 600_000}
    """
    whitespace = context.plan.whitespace
    if whitespace is None:
        return
    units, offerings = whitespace.units, whitespace.offerings
    first: dict[tuple[str, str], KeyPath] = {}
    for index, cell in enumerate(whitespace.cells):
        path: KeyPath = ("whitespace", "cells", index)
        pair = (cell.unit, cell.offering)
        if cell.unit not in units:
            yield _unknown_name(path, "unit", cell.unit, units)
        if cell.offering not in offerings:
            yield _unknown_name(path, "offering", cell.offering, offerings)
        if pair in first:
            yield Observation(
                path,
                message("{unit} × {offering} occurs twice.", unit=pair[0], offering=pair[1]),
                message("Keep one cell per unit and offering."),
                related=((message("First occurrence"), first[pair]),),
            )
        first.setdefault(pair, path)


def _unknown_name(path: KeyPath, key: str, name: str, known: tuple[str, ...]) -> Observation:
    return Observation(
        (*path, key),
        message("“{name}” is not in `whitespace.{list}`.", name=name, list=f"{key}s"),
        did_you_mean_to_write(
            name,
            known,
            message("Add it to `whitespace.{list}`, or correct it here.", list=f"{key}s"),
        ),
    )


@plan_check("KAM604", "whitespace-sums", warns_from=Stage.DRAFT)
def whitespace_sums(context: Context) -> Iterator[Observation]:
    """The white-space cells do not add up to more than the figures in `position`.

    Our turnover in a cell is part of the customer's spend there; all cells together are part of
    the customer's total spend, and our turnover in them is part of our total turnover. The cells
    are compared with the last year of history and with the targets up to this year, whichever is
    higher, and may exceed it by 1%.

    Why:
        The white space shows the growth potential. If its cells add up to more than the customer
        spends, some spend is counted twice, and the potential is overstated.

    Example:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
        whitespace:
          offerings: [Valves]
          units: [France, Germany]
          cells:
            - {unit: France, offering: Valves, spend: 16_000_000}
            - {unit: Germany, offering: Valves, spend: 12_000_000}

    Instead:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
        whitespace:
          offerings: [Valves]
          units: [France, Germany]
          cells:
            - {unit: France, offering: Valves, spend: 4_000_000}
            - {unit: Germany, offering: Valves, spend: 3_600_000}
    """
    whitespace = context.plan.whitespace
    if whitespace is None or not context.in_use("whitespace"):
        return
    for index, cell in enumerate(whitespace.cells):
        if cell.ours is None or cell.spend is None or cell.ours <= cell.spend * _ROUNDING:
            continue
        yield Observation(
            ("whitespace", "cells", index, "ours"),
            message(
                "{unit}, {offering}: our turnover ({ours}) is higher than the customer's "
                "spend ({spend}).",
                unit=cell.unit,
                offering=cell.offering,
                ours=amount_with_currency(context, cell.ours),
                spend=amount_with_currency(context, cell.spend),
            ),
            message(
                "Correct `ours` or `spend`. `spend` is the customer's total spend there, "
                "including with us."
            ),
        )
    if context.in_use("position") and context.is_whole("position"):
        yield from _sums_beyond_position(context, whitespace.cells)


def _sums_beyond_position(
    context: Context, cells: Iterable[WhitespaceCell]
) -> Iterator[Observation]:
    first: dict[tuple[str, str], WhitespaceCell] = {}
    for cell in cells:
        first.setdefault((cell.unit, cell.offering), cell)
    spend = sum(cell.spend or 0 for cell in first.values())
    ours = sum(cell.ours or 0 for cell in first.values())
    if limit := _exceeded_figure(context, spend, "customer_spend"):
        yield Observation(
            ("whitespace", "cells"),
            message(
                "The cells add up to {spend}, more than the customer's total spend in "
                "{year}: {limit}.",
                spend=amount_with_currency(context, spend),
                year=limit.year,
                limit=amount_with_currency(context, limit.amount),
            ),
            message("Check for a spend counted twice, or correct `customer_spend` in `position`."),
            related=((message("The figure in `position` is here."), limit.path),),
        )
    if limit := _exceeded_figure(context, ours, "turnover"):
        yield Observation(
            ("whitespace", "cells"),
            message(
                "Our turnover in the cells adds up to {ours}, more than the total turnover "
                "in {year}: {limit}.",
                ours=amount_with_currency(context, ours),
                year=limit.year,
                limit=amount_with_currency(context, limit.amount),
            ),
            message("Check for an `ours` counted twice, or correct the turnover."),
            related=((message("The figure in `position` is here."), limit.path),),
        )


def _exceeded_figure(context: Context, total: float, key: str) -> _KnownFigure | None:
    """Return the figure of `position` that `total` goes beyond.

    The white space is a picture of today: last year's figure and this year's both may bound it.
    """
    history = _years_with(context.yearly_figures["history"], key)
    targets = _years_with(context.yearly_figures["targets"], key)
    known = history[-1:] + [one for one in targets if one[0].year <= context.today.year]
    limit = max(
        [
            _KnownFigure(getattr(figures, key), figures.year, (*path, key))
            for figures, path in known or targets[:1]
        ],
        default=None,
    )
    return limit if limit is not None and total > limit.amount * _ROUNDING else None


def _years_with(figures: Figures, key: str) -> list[tuple[YearFigures, KeyPath]]:
    """Return the years of which a figure is known, the oldest first."""
    known = [one for one in figures if getattr(one[0], key) is not None]
    return sorted(known, key=lambda one: one[0].year)
