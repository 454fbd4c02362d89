"""What is checked: the text of a plan, its workspace, and the sign-offs beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.plan_files import STANDARD_INPUT
from kamctl.document.errors import UserError
from kamctl.document.source import (
    MAX_BYTES,
    STANDARD_INPUT_NAME,
    Source,
    decode,
    read_source,
)
from kamctl.git.repository import Repository, git_path, repository_of
from kamctl.git.revision import HEAD
from kamctl.i18n.message import message
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, Signoffs, signoffs_beside, with_removed
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.finding import Finding
    from kamctl.workspace.config import Workspace


class PlanSource(NamedTuple):
    """A plan to check: its text, its workspace, and the sign-offs beside it."""

    source: Source
    workspace: Workspace
    signoffs: Signoffs = NO_SIGNOFFS


def plan_sources(files: Sequence[str], stdin_as: str | None = None) -> list[PlanSource | Finding]:
    """Read plans: each as it is to be checked, or what keeps it from being read.

    What comes on standard input may be what a file holds in an editor: `stdin_as`.

    Raises:
        InvalidFile: a workspace is invalid.
    """
    opened = [_plan_source(file, stdin_as) for file in files]
    noted = iter(_noting_removed([one.signoffs for one in opened if isinstance(one, PlanSource)]))
    return [
        one._replace(signoffs=next(noted)) if isinstance(one, PlanSource) else one for one in opened
    ]


def signoffs_of(plan: str) -> Signoffs:
    """Read the sign-offs beside a plan; standard input has none."""
    return NO_SIGNOFFS if plan == STANDARD_INPUT else signoffs_beside(Path(plan))


def signoffs_to_check(plan: str) -> Signoffs:
    """Read the sign-offs beside a plan, and note which of the last commit are gone."""
    return noting_removed(signoffs_of(plan))


def noting_removed(signoffs: Signoffs) -> Signoffs:
    """Note which sign-offs of the last commit are not in the file of these any more."""
    (noted,) = _noting_removed([signoffs])
    return noted


def _plan_source(path: str, stdin_as: str | None = None) -> PlanSource | Finding:
    """Return a plan as it is to be checked, or what keeps it from being read.

    What comes on standard input may be what a file holds in an editor: `stdin_as`.
    """
    if path == STANDARD_INPUT:
        source = decode(read_standard_input(), stdin_as or STANDARD_INPUT_NAME)
        workspace = find_workspace(Path(stdin_as or ""))
    else:
        source = read_source(Path(path))
        workspace = find_workspace(Path(path))
    if not isinstance(source, Source):
        return source
    beside = stdin_as if path == STANDARD_INPUT and stdin_as else path
    return PlanSource(source, workspace, signoffs_of(beside))


def _noting_removed(given: Sequence[Signoffs]) -> list[Signoffs]:
    """Note in each which sign-offs of the last commit are not in its file any more.

    Git is asked once a repository. Where there is none, or it does not answer, nothing is known.
    """
    noted = list(given)
    asked: dict[Path, list[tuple[int, bytes]]] = {}
    for place, one in enumerate(given):
        if one.source is None:
            continue
        path = Path(one.source.name)
        try:
            root = repository_of(path)
        except UserError:
            continue
        asked.setdefault(root, []).append((place, git_path(root, path)))
    for root, files in asked.items():
        try:
            found = Repository(root).kept([f"{HEAD}:".encode() + file for _, file in files])
        except UserError:
            continue
        for (place, _), kept in zip(files, found, strict=True):
            if kept is not None:
                noted[place] = with_removed(noted[place], kept.data)
    return noted


def read_standard_input() -> bytes:
    """Return what comes on standard input, or as much of it as shows that it is too large.

    Raises:
        UserError: whoever started kamctl has closed it.
    """
    if sys.stdin is None:
        raise UserError(message("Standard input is not available."), message("Give a file."))
    return sys.stdin.buffer.read(MAX_BYTES + 1)
