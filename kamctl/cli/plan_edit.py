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
        source = read_source(path)
        if not isinstance(source, Source):
            raise InvalidFile([source])
        before = path.read_bytes()
        read = decode(before, plan)
        if not isinstance(read, Source):
            raise InvalidFile([read])
        if seen is not None and read.text != seen.text:
            raise changed_meanwhile(path)
        return cls(path, before, insert_values(read, changes))

    def write(self) -> None:
        """Write it.

        Raises:
            UserError: the plan was changed meanwhile, or cannot be written; it is as it was then.
        """
        rewrite(self.path, self.before, self.text)
