"""What is wrong with a company's own template, and what is said when one fails."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from kamctl.briefing.views.version import REMOVED_FIELDS, RENAMED_FIELDS, VIEW_VERSION
from kamctl.document import error_codes
from kamctl.document.errors import InvalidFile
from kamctl.document.source import Source
from kamctl.document.span import TOP, Span
from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import did_you_mean_to_write
from kamctl.workspace.config import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_REASON: Final = 300
"""Characters of a reason that Jinja gives."""


class OutputTooLarge(Exception):
    """A template that makes too much; `at` is its file."""

    def __init__(self, at: str = "") -> None:
        super().__init__(at)
        self.at = at


class WrongViewVersion(Exception):
    """A template that was made for other fields than there are; `at` is its file."""

    def __init__(self, made: str, at: str) -> None:
        super().__init__(made)
        self.at = at


class UnknownField(Exception):
    """A field that `owner`, a class of the views or any other, does not have."""

    def __init__(self, name: str, owner: type) -> None:
        super().__init__(name)
        self.name = name
        self.known: tuple[str, ...] = getattr(owner, "_fields", ())
        self.renamed_to = RENAMED_FIELDS.get(owner.__name__, {}).get(name)
        self.is_removed = name in REMOVED_FIELDS.get(owner.__name__, ())


class TemplateFault(NamedTuple):
    """What is wrong with a template: its file, the line, and what is said of it."""

    file: str
    line: int
    text: Message
    hint: Message


@contextmanager
def template_errors(folder: Path | None) -> Iterator[None]:
    """Say of a failure where a template in `folder`, the company's own, fails.

    Raises:
        InvalidFile: one does.
    """
    try:
        yield
    except Exception as error:
        fault = _template_fault(error, folder) if folder is not None else None
        if fault is None:
            raise
        raise _invalid_template(fault) from error


def _template_fault(error: Exception, folder: Path) -> TemplateFault | None:
    """Say what is wrong, and where; None where it is no template in `folder` that fails."""
    if isinstance(error, TemplateSyntaxError):
        if not error.filename or not _is_in(error.filename, folder):
            return None
        return TemplateFault(error.filename, error.lineno, *_not_a_template(error))
    at = _where(error, folder)
    if at is None:
        return None
    if isinstance(error, TemplateNotFound):
        return TemplateFault(*at, *_no_template(str(error.name or "")))
    return TemplateFault(*at, *_message_and_hint(error))


def _invalid_template(fault: TemplateFault) -> InvalidFile:
    """Return what is wrong with a template as what is wrong with any file."""
    path = Path(fault.file)
    name = shown_path(path)
    try:
        source = Source(name, path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        source = None
    span = TOP
    if source is not None and 1 <= fault.line <= len(source.lines):
        text = source.lines[fault.line - 1]
        start = len(text) - len(text.lstrip()) + 1
        span = Span(fault.line, start, fault.line, max(len(text.rstrip()) + 1, start + 1))
    return InvalidFile(
        [error_codes.BAD_TEMPLATE.found(name, fault.text, span, hint=fault.hint)], source
    )


def _where(error: Exception, folder: Path) -> tuple[str, int] | None:
    """Return the innermost line of a template in `folder` that led to `error`."""
    at = getattr(error, "at", None)
    if at:
        return at, 1
    frames = traceback.extract_tb(error.__traceback__)
    return next(
        (
            (frame.filename, frame.lineno or 1)
            for frame in reversed(frames)
            if _is_in(frame.filename, folder)
        ),
        None,
    )


def _is_in(file: str, folder: Path) -> bool:
    try:
        return Path(file).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _not_a_template(error: Any) -> tuple[Message, Message]:
    return (
        message("This template is not valid Jinja: {reason}.", reason=_reason(error)),
        message(
            "See the documentation on templates; `kamctl templates eject` copies working ones."
        ),
    )


def _no_template(name: str) -> tuple[Message, Message]:
    return (
        message("Unknown template “{name}”.", name=name),
        message("Run `kamctl templates list` to see the available templates."),
    )


def _too_much() -> tuple[Message, Message]:
    return (
        message("This template produces too much output; it was stopped."),
        message("Check its loops: one may not end, or run over too many items."),
    )


def _message_and_hint(error: Exception) -> tuple[Message, Message]:
    if isinstance(error, WrongViewVersion):
        text = message(
            "This template was written for version {made} of the view; this kamctl uses "
            "version {version}.",
            made=str(error),
            version=VIEW_VERSION,
        )
        if int(str(error)) < VIEW_VERSION:
            return text, message(
                "Put “kamctl view {version}” in its first line: kamctl then names each field "
                "that was renamed, with its new name.",
                version=VIEW_VERSION,
            )
        return text, message(
            "Compare it with the current template (`kamctl templates eject`), then put "
            "“kamctl view {version}” in its first line.",
            version=VIEW_VERSION,
        )
    if isinstance(error, UnknownField):
        return _no_field(error)
    if isinstance(error, OutputTooLarge | RecursionError | MemoryError | OverflowError):
        return _too_much()
    if isinstance(error, SecurityError):
        return (
            message("This is not allowed in a template: {reason}.", reason=_reason(error)),
            message("Templates have access to the fields of `view` only."),
        )
    return (
        message("This template fails here: {reason}.", reason=_reason(error)),
        message("The documentation on templates lists the fields of `view`."),
    )


def _no_field(error: UnknownField) -> tuple[Message, Message]:
    text = message("“{name}” is not defined here.", name=error.name)
    if error.renamed_to:
        return text, message(
            "It was renamed in version {version} of the view: use `{name}`.",
            version=VIEW_VERSION,
            name=error.renamed_to,
        )
    if error.is_removed:
        return text, message(
            "It was removed in version {version} of the view: delete it here.", version=VIEW_VERSION
        )
    if not error.known:
        return text, message("The documentation on templates lists the fields of `view`.")
    available = message("Available: {names}.", names=", ".join(error.known))
    return text, did_you_mean_to_write(error.name, error.known, available)


def _reason(error: Exception) -> str:
    text = str(getattr(error, "message", "") or error) or type(error).__name__
    return text.partition("\n")[0].rstrip(".")[:_MAX_REASON]
