"""A plan under git, with a past: what `kamctl diff` is measured on."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.git import git

DATES = ("2027-01-31", "2027-02-28", "2027-03-31")
"""The day of one action: as it was, as it is committed, as it stands in the working copy."""


def make_history(folder: Path, model: Path) -> Path | None:
    """Put a plan under git in `folder`, with a date that slipped twice; None without git."""
    folder.mkdir(exist_ok=True)
    plan = folder / "plan.yaml"
    text = model.read_text(encoding="utf-8")
    day = _a_date(text)
    try:
        git(folder, "init", "-q")
        for date in DATES[:-1]:
            plan.write_text(text.replace(day, f"due: {date}", 1), encoding="utf-8", newline="\n")
            git(folder, "add", "plan.yaml")
            git(folder, "commit", "-q", "-m", date)
    except (OSError, subprocess.CalledProcessError):
        return None
    plan.write_text(text.replace(day, f"due: {DATES[-1]}", 1), encoding="utf-8", newline="\n")
    return plan


def _a_date(text: str) -> str:
    """Return the first date at which an action is due."""
    start = text.index("due: ", text.index("actions:"))
    return text[start : start + len("due: 2027-01-31")]
