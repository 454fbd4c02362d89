"""A sign-off that is recorded: the entry in its file, and what its note becomes in the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document.changes import InsertItem
from kamctl.document.errors import UserError
from kamctl.document.writing import locked
from kamctl.i18n.message import message
from kamctl.plan.functions import ROLE_TITLES
from kamctl.plan.plan_file import prepare_change
from kamctl.plan.value_synonyms import asked_value
from kamctl.signoffs.evidence import evidence_in
from kamctl.signoffs.evidence_validity import check_answer, check_sender, check_time
from kamctl.signoffs.signatures import sign_payload, signing_key
from kamctl.signoffs.signed_content import ROLES
from kamctl.signoffs.signoff import CONCERN_SEVERITY
from kamctl.signoffs.signoff_file import read_signoffs, signoffs_path
from kamctl.signoffs.signoff_writing import appending, check_clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from kamctl.document.document import Document
    from kamctl.plan.plan_file import PlanEdit
    from kamctl.signoffs.pending_signoff import PendingSignoff
    from kamctl.signoffs.signoff import Evidence, Signoff
    from kamctl.signoffs.signoff_schema import SignoffDecision
    from kamctl.workspace.config import Workspace


def signing_party(function: str | None, role: str | None) -> str:
    """Return who signs: a function, or the decider or the sponsor.

    Raises:
        UserError: neither or both are given, or the role does not sign.
    """
    if bool(function) == bool(role):
        raise UserError(
            message("Who signs: a function, or the decider or sponsor?"),
            message("Add --for FUNCTION, --as decider or --as sponsor."),
        )
    found = asked_value(role, ROLES, ROLE_TITLES) if role else None
    if role and found is None:
        raise UserError(
            message("“{role}” is not a role that signs.", role=role),
            message("Use --as decider or --as sponsor; for a function, --for {role}.", role=role),
        )
    return str(function or found)


def answer_by_email(
    plan: str, pending: PendingSignoff, decision: str, file: str | None, now: dt.datetime
) -> Evidence | None:
    """Read the answer by e-mail, if there is one.

    Raises:
        UserError: it is no e-mail, not from the person who decides, objects to what is recorded as
            agreed, or is no answer to this text.
    """
    if file is None:
        return None
    evidence = evidence_in(Path(file))
    check_sender(evidence, pending.person)
    check_answer(evidence, decision)
    given = read_signoffs(signoffs_path(Path(plan))).entries
    here = [one for one in given if one.objective == pending.objective.id]
    check_time(evidence, pending.party, decision, pending.content, here, now)
    return evidence


def concern_entry(
    pending: PendingSignoff, decision: str, note: str, today: dt.date
) -> dict[str, Any]:
    """Return the entry of the plan that a condition or an objection becomes."""
    return {
        "concern": note,
        "severity": CONCERN_SEVERITY[decision],
        "raised_by": pending.person.id,
        "on": today.isoformat(),
        "status": "open",
    }


@dataclass(frozen=True)
class NewSignoff:
    """A sign-off to be recorded: what was pending in the plan at a path, and what was decided.

    `with_key` tells that it is to be signed with an SSH key.
    """

    plan: str
    pending: PendingSignoff
    decision: SignoffDecision
    note: str = ""
    evidence: Evidence | None = None
    with_key: bool = False

    @property
    def path(self) -> Path:
        """The file of the sign-offs."""
        return signoffs_path(Path(self.plan))

    @property
    def needs_note(self) -> bool:
        """Whether it is a condition or an objection, which are to be answered."""
        return self.decision in CONCERN_SEVERITY

    @property
    def may_be_concern(self) -> bool:
        """Whether its note can be added to the plan as a concern: in a direction."""
        return self.needs_note and bool(self.pending.directions)

    def counts_in(self, workspace: Workspace) -> bool:
        """Tell whether it has the signature that the workspace requires."""
        return self.decision != "validate" or self.with_key or not workspace.signatures_required

    def entry(self, now: dt.datetime) -> Signoff:
        """Return the entry for the file; `now` is in UTC.

        Raises:
            UserError: it would be too long to be read again.
        """
        return self.pending.signed(self.decision, self.note, now, self.evidence)

    def recorded(self, entry: Signoff) -> Signoff | None:
        """Return the sign-off in the file that `entry` would only repeat, if there is one."""
        signature = entry.signature or "-" * self.with_key
        return _recorded_already(self.path, replace(entry, signature=signature))

    def concern(self, now: PendingSignoff, seen: Document, today: dt.date) -> PlanEdit:
        """Prepare the concern in the plan, which was read as `seen` and where `now` is pending.

        Raises:
            UserError: it cannot be added.
        """
        path = (*now.direction_path(seen), "resistances")
        entry = concern_entry(now, self.decision, self.note, today)
        return prepare_change(self.plan, [InsertItem(path, entry)], seen=seen.source)


class RecordedSignoff(NamedTuple):
    """What came of a sign-off: `repeats` is the one that says the same already, if there is one.

    `concern_error` says why its note is not in the plan.
    """

    repeats: Signoff | None = None
    concern_error: UserError | None = None


def record_signoff(
    new: NewSignoff,
    reread: Callable[[], tuple[PendingSignoff, Document]],
    now: Callable[[], dt.datetime],
    today: dt.date,
    *,
    key: str | None = None,
    add_concern: bool = False,
) -> RecordedSignoff:
    """Record a sign-off, and add its note to the plan with `add_concern`.

    `reread` reads again what is pending, and the plan's document; `now` gives the time in UTC,
    and `key` is the file of a key other than git's.

    Raises:
        UserError: the text has changed, the concern cannot be added, a clock is wrong, or the
            file cannot be written: nothing is recorded.
    """
    signed = _with_signature(new, now(), key) if new.with_key else None
    with locked(Path(new.plan)):
        pending, seen = reread()
        concern = new.concern(pending, seen, today) if add_concern else None
        repeats = add_signoff(replace(new, pending=pending), now, signed)
        if repeats is not None:
            return RecordedSignoff(repeats)
        # From here on it is recorded, and is reported so, even if the rest fails.
        return RecordedSignoff(concern_error=_write_error(concern))


def add_signoff(
    new: NewSignoff, now: Callable[[], dt.datetime], signed: Signoff | None = None
) -> Signoff | None:
    """Add a sign-off to the file; return the one that says the same already, if there is one.

    `now` gives the time in UTC; `signed` is the entry, where it was signed with a key. The plan is
    left as it is: whoever calls this keeps others from changing it.

    Raises:
        UserError: a clock is wrong, or the file cannot be written: nothing is recorded.
    """
    with appending(new.path) as add:
        # Dated now that nobody else can record; with a key it was dated when it was signed.
        entry = signed or new.entry(now())
        repeats = new.recorded(entry)
        if repeats is None:
            check_clock(new.path, entry.instant, now())
            add(entry)
        return repeats


def _with_signature(new: NewSignoff, instant: dt.datetime, key: str | None) -> Signoff:
    entry = new.entry(instant)
    return replace(entry, signature=sign_payload(entry.payload, new.path.parent, key))


def _write_error(edit: PlanEdit | None) -> UserError | None:
    """Write a change of the plan, if there is one; return why that cannot be done."""
    try:
        if edit is not None:
            edit.write()
    except UserError as error:
        return error
    return None


def _recorded_already(path: Path, entry: Signoff) -> Signoff | None:
    """Return the sign-off at `path` that `entry` would only repeat, if there is one.

    It is the last that its party gave on the objective: the same decision of the same person on the
    same text and the same day, written down by the same person. An e-mail that it does not have
    yet, or a signature, also one with another key, makes `entry` a sign-off of its own.
    """
    given = [
        one
        for one in read_signoffs(path).entries
        if (one.account, one.objective, one.party) == (entry.account, entry.objective, entry.party)
    ]
    last = max(given, key=lambda one: one.instant, default=None)
    if last is None or _what_was_decided(last) != _what_was_decided(entry):
        return None
    if entry.signature and (
        not last.signature or signing_key(entry.signature) != signing_key(last.signature)
    ):
        return None
    if entry.evidence is None:
        return last
    has_email = last.evidence is not None and last.evidence.is_same_email(entry.evidence)
    return last if has_email else None


def _what_was_decided(one: Signoff) -> tuple[object, ...]:
    return (
        one.day, one.by, one.name, one.email, one.recorded_by, one.decision, one.note,
        one.version, one.fingerprint,
    )  # fmt: skip
