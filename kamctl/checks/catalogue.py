"""What a check is, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kamctl.document.finding import Severity
from kamctl.plan.header import Stage
from kamctl.words.message import Message, message

if TYPE_CHECKING:
    from kamctl.checks.context import Context, ObjectiveInPlan
    from kamctl.document.span import Path


@dataclass(frozen=True, slots=True)
class Observation:
    """Something a check saw: where, what, and what to do.

    `severity` is left to the plan's stage unless the check itself knows better. `beside` are
    other places that help, each with a word. One `said_elsewhere` counts as not met, and is not
    shown: another check says it (an objective without measures has no good target either).
    """

    path: Path
    message: Message
    hint: Message | None = None
    severity: Severity | None = None
    beside: tuple[tuple[Message, Path], ...] = ()
    said_elsewhere: bool = False


def unmet(path: Path) -> Observation:
    """Say that a check is not met, for a reason that another check already shows."""
    return Observation(path, message(""), said_elsewhere=True)


RunOnPlan = Callable[["Context"], Iterator[Observation]]
RunOnObjective = Callable[["Context", "ObjectiveInPlan"], Iterator[Observation]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, its name, the stage that requires it, and its function.

    Before `required_from` its observations weigh `before`; from that stage on, `after`. `todo`
    says in the imperative what meets the check. Checks of one objective count in that
    objective's completeness; `run` then takes the objective too.
    """

    code: str
    name: str
    required_from: Stage
    before: Severity
    after: Severity
    todo: str
    run: RunOnPlan | None
    run_on_objective: RunOnObjective | None

    @property
    def page(self) -> str:
        """What it does and why it matters, as its function's docstring says."""
        function = self.run or self.run_on_objective
        return (function.__doc__ or "") if function else ""

    def severity_at(self, stage: Stage) -> Severity:
        """Return what an observation weighs in a plan of this stage."""
        return self.after if stage.rank >= self.required_from.rank else self.before


_CATALOGUE: dict[str, Check] = {}


def catalogue() -> tuple[Check, ...]:
    """Return all checks, in the order of their codes."""
    from kamctl.checks import alignment, objectives, references, vocabulary

    for family in (vocabulary, objectives, references, alignment):
        assert family.__name__  # importing a family declares its checks
    return tuple(_CATALOGUE[code] for code in sorted(_CATALOGUE))


def _declare(check: Check) -> None:
    if check.code in _CATALOGUE:
        raise ValueError(f"{check.code} is declared twice")
    _CATALOGUE[check.code] = check


def plan_check(
    code: str,
    name: str,
    *,
    required_from: Stage = Stage.DRAFT,
    before: Literal["todo", "warning"] = "todo",
    after: Literal["warning", "error"] = "error",
) -> Callable[[RunOnPlan], RunOnPlan]:
    """Declare a check of the plan as a whole."""

    def declare(run: RunOnPlan) -> RunOnPlan:
        _declare(Check(code, name, required_from, Severity(before), Severity(after), "", run, None))
        return run

    return declare


def objective_check(
    code: str,
    name: str,
    todo: str,
    *,
    required_from: Stage = Stage.DRAFT,
    before: Literal["todo", "warning"] = "todo",
    after: Literal["warning", "error"] = "error",
) -> Callable[[RunOnObjective], RunOnObjective]:
    """Declare a check of each objective; `todo` is a msgid."""

    def declare(run: RunOnObjective) -> RunOnObjective:
        _declare(
            Check(code, name, required_from, Severity(before), Severity(after), todo, None, run)
        )
        return run

    return declare
