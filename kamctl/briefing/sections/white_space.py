"""White space: where the customer could buy from us and does not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.data import Grid, GridCell, cell_weight
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chart, Table
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.model import Plan
    from kamctl.plan.whitespace import Whitespace, WhitespaceCell

_MIN_CELLS: Final = 2
"""Cells of which something is known, from which on a picture says more than the table."""


def white_space_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return units × offerings: whose they are, and what could become ours."""
    _, heading = formatter.translate, formatter.headings("whitespace.cells[]")
    space = plan.whitespace
    if space is None:
        return None
    rivals = {one.id: one.name for one in plan.competitors}
    return table(
        _("White space"),
        (
            heading("unit"),
            heading("offering"),
            heading("competitor"),
            _("Annual spend"),
            _("Our share"),
            heading("potential"),
            _("Contract ends"),
            heading("note"),
        ),
        (
            *(
                (
                    one.unit,
                    one.offering,
                    _served(one, rivals, formatter),
                    formatter.money(one.spend),
                    formatter.money(one.ours),
                    formatter.money(one.could_be_ours) if one.could_be_ours else "",
                    formatter.short_date(one.contract_end),
                    formatter.text(one.note),
                )
                for one in space.cells
            ),
            *_nothing_known(space, formatter),
        ),
        numeric=(3, 4, 5),
        charts=(_chart(space, rivals, formatter),),
        # What they spend, until when and a note are in the table alone.
        pictured=(2, 5),
        folded=not any(
            one.spend is not None or one.ours is not None or one.contract_end or one.note
            for one in space.cells
        ),
    )


def _nothing_known(space: Whitespace, formatter: PlanFormatter) -> Iterator[tuple[str, ...]]:
    """Name the units and the offerings of which nothing is known yet."""
    unknown = formatter.label(labels.WHITESPACE, "unknown")
    units = {one.unit for one in space.cells}
    offerings = {one.offering for one in space.cells}
    for unit in space.units:
        if unit not in units:
            yield (unit, "–", unknown, "", "", "", "", "")
    for offering in space.offerings:
        if offering not in offerings:
            yield ("–", offering, unknown, "", "", "", "", "")


def _served(cell: WhitespaceCell, rivals: dict[str, str], formatter: PlanFormatter) -> str:
    text = formatter.label(labels.WHITESPACE, cell.status)
    rival = rivals.get(cell.competitor or "", "")
    return f"{text}{formatter.translate(':')} {rival}" if rival else text


def _chart(space: Whitespace, rivals: dict[str, str], formatter: PlanFormatter) -> Chart | None:
    _ = formatter.translate
    offerings = list(dict.fromkeys([*space.offerings, *(one.offering for one in space.cells)]))
    units = list(dict.fromkeys([*space.units, *(one.unit for one in space.cells)]))
    known = {(one.unit, one.offering): one for one in space.cells}
    filled = [one for one in space.cells if one.status != "unknown" or one.could_be_ours > 0]
    if len(filled) < _MIN_CELLS:
        return None
    most = max((one.could_be_ours for one in space.cells), default=0)

    def square(cell: WhitespaceCell | None) -> GridCell:
        if cell is None:
            return GridCell((formatter.label(labels.WHITESPACE, "unknown"),), "quiet")
        lines = [_served(cell, rivals, formatter)]
        weight = cell_weight(cell.could_be_ours, most)
        if weight:
            lines.append(f"+{formatter.short_money(cell.could_be_ours)}")
        kind = "quiet" if cell.status == "unknown" and not weight else ""
        return GridCell(tuple(lines), kind, weight)

    best = max(space.cells, key=lambda one: one.could_be_ours)
    total = sum(one.could_be_ours for one in space.cells)
    return Chart(
        "potential",
        _("By unit and offering; + is the potential a year"),
        _(
            "Potential: {total} a year in total; the largest, {most}, in {unit} with {offering}.",
            total=formatter.money(total),
            most=formatter.money(best.could_be_ours),
            unit=best.unit,
            offering=best.offering,
        )
        if best.could_be_ours
        else _("Current supplier by unit and offering."),
        Grid(
            tuple(offerings),
            tuple(
                (unit, tuple(square(known.get((unit, offering))) for offering in offerings))
                for unit in units
            ),
        ),
    )
