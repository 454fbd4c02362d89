"""Every code there is, with its page: what `kamctl explain`, `kamctl checks` and the docs say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kamctl.checks.engine.plan_report import CRASHED
from kamctl.checks.engine.registry import Check, Option, family_of, registry, suggested_check
from kamctl.checks.engine.rule_docs import Page, parse_page
from kamctl.document.error_codes import ERROR_CODES
from kamctl.document.errors import UserError
from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import nearest
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.i18n.message import Message

_MAX_LISTED: Final = 30
"""More checks than a family has are not listed in a hint."""
FAMILIES = {
    "0": N_("Text and structure"),
    "1": N_("Strategic objectives"),
    "2": N_("References and dates"),
    "3": N_("Alignment"),
    "4": N_("Evidence"),
    "5": N_("Stakeholders and buying"),
    "6": N_("Figures"),
    "7": N_("Actions"),
    "8": N_("Tools and custom fields"),
    "9": N_("The checks themselves"),
    "95": N_("Across plans"),
}
"""The families of checks, by the first figures of their codes; each is a msgid."""


@dataclass(frozen=True)
class IndexedCode:
    """One code: its name, its page, and, for a check, the declaration."""

    code: str
    name: str
    docstring: str
    check: Check | None = None
    severity: Severity = Severity.ERROR
    """The severity of a finding of the reader; that of a check depends on the stage."""
    fails_from: str | None = None
    """The stage from which a finding of the reader is an error."""

    @cached_property
    def page(self) -> Page:
        """The parsed page."""
        return parse_page(self.docstring)

    @property
    def family(self) -> str:
        """What the code is about."""
        return FAMILIES.get(self.code[3:5]) or FAMILIES[family_of(self.code)]

    @property
    def options(self) -> tuple[Option[Any], ...]:
        """What a company may set otherwise."""
        return self.check.options if self.check else ()

    def is_silent_at(self, stage: Stage) -> bool:
        """Tell whether nothing is found in a plan of this stage: a later one asks for it."""
        is_todo = self.severity_at(stage) is Severity.TODO
        return self.check is not None and not self.check.todos and is_todo

    def severity_at(self, stage: Stage) -> Severity:
        """Return the severity of a finding in a plan of this stage."""
        if self.check:
            return self.check.severity_at(stage)
        fails = self.fails_from is not None and stage.rank >= Stage(self.fails_from).rank
        return Severity.ERROR if fails else self.severity


_CRASH_PAGE = """A check failed: this is a bug in kamctl, not an error in the plan.

    The other checks have run, and the exit code is 2. Please report the message and, if possible,
    the plan.
    """


def entries() -> Iterator[IndexedCode]:
    """Return all codes in their order."""
    found = [IndexedCode(CRASHED, "check-crashed", _CRASH_PAGE)]
    found += [
        IndexedCode(
            problem.code,
            problem.name,
            problem.page,
            severity=problem.severity,
            fails_from=problem.fails_from,
        )
        for problem in ERROR_CODES
    ]
    found += [IndexedCode(check.code, check.name, check.page, check) for check in registry()]
    yield from sorted(found, key=lambda entry: entry.code)


def find_code(name: str) -> IndexedCode | None:
    """Return the entry with this code, in either case or only its number, or this name."""
    wanted = {name.upper(), name.lower(), f"KAM{name}"}
    return next((one for one in entries() if wanted & {one.code, one.name}), None)


def _begins(entry: IndexedCode, beginning: str) -> bool:
    """Tell whether a code, with or without its letters, or a name begins with what was typed."""
    typed = beginning.strip()
    codes = (typed.upper(), f"KAM{typed}")
    return bool(typed) and (entry.code.startswith(codes) or entry.name.startswith(typed.lower()))


def unknown_entry(name: str, otherwise: Message | None = None) -> UserError:
    """Return the error that there is no such code or name: with the one that is likely meant.

    `otherwise` is the hint where none is.
    """
    known = {key: one for one in entries() for key in (one.code, one.name)}
    begun = [one for one in entries() if _begins(one, name)]
    if 1 < len(begun) <= _MAX_LISTED:
        listed = ", ".join(f"{one.code} ({one.name})" for one in begun)
        hint = message("Checks that begin with it: {checks}.", checks=listed)
        return UserError(message("Unknown check “{name}”.", name=name), hint)
    found = nearest(name, known)
    hint = suggested_check(known[found] if found else None, otherwise)
    return UserError(message("Unknown check “{name}”.", name=name), hint)
