"""Findings: what is wrong in a file, where, and how serious it is."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.span import TOP, KeyPath, Span

if TYPE_CHECKING:
    from kamctl.i18n.message import Message


class Severity(str, Enum):
    """How serious a finding is: errors fail, warnings fail under `--strict`, to-dos never do."""

    ERROR = "error"
    WARNING = "warning"
    TODO = "todo"

    __hash__ = str.__hash__  # that of Enum is written in Python, and findings are counted a lot


class Related(NamedTuple):
    """Another place that helps to understand a finding."""

    message: Message
    span: Span
    file: str = ""
    """The file it is in; empty where that is the finding's own."""


class Finding(NamedTuple):
    """One thing to correct, where it is, and what to do about it."""

    code: str
    name: str
    severity: Severity
    message: Message
    file: str
    span: Span = TOP
    path: KeyPath = ()
    """Where it is in the plan as it was read: entries that are invalid are left out of lists."""
    pointer: str = ""
    """The same in the file, as a JSON Pointer (RFC 6901); empty where it is in another file."""
    hint: Message | None = None
    related: tuple[Related, ...] = ()
    objective: str | None = None
    stage: str | None = None
    """The stage from which it fails, for a to-do or a warning that becomes an error."""
    fixable: bool = False
    """Whether `validate --fix` resolves some findings of its kind."""
    requirement_of: str | None = None
    """The stage after draft that requires what is missing here; None for all other findings."""

    @property
    def path_in_file(self) -> KeyPath:
        """The path in the file, where entries that are invalid were not left out.

        Empty where the finding is in another file.
        """
        if not self.pointer:
            return ()
        steps = [one.replace("~1", "/").replace("~0", "~") for one in self.pointer.split("/")[1:]]
        return tuple(
            int(step) if isinstance(given, int) else step
            for step, given in zip(steps, self.path, strict=True)
        )

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: file, line, column, code, path."""
        return (self.file, self.span.line, self.span.column, self.code, self.pointer)
