"""A plan that is open for editing: what is shown of it, and how changes of it are saved.

The file is read anew for each change, under a lock: what others have saved meanwhile stays and is
said. What a change is, is in the modules beside this one, such as `field_changes.py`.
"""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kamctl.comparison.difference import difference
from kamctl.document.apply_changes import check_editable
from kamctl.document.changes import CannotChange
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.source import behind_link
from kamctl.document.writing import locked
from kamctl.git.identity import User, current_user
from kamctl.i18n.catalog import SOURCE_LANGUAGE, translator
from kamctl.i18n.message import N_, Localized, Message, message
from kamctl.plan.load import load_plan
from kamctl.plan.plan_file import PlanFile
from kamctl.questionnaires.record import record_path
from kamctl.signoffs.signoff_file import signoffs_path
from kamctl.web.editing.entry_renames import EntryRenames
from kamctl.web.editing.field_keys import no_field, place_of
from kamctl.web.editing.form_fields import form_entry, form_field, form_fields
from kamctl.web.editing.form_plan import FormPlan, page_language
from kamctl.web.editing.outcome import ChangeOutcome, OutcomeStatus
from kamctl.web.editing.undo_steps import TextUndo, UndoStep, UndoSteps
from kamctl.web.plan_checker import PlanChecker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.changes import Place, ValueEdit
    from kamctl.document.span import KeyPath
    from kamctl.plan.model import Plan
    from kamctl.plan.plan_file import PlanEdit
    from kamctl.web.editing.form_field import FormEntry, FormField
    from kamctl.web.snapshot import PlanSnapshot
    from kamctl.workspace.config import Workspace


@dataclass(frozen=True)
class ReadOnly:
    """Why a plan cannot be edited, in the language of the session.

    `line` is from 1; 0 where the file cannot be read at all.
    """

    line: int
    message: str
    hint: str


def utc_now() -> dt.datetime:
    """Return the moment, in UTC."""
    return dt.datetime.now(dt.UTC)


