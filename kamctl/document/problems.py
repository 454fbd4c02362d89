"""What can be wrong with a text before anyone looks at what it says: codes KAM001 to KAM019.

Each is declared once, here; the reader and the plan's loader make findings from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.span import TOP, Path, Span
from kamctl.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of defect: its code, its kebab-case name, and what it means."""

    code: str
    name: str
    meaning: str

    def found(
        self,
        file: str,
        message: Message,
        span: Span = TOP,
        *,
        hint: Message | None = None,
        path: Path = (),
        pointer: str = "",
        related: Iterable[Related] = (),
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """Make the finding: an error at every stage, unless nothing was lost."""
        return Finding(
            self.code,
            self.name,
            severity,
            message,
            file,
            span,
            path,
            pointer,
            hint,
            tuple(related),
        )


UNREADABLE = Problem("KAM001", "unreadable", "The file cannot be opened or is not text.")
NOT_UTF8 = Problem("KAM002", "not-utf8", "The file is text, but not in UTF-8.")
SYNTAX = Problem("KAM003", "yaml-syntax", "The text is not YAML.")
DUPLICATE_KEY = Problem("KAM004", "duplicate-key", "A key stands twice in the same entry.")
UNSAFE_TAG = Problem("KAM005", "unsafe-tag", "A YAML tag (`!…`) is used.")
ALIAS = Problem("KAM006", "alias", "A YAML anchor or alias (`&…`, `*…`) is used.")
TOO_LARGE = Problem("KAM007", "too-large", "The file is too large or nested too deeply.")
NOT_A_PLAN = Problem(
    "KAM008", "not-a-plan", "The file holds no plan: it is empty, or not a list of keys."
)
WRONG_VERSION = Problem(
    "KAM009", "wrong-version", "The plan is written for another format version."
)
UNKNOWN_KEY = Problem("KAM010", "unknown-key", "A key is not part of the format.")
WRONG_TYPE = Problem("KAM011", "wrong-type", "A value is of another kind than the format wants.")
BAD_VALUE = Problem("KAM012", "bad-value", "A value is not one of those allowed.")
MISSING_KEY = Problem("KAM013", "missing-key", "A key that the format always needs is not there.")
CUT_TEXT = Problem("KAM016", "cut-text", "A comma between braces has cut a text in two.")

ALL = (
    UNREADABLE,
    NOT_UTF8,
    SYNTAX,
    DUPLICATE_KEY,
    UNSAFE_TAG,
    ALIAS,
    TOO_LARGE,
    NOT_A_PLAN,
    WRONG_VERSION,
    UNKNOWN_KEY,
    WRONG_TYPE,
    BAD_VALUE,
    MISSING_KEY,
    CUT_TEXT,
)
