"""How complete an objective is: the checks it meets of those required in the end. A checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from kamctl.checks.engine.settings import Settings
    from kamctl.checks.engine.suppressions import Suppressed
    from kamctl.plan.plan_date import PlanDate
    from kamctl.plan.plan_metadata import Stage


class MissingCheck(NamedTuple):
    """Something an objective still needs: in the imperative, a msgid."""

    code: str
    label: str
    stage: Stage
    needs_signoff: bool = False


class ExcusedCheck(NamedTuple):
    """Something that a comment in the plan ignores: what (a msgid), until when, and why."""

    code: str
    label: str
    until: PlanDate | None
    reason: str


class Completeness(NamedTuple):
    """An objective's checklist, up to the last stage."""

    objective: str
    met: int
    required: int
    missing: tuple[MissingCheck, ...]
    by_stage: tuple[tuple[Stage, int, int], ...]
    """For each stage that requires something: how much of it is met, of how much."""
    excused: tuple[ExcusedCheck, ...] = ()
    """What the author ignores: it is left out of the count."""

    @property
    def excused_count(self) -> int:
        """How many of its checks the author ignores."""
        return len(self.excused)

    @property
    def next(self) -> tuple[MissingCheck, ...]:
        """The three things to do first: what the nearest stages require."""
        return self.missing[:3]


def completeness(
    objective: str, settings: Settings, not_met: Set[str], excuses: Mapping[str, Suppressed]
) -> Completeness:
    """Count what some stage requires of an `objective`, in the order of the stages.

    `not_met` are codes. What is excused, by code, is left out of the count.
    """
    missing: list[MissingCheck] = []
    excused: list[ExcusedCheck] = []
    by_stage: list[tuple[Stage, int, int]] = []
    for stage, checks in settings.required_of_objectives:
        asked = [check for check in checks if check.code not in excuses] if excuses else checks
        lacking = [check for check in asked if check.code in not_met]
        missing += [
            MissingCheck(check.code, check.todo, stage, check.needs_signoff) for check in lacking
        ]
        by_stage.append((stage, len(asked) - len(lacking), len(asked)))
        for check in checks if excuses else ():
            if (why := excuses.get(check.code)) is not None:
                excused.append(ExcusedCheck(check.code, check.todo, why.last_day, why.reason))
    return Completeness(
        objective,
        sum(met for _, met, _ in by_stage),
        sum(of for _, _, of in by_stage),
        tuple(missing),
        tuple(by_stage),
        tuple(excused),
    )
