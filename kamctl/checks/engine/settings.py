"""Which checks run, at which severity, and with which options: as the company has configured it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from kamctl.checks.engine.registry import (
    Check,
    Option,
    Value,
    did_you_mean_check,
    find_check,
    registry,
)
from kamctl.document import error_codes
from kamctl.document.errors import InvalidFile
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.nearest import did_you_mean_to_write
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace.config import Loosened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.document.span import KeyPath
    from kamctl.workspace.config import Workspace
    from kamctl.workspace.model import CheckRule

_SEVERITIES = tuple(Severity)
"""From the most severe to the least."""
_ALWAYS_ERROR = N_("{code} ({name}) defines a stage: it is always an error from stage {stage} on.")
_ALWAYS_WARNING = N_(
    "{code} ({name}) says what a stage rests on: it is at least a warning from stage {stage} on."
)
_SEVERITY_BY_NAME = {one.value: one for one in Severity}


@dataclass(frozen=True)
class Settings:
    """The checks that run, of the plan, of each objective, and across plans; their settings."""

    for_plan: tuple[Check, ...]
    for_objectives: tuple[Check, ...]
    at_last: tuple[Check, ...]
    severity_overrides: Mapping[str, Severity] = field(default_factory=dict)
    """The severity of a check's findings, by code, where the company has set one."""
    stages: Mapping[str, Stage] = field(default_factory=dict)
    """The stage from which a check counts, by code, where the company has set one."""
    values: Mapping[Any, Any] = field(default_factory=dict)
    """The values of the options that the company has set."""
    for_plans_together: tuple[Check, ...] = ()
    """The checks that look at several plans together."""
    off: frozenset[str] = frozenset()
    """The codes of the checks that do not run."""
    loosened: tuple[Loosened, ...] = ()
    """What a workspace inside another would loosen of the checks, and does not."""
    above: Settings | None = None
    """The settings of the workspace around: no finding is less severe than there."""

    @cached_property
    def required_of_objectives(self) -> tuple[tuple[Stage, tuple[Check, ...]], ...]:
        """What some stage requires of each objective, with the warnings that count, by stage."""
        found: dict[Stage, list[Check]] = {}
        for check in self.for_objectives:
            if check.required_from is not None or check.counts:
                found.setdefault(self.stage(check), []).append(check)
        return tuple((stage, tuple(checks)) for stage, checks in found.items())

    def value(self, option: Option[Value]) -> Value:
        """Return what an option is set to."""
        value: Value = self.values.get(option, option.default)
        return value

    def stage(self, check: Check) -> Stage:
        """Return the stage from which a check counts."""
        return self.stages.get(check.code, check.stage)

    @property
    def running(self) -> tuple[Check, ...]:
        """All checks that run."""
        return (*self.for_plan, *self.for_objectives, *self.at_last, *self.for_plans_together)

    @cached_property
    def _severities(self) -> dict[Stage, dict[str, Severity]]:
        return {
            stage: {check.code: self.severity(check, stage) for check in self.running}
            for stage in Stage
        }

    def full_severity(self, check: Check) -> Severity:
        """Return the severity of an observation of `check` once the check counts."""
        return self.severity_overrides.get(check.code) or _default_severity(check)

    def severities(self, stage: Stage) -> Mapping[str, Severity]:
        """Return the severity of an observation of each check in a plan of `stage`, by code."""
        return self._severities[stage]

    def is_as_severe(self, code: str, other: str, stage: Stage) -> bool:
        """Tell whether a check runs, and is at least as severe as another in a plan of `stage`."""
        severities = self.severities(stage)
        return code in severities and (
            _SEVERITIES.index(severities[code]) <= _SEVERITIES.index(severities[other])
        )

    def severity(self, check: Check, stage: Stage) -> Severity:
        """Return the severity of an observation of `check` in a plan of `stage`."""
        own = self._own_severity(check, stage)
        if self.above is None or check.code in self.above.off:
            return own
        return min(own, self.above.severity(check, stage), key=_SEVERITIES.index)

    def _own_severity(self, check: Check, stage: Stage) -> Severity:
        override = self.severity_overrides.get(check.code)
        since = self.stages.get(check.code)
        if override is None and since is None:
            return check.severity_at(stage)
        full = self.full_severity(check)
        if stage.rank >= (since or check.stage).rank:
            return full
        if since is not None:
            return Severity.TODO
        return max(full, check.severity_at(stage), key=_SEVERITIES.index)


