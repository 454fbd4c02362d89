"""How a plan's file is changed: lock, read, compare, splice, check, replace.

    with locked(path):                                   # others wait
        file = PlanFile.read("plan.yaml")
        edit = file.change([SetValue(("plan", "stage"), "shared", old="draft")])
        edit.write()                                     # whole or not at all
    edit.loaded, edit.undo                               # the plan afterwards, and the way back

`change_plan` does so in one step. What was read is compared with the file when it is written:
nothing that somebody else has saved meanwhile is lost.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamctl.document.apply_changes import Applied, Undo, apply_changes, apply_undo
from kamctl.document.changes import CannotChange, Entry, Obstacle, find_entry
from kamctl.document.errors import InvalidFile
from kamctl.document.finding import Severity
from kamctl.document.key_paths import is_inside
from kamctl.document.reader import read
from kamctl.document.source import Source, decode, read_data
from kamctl.document.writing import changed_meanwhile, locked, rewrite
from kamctl.i18n.message import message
from kamctl.plan.load import load_plan
from kamctl.plan.schema_lookup import keys_at

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from kamctl.document.changes import Place, ValueEdit
    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.plan.load import Loaded
    from kamctl.plan.model import Plan


@dataclass(frozen=True)
class PlanFile:
    """A plan's file as it was read, with the bytes that are compared when it is written."""

    path: Path
    data: bytes
    source: Source

    @classmethod
    def read(cls, plan: str) -> PlanFile:
        """Read the file of a plan.

        Raises:
            InvalidFile: it cannot be read.
        """
        path = Path(plan)
        data = read_data(path, plan)
        if not isinstance(data, bytes):
            raise InvalidFile([data])
        source = decode(data, plan)
        if not isinstance(source, Source):
            raise InvalidFile([source])
        return cls(path, data, source)

    @property
    def hash(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal digits."""
        return sha256(self.data).hexdigest()

    @cached_property
    def document(self) -> Document:
        """The document that the text holds."""
        return read(self.source)

    def load(self) -> tuple[Loaded, Plan]:
        """Load the plan that the document holds.

        Raises:
            InvalidFile: it cannot be read as one.
        """
        loaded = load_plan(self.document)
        if loaded.plan is None:
            raise InvalidFile(loaded.findings, self.source)
        return loaded, loaded.plan

    def change(self, changes: Sequence[ValueEdit], *, allow_errors: bool = False) -> PlanEdit:
        """Prepare changes; nothing is written yet.

        `allow_errors` accepts that a value elsewhere becomes invalid, as amounts may when the
        plan's language changes.

        Raises:
            Conflict: what a change was made for is missing.
            CannotChange: the plan cannot be changed, or not without changing something else.
        """
        applied = apply_changes(self.document, changes, keys_at)
        return self._checked(applied, [one.path for one in changes], allow_errors=allow_errors)

    def undo(self, undo: Undo, *, allow_errors: bool = False) -> PlanEdit:
        """Prepare to take changes back; raises as `change` does."""
        applied = apply_undo(self.document, undo, keys_at)
        paths = [one.path for one in undo.changes]
        return self._checked(applied, paths, allow_errors=allow_errors)

    def write(self, text: str) -> None:
        """Put a text in the place of the one that was read.

        Raises:
            ChangedMeanwhile: the file is another than was read; it stays as it is.
            UserError: it cannot be written; it is as it was then.
        """
        if text != self.source.text:
            rewrite(self.path, self.data, text)

    def _checked(self, applied: Applied, paths: Sequence[Place], *, allow_errors: bool) -> PlanEdit:
        loaded = load_plan(applied.document)
        if not allow_errors:
            new = _new_error(self.document, loaded, paths)
            if new is not None:
                raise CannotChange(
                    Obstacle.OTHER_FIELD,
                    new.span.line,
                    message(
                        "This change would make something else in {file} invalid: {problem}",
                        file=self.source.name,
                        problem=new.message,
                    ),
                    new.hint,
                )
        return PlanEdit(self, applied.undo, loaded)


@dataclass(frozen=True)
class PlanEdit:
    """Changes to a plan's file that were made and checked, and are still to be written."""

    file: PlanFile
    undo: Undo
    loaded: Loaded
    """The plan afterwards."""

    @property
    def text(self) -> str:
        """The text afterwards."""
        return self.loaded.original.source.text

    def write(self) -> None:
        """Write them, unless there is nothing to write.

        Raises:
            ChangedMeanwhile: the file was changed since it was read; it stays as it is.
            UserError: it cannot be written; it is as it was then.
        """
        self.file.write(self.text)


def change_plan(
    plan: str,
    changes: Sequence[ValueEdit],
    *,
    seen: Source | None = None,
) -> PlanEdit:
    """Change a plan's file; other runs and threads of kamctl wait meanwhile.

    `seen` is the text that the changes were made for, where all of it must still be the same.

    Raises:
        InvalidFile: the file cannot be read.
        ChangedMeanwhile: its text is not the one that was `seen`.
        Conflict: what a change was made for is missing.
        CannotChange: the plan cannot be changed, or not without changing something else.
        UserError: it cannot be written.
    """
    with locked(Path(plan)):
        edit = prepare_change(plan, changes, seen=seen)
        edit.write()
    return edit


def prepare_change(
    plan: str,
    changes: Sequence[ValueEdit],
    *,
    seen: Source | None = None,
) -> PlanEdit:
    """Prepare changes to a plan's file, to be written later; raises as `change_plan` does."""
    file = PlanFile.read(plan)
    if seen is not None and file.source.text != seen.text:
        raise changed_meanwhile(file.path)
    return file.change(changes)


def _new_error(before: Document, after: Loaded, paths: Sequence[Place]) -> Finding | None:
    """Return an error in the shape of the plan that was not there and is not where it changed."""
    if all(one.severity is not Severity.ERROR for one in after.findings):
        return None
    changed = [_indexed(after.original.value, path) for path in paths]
    return next(
        (
            one
            for one in new_errors(load_plan(before).findings, after.findings)
            if not any(_is_about(one.path, path) for path in changed)
        ),
        None,
    )


def new_errors(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Finding]:
    """Return the errors of a plan after a change that were not there before.

    An error stays the same one where its place in a list has moved, and where only the values that
    its message contains are others.
    """
    left, new = list(before), [one for one in after if one.severity is Severity.ERROR]
    for identity in (_moved_identity, _identity_in_place):
        left, new = _unmatched(left, new, identity)
    return iter(new)


def _unmatched(
    before: list[Finding], after: list[Finding], identity: Callable[[Finding], Hashable]
) -> tuple[list[Finding], list[Finding]]:
    """Return what of two lists has no counterpart of the same identity in the other."""
    both = Counter(map(identity, before)) & Counter(map(identity, after))
    return _without(before, both, identity), _without(after, both, identity)


def _without(
    findings: list[Finding], counts: Counter[Hashable], identity: Callable[[Finding], Hashable]
) -> list[Finding]:
    seen: Counter[Hashable] = Counter()
    rest = []
    for one in findings:
        name = identity(one)
        seen[name] += 1
        if seen[name] > counts[name]:
            rest.append(one)
    return rest


def _moved_identity(finding: Finding) -> Hashable:
    """Return what a finding is known by when places in lists have moved."""
    keys = tuple(step for step in finding.path if isinstance(step, str))
    return finding.code, str(finding.message), keys


def _identity_in_place(finding: Finding) -> Hashable:
    """Return what a finding is known by when what its message contains has changed."""
    return finding.code, finding.message.msgid, finding.pointer


def _is_about(path: KeyPath, changed: KeyPath) -> bool:
    """Tell whether a path leads to what was changed, into it, or to what it is in."""
    return is_inside(path, changed) or is_inside(changed, path)


def _indexed(value: Any, path: Place) -> KeyPath:
    """Return a path with indexes, as far as it leads."""
    found: list[str | int] = []
    for step in path:
        at = find_entry(value, step) if isinstance(step, Entry) else step
        if at is None:
            break
        found.append(at)
        try:
            value = value[at]
        except (KeyError, IndexError, TypeError):
            value = None
    return tuple(found)
