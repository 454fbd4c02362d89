"""Which values are good news and which are bad: the `kind` of a cell, that gives it a sign."""

from __future__ import annotations

from typing import Final

EFFECT_KINDS: Final = {"negative": "bad", "neutral": "plain", "positive": "good"}
SEVERITY_KINDS: Final = {"blocking": "bad", "condition": "warn", "comment": "plain"}
ATTITUDE_KINDS: Final = {
    "champion": "good",
    "supporter": "good",
    "neutral": "plain",
    "critic": "warn",
    "opponent": "bad",
}
PACE_KINDS: Final = {
    "reached": "good",
    "ahead": "good",
    "on_track": "good",
    "behind": "warn",
    "unknown": "plain",
}
SIGNOFF_KINDS: Final = {
    "not_asked": "plain",
    "shared": "plain",
    "restated": "plain",
    "agreed": "good",
    "agreed_with_conditions": "warn",
    "objected": "bad",
    "validated": "good",
    "invalidated": "bad",
}