@lru_cache(maxsize=64)
def settings(workspace: Workspace) -> Settings:
    """Return the settings of a workspace; sound defaults where it says nothing.

    Raises:
        InvalidFile: it names a check or an option that there is not, or a value that cannot be.
    """
    findings: list[Finding] = []
    rules: dict[str, CheckRule] = {}
    paths: dict[str, KeyPath] = {}
    for name, rule in workspace.checks.items():
        check = find_check(name)
        if check is None:
            findings.append(_unknown_check(workspace, name))
        elif check.code in rules:
            findings.append(_set_twice(workspace, name, check))
        else:
            rules[check.code] = rule
            paths[check.code] = ("checks", name)
            findings += _weakened_mandatory(workspace, name, check, rule)
    values: dict[Any, Any] = {}
    for name, rule in workspace.checks.items():
        check = find_check(name)
        if check is None:
            continue
        for key, value in (rule.model_extra or {}).items():
            option = next((one for one in check.options if one.name == key), None)
            if option is None:
                findings.append(_unknown_option(workspace, check, (name, key)))
            elif (wrong := _wrong_value(option, value)) is not None:
                what, hint = wrong
                findings.append(
                    _finding(
                        workspace, (name, key), error_codes.WRONG_TYPE, what, hint, of_value=True
                    )
                )
            else:
                values[option] = value if isinstance(option.default, int) else tuple(value)
    if findings:
        assert workspace.document is not None
        raise InvalidFile(sorted(findings, key=lambda one: one.order), workspace.document.source)
    return _merged(rules, values, paths, settings(workspace.above) if workspace.above else None)


def _merged(
    rules: Mapping[str, CheckRule],
    values: Mapping[Any, Any],
    paths: Mapping[str, KeyPath],
    above: Settings | None,
) -> Settings:
    """Return the settings that rules make, on top of those of the workspace around."""
    off = set(above.off) if above else set()
    severities = dict(above.severity_overrides) if above else {}
    stages = dict(above.stages) if above else {}
    merged = dict(above.values) if above else {}
    loosened: list[Loosened] = []
    for code, rule in rules.items():
        check = find_check(code)
        assert check is not None  # the codes are those of checks that there are
        if above is not None and code not in above.off:
            reported = list(_loosened(check, rule, values, above, paths[code]))
            loosened += reported
            kept = {one.path for one in reported}
        else:
            kept = set()
        if rule.severity is not None and (*paths[code], "severity") not in kept:
            off.discard(code)
            severities.pop(code, None)
            if rule.severity == "off":
                off.add(code)
            elif rule.severity in _SEVERITY_BY_NAME:
                severities[code] = _SEVERITY_BY_NAME[rule.severity]
        if rule.from_ is not None and (*paths[code], "from") not in kept:
            stages[code] = rule.from_
        for option in check.options:
            if option in values and (*paths[code], option.name) not in kept:
                merged[option] = values[option]
    running = sorted(
        (check for check in registry() if check.code not in off),
        key=lambda check: (stages.get(check.code, check.stage).rank, check.code),
    )
    return Settings(
        for_plan=tuple(check for check in running if check.run_on_plan and not check.last),
        for_objectives=tuple(check for check in running if check.run_on_objective),
        at_last=tuple(check for check in running if check.last),
        severity_overrides=severities,
        stages=stages,
        values=merged,
        for_plans_together=tuple(check for check in running if check.run_on_plans),
        off=frozenset(off),
        loosened=tuple(loosened),
        above=above,
    )


