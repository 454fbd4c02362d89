"""What a check is, and the list of all of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import (
    TYPE_CHECKING,
    Final,
    Generic,
    Literal,
    NamedTuple,
    Protocol,
    TypedDict,
    TypeVar,
    Unpack,
)

from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.nearest import nearest
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.checks.engine.cross_plan import WorkspacePlans
    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts, PlanLocation
    from kamctl.document.source import Source
    from kamctl.document.span import KeyPath, Span

Value = TypeVar("Value", int, tuple[str, ...])


class NamedCode(Protocol):
    """What has a code and a name: a check, or an error of reading."""

    @property
    def code(self) -> str:
        """The code, such as KAM104."""

    @property
    def name(self) -> str:
        """The name, such as one-owner."""


class Observation(NamedTuple):
    """What a check found in a plan: where, what, and what to do.

    `severity` follows from the plan's stage unless the check gives one. `related` are other places
    that help, each with a note: a path of the plan as it was loaded, or a span where it could not
    be read. One `reported_elsewhere` counts as not met, and is not shown: another check says it (an
    objective without measures has no good target either). `span` is for what has no path: a
    comment. `source` is the text it is in, if not the plan's. `stage` is the one from which it
    fails, where that is not the check's own.
    """

    path: KeyPath
    message: Message
    hint: Message | None = None
    severity: Severity | None = None
    related: tuple[tuple[Message, KeyPath | Span], ...] = ()
    reported_elsewhere: bool = False
    span: Span | None = None
    stage: Stage | None = None
    source: Source | None = None


class CrossPlanFinding(NamedTuple):
    """What a check found between several plans: in which of them, and where.

    `related` are places in the others, each with a note and the name of its file.
    """

    plan: CrossPlanFacts
    where: PlanLocation
    message: Message
    hint: Message
    related: tuple[tuple[Message, str, Span], ...] = ()


def not_met(path: KeyPath) -> Observation:
    """Say that a check is not met, for a reason that another check already shows."""
    return Observation(path, message(""), reported_elsewhere=True)


@dataclass(frozen=True, slots=True, eq=False)
class Option(Generic[Value]):
    """Something of a check that a company may set otherwise in `kamctl.yaml`.

    `name` is how it is written there. A number is a whole one, not below `least`; a list holds
    texts. A lower number finds more, unless `more_is_stricter`; a longer list finds more.
    """

    name: str
    default: Value
    meaning: str
    least: int = 0
    more_is_stricter: bool = False

    def is_looser(self, value: Value, base: Value) -> bool:
        """Tell whether the check would find less with `value` than with `base`."""
        if isinstance(value, int) and isinstance(base, int):
            return value < base if self.more_is_stricter else value > base
        if isinstance(value, tuple) and isinstance(base, tuple):
            return not set(value) >= set(base)
        return value != base


RunOnPlan = Callable[["Context"], Iterator[Observation]]
RunOnObjective = Callable[["Context", "ObjectiveInPlan"], Iterator[Observation]]
RunOnPlans = Callable[["WorkspacePlans"], Iterator[CrossPlanFinding]]


class Mandatory(NamedTuple):
    """What to do where a comment or a workspace ignores a check that says what a stage means.

    No comment takes the place of such a check, and no workspace turns it off or makes it less
    severe. Each is a msgid.
    """

    instead_of_comment: str
    instead_of_setting: str = N_(
        "Remove this line. A plan that does not meet the requirement returns to an earlier stage."
    )


class NextRank(NamedTuple):
    """Where `kamctl next` puts the findings of a check.

    `weight` is what they weigh at least, whatever their severity: an error weighs 10, a warning 4,
    a to-do 1. `order` is their place among what one objective or one direction needs, the least
    first; None comes last. `group` is the step they are in, where it is not that of their place in
    the plan: what cannot be read, what whoever writes the plan corrects without asking anybody,
    dates that are near or past, the validation of an objective, the evidence of sign-offs that
    were given, or what somebody who left has to hand over, whose id is the value `who` of the
    message. A date has the values `date` and `days`, how many are left; and `name`, what it is,
    where the check reports dates of any kind.
    """

    weight: int = 0
    order: int | None = None
    group: Literal[
        "", "structure", "correction", "dates", "departure", "validation", "verification"
    ] = ""


NO_RANK: Final = NextRank()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Check:
    """One check: its code, its name, the stages that ask for it, and its function.

    Its observations are to-dos, from the stage `warns_from` on warnings, and from `required_from`
    on errors; None is never. `todo` says in the imperative what meets the check. Checks of one
    objective take the objective too; those that some stage requires count in the objective's
    completeness, and so do those that only warn and say that they `counts`. Those that run `last`
    look at the suppressions, once these have been applied. Those that `run_on_plans` look at all
    plans of a workspace together. `validate --fix` resolves some findings of a `fixable` one. One
    without `todos` observes nothing before the stage that asks for it. Where it `needs_signoff`, no
    field answers a finding, but what a colleague signs or the customer confirms.
    """

    code: str
    name: str
    required_from: Stage | None = None
    warns_from: Stage | None = None
    todo: str = ""
    options: tuple[Option[int] | Option[tuple[str, ...]], ...] = ()
    last: bool = False
    run_on_plan: RunOnPlan | None = None
    run_on_objective: RunOnObjective | None = None
    run_on_plans: RunOnPlans | None = None
    counts: bool = False
    rank: NextRank = NO_RANK
    mandatory: Mandatory | None = None
    fixable: bool = False
    needs_signoff: bool = False
    todos: bool = True

    def run(self, context: Context, objective: ObjectiveInPlan | None) -> Iterator[Observation]:
        """Run it on a plan, or on one objective in it."""
        if self.run_on_plan is not None:
            return self.run_on_plan(context)
        assert self.run_on_objective is not None
        assert objective is not None
        return self.run_on_objective(context, objective)

    @property
    def page(self) -> str:
        """What it does and why it matters, as its function's docstring says."""
        function = self.run_on_plan or self.run_on_objective or self.run_on_plans
        return (function.__doc__ or "") if function else ""

    @property
    def stage(self) -> Stage:
        """The stage that asks for it: the one that requires it, else the one that warns."""
        return self.required_from or self.warns_from or Stage.VALIDATED

    def severity_at(self, stage: Stage) -> Severity:
        """Return the severity of an observation in a plan of this stage."""
        if self.required_from is not None and stage.rank >= self.required_from.rank:
            return Severity.ERROR
        if self.warns_from is not None and stage.rank >= self.warns_from.rank:
            return Severity.WARNING
        return Severity.TODO


