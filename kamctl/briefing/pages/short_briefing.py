"""What a briefing leaves out to be read in three minutes: all of it is in the full briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.views.elements import Table
    from kamctl.briefing.views.objective import ObjectiveView
    from kamctl.briefing.visibility.audience import Audience

_CLAIMS: Final = 3
_RISKS: Final = 3
_MISSING: Final = 2
"""Stages whose missing points are listed: what comes later is in the full briefing."""


def full_objectives(
    objectives: Sequence[ObjectiveView], audience: Audience
) -> tuple[ObjectiveView, ...]:
    """Return objectives with all details, each once: whoever reads every request in full needs no
    table of them.
    """
    if not audience.sees("all_details"):
        return tuple(objectives)
    return tuple(one._replace(all_directions=None) for one in objectives)


def short_objectives(
    objectives: Sequence[ObjectiveView], audience: Audience
) -> tuple[ObjectiveView, ...]:
    """Return objectives without what is detail for this reader.

    What several objectives serve is said with the first of them.
    """
    shown: set[str] = set()
    short = []
    for one in objectives:
        claims = tuple(claim for claim in one.served_claims if claim.id not in shown)
        short.append(_short(one._replace(served_claims=claims), audience))
        shown.update(claim.id for claim in short[-1].served_claims)
    return tuple(short)


def _short(objective: ObjectiveView, audience: Audience) -> ObjectiveView:
    """Return an objective without its details.

    A function reads its own part in full; the others' in one table. Of an objective that asks
    nothing of it, it reads what comes of it. The roadmap is a picture, for those who have no part
    of their own.
    """
    claims = () if objective.not_asked else objective.served_claims[:_CLAIMS]
    return objective._replace(
        served_claims=tuple(one._replace(so_what="") for one in claims),
        missing=objective.missing[:_MISSING],
        directions=() if audience.sees("all_details") else objective.directions,
        all_directions=objective.all_directions.without("leader")
        if objective.all_directions and audience.function is not None
        else objective.all_directions,
        effects=None,
        adjustments=None,
        strategy="",
        actions=_folded(objective.actions)
        if objective.actions and audience.function is None
        else None,
        risks=_without_charts(objective.risks, _RISKS) if objective.risks else None,
        signoffs=None,
    )


def _without_charts(table: Table, most: int) -> Table:
    """Return the first rows of a table without its charts: paper then shows all its columns."""
    return table._replace(rows=table.rows[:most], charts=(), pictured=frozenset())


def _folded(table: Table) -> Table:
    """Return a table that is folded away where it has pictures that show the same."""
    return table._replace(folded=True) if table.charts else table
