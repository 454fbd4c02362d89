"""A change to a plan that a command makes: prepared first, written later."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.document.errors import InvalidFile
from kamctl.document.insertion import insert_values
from kamctl.document.source import Source, decode, read_source
from kamctl.document.writing import changed_meanwhile, rewrite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.insertion import AppendItem, SetValue


@dataclass(frozen=True)
class PlanEdit:
    """The text of a plan with lines put in, and the bytes it was made from."""

    path: Path
    before: bytes
    text: str

    @classmethod
    def prepare(
        cls, plan: str, changes: Sequence[SetValue | AppendItem], seen: Source | None = None
    ) -> PlanEdit:
        """Prepare the changes to a plan; they are meant for the text that was `seen`.

        Raises:
            InvalidFile: it cannot be read.
            UserError: the plan is another than was seen, or the changes cannot be made without
                changing something else.
        """
        path = Path(plan)
        source, before = read_for_edit(plan)
        if seen is not None and source.text != seen.text:
            raise changed_meanwhile(path)
        return cls(path, before, insert_values(source, changes))

    def write(self) -> None:
        """Write it.

        Raises:
            UserError: the plan was changed meanwhile, or cannot be written; it is as it was then.
        """
        rewrite(self.path, self.before, self.text)


def read_for_edit(plan: str) -> tuple[Source, bytes]:
    """Read the text of a plan, and the bytes it is made of, which `PlanEdit` compares in the end.

    Raises:
        InvalidFile: it cannot be read.
    """
    path = Path(plan)
    found = read_source(path)  # refuses what is no file, or too large
    if not isinstance(found, Source):
        raise InvalidFile([found])
    before = path.read_bytes()
    source = decode(before, plan)
    if not isinstance(source, Source):
        raise InvalidFile([source])
    return source, before
