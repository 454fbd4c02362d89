"""Strengths, weaknesses, opportunities and threats, as a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.data import Grid, GridCell
from kamctl.briefing.charts.text_layout import LONGEST
from kamctl.briefing.sections.claims import claim_source, claim_status
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chart, Table
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.model import Plan
    from kamctl.plan.text import Claim

_QUADRANTS: Final = (
    ("strengths", N_("Strengths"), "good", N_("strength")),
    ("weaknesses", N_("Weaknesses"), "bad", N_("weakness")),
    ("opportunities", N_("Opportunities"), "good", N_("Opportunity")),
    ("threats", N_("Threats"), "bad", N_("threat")),
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
    lists = {key: getattr(plan.swot, key) for key, *_rest in _QUADRANTS}
    text = {key: [formatter.text(one.text) for one in lists[key]] for key in lists}
    if not any(text.values()):
        return None
    notes = {key: [] if anchors else [_note(one, formatter) for one in lists[key]] for key in lists}

    def square(key: str, title: str, kind: str) -> GridCell:
        lines = text[key]
        more = len(lines) - _SHOWN
        if more > 0:
            lines = [*lines[:_SHOWN], formatter.and_more(more)]
        return GridCell((_(title), *lines), kind, has_list=True, notes=tuple(notes[key][:_SHOWN]))

    squares = [square(*quadrant) for *quadrant, _one in _QUADRANTS]
    chart = Chart(
        "swot",
        _("Strengths, weaknesses, opportunities, threats"),
        " ".join(f"{_(title)}{_(':')} {len(text[key])}." for key, title, *_rest in _QUADRANTS),
        Grid(("", ""), (("", tuple(squares[:2])), ("", tuple(squares[2:]))), min_column_width=220),
    )
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
                capitalized(_(name)),
                formatter.text(one.text),
                formatter.text(one.so_what),
                claim_status(one, formatter) if anchors else "",
                capitalized(claim_source(one, formatter))
                if anchors
                else (one.source or "").strip(),
            )
            for key, _title, _kind, name in _QUADRANTS
            for one in lists[key]
        ),
        charts=(chart,),
        folded=not (
            anchors and any(one.so_what or one.source for key in lists for one in lists[key])
        )
        and all(len(text[key]) <= _SHOWN for key in text)
        and all(len(one) <= LONGEST for key in text for one in (*text[key], *notes[key])),
        ids=[anchors.row_id("line", one.id) for key in lists for one in lists[key]]
        if anchors
        else (),
    )


def _note(one: Claim, formatter: PlanFormatter) -> str:
    """Say what follows from a line, and where it comes from."""
    source = (one.source or "").strip()
    return " ".join(
        part for part in (formatter.text(one.so_what), source and f"({source})") if part
    )
