"""What is known of one plan once it has been read and checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamctl.checks.engine.completeness import Completeness
from kamctl.checks.engine.suppressions import Suppressed
from kamctl.document.finding import Finding, Severity
from kamctl.document.key_paths import is_inside
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.agreement_status import SignoffRules
from kamctl.signoffs.only_recorded import only_recorded
from kamctl.signoffs.party_status import NOBODY_ASKED, AgreementCount
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, Signoffs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts
    from kamctl.document.document import Document
    from kamctl.document.source import Source
    from kamctl.document.span import KeyPath
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.signoffs.agreement_status import ObjectiveStatus

CRASHED = "KAM000"
"""The code of a finding about a check that failed itself: a bug of ours, never of the plan."""


@dataclass(frozen=True)
class PlanReport:
    """What is known of one plan.

    `source` is its text, for the lines to show; None where it could not be read. `account` and
    `stage` are what the plan says of itself. `plan` and `document` are the plan as far as it could
    be read; a report that comes from another process goes without them.
    """

    file: str
    source: Source | None
    findings: tuple[Finding, ...]
    objectives: tuple[Completeness, ...] = ()
    """The completeness of the objectives that are not closed: their checks run."""
    account: str | None = None
    stage: Stage | None = None
    suppressed: tuple[Suppressed, ...] = ()
    plan: Plan | None = None
    document: Document | None = None
    unread_parts: int = 0
    """How many parts of the plan could not be read: they are in no document of it."""
    damaged: frozenset[KeyPath] = frozenset()
    """Their paths in the file."""
    fixed: tuple[Finding, ...] = ()
    """Those of the findings that `validate --fix` resolves, where that was asked for."""
    hidden_todos: int = 0
    """How many to-dos there are besides the findings: only counted where nobody reads them."""
    signoffs: Signoffs = NO_SIGNOFFS
    """The sign-offs beside the plan."""
    agreed: AgreementCount = NOBODY_ASKED
    """How many functions have agreed, over the objectives that are neither closed nor on hold."""
    cross_plan_facts: CrossPlanFacts | None = None
    """What is compared with other plans, where that was asked for."""
    workspace_sources: tuple[Source, ...] = ()
    """The files of nested workspaces around the plan: findings may be about them."""
    functions: tuple[str, ...] = ()
    """The functions of the company."""
    today: dt.date = dt.date.min
    """The day for which it was checked."""
    is_cross_plan: bool = False
    """Whether this reports on several plans together, and not on one."""
    rules: SignoffRules | None = None
    """What decides which sign-offs count; None where the plan could not be read."""
    agreement: tuple[ObjectiveStatus, ...] = ()
    """The status of agreement on each objective, in the order of the plan."""

    @property
    def met(self) -> int:
        """How many requirements the objectives that are not closed meet."""
        return sum(one.met for one in self.objectives)

    @property
    def required(self) -> int:
        """How many requirements the objectives that are not closed have."""
        return sum(one.required for one in self.objectives)

    def shown_findings(self, *, todos: bool) -> list[Finding]:
        """Return the findings to show: to-dos only where they were asked for."""
        return [one for one in self.findings if todos or one.severity is not Severity.TODO]

    @property
    def todos(self) -> int:
        """How many to-dos there are, whether listed or only counted."""
        return self.hidden_todos + self._count(Severity.TODO)

    @property
    def errors(self) -> int:
        """How many findings fail."""
        return self._count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many findings warn."""
        return self._count(Severity.WARNING)

    def _count(self, severity: Severity) -> int:
        return [one.severity for one in self.findings].count(severity)

    @property
    def is_stage_met(self) -> bool:
        """Tell whether the plan meets the requirements of the stage that it states.

        A draft has none; any error keeps a plan from a later stage, as in `kamctl plan stage`.
        """
        return self.stage in (None, Stage.DRAFT) or not self.errors

    @property
    def is_only_recorded(self) -> bool:
        """Tell whether the plan is validated on sign-offs without a signature or an e-mail."""
        return bool(only_recorded(self.stage, self.agreement))

    def has_lost_entries(self, *path: str | int) -> bool:
        """Tell whether a list of the plan, or a whole entry of it, could not be read."""
        if self.document is None:
            return False
        place = self.document.origin(path)
        return any(
            is_inside(place, one) or (is_inside(one, place) and len(one) == len(place) + 1)
            for one in self.damaged
        )

    @property
    def crashed(self) -> bool:
        """Tell whether a check failed itself."""
        return any(finding.code == CRASHED for finding in self.findings)

    def without_plan(self) -> PlanReport:
        """Return the report without the plan: what is quick to hand to another process."""
        signoffs = NO_SIGNOFFS
        if self.signoffs is not NO_SIGNOFFS:
            signoffs = replace(self.signoffs, entries=(), removed=())
        return replace(self, plan=None, document=None, signoffs=signoffs, rules=None, agreement=())

    def lines_of(self, file: str) -> Sequence[str]:
        """Return the lines of a file that findings are in: the plan, sign-offs, a workspace."""
        for source in (self.source, self.signoffs.source, *self.workspace_sources):
            if source is not None and source.name == file:
                return source.lines
        return ()


def crash_finding(file: str, text: Message, hint: Message) -> Finding:
    """Return the finding that kamctl itself has failed on a file."""
    return Finding(CRASHED, "check-crashed", Severity.ERROR, text, file, hint=hint)


def unread_report(finding: Finding) -> PlanReport:
    """Report a file that could not be read at all."""
    return PlanReport(finding.file, None, (finding,))
