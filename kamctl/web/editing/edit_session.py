"""A plan that is being edited: each change is saved at once, where nobody else has made another.

A change is one field, compared with what the page showed. The file is read anew for each, under a
lock: what others have saved meanwhile in other fields stays and is said; the same field is a
conflict, and nothing is written.
"""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kamctl.checks.helpers.custom_values import type_mismatch
from kamctl.comparison.difference import difference
from kamctl.document.apply_changes import check_editable
from kamctl.document.changes import (
    CannotChange,
    InsertItem,
    MoveItem,
    RemoveValue,
    is_same,
)
from kamctl.document.error_codes import BAD_VALUE, UNKNOWN_KEY, WRONG_TYPE
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.key_paths import is_inside
from kamctl.document.source import behind_link
from kamctl.document.writing import locked
from kamctl.git.identity import User, current_user
from kamctl.i18n.catalog import SOURCE_LANGUAGE, translator
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.field_text import has_invisible
from kamctl.plan.fields import field_at
from kamctl.plan.load import load_plan
from kamctl.plan.plan_file import PlanFile
from kamctl.plan.stored_values import change_of, place_in, stored_path, value_of
from kamctl.questionnaires.record import record_path
from kamctl.signoffs.signoff_file import signoffs_path
from kamctl.web.editing.checked_form import FormChecker
from kamctl.web.editing.custom_fields import custom_field, misfit
from kamctl.web.editing.entry_renames import EntryRenames
from kamctl.web.editing.field_findings import field_finding, finding_path
from kamctl.web.editing.field_keys import field_key, no_field, place_of
from kamctl.web.editing.form_fields import (
    FormPlan,
    form_entry,
    form_field,
    form_fields,
    page_language,
)
from kamctl.web.editing.new_entries import new_entry
from kamctl.web.editing.outcome import ChangeOutcome, FieldFinding, OutcomeStatus
from kamctl.web.editing.typed_values import typed_value
from kamctl.web.editing.undo_steps import TextUndo, UndoStep, UndoSteps
from kamctl.workspace.discovery import read_workspace_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.changes import Place, ValueEdit
    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.plan.model import Plan
    from kamctl.plan.plan_file import PlanEdit
    from kamctl.web.editing.checked_form import CheckedForm
    from kamctl.web.editing.form_field import FormEntry, FormField
    from kamctl.workspace.config import Workspace

_UNREADABLE: Final = frozenset({UNKNOWN_KEY.code, WRONG_TYPE.code, BAD_VALUE.code})
"""What keeps a value from being saved: it cannot be read. What is missing does not."""


@dataclass(frozen=True)
class ReadOnly:
    """Why a plan cannot be edited, in the language of the session.

    `line` is from 1; 0 where the file cannot be read at all.
    """

    line: int
    message: str
    hint: str


