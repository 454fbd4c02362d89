"""What a check may look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kamctl.plan.references import Entry, Names, names

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.document.document import Document
    from kamctl.document.span import Path
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.workspace.config import Workspace


@dataclass(frozen=True)
class ObjectiveInPlan:
    """An objective and its place in the document."""

    objective: Objective
    path: Path

    def at(self, *steps: str | int) -> Path:
        """Return the path of something in the objective."""
        return (*self.path, *steps)


@dataclass(frozen=True)
class Context:
    """The plan, the document it was made of, the house it lives in, and the day."""

    plan: Plan
    document: Document
    original: Document
    workspace: Workspace
    today: dt.date
    objectives: tuple[ObjectiveInPlan, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self,
            "objectives",
            tuple(
                ObjectiveInPlan(objective, ("objectives", place))
                for place, objective in enumerate(self.plan.objectives)
            ),
        )

    @cached_property
    def names(self) -> Names:
        """The names in the part of the plan that could be read."""
        return names(self.document.value)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The entries with an id, by id, as the file has them; the first of two with one id."""
        whole = self.document is self.original
        found: dict[str, Entry] = {}
        for entry in (self.names if whole else names(self.original.value)).entries:
            found.setdefault(entry.id, entry)
        return found
