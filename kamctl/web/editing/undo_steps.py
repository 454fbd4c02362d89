"""What a session has changed in its plan, and taking the last of it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.apply_changes import check_editable
from kamctl.document.changes import CannotChange
from kamctl.document.errors import UserError
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.document.apply_changes import Undo
    from kamctl.plan.plan_file import PlanFile

_MAX_UNDOS: Final = 500


class TextUndo(NamedTuple):
    """A change of a whole text: taken back while the text is still the one it came to."""

    before: str
    after: str


class UndoStep(NamedTuple):
    """Something that can be undone: what it was, and what takes it back."""

    label: str
    undo: Undo | TextUndo
    also: Callable[[], None] | None = None
    """What is taken back with it outside the plan."""

    def writer(self, file: PlanFile) -> Callable[[], None]:
        """Prepare to take it back; return what writes that.

        Raises:
            CannotChange: the plan cannot be changed as it is now; an editor may be saving it.
            UserError: somebody has changed the same since.
        """
        if not isinstance(self.undo, TextUndo):
            return file.undo(self.undo, allow_errors=True).write
        if file.source.text != self.undo.after:
            check_editable(file.document)
            raise UserError(message("The plan was changed since; this cannot be undone."))
        return partial(file.write, self.undo.before)


class UndoSteps:
    """The changes of one session, the last one on top."""

    def __init__(self) -> None:
        self._steps: list[UndoStep] = []

    @property
    def label(self) -> str:
        """What would be taken back next, in words; empty where there is nothing."""
        return self._steps[-1].label if self._steps else ""

    def add(self, step: UndoStep) -> None:
        """Note a change."""
        self._steps.append(step)
        del self._steps[:-_MAX_UNDOS]

    def take_back(self, file: PlanFile) -> UndoStep | None:
        """Take the last change back in the plan; return it, or None where there is none.

        Raises:
            UserError: somebody has changed the same since, or the plan cannot be written.
        """
        if not self._steps:
            return None
        step = self._steps[-1]
        try:
            write = step.writer(file)
        except CannotChange:  # it stays: once the plan can be changed again, it can be taken back
            raise
        except UserError:  # it never can be; those before it may
            self._steps.pop()
            raise
        write()  # where that fails, such as on a full disk, it can be taken back later
        return self._steps.pop()
