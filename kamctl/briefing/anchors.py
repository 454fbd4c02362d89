"""Ids of the rows and chapters of a full plan, and the links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.views.elements import Cell, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.model import Plan


class Anchors:
    """Knows which objectives, claims and lines of the SWOT there are: no link leads nowhere."""

    def __init__(self, plan: Plan, formatter: PlanFormatter) -> None:
        self._formatter = formatter
        customer, swot = plan.customer, plan.swot
        claims = (
            (
                *customer.goals,
                *customer.pressures,
                *customer.initiatives,
                *customer.obstacles,
                *customer.needs,
            )
            if customer
            else ()
        )
        lines = (
            (*swot.strengths, *swot.weaknesses, *swot.opportunities, *swot.threats) if swot else ()
        )
        self._claims = {one.id: formatter.text(one.text) for one in claims if one.id}
        self._lines = {one.id: formatter.text(one.text) for one in lines if one.id}
        self._objectives: dict[str, str] = {}
        for number, one in enumerate(plan.objectives, 1):
            self._objectives.setdefault(one.id, str(number))

    def row_id(self, kind: str, id_: str | None) -> str:
        """Return the id of a row in the page; empty where its entry has none."""
        return self._formatter.unique_id(f"{kind}-{id_}") if id_ else ""

    def claims(self, ids: Iterable[str]) -> Cell:
        """Return claims about the customer, each leading to its row."""
        return self._links("claim", ids, self._claims)

    def swot_lines(self, ids: Iterable[str]) -> Cell:
        """Return lines of the SWOT, each leading to its row."""
        return self._links("line", ids, self._lines)

    def objectives(self, ids: Iterable[str]) -> Cell:
        """Return objectives by their numbers, each leading to its chapter."""
        return self._links("objective", ids, self._objectives)

    def _links(self, kind: str, ids: Iterable[str], known: Mapping[str, str]) -> Cell:
        """Return a cell that links to `ids`; an id that is nowhere is written as it is."""
        links = tuple(
            Link(known.get(one) or one, f"#{kind}-{one}" if one in known else "")
            for one in dict.fromkeys(ids)
        )
        return Cell(self._formatter.join(link.text for link in links), links=links)
