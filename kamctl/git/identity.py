"""What git knows of the person at this computer."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.errors import UserError
from kamctl.git.process import SHORT_TIMEOUT, GitError, run_git
from kamctl.i18n.text_normalization import single_spaced

if TYPE_CHECKING:
    from pathlib import Path

_UNKNOWN = "unknown"


class User(NamedTuple):
    """The person at this computer: as git has it, else the name of the account."""

    name: str
    email: str = ""

    def __str__(self) -> str:
        """Write it as git does: “Claire Morel <claire@corvane.example>”."""
        return f"{self.name} <{self.email}>" if self.email else self.name


UNNAMED: Final = User("")
"""Somebody of whom nothing is known."""


def current_user(folder: Path) -> User:
    """Return who would be the author of a commit in `folder`; without git, the computer's user."""
    email = _plain(config_value("user.email", folder))
    name = _plain(config_value("user.name", folder))
    return User(name or email or _login_name(), email)


def config_value(name: str, folder: Path, *flags: str) -> str:
    """Return what git is set to in `folder`; empty where it is not, or git cannot be asked."""
    try:
        answer = run_git(folder, "config", *flags, "--get", name, timeout=SHORT_TIMEOUT)
    except (GitError, UserError):
        return ""
    return answer.decode(errors="replace").strip()


def _plain(text: str) -> str:
    return single_spaced(text.replace("<", " ").replace(">", " "))


def _login_name() -> str:
    try:
        return single_spaced(getpass.getuser()) or _UNKNOWN
    except (OSError, KeyError, ImportError):  # no such account: in a container, on Windows
        return _UNKNOWN
