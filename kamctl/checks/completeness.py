"""How complete an objective is: the checks it meets of those required in the end. A checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.checks.catalogue import Check
    from kamctl.plan.header import Stage


@dataclass(frozen=True, slots=True)
class Todo:
    """Something an objective still needs: in the imperative, a msgid."""

    code: str
    label: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Completeness:
    """An objective's checklist, up to the last stage."""

    objective: str
    met: int
    of: int
    missing: tuple[Todo, ...]
    by_stage: tuple[tuple[Stage, int, int], ...]
    """For each stage that requires something: how much of it is met, of how much."""

    @property
    def next(self) -> tuple[Todo, ...]:
        """The three things to do first: those that the nearest stage requires."""
        return self.missing[:3]


def completeness(objective: str, checks: Sequence[Check], unmet: frozenset[str]) -> Completeness:
    """Count for `objective` the `checks`, in the order of their stages, against those `unmet`."""
    missing = tuple(
        Todo(check.code, check.todo, check.required_from) for check in checks if check.code in unmet
    )
    counts: dict[Stage, list[int]] = {}
    for check in checks:
        count = counts.setdefault(check.required_from, [0, 0])
        count[0] += check.code not in unmet
        count[1] += 1
    return Completeness(
        objective,
        len(checks) - len(missing),
        len(checks),
        missing,
        tuple((stage, met, of) for stage, (met, of) in counts.items()),
    )
