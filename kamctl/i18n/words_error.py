"""The error about a file of words, in a module that `--help` can afford."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kamctl.i18n.message import Message


class WordsError(Exception):
    """A file of words is invalid: `reason` says why, at `line` of `file`, counted from 1."""

    def __init__(self, file: Path, line: int, reason: Message) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        """Let it pass from one process to another."""
        return type(self), (self.file, self.line, self.reason)
