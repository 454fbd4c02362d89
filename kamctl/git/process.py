"""Runs the `git` program.

Nothing is run that a repository names, and git only reads: `commit.py` alone has it write.
"""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.git.root import root_around
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIMEOUT: Final = 20
"""Seconds: what git is asked here takes milliseconds, on a slow network folder some seconds."""
SHORT_TIMEOUT: Final = 5
"""Seconds for what a command can do without: which files git ignores, who is at the computer."""
_KEPT_VARIABLES: Final = (
    "GIT_CONFIG",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)
"""What stays of git's own variables: where its settings are. The others are those of a hook, and
lead to another repository or to another index than the plan's."""
_PROGRAM_NAME: Final = "git.exe" if os.name == "nt" else "git"
_SETTINGS: Final = (
    "color.ui=false",
    "core.fsmonitor=false",
    "core.quotePath=off",
    "i18n.logOutputEncoding=UTF-8",
    "log.diffMerges=separate",
    "log.follow=false",
    "log.showSignature=false",
    "protocol.allow=never",
)
"""No color, no program of the repository's choice, no network."""


class GitError(Exception):
    """git refused; `output` is what it wrote to standard error."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output


def run_git(
    folder: Path,
    *arguments: str | bytes,
    stdin: bytes | None = None,
    literal: bool = True,
    timeout: float | None = None,
) -> bytes:
    """Run git in `folder` and return its answer.

    Paths have no wildcards in them where they are `literal`, which not every command allows. git
    has `timeout` seconds to answer.

    Raises:
        GitError: git refuses.
        UserError: there is no git here, or it does not answer.
    """
    paths = ["--literal-pathspecs"] if literal else []
    settings = [word for one in _SETTINGS for word in ("-c", one)]
    command = [git_program(), "--no-pager", *paths, *settings]
    seconds = _TIMEOUT if timeout is None else timeout
    try:
        done = subprocess.run(
            [*command, *arguments],
            cwd=folder,
            env=_environment(),
            capture_output=True,
            timeout=seconds,
            check=False,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,  # never what the user is typing
        )
    except subprocess.TimeoutExpired:
        raise UserError(
            message("git has not responded for {seconds} seconds.", seconds=seconds),
            message("Check that the disk or network folder is available."),
        ) from None
    except OSError as error:
        raise UserError(
            message("git cannot be run: {reason}.", reason=os_error_reason(error)),
            message("Check that `git --version` works."),
        ) from None
    if done.returncode < 0:
        raise UserError(
            message("git stopped before it responded."), message("Run the command again.")
        )
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip())
    return bytes(done.stdout)


def git_program() -> str:
    """Return where git is.

    Raises:
        UserError: it is nowhere.
    """
    return _program(os.environ.get("PATH", os.defpath))


@lru_cache(maxsize=1)
def _program(path: str) -> str:
    """Return where git is. Only full folders of the path count: none of a workspace's own.

    Raises:
        UserError: it is nowhere.
    """
    for folder in path.split(os.pathsep):
        program = Path(folder, _PROGRAM_NAME)
        if folder and program.is_absolute() and os.access(program, os.X_OK) and program.is_file():
            return str(program)
    raise UserError(
        message("Changes are read from git, which is not installed."),
        message("Install it from https://git-scm.com, or compare two files: kamctl diff OLD NEW."),
    )


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT_VARIABLES)
    }
    return kept | {
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_GRAFT_FILE": str(Path(os.devnull, "none")),  # a file that there cannot be
        "GIT_NO_REPLACE_OBJECTS": "1",  # the past as it was, whatever `git replace` shows
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
        "LANGUAGE": "C",
    }


def ignored(folder: str, names: Iterable[str]) -> set[str]:
    """Return those of the files that git ignores: by all its rules, unless it keeps them already.

    So is what lies in a repository inside of another, if that one ignores it. Where there is no
    git, or it does not open a repository, nothing is ignored. `names` are paths from `folder` to
    files in it and below, with no link on the way.
    """
    real = os.path.realpath(folder)
    wanted: dict[str, list[tuple[str, str]]] = {}
    asked: dict[str, set[str]] = {}
    for name in names:
        for root, asked_name in _repositories(os.path.join(real, name)):  # noqa: PTH118 - for thousands
            wanted.setdefault(name, []).append((root, asked_name))
            asked.setdefault(root, set()).add(asked_name)
    found = {root: _ignored_in(root, names) for root, names in asked.items()}
    return {
        name for name, places in wanted.items() if any(one in found[root] for root, one in places)
    }


def _ignored_in(root: str, names: Iterable[str]) -> set[str]:
    given = b"".join(b"./" + os.fsencode(name) + b"\0" for name in sorted(names))
    try:
        answer = run_git(
            Path(root),
            "check-ignore",
            "-z",
            "--stdin",
            stdin=given,
            literal=False,
            timeout=SHORT_TIMEOUT,
        )
    except (GitError, UserError):  # none of them; or git cannot be asked
        return set()
    return {os.fsdecode(name).removeprefix("./") for name in answer.split(b"\0") if name}


def _repositories(place: str) -> list[tuple[str, str]]:
    """Return the repositories around a place, each with what it would have to ignore."""
    found = []
    root = root_around(os.path.dirname(place))  # noqa: PTH120 - for thousands
    while root is not None:
        found.append((root, place[len(os.path.join(root, "")) :]))  # noqa: PTH118 - likewise
        place = root
        above = os.path.dirname(root)  # noqa: PTH120 - once a plan
        root = root_around(above) if above != root else None
    return found
