"""Git, for the plans with a past that commands are measured on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_COMMITTER = ("-c", "user.name=Corvane", "-c", "user.email=corvane@corvane.example")


def git(folder: Path, *words: str, author: str = "", when: str = "") -> None:
    """Run git in `folder`; a commit is by `author` and of the moment `when`, where these are given.

    Raises:
        OSError: git is not installed.
        subprocess.CalledProcessError: it fails.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when} if when else {}
    by = ("--author", author) if author else ()
    command = ["git", *_COMMITTER, *words, *by]
    subprocess.run(command, cwd=folder, env=kept | dates, capture_output=True, check=True)
