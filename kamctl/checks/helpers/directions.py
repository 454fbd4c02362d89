"""What several checks ask of a direction: its leader, and the impact on the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.localized import LocalizedList
from kamctl.plan.functions import function_name
from kamctl.plan.labels import IMPACT_AREAS, InSentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.i18n.message import Message
    from kamctl.plan.directions import Direction, Resistance


def impacts_in_sentence(impacts: Sequence[str]) -> LocalizedList:
    """Return the labels of some impacts as a sentence lists them: “budget and business”."""
    return LocalizedList(tuple(InSentence(IMPACT_AREAS[name]) for name in impacts))


def missing_impacts(direction: Direction) -> list[str]:
    """Return the kinds of impact that a direction does not state."""
    impact = direction.impact
    return [
        name
        for name in IMPACT_AREAS
        if impact is None or getattr(impact, name) is None or getattr(impact, name).effect is None
    ]


def leader_name(context: Context, direction: Direction) -> str | Message:
    """Return the name of the manager who must align, else the function."""
    return context.contact_name(direction.leader) or function_name(direction.function)


def objector_name(context: Context, direction: Direction, resistance: Resistance) -> str | Message:
    """Return the name of whoever raised a resistance, else that of the manager who must align."""
    return context.contact_name(resistance.raised_by) or leader_name(context, direction)
