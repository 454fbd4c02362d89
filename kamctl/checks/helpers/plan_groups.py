"""Facts of several plans, grouped: what one plan says beside what the others say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from kamctl.checks.engine.cross_plan_facts import RequestedResource, TeamMember
from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts
    from kamctl.document.span import Span


AnyFact = TypeVar("AnyFact", TeamMember, RequestedResource)

_MAX_NAMED = 3
"""How many other plans are named beside a finding."""


def grouped_by_key(
    found: Iterable[tuple[AnyFact, CrossPlanFacts]],
) -> Iterable[list[tuple[AnyFact, CrossPlanFacts]]]:
    """Return what has one key together, in the order of the plans."""
    groups: dict[object, list[tuple[AnyFact, CrossPlanFacts]]] = defaultdict(list)
    for one, plan in found:
        groups[one.key].append((one, plan))
    return groups.values()


def other_plans(
    group: Sequence[tuple[TeamMember, CrossPlanFacts]], plan: CrossPlanFacts
) -> tuple[tuple[Message, str, Span], ...]:
    """Name some of the other plans."""
    others = [(one, other) for one, other in group if other is not plan]
    return tuple(
        (message("The plan of {account}", account=other.name), other.file, one.where.span)
        for one, other in others[:_MAX_NAMED]
    )
