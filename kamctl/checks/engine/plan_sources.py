"""What is checked: the text of a plan, its workspace, and the sign-offs beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.errors import UserError
from kamctl.document.source import (
    MAX_BYTES,
    STANDARD_INPUT_NAME,
    Source,
    decode,
    read_source,
)
from kamctl.i18n.message import message
from kamctl.signoffs.removed_signoffs import all_with_removed, with_removed
from kamctl.signoffs.signoff_file import (
    NO_SIGNOFFS,
    Signoffs,
    signoffs_beside,
)
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.finding import Finding
    from kamctl.signoffs.removed_signoffs import SignoffHistories
    from kamctl.workspace.config import Workspace


class PlanSource(NamedTuple):
    """A plan to check: its text, its workspace, and the sign-offs beside it."""

    source: Source
    workspace: Workspace
    signoffs: Signoffs = NO_SIGNOFFS
    path: Path | None = None
    """The file that the text is of; None where standard input is of none."""


def plan_sources(
    files: Sequence[str], stdin_as: str | None = None, histories: SignoffHistories | None = None
) -> list[PlanSource | Finding]:
    """Read plans: each as it is to be checked, or what keeps it from being read.

    `stdin_as` is the file whose text, as an editor has it, comes on standard input. `histories`
    has what git has answered for other plans of the same run.

    Raises:
        InvalidFile: a workspace is invalid.
    """
    opened = [_plan_source(file, stdin_as) for file in files]
    there = [
        (place, one.signoffs, one.path)
        for place, one in enumerate(opened)
        if isinstance(one, PlanSource) and one.path
    ]
    noted = all_with_removed([(signoffs, plan) for _, signoffs, plan in there], histories)
    for (place, _, _), signoffs in zip(there, noted, strict=True):
        one = opened[place]
        assert isinstance(one, PlanSource)
        opened[place] = one._replace(signoffs=signoffs)
    return opened


def signoffs_of(plan: str) -> Signoffs:
    """Read the sign-offs beside a plan; standard input has none."""
    return NO_SIGNOFFS if plan == STANDARD_INPUT else signoffs_beside(Path(plan))


def signoffs_to_check(plan: str) -> Signoffs:
    """Read the sign-offs beside a plan, and note which are gone that git has kept."""
    signoffs = signoffs_of(plan)
    return signoffs if plan == STANDARD_INPUT else with_removed(signoffs, Path(plan))


def _plan_source(file: str, stdin_as: str | None) -> PlanSource | Finding:
    """Return a plan as it is to be checked, or what keeps it from being read."""
    if file == STANDARD_INPUT:
        source = decode(read_standard_input(), stdin_as or STANDARD_INPUT_NAME)
        path = Path(stdin_as) if stdin_as else None
    else:
        path = Path(file)
        source = read_source(path)
    workspace = find_workspace(path or Path())
    if not isinstance(source, Source):
        return source
    return PlanSource(source, workspace, signoffs_beside(path) if path else NO_SIGNOFFS, path)


def read_standard_input() -> bytes:
    """Return what comes on standard input, or as much of it as shows that it is too large.

    Raises:
        UserError: whoever started kamctl has closed it.
    """
    if sys.stdin is None:
        raise UserError(message("Standard input is not available."), message("Give a file."))
    return sys.stdin.buffer.read(MAX_BYTES + 1)
