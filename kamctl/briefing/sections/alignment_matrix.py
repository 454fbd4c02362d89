"""Functions × objectives, and functions × effects: who has agreed, and the impact on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import document_labels
from kamctl.briefing.charts.data import Grid, GridCell
from kamctl.briefing.sections.functions import impacts, state_cell
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Chart, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.signoffs.status import ObjectiveStatus

_SEVERAL = 2


def alignment_matrix(
    alignments: Sequence[ObjectiveStatus], audience: Audience, formatter: PlanFormatter
) -> Table | None:
    """Return the state of each function on each active objective, where there are several."""
    _ = formatter.translate
    active = [(number, one) for number, one in enumerate(alignments, 1) if one.is_active]
    if len(active) < _SEVERAL or not audience.sees("alignment"):
        return None
    not_asked = Cell(formatter.label(document_labels.SIGNOFF_STATES, "not_asked"))
    functions = dict.fromkeys(part.party for number, one in active for part in one.functions)
    cells = [
        {
            part.party: state_cell(one.objective.directions[part.place or 0], part, formatter)
            for part in one.functions
        }
        for number, one in active
    ]
    columns = tuple(_("Objective {number}", number=number) for number, one in active)
    rows = [
        (
            formatter.function_title(function),
            tuple(column.get(function, not_asked) for column in cells),
        )
        for function in functions
    ]
    caption = _("Agreement by function")
    if all(cell.text == not_asked.text for name, squares in rows for cell in squares):
        return None
    chart = Chart(
        "alignment",
        caption,
        " ".join(
            f"{column}{_(':')} {_counted([row[1][place] for row in rows])}."
            for place, column in enumerate(columns)
        ),
        Grid(
            columns,
            tuple(
                (
                    name,
                    tuple(_square(cell, not_asked) for cell in squares),
                )
                for name, squares in rows
            ),
        ),
    )
    return table(
        caption,
        (_("Function"), *columns),
        ((name, *squares) for name, squares in rows),
        charts=(chart,),
        folded=True,
    )


def _square(cell: Cell, not_asked: Cell) -> GridCell:
    """Return a cell of the grid; a function that is not asked stays in the background."""
    return GridCell(
        tuple(part for part in (cell.text, cell.note) if part),
        "quiet" if cell.text == not_asked.text else cell.kind,
    )


def _counted(cells: Sequence[Cell]) -> str:
    """Count the states in a column: “Agreed 3, Objected 1”."""
    text = [cell.text for cell in cells]
    return ", ".join(f"{one} {text.count(one)}" for one in dict.fromkeys(text))


def effects_table(
    alignment: ObjectiveStatus, audience: Audience, formatter: PlanFormatter
) -> Table | None:
    """Return what an objective does to each function's budget, resources and business."""
    _ = formatter.translate
    on = (_("Budget"), _("Resources"), _("Business"))
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for status in alignment.functions:
        one = alignment.objective.directions[status.place or 0]
        impacts_by_area = {impact.area: impact for impact in impacts(one, formatter)}
        may_see = audience.sees("amounts") or one.function == audience.function
        cells = tuple(
            Cell(
                impacts_by_area[name].effect.text,
                impacts_by_area[name].effect.kind,
                impacts_by_area[name].amount if may_see else "",
            )
            if name in impacts_by_area
            else Cell("")
            for name in on
        )
        if any(cell.text or cell.note for cell in cells):
            rows.append((formatter.function_title(one.function), cells))
    if not rows:
        return None
    caption = _("Impact by function")
    negative = {name for name, cells in rows if any(cell.kind == "bad" for cell in cells)}
    chart = Chart(
        formatter.unique_id(f"effects-{alignment.objective.id}"),
        caption,
        _(
            "Negative effects: {functions}.",
            functions=formatter.list([name for name, cells in rows if name in negative]),
        )
        if negative
        else _("No negative effect is known."),
        Grid(
            on,
            tuple(
                (
                    name,
                    tuple(
                        GridCell(tuple(part for part in (cell.text, cell.note) if part), cell.kind)
                        for cell in cells
                    ),
                )
                for name, cells in rows
            ),
        ),
    )
    return table(
        caption,
        (_("Function"), *on),
        ((name, *cells) for name, cells in rows),
        charts=(chart,),
        folded=True,
    )
