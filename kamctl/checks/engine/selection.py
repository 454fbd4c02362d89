"""Some of the checks: those asked for, without those left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.code_index import entries, find_code, unknown_entry
from kamctl.checks.engine.registry import find_check
from kamctl.document.errors import UserError
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.finding import Finding


class Selection(NamedTuple):
    """The codes whose findings are wanted.

    What keeps a plan from being read, and a check that failed itself, is always reported.
    """

    codes: frozenset[str]

    def wants(self, finding: Finding) -> bool:
        """Tell whether a finding is wanted."""
        return finding.code in self.codes or find_check(finding.code) is None

    def of(self, report: PlanReport) -> PlanReport:
        """Return a report with the findings that are wanted; checklists stay whole."""
        return replace(
            report,
            findings=tuple(filter(self.wants, report.findings)),
            fixed=tuple(filter(self.wants, report.fixed)),
            suppressed=tuple(one for one in report.suppressed if self.wants(one.finding)),
        )


def selection(select: Iterable[str], ignore: Iterable[str]) -> Selection | None:
    """Return what is asked for by codes, names, or beginnings of codes; None where all are.

    Entries may hold several, with commas.

    Raises:
        UserError: there is no such check, or nothing is left of what was asked for.
    """
    wanted, unwanted = _named(select), _named(ignore)
    if not wanted and not unwanted:
        return None
    both = sorted(set(wanted) & set(unwanted))
    if both:
        raise UserError(
            message("Selected and ignored at the same time: {names}.", names=", ".join(both)),
            message("Use it with --select or with --ignore, not with both."),
        )
    everything = {entry.code for entry in entries()}
    kept = set().union(*wanted.values()) if wanted else everything
    kept -= set().union(*unwanted.values())
    if not kept:
        raise UserError(
            message("There is no check to run: everything selected is also ignored."),
            message("Remove a check from --ignore."),
        )
    return Selection(frozenset(kept))


def _named(names: Iterable[str]) -> dict[str, set[str]]:
    parts = [part.strip() for name in names for part in name.split(",")]
    return {part: _codes(part) for part in parts if part}


def _codes(name: str) -> set[str]:
    entry = find_code(name)
    if entry is not None:
        return {entry.code}
    beginning = name.upper()
    found = {one.code for one in entries() if one.code.startswith(beginning)}
    if beginning.startswith("KAM") and found:
        return found
    raise unknown_entry(
        name,
        message("`kamctl checks` lists all checks; a prefix such as KAM1 selects a whole family."),
    )