@dataclass(frozen=True)
class Refreshed:
    """What a session found when it read the file again: `hash` is of its bytes, empty if gone."""

    hash: str
    meanwhile: tuple[str, ...] = ()
    """What others have changed in it, in words."""


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
        self._otherwise = language
        self._guard = threading.RLock()
        self._undo_steps = UndoSteps()
        self._renames = EntryRenames()
        self._file = PlanFile.read(str(path))
        self._checker = FormChecker(path)

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
        """The language of the page: the plan's, where kamctl speaks it."""
        return page_language(self._file.document, self._otherwise)

    @property
    def report(self) -> PlanReport:
        """What is known of the plan: the findings, the stage, the agreement."""
        return self._checked.report

    @property
    def form(self) -> FormPlan:
        """The plan as `form_fields` shows it."""
        return self._checked.form

    @property
    def _checked(self) -> CheckedForm:
        with self._guard:
            return self._checker.checked(self._file, self.language, self.today())

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
    def _unchecked(self) -> FormPlan:
        """The plan without its findings: for a change they need not be known."""
        return FormPlan(self._file.document, self.language, custom=self._checker.custom)

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

    def read_workspace(self) -> Workspace:
        """Read the workspace of the plan as its files are now: pages stay open for days.

        Raises:
            InvalidFile: it cannot be read.
        """
        return read_workspace_of(self.path.absolute().parent)

    def say(self, text: Message) -> str:
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
        path = self._find(self.form, place_of(key))
        try:
            if path is None:
                return []
            return form_fields(self.form, path, with_entries=with_entries)
        except KeyError as error:
            raise no_field() from error

    def field(self, key: str, *, with_entries: bool = True) -> FormField | None:
        """Return one field; None where it was deleted."""
        path = self._find(self.form, place_of(key))
        return None if path is None else form_field(self.form, path, with_entries=with_entries)

    def entry(self, key: str) -> FormEntry | None:
        """Return one entry of a list with its fields; None where it was deleted."""
        path = self._find(self.form, place_of(key))
        return None if path is None else form_entry(self.form, path)

    def refresh(self) -> Refreshed:
        """Read the file again: an editor, git or another session may have changed it."""
        with self._guard:
            try:
                return Refreshed(self.hash, self._take(PlanFile.read(str(self.path))))
            except InvalidFile:
                return Refreshed("")

    # --- Changes ------------------------------------------------------------------------------

    def commit(self, key: str, old: str, new: str) -> ChangeOutcome:
        """Save what was typed into a field; `old` is what the page showed there.

        An empty text removes the field. What cannot be read is held back, and nothing else.

        Raises:
            UserError: `key` is none that a page was given.
        """
        place = place_of(key)
        done = self.guarded(lambda: self._commit(self._unchecked, place, old, new), new)
        if done.is_saved and has_invisible(new):
            left_out = self.say(message("Invisible characters were left out."))
            return replace(done, message=" ".join(filter(None, (done.message, left_out))))
        return done

    def accept_fix(self, key: str) -> ChangeOutcome:
        """Put the one right answer into a field that cannot be read: its `fix`."""
        place = place_of(key)

        def make() -> ChangeOutcome:
            form = self.form
            path = self._find(form, place)
            if path is None:
                return self._gone("")
            fix = form.fixes.get(stored_path(form.document.value, path))
            if fix is None:
                return ChangeOutcome(OutcomeStatus.UNCHANGED, key=key)
            value = typed_value(form, path, fix)
            change = change_of(form.document.value, path, value, form.conventions.language)
            return self._write([change], path, fix, _label(path))

        return self.guarded(make)

    def insert(
        self, key: str, values: Mapping[str, str] | None = None, before: str = ""
    ) -> ChangeOutcome:
        """Add an entry to the list called `key`, at its end or before the entry `before`.

        `values` are typed texts by field, such as `{"name": "Ana Ruiz"}`. The entry gets an id
        where others could refer to it; `ChangeOutcome.key` is how it is called.
        """
        place, following = place_of(key), place_of(before)
        typed = "\n".join((values or {}).values())

        def make() -> ChangeOutcome:
            form = self._unchecked
            path = self._find(form, place)
            at = self._find(form, following) if before else None
            if path is None or (before and at is None):
                return self._gone(typed)
            entry = new_entry(form, path, values or {})
            index = at[-1] if at else len(form.document.get(path) or ())
            assert isinstance(index, int)
            change = InsertItem(path, entry, index, may_repeat=True)
            return self._write([change], (*path, index), typed, self._added(path))

        return self.guarded(make, typed)

    def remove(self, key: str) -> ChangeOutcome:
        """Remove an entry, or a part with all that is in it."""
        place = place_of(key)

        def make() -> ChangeOutcome:
            form = self._unchecked
            path = self._find(form, place)
            if not path or value_of(form.document.value, path, "") is None:
                return self._gone("")
            return self._write([RemoveValue(path)], path[:-1], "", self._removed(form, path))

        return self.guarded(make)

    def move(self, key: str, before: str = "") -> ChangeOutcome:
        """Move an entry before another of its list, or to the end."""
        place, following = place_of(key), place_of(before)

        def make() -> ChangeOutcome:
            form = self._unchecked
            path = self._find(form, place)
            at = self._find(form, following) if before else None
            if path is None or (before and at is None):
                return self._gone("")
            index = at[-1] if at else None
            assert index is None or isinstance(index, int)
            label = message("Moved: {what}", what=form_entry(form, path).title)
            return self._write([MoveItem(path, index)], path[:-1], "", label)

        return self.guarded(make)

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
        edit = self._file.change(changes, allow_errors=True)
        self._save(edit, label, also_undo)

    def prepared(self, changes: Sequence[ValueEdit], label: Message) -> Callable[[], None]:
        """Prepare changes as `change` makes them; return what saves them.

        Raises:
            Conflict: what a change was made for is missing.
            CannotChange: the plan cannot be changed.
        """
        edit = self._file.change(changes, allow_errors=True)
        return lambda: self._save(edit, label)

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
                return replace(make(), meanwhile=seen)
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

    def _commit(self, form: FormPlan, place: Place, old: str, new: str) -> ChangeOutcome:
        path = self._find(form, place)
        shown = form_field(form, path) if path is not None else None
        if path is None or shown is None:
            return self._gone(new)
        before = value_of(form.document.value, path, form.conventions.language)
        value = typed_value(form, path, new)
        if _is_same(value, before) or form.texts.is_alike(new, shown.value):
            return ChangeOutcome(OutcomeStatus.UNCHANGED, key=shown.key, value=shown.value)
        if not form.texts.is_alike(old, shown.value) and not _is_same(
            typed_value(form, path, old), before
        ):
            return ChangeOutcome(
                OutcomeStatus.CONFLICT,
                self.say(message("Somebody else has changed this field.")),
                self.say(message("Compare both versions and choose one.")),
                key=shown.key,
                value=shown.value,
                mine=new,
                theirs=shown.value,
                was=old,
            )
        wrong = misfit(path, value, form.custom)
        if wrong is not None:
            text = type_mismatch(wrong, shown.label)
            found = FieldFinding("", "error", self.say(text), "", shown.key)
            return self._held_back(form, path, new, (found,))
        label = _label(path)
        change = change_of(form.document.value, path, value, form.conventions.language)
        if isinstance(change, RemoveValue) and isinstance(change.path[-1], int):
            path = path[: len(change.path) - 1]  # the entry was this text alone: its list is left
        return self._write([change], path, new, label)

    def _gone(self, mine: str) -> ChangeOutcome:
        check_editable(self._file.document)  # an editor may be in the middle of saving it
        return ChangeOutcome(
            OutcomeStatus.GONE,
            self.say(message("This has been deleted in the meantime.")),
            self.say(message("Copy your text to where it belongs now.")) if mine else "",
            mine=mine,
        )

    def _write(
        self,
        changes: Sequence[ValueEdit],
        path: KeyPath,
        mine: str,
        label: Message,
    ) -> ChangeOutcome:
        """Write changes of the field or entry at `path`, unless it could not be read then."""
        form = self._unchecked
        edit = self._file.change(changes, allow_errors=True)
        after = replace(form, document=edit.loaded.original)
        wrong = _unreadable(edit, path)
        if wrong:
            key = field_key(place_in(form.document.value, path))
            found = tuple(field_finding(one, key, form.translate) for one in wrong)
            return self._held_back(form, path, mine, found)
        after_value = edit.loaded.original.value
        renamed = self._renames.note(self._file.document.value, after_value, path)
        self._save(edit, label)
        shown = form_field(after, path)
        return ChangeOutcome(
            OutcomeStatus.SAVED,
            key=field_key(place_in(after_value, path)),
            value=shown.value if shown is not None else "",
            keys=renamed,
        )

    def _held_back(
        self, form: FormPlan, path: KeyPath, mine: str, why: tuple[FieldFinding, ...]
    ) -> ChangeOutcome:
        field = field_at(path) or custom_field(form.document, path, form.custom)
        readings = form.texts.readings(field, mine) if field is not None else ()
        key = field_key(place_in(form.document.value, path))
        return ChangeOutcome(
            OutcomeStatus.HELD_BACK, key=key, mine=mine, findings=why, readings=readings
        )

    def _save(
        self, edit: PlanEdit, label: Message, also_undo: Callable[[], None] | None = None
    ) -> None:
        edit.write()
        if not edit.undo.is_empty:
            self._undo_steps.add(UndoStep(self.say(label), edit.undo, also_undo))
        self._reread()

    def _find(self, form: FormPlan, place: Place) -> KeyPath | None:
        return self._renames.find(form.document.value, place)

    def _added(self, path: KeyPath) -> Message:
        return message("Added to: {what}", what=_label(path))

    def _removed(self, form: FormPlan, path: KeyPath) -> Message:
        is_entry = isinstance(path[-1], int)
        what = form_entry(form, path).title if is_entry else _label(path)
        return message("Removed: {what}", what=what)

    def _reread(self) -> None:
        self._file = PlanFile.read(str(self.path))

    def _take(self, file: PlanFile) -> tuple[str, ...]:
        """Go on with the file as it is now; return what others have changed, in words."""
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


def _label(path: KeyPath) -> Message:
    """Return what the field at a path is called; the nearest that has a name."""
    while path:
        field = field_at(path)
        if field is not None:
            return Message(field.facet.label)
        path = path[:-1]
    return message("Plan")


def _is_same(one: object, other: object) -> bool:
    """Tell whether two values say the same: 34 and 34.0 do, 1 and true do not."""
    numbers = [each for each in (one, other) if type(each) in (int, float)]
    return one == other if len(numbers) == 2 else is_same(one, other)


def _unreadable(edit: PlanEdit, path: KeyPath) -> list[Finding]:
    """Return what cannot be read in the field or entry at `path`, once a change is made."""
    stored = stored_path(edit.loaded.original.value, path)
    return [
        one
        for one in edit.loaded.findings
        if one.code in _UNREADABLE and is_inside(finding_path(one), stored)
    ]