class EditSession:
    """One plan that is being edited, by one page or several; may be used from several threads.

    `today` gives the day for which the plan is checked, `now` the moment in UTC. `language` is
    used where kamctl does not speak the plan's own.
    """

    def __init__(
        self,
        path: Path,
        *,
        today: Callable[[], dt.date] = dt.date.today,
        now: Callable[[], dt.datetime] = utc_now,
        language: str = SOURCE_LANGUAGE,
    ) -> None:
        """Open a plan; through a link, the plan that it leads to, with all that is beside that.

        Raises:
            InvalidFile: its file cannot be read.
        """
        self.path = path = behind_link(path)
        self.today = today
        self.now = now
        self._fallback_language = self._language = language
        self._guard = threading.RLock()
        self._undo_steps = UndoSteps()
        self.renames = EntryRenames()
        """Entries that are called otherwise since pages have shown them."""
        self._file = PlanFile.read(str(path))
        self.checker = PlanChecker(path, str(path), today)
        """Checks the plan, for this session and for the documents beside it."""
        self._snapshot: PlanSnapshot | None = None
        self._form: FormPlan | None = None

    # --- What is shown ------------------------------------------------------------------------

    @property
    def file(self) -> PlanFile:
        """The plan as it was last read or saved."""
        return self._file

    @property
    def hash(self) -> str:
        """The SHA-256 of the bytes of the plan as it was last read or saved."""
        return self._file.hash

    @property
    def language(self) -> str:
        """The language of the page: the plan's, where kamctl speaks it.

        While the plan cannot be read it stays the last one.
        """
        document = self._file.document
        if isinstance(document.value, dict):
            self._language = page_language(document, self._fallback_language)
        return self._language

    @property
    def snapshot(self) -> PlanSnapshot:
        """The plan as it was last read or saved, checked with the files beside it."""
        with self._guard:
            if self._snapshot is None or self._snapshot.today != self.today():
                self._snapshot, self._form = self.checker.checked(self._file.source), None
            return self._snapshot

    @property
    def report(self) -> PlanReport:
        """What is known of the plan: the findings, the stage, the agreement."""
        return self.snapshot.plan_report

    @property
    def form(self) -> FormPlan:
        """The plan as `form_fields` shows it."""
        with self._guard:
            report, custom = self.report, self.snapshot.workspace.custom
            if self._form is None:
                self._form = FormPlan(
                    self._file.document, self.language, report.findings, report.functions, custom
                )
            return self._form

    @property
    def plan(self) -> Plan:
        """The plan as it was last read or saved.

        Raises:
            InvalidFile: it cannot be read.
        """
        report = self.report
        if report.plan is None:
            raise InvalidFile(report.findings, report.source)
        return report.plan

    @property
    def unchecked_form(self) -> FormPlan:
        """The plan without its findings: for a change they need not be known."""
        workspace = self.checker.workspace
        return FormPlan(
            self._file.document,
            self.language,
            functions=workspace.functions,
            custom=workspace.custom,
        )

    @property
    def workspace(self) -> Workspace:
        """The workspace of the plan.

        Raises:
            InvalidFile: it cannot be read, or says something that kamctl does not know.
        """
        if self.snapshot.workspace_error is not None:
            raise self.snapshot.workspace_error
        return self.snapshot.workspace

    @property
    def read_only(self) -> ReadOnly | None:
        """Why the plan cannot be edited; None where it can."""
        try:
            check_editable(self._file.document)
        except CannotChange as refused:
            return ReadOnly(refused.line, *self.explained(refused))
        return None

    @property
    def is_readable(self) -> bool:
        """Whether something is known of what is in the plan, though much may be missing."""
        return self.report.plan is not None or self.read_only is None

    @property
    def undo_label(self) -> str:
        """What `undo` would take back, in words; empty where there is nothing."""
        return self._undo_steps.label

    @cached_property
    def user(self) -> User:
        """Who is at this computer, as git has it."""
        return current_user(self.path.absolute().parent)

    def say(self, text: Message | Localized) -> str:
        """Say a message in the language of the page."""
        return text.say(translator(self.language))

    def explained(self, error: UserError) -> tuple[str, str]:
        """Say an error and its hint, with what files are for in place of their paths."""
        files = {
            self.path: N_("The file of this plan"),
            record_path(self.path): N_("The record of the questions to colleagues"),
            signoffs_path(self.path): N_("The record of the sign-offs"),
        }
        text = self.say(error.message)
        for file, called in files.items():
            text = text.replace(str(file), self.say(Message(called)))
        return text, self.say(error.hint) if error.hint is not None else ""

    def fields(self, key: str = "", *, with_entries: bool = True) -> list[FormField]:
        """Return the fields of a part of the plan: a section, or an entry of a list.

        Empty where it was deleted. Without `with_entries`, entries have their titles alone.

        Raises:
            UserError: `key` is none that a page was given.
        """
        path = self.find(self.form, place_of(key))
        try:
            if path is None:
                return []
            return form_fields(self.form, path, with_entries=with_entries)
        except KeyError as error:
            raise no_field() from error

    def field(self, key: str, *, with_entries: bool = True) -> FormField | None:
        """Return one field; None where it was deleted."""
        path = self.find(self.form, place_of(key))
        return None if path is None else form_field(self.form, path, with_entries=with_entries)

    def entry(self, key: str, *, with_entries: bool = True) -> FormEntry | None:
        """Return one entry of a list with its fields; None where it was deleted."""
        path = self.find(self.form, place_of(key))
        return None if path is None else form_entry(self.form, path, with_entries=with_entries)

    def find(self, form: FormPlan, place: Place) -> KeyPath | None:
        """Return the path of a place that a page was given; None where it was deleted."""
        return self.renames.find(form.document.value, place)

    def refresh(self) -> tuple[str, ...]:
        """Read the files again: an editor, git or another session may have changed them.

        Returns what they have changed in the plan, in words. Where its file is gone or cannot be
        read, the session goes on with what it has.
        """
        with self._guard:
            try:
                return self._take(PlanFile.read(str(self.path)))
            except InvalidFile:
                return ()

    # --- Changes ------------------------------------------------------------------------------

    def undo(self) -> ChangeOutcome:
        """Take the last change of this session back, where nobody has changed the same since."""

        def make() -> ChangeOutcome:
            step = self._undo_steps.take_back(self._file)
            if step is None:
                return ChangeOutcome(OutcomeStatus.UNCHANGED)
            self._reread()
            undone = self.say(message("Undone: {what}", what=step.label))
            failure = self.also_written(step.also) if step.also is not None else ""
            if failure:
                undone = f"{undone}. {failure}"
            return ChangeOutcome(OutcomeStatus.SAVED, undone)

        return self.guarded(make)

    def write_text(
        self, text: str, label: Message, also_undo: Callable[[], None] | None = None
    ) -> None:
        """Save another text of the plan, made from that of `file`; it can be undone.

        `also_undo` takes back what was written elsewhere with it.

        Raises:
            ChangedMeanwhile: the file was changed since.
            UserError: it cannot be written.
        """
        before = self._file.source.text
        self._file.write(text)
        if text != before:
            self._undo_steps.add(UndoStep(self.say(label), TextUndo(before, text), also_undo))
        self._reread()

    def change(
        self,
        changes: Sequence[ValueEdit],
        label: Message,
        also_undo: Callable[[], None] | None = None,
    ) -> None:
        """Save changes of the plan as it was last read; they can be undone together.

        `also_undo` takes back what was written elsewhere with them.

        Raises:
            ChangedMeanwhile: the file was changed since.
            Conflict: what a change was made for is missing.
            CannotChange: the plan cannot be changed.
            UserError: it cannot be written.
        """
        self.save(self._file.change(changes, allow_errors=True), label, also_undo)

    def save(
        self, edit: PlanEdit, label: Message, also_undo: Callable[[], None] | None = None
    ) -> None:
        """Save what was changed in `file`; raises as `change` does."""
        edit.write()
        if not edit.undo.is_empty:
            self._undo_steps.add(UndoStep(self.say(label), edit.undo, also_undo))
        self._reread()

    def prepared(self, changes: Sequence[ValueEdit], label: Message) -> Callable[[], None]:
        """Prepare changes as `change` makes them; return what saves them.

        Raises:
            Conflict: what a change was made for is missing.
            CannotChange: the plan cannot be changed.
        """
        edit = self._file.change(changes, allow_errors=True)
        return lambda: self.save(edit, label)

    def also_written(self, write: Callable[[], None]) -> str:
        """Write what belongs to a change that the plan has already; return why that failed.

        Empty where it did not: the plan is saved, and no failure elsewhere may hide that.
        """
        try:
            write()
        except UserError as error:
            reason, _ = self.explained(error)
            return self.say(
                message(
                    "The plan was saved, but the rest of this change was not: {reason}",
                    reason=reason,
                )
            )
        return ""

    @contextmanager
    def exclusively(self) -> Iterator[tuple[str, ...]]:
        """Keep others from changing the plan, and read it; give what they have changed, in words.

        Raises:
            InvalidFile: the file cannot be read.
            UserError: somebody else keeps it, or it cannot be written.
        """
        with self._guard, locked(self.path):
            yield self._take(PlanFile.read(str(self.path)))

    def guarded(self, make: Callable[[], ChangeOutcome], mine: str = "") -> ChangeOutcome:
        """Make a change of the plan as its file is now; say why, where that cannot be.

        `mine` is what was typed: it comes back with a refusal.
        """
        try:
            with self.exclusively() as seen:
                done = replace(make(), meanwhile=seen)
                self._snapshot = None  # sign-offs may have been recorded
                return done
        except UserError as error:
            if self.path.exists():
                return self.refused(error, mine)
            gone = message("The file of this plan was deleted, moved or renamed.")
            hint = message("Put it back, or open it where it is now.")
            return self.refused(UserError(gone, hint), mine)

    def refused(self, error: UserError, mine: str = "") -> ChangeOutcome:
        """Return what a page is told of a change that could not be made."""
        return ChangeOutcome(OutcomeStatus.REFUSED, *self.explained(error), mine=mine)

    # --- Inside -------------------------------------------------------------------------------

    def _reread(self) -> None:
        self._file, self._snapshot = PlanFile.read(str(self.path)), None

    def _take(self, file: PlanFile) -> tuple[str, ...]:
        """Go on with the files as they are now; return what others have changed, in words."""
        self._snapshot = None
        if file.data == self._file.data:
            return ()
        before, self._file = self._file, file
        then, now = load_plan(before.document).plan, load_plan(file.document).plan
        if then is None or now is None:
            return (self.say(message("The file was changed and cannot be read as a plan.")),)
        found = difference(then, now, language=self.language).changes
        if not found:
            return (self.say(message("The plan was saved elsewhere; its content is the same.")),)
        return tuple(self.say(one.text) for one in found)
