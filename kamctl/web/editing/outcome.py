"""What came of a change: saved, held back, or what somebody else has written meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class OutcomeStatus(str, Enum):
    """What came of a change."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    """The plan says so already; nothing was written."""
    HELD_BACK = "held-back"
    """It cannot be read: `findings` say why. Nothing was written."""
    CONFLICT = "conflict"
    """Somebody else has changed the same field: `mine`, `theirs` and `was`. Nothing was written."""
    GONE = "gone"
    """The field, or the entry it is in, was deleted; `mine` is what was typed."""
    REFUSED = "refused"
    """The plan cannot be changed now: `message` says why. Nothing was written."""


@dataclass(frozen=True)
class FieldFinding:
    """Something wrong or missing at a field, in the language of the session.

    `severity` is error, warning or todo; `hint` may be empty.
    """

    code: str
    severity: str
    message: str
    hint: str
    key: str
    """The field it is about: the nearest that a page can show, else empty."""


@dataclass(frozen=True)
class ChangeOutcome:
    """What came of one change, in the language of the session."""

    status: OutcomeStatus
    message: str = ""
    """One sentence; empty where nothing needs saying."""
    hint: str = ""
    key: str = ""
    """The field as it is called from now on, or the entry that was added."""
    value: str = ""
    """What is in the field now, as people type it."""
    mine: str = ""
    theirs: str = ""
    was: str = ""
    findings: tuple[FieldFinding, ...] = ()
    """Why it was held back."""
    readings: tuple[str, ...] = ()
    """What a date that was held back can be: one of them is to be chosen."""
    meanwhile: tuple[str, ...] = ()
    """What others have changed in the file since the page was shown, in words; all of it stays."""
    keys: tuple[tuple[str, str], ...] = ()
    """Fields that are called otherwise from now on: before and after."""

    @property
    def is_saved(self) -> bool:
        """Whether the plan now says what was meant."""
        return self.status in (OutcomeStatus.SAVED, OutcomeStatus.UNCHANGED)
