"""What several checks ask of a direction: its leader, and the impact on the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamctl.checks.engine.context import Context
    from kamctl.plan.directions import Direction


IMPACTS = ("budget", "resources", "business")
"""What a function fears for."""


def missing_impacts(direction: Direction) -> list[str]:
    """Return what a direction does not say the impact on."""
    impact = direction.impact
    return [
        name
        for name in IMPACTS
        if impact is None or getattr(impact, name) is None or getattr(impact, name).effect is None
    ]


def leader_name(context: Context, direction: Direction) -> str:
    """Return the name of the manager who must align, else the function."""
    return context.people.get(direction.leader or "", direction.function)
