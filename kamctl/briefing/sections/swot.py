"""Strengths, weaknesses, opportunities and threats, as a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.charts.data import Grid, GridCell
from kamctl.briefing.charts.text_layout import LONGEST
from kamctl.briefing.sections.claims import claim_source, claim_status
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chart, Table
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.model import Plan
    from kamctl.plan.text import Claim


class _Quadrant(NamedTuple):
    """One of the four lists: its key in the plan, its title, its kind, what a line of it is."""

    key: str
    title: str
    kind: str
    line: str


_QUADRANTS: Final = (
    _Quadrant("strengths", N_("Strengths"), "good", N_("strength")),
    _Quadrant("weaknesses", N_("Weaknesses"), "bad", N_("weakness")),
    _Quadrant("opportunities", N_("Opportunities"), "good", N_("Opportunity")),
    _Quadrant("threats", N_("Threats"), "bad", N_("threat")),
)
_SHOWN: Final = 8
"""How many lines of one quadrant a chart holds; the table has them all."""


def swot_table(
    plan: Plan, formatter: PlanFormatter, anchors: Anchors | None = None
) -> Table | None:
    """Return the four lists, each line with its conclusion and its source.

    With `anchors`, other chapters link to the lines, and the table says how sure each is. Without,
    the picture has all of it.
    """
    _ = formatter.translate
    if plan.swot is None:
        return None
    lists = {one: getattr(plan.swot, one.key) for one in _QUADRANTS}
    lines = [(quadrant, one) for quadrant in _QUADRANTS for one in lists[quadrant]]
    if not any(formatter.text(one.text) for _quadrant, one in lines):
        return None
    if anchors:
        is_in_chart = not any(one.so_what or one.source for _quadrant, one in lines)
    else:
        is_in_chart = all(len(_note(one, formatter)) <= LONGEST for _quadrant, one in lines)
    return table(
        _("Strengths, weaknesses, opportunities, threats"),
        (
            _("Kind"),
            _("Item"),
            _("Implication for us"),
            _("Confidence") if anchors else "",
            _("Source"),
        ),
        (
            (
                capitalized(_(quadrant.line)),
                formatter.text(one.text),
                formatter.text(one.so_what),
                claim_status(one, formatter) if anchors else "",
                capitalized(claim_source(one, formatter))
                if anchors
                else (one.source or "").strip(),
            )
            for quadrant, one in lines
        ),
        charts=(_chart(lists, formatter, with_notes=anchors is None),),
        folded=is_in_chart and all(len(lists[one]) <= _SHOWN for one in _QUADRANTS),
        ids=[anchors.row_id("line", one.id) for _quadrant, one in lines] if anchors else (),
    )


def _chart(
    lists: Mapping[_Quadrant, Sequence[Claim]], formatter: PlanFormatter, *, with_notes: bool
) -> Chart:
    _ = formatter.translate

    def cell(quadrant: _Quadrant) -> GridCell:
        lines = lists[quadrant]
        texts = formatter.first_of([formatter.text(one.text) for one in lines], _SHOWN)
        notes = [_note(one, formatter) for one in lines[:_SHOWN]] if with_notes else ()
        return GridCell(
            (_(quadrant.title), *texts), quadrant.kind, has_list=True, notes=tuple(notes)
        )

    strengths, weaknesses, opportunities, threats = map(cell, _QUADRANTS)
    return Chart(
        "swot",
        _("Strengths, weaknesses, opportunities, threats"),
        " ".join(f"{_(one.title)}{_(':')} {len(lists[one])}." for one in _QUADRANTS),
        Grid(
            ("", ""),
            (("", (strengths, weaknesses)), ("", (opportunities, threats))),
            min_column_width=220,
        ),
    )


def _note(one: Claim, formatter: PlanFormatter) -> str:
    """Say what follows from a line, and where it comes from."""
    source = (one.source or "").strip()
    return " ".join(
        part for part in (formatter.text(one.so_what), source and f"({source})") if part
    )
