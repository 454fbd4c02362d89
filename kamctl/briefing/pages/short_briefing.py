"""What a briefing leaves out to be read in three minutes, and a full one to show nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
    """Return objectives with all details, each once.

    Whoever reads every request in full needs no table of them.
    """

    def full(one: ObjectiveView) -> ObjectiveView:
        return one._replace(all_directions=None) if audience.sees("all_details") else one

    return tuple(_with_each_claim_once(objectives, full))


def short_objectives(
    objectives: Sequence[ObjectiveView], audience: Audience
) -> tuple[ObjectiveView, ...]:
    """Return objectives without what is detail for this reader."""
    return tuple(_with_each_claim_once(objectives, lambda one: _short(one, audience)))


def _with_each_claim_once(
    objectives: Iterable[ObjectiveView], shown_of: Callable[[ObjectiveView], ObjectiveView]
) -> Iterator[ObjectiveView]:
    """Return what is shown of objectives; what several serve is with the first of them."""
    named: set[str] = set()
    for one in objectives:
        claims = tuple(claim for claim in one.served_claims if claim.id not in named)
        shown = shown_of(one._replace(served_claims=claims))
        named.update(claim.id for claim in shown.served_claims)
        yield shown


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
