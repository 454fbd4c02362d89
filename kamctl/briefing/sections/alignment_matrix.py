"""Functions × objectives, and functions × effects: who has agreed, and the impact on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import views
from kamctl.briefing.charts.data import Grid, GridCell
from kamctl.briefing.formatter import table
from kamctl.briefing.sections.functions import impacts, state_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.signoffs.status import ObjectiveStatus

_SEVERAL = 2
_NOT_TOUCHED = views.Cell("–")


def alignment_matrix(
    alignments: Sequence[ObjectiveStatus], audience: Audience, say: PlanFormatter
) -> views.Table | None:
    """Return the state of each function on each active objective, where there are several."""
    active = [(number, one) for number, one in enumerate(alignments, 1) if one.is_active]
    if len(active) < _SEVERAL or not audience.sees("alignment"):
        return None
    functions = dict.fromkeys(part.party for _, one in active for part in one.functions)
    cells = [
        {
            part.party: state_cell(one.objective.directions[part.place or 0], part, say)
            for part in one.functions
        }
        for _, one in active
    ]
    columns = tuple(say.say("Objective {number}", number=number) for number, _ in active)
    rows = [
        (
            say.function_title(function),
            tuple(column.get(function, _NOT_TOUCHED) for column in cells),
        )
        for function in functions
    ]
    caption = say.t("Where each function stands")
    if not rows:
        return None
    picture = views.Picture(
        "alignment",
        caption,
        " ".join(
            f"{column}{say.t(':')} {_counted([row[1][place] for row in rows])}."
            for place, column in enumerate(columns)
        ),
        Grid(
            columns,
            tuple(
                (
                    name,
                    tuple(
                        GridCell((cell.text, *([cell.note] if cell.note else [])), cell.kind)
                        for cell in squares
                    ),
                )
                for name, squares in rows
            ),
        ),
    )
    return table(
        caption,
        (say.t("Function"), *columns),
        ((name, *squares) for name, squares in rows),
        pictures=(picture,),
        folded=True,
    )


def _counted(cells: Sequence[views.Cell]) -> str:
    """Count what stands in a column: “Agreed 3, Objects 1”."""
    said = [cell.text for cell in cells if cell is not _NOT_TOUCHED]
    return ", ".join(f"{one} {said.count(one)}" for one in dict.fromkeys(said))


def effects_table(
    alignment: ObjectiveStatus, audience: Audience, say: PlanFormatter
) -> views.Table | None:
    """Return what an objective does to each function's budget, resources and business."""
    on = (say.t("Budget"), say.t("Resources"), say.t("Business"))
    rows: list[tuple[str, tuple[views.Cell, ...]]] = []
    for status in alignment.functions:
        one = alignment.objective.directions[status.place or 0]
        felt = {impact.on: impact for impact in impacts(one, say)}
        may_see = audience.sees("amounts") or one.function == audience.function
        cells = tuple(
            views.Cell(
                felt[name].effect.text, felt[name].effect.kind, felt[name].amount if may_see else ""
            )
            if name in felt
            else views.Cell("")
            for name in on
        )
        if any(cell.text or cell.note for cell in cells):
            rows.append((say.function_title(one.function), cells))
    if not rows:
        return None
    caption = say.t("What it does to each function")
    hurt = {name for name, cells in rows if any(cell.kind == "bad" for cell in cells)}
    picture = views.Picture(
        say.unique(f"effects-{alignment.objective.id}"),
        caption,
        say.say(
            "Negative effects: {functions}.",
            functions=say.formats.list([n for n, _ in rows if n in hurt]),
        )
        if hurt
        else say.t("No negative effect is known."),
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
        (say.t("Function"), *on),
        ((name, *cells) for name, cells in rows),
        pictures=(picture,),
        folded=True,
    )
