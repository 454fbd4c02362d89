"""Functions × objectives, and functions × effects: who has agreed, and the impact on whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kamctl.briefing.charts.data import Grid, GridCell
from kamctl.briefing.sections.functions import impacts, state_cell
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Chart, Table
from kamctl.plan import labels
from kamctl.signoffs.party_status import STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.signoffs.agreement_status import ObjectiveStatus

_SEVERAL = 2


def alignment_matrix(
    alignments: Sequence[ObjectiveStatus], audience: Audience, formatter: PlanFormatter
) -> Table | None:
    """Return the state of each function on each active objective, where there are several."""
    _ = formatter.translate
    active = [one for one in alignments if one.is_active]
    if len(active) < _SEVERAL or not audience.sees("alignment"):
        return None
    not_asked = _State("not_asked", Cell(formatter.label(STATE_LABELS, "not_asked")))
    functions = dict.fromkeys(part.party for one in active for part in one.functions)
    states = [
        {
            status.party: _State(status.state, state_cell(direction, status, formatter))
            for direction, status in one.directions
        }
        for one in active
    ]
    columns = tuple(_("Objective {number}", number=one.number) for one in active)
    rows = [
        (
            formatter.function_title(function),
            tuple(column.get(function, not_asked) for column in states),
        )
        for function in functions
    ]
    caption = _("Agreement by function")
    if all(one.state == "not_asked" for name, squares in rows for one in squares):
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
                    tuple(_square(one) for one in squares),
                )
                for name, squares in rows
            ),
        ),
    )
    return table(
        caption,
        (_("Function"), *columns),
        ((name, *(one.cell for one in squares)) for name, squares in rows),
        charts=(chart,),
        folded=True,
    )


class _State(NamedTuple):
    """The state of a function on an objective, and the same in words."""

    state: str
    cell: Cell


def _square(one: _State) -> GridCell:
    """Return a cell of the grid; a function that is not asked stays in the background."""
    return GridCell(
        tuple(part for part in (one.cell.text, one.cell.note) if part),
        "quiet" if one.state == "not_asked" else one.cell.kind,
    )


def _counted(column: Sequence[_State]) -> str:
    """Count the states in a column: “Agreed 3, Objected 1”."""
    words = {one.state: one.cell.text for one in column}
    count = Counter(one.state for one in column)
    return ", ".join(f"{text} {count[state]}" for state, text in words.items())


def effects_table(
    alignment: ObjectiveStatus, audience: Audience, formatter: PlanFormatter
) -> Table | None:
    """Return what an objective does to each function's budget, resources and business."""
    _ = formatter.translate
    on = tuple(map(_, labels.IMPACT_AREAS.values()))
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for one, _status in alignment.directions:
        impacts_by_area = {impact.key: impact for impact in impacts(one, formatter)}
        may_see = audience.sees("amounts") or one.function == audience.function
        cells = tuple(
            Cell(
                impacts_by_area[key].effect.text,
                impacts_by_area[key].effect.kind,
                impacts_by_area[key].amount if may_see else "",
            )
            if key in impacts_by_area
            else Cell("")
            for key in labels.IMPACT_AREAS
        )
        if any(cell.text or cell.note for cell in cells):
            rows.append((formatter.function_title(one.function), cells))
    if not rows:
        return None
    caption = _("Impact by function")
    negative = [name for name, cells in rows if any(cell.kind == "bad" for cell in cells)]
    chart = Chart(
        formatter.unique_id(f"effects-{alignment.objective.id}"),
        caption,
        _(
            "Negative effects: {functions}.",
            functions=formatter.list(negative),
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
