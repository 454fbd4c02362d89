"""How complete an objective is: the checks it meets of those required in the end. A checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def completeness(objective: str, checks: Iterable[Check], unmet: frozenset[str]) -> Completeness:
    """Count for `objective` the `checks` of objectives against the codes in `unmet`."""
    ordered = sorted(checks, key=lambda check: (check.required_from.rank, check.code))
    missing = tuple(
        Todo(check.code, check.todo, check.required_from)
        for check in ordered
        if check.code in unmet
    )
    counts: dict[Stage, list[int]] = {}
    for check in ordered:
        count = counts.setdefault(check.required_from, [0, 0])
        count[0] += check.code not in unmet
        count[1] += 1
    return Completeness(
        objective,
        len(ordered) - len(missing),
        len(ordered),
        missing,
        tuple((stage, met, of) for stage, (met, of) in counts.items()),
    )