_RULES: Final = "kamctl.checks.rules"
_DECLARED: dict[str, Check] = {}


@cache
def registry() -> tuple[Check, ...]:
    """Return all checks, in the order of their codes.

    They are declared where they are: every module of `checks/rules/` is imported, by its name.
    """
    for family in pkgutil.iter_modules(import_module(_RULES).__path__):
        import_module(f"{_RULES}.{family.name}")
    return tuple(_DECLARED[code] for code in sorted(_DECLARED))


def find_check(name: str) -> Check | None:
    """Return the check with this code (in either case) or name, if there is one."""
    return _by_name().get(name) or _by_name().get(name.upper())


def rank_of(code: str) -> NextRank:
    """Return where `kamctl next` names the findings of a check; `NO_RANK` for other codes."""
    check = find_check(code)
    return NO_RANK if check is None else check.rank


@cache
def _by_name() -> dict[str, Check]:
    return {key: check for check in registry() for key in (check.code, check.name)}


def family_of(code: str) -> str:
    """Return the family of a code: its first figure, which says what it is about."""
    return code.removeprefix("KAM")[:1]


def did_you_mean_check(name: str) -> Message:
    """Say which check is likely meant by a code or a name that there is not."""
    near = nearest(name, _by_name())
    return suggested_check(_by_name()[near] if near else None)


def suggested_check(likely: NamedCode | None, otherwise: Message | None = None) -> Message:
    """Say which code is likely meant; `otherwise`, or where all are listed, if none is."""
    if likely is None:
        return otherwise or message("`kamctl checks` lists all checks.")
    return message("Did you mean {code} ({name})?", code=likely.code, name=likely.name)


class _AnyCheck(TypedDict, total=False):
    """What is said of a check beside its code and its name: see `Check`."""

    required_from: Stage | None
    warns_from: Stage | None
    options: tuple[Option[int] | Option[tuple[str, ...]], ...]


class _CheckOfOnePlan(_AnyCheck, total=False):
    rank: NextRank
    mandatory: Mandatory | None


class _PlanCheck(_CheckOfOnePlan, total=False):
    last: bool
    fixable: bool


class _ObjectiveCheck(_CheckOfOnePlan, total=False):
    counts: bool
    needs_signoff: bool
    todos: bool


def _declare(check: Check) -> None:
    if check.code in _DECLARED:
        raise ValueError(f"{check.code} is declared twice")
    _DECLARED[check.code] = check


def plan_check(
    code: str, name: str, **about: Unpack[_PlanCheck]
) -> Callable[[RunOnPlan], RunOnPlan]:
    """Declare a check of the plan as a whole."""

    def declare(run: RunOnPlan) -> RunOnPlan:
        _declare(Check(code=code, name=name, run_on_plan=run, **about))
        return run

    return declare


def objective_check(
    code: str, name: str, todo: str, **about: Unpack[_ObjectiveCheck]
) -> Callable[[RunOnObjective], RunOnObjective]:
    """Declare a check of each open objective; `todo` is a msgid.

    One that only warns and `counts` is part of the objective's completeness all the same.
    """

    def declare(run: RunOnObjective) -> RunOnObjective:
        _declare(Check(code=code, name=name, todo=todo, run_on_objective=run, **about))
        return run

    return declare


def cross_plan_check(
    code: str, name: str, **about: Unpack[_AnyCheck]
) -> Callable[[RunOnPlans], RunOnPlans]:
    """Declare a check of several plans together."""

    def declare(run: RunOnPlans) -> RunOnPlans:
        _declare(Check(code=code, name=name, run_on_plans=run, **about))
        return run

    return declare
