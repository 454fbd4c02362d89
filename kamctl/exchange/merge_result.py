"""What an import of a workbook comes to: the plan's text with it, or why nothing may be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kamctl.exchange.workbook_contents import CellProblem

if TYPE_CHECKING:
    from kamctl.exchange.workbook_contents import FilledCell, FilledSheet
    from kamctl.i18n.message import Message


class CellConflict(NamedTuple):
    """A cell that both have changed: what the workbook has, what the plan has, and what it was."""

    sheet: str
    cell: str
    mine: str
    theirs: str
    was: str
    removed: str = ""
    """The entry, where the plan no longer has it."""
    label: str = ""
    """The heading of the field."""


@dataclass
class WorkbookMerge:
    """What an import comes to; with problems or conflicts, `text` is that of the plan as it is."""

    text: str
    problems: list[CellProblem] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """The entries of the plan whose rows are gone; they stay in the plan."""
    moved: list[CellProblem] = field(default_factory=list)
    """Columns whose values are in other rows than they were: somebody should confirm them."""

    @property
    def is_refused(self) -> bool:
        """Whether nothing may be written."""
        return bool(self.problems or self.conflicts)

    def add_problem(self, sheet: FilledSheet, cell: FilledCell, reason: Message) -> None:
        """Add what is wrong with a cell."""
        self.problems.append(
            CellProblem(sheet.name, cell.place, cell.content.shown(), reason, cell.label)
        )