def _loosened(
    check: Check,
    rule: CheckRule,
    values: Mapping[Any, Any],
    above: Settings,
    path: KeyPath,
) -> Iterator[Loosened]:
    """Find what a rule would loosen of a check that runs above."""
    full = above.full_severity(check)
    asked = _SEVERITY_BY_NAME.get(rule.severity or "")
    if rule.severity == "on":
        asked = _default_severity(check)
    if rule.severity == "off" or (
        asked is not None and _SEVERITIES.index(asked) > _SEVERITIES.index(full)
    ):
        yield Loosened(
            (*path, "severity"),
            message(
                "{code} ({name}) stays `{severity}`, as set in the parent workspace.",
                code=check.code,
                name=check.name,
                severity=full.value,
            ),
        )
    if rule.from_ is not None and rule.from_.rank > above.stage(check).rank:
        yield Loosened(
            (*path, "from"),
            message(
                "{code} ({name}) applies from stage `{stage}`, as set in the parent workspace.",
                code=check.code,
                name=check.name,
                stage=above.stage(check).value,
            ),
        )
    for option in check.options:
        base: Any = above.values.get(option, option.default)
        if option in values and option.is_looser(values[option], base):
            yield Loosened(
                (*path, option.name),
                message(
                    "`{option}` of {code} ({name}) stays {value}, as set in the parent workspace.",
                    option=option.name,
                    code=check.code,
                    name=check.name,
                    value=str(base) if isinstance(base, int) else ", ".join(map(str, base)),
                ),
            )


def _default_severity(check: Check) -> Severity:
    return Severity.ERROR if check.required_from else Severity.WARNING


def _unknown_check(workspace: Workspace, name: str) -> Finding:
    return _finding(
        workspace,
        (name,),
        error_codes.UNKNOWN_KEY,
        message("Unknown check “{name}”.", name=name),
        did_you_mean_check(name),
    )


def _set_twice(workspace: Workspace, name: str, check: Check) -> Finding:
    return _finding(
        workspace,
        (name,),
        error_codes.DUPLICATE_KEY,
        message("{code} ({name}) is configured twice.", code=check.code, name=check.name),
        message("Keep one of the two, by code or by name."),
    )


def _weakened_mandatory(
    workspace: Workspace, name: str, check: Check, rule: CheckRule
) -> Iterator[Finding]:
    """Find where a rule would make a mandatory check less severe, or count it later."""
    if check.mandatory is None:
        return
    document = workspace.document
    assert document is not None
    allowed = (None, "on", "error", *(() if check.required_from else ("warning",)))
    for key, loosens in (
        ("severity", rule.severity not in allowed),
        ("from", rule.from_ is not None and rule.from_.rank > check.stage.rank),
    ):
        if loosens:
            path: KeyPath = (name, key) if document.has(("checks", name, key)) else (name,)
            yield _finding(
                workspace,
                path,
                error_codes.BAD_VALUE,
                Message(
                    _ALWAYS_ERROR if check.required_from else _ALWAYS_WARNING,
                    {"code": check.code, "name": check.name, "stage": check.stage.value},
                ),
                Message(check.mandatory.instead_of_setting),
            )


def _unknown_option(workspace: Workspace, check: Check, path: KeyPath) -> Finding:
    known = ["severity", "from", *(option.name for option in check.options)]
    return _finding(
        workspace,
        path,
        error_codes.UNKNOWN_KEY,
        message(
            "{code} ({name}) has no option `{key}`.", code=check.code, name=check.name, key=path[-1]
        ),
        did_you_mean_to_write(
            str(path[-1]), known, message("Available settings: {known}.", known=", ".join(known))
        ),
    )


def _wrong_value(option: Option[Any], value: Any) -> tuple[Message, Message] | None:
    """Say what is wrong with a value, and what to do; None where the option can have it."""
    if isinstance(option.default, int):
        if isinstance(value, int) and not isinstance(value, bool) and value >= option.least:
            return None
        return (
            message(
                "`{key}` should be a whole number, {least} or more.",
                key=option.name,
                least=option.least,
            ),
            message("The default is {default}.", default=option.default),
        )
    if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
        return None
    return (
        message("`{key}` should be a list of texts.", key=option.name),
        message("Write it in brackets, separated by commas: {form}.", form="[one, another]"),
    )


def _finding(
    workspace: Workspace,
    path: KeyPath,
    problem: error_codes.ErrorCode,
    text: Message,
    hint: Message,
    *,
    of_value: bool = False,
) -> Finding:
    document = workspace.document
    assert document is not None
    place: KeyPath = ("checks", *path)
    return problem.found(
        document.source.name,
        text,
        document.span(place) if of_value else document.key_span(place),
        hint=hint,
        path=place,
        pointer=document.pointer(place),
    )
