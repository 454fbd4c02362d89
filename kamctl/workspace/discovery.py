"""Where things are: the workspace above a place, and the plans below it."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.errors import InvalidFile
from kamctl.document.source import behind_link
from kamctl.git.process import ignored
from kamctl.git.root import root_around
from kamctl.workspace.config import (
    NO_WORKSPACE,
    InvalidWorkspace,
    Workspace,
    read_workspace,
)
from kamctl.workspace.files import WORKSPACE_FILE, inherited_file, workspace_files
from kamctl.workspace.inheritance import inherit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})


def find_workspace(place: Path) -> Workspace:
    """Find the workspace that holds `place`, walking up as git does; an empty one if there is none.

    One that is inside another inherits from it, as far as their repository goes. A link to a plan
    belongs to the workspace of that plan.

    Raises:
        InvalidFile: its `kamctl.yaml` cannot be read, or says something that kamctl does not know.
    """
    # A file is taken for a folder: there is nothing in it, and the next look is beside it.
    return _workspace_above(os.path.abspath(behind_link(place)))  # noqa: PTH100 - see below


def clear_caches() -> None:
    """Forget the workspaces that were read: a program that goes on may find them changed."""
    for known in (_workspace_above, _exclusions, root_around):
        known.cache_clear()


def read_workspace_of(folder: Path) -> Workspace:
    """Read the workspace that holds `folder` anew, with what it inherits.

    Raises:
        InvalidFile: a file of it cannot be read, or says something that kamctl does not know.
    """
    found = NO_WORKSPACE
    for file in reversed(list(workspace_files(folder))):
        own = read_workspace(file)
        found = own if found is NO_WORKSPACE else inherit(found, own)
    return found


@lru_cache(maxsize=1024)
def _workspace_above(folder: str) -> Workspace:
    file = os.path.join(folder, WORKSPACE_FILE)  # noqa: PTH118 - once a plan, and quick
    if not os.path.lexists(file):
        parent = os.path.dirname(folder)  # noqa: PTH120 - once a plan
        return NO_WORKSPACE if parent == folder else _workspace_above(parent)
    above = inherited_file(Path(folder))
    inherited = NO_WORKSPACE if above is None else _workspace_above(str(above.parent))
    own = read_workspace(Path(file))
    return own if inherited is NO_WORKSPACE else inherit(inherited, own)


def is_plan_name(name: str) -> bool:
    """Tell whether a file of this name is a plan: `plan.yaml`, or `anything.plan.yaml`."""
    stem, dot, suffix = name.rpartition(".")
    return bool(dot) and suffix in ("yaml", "yml") and (stem == "plan" or stem.endswith(".plan"))


class FoundPlans(NamedTuple):
    """What was found in a folder and below, in order."""

    plans: list[Path]
    closed: list[Path]
    """Folders that may not be read."""
    left_out: list[Path]
    """Plans that git ignores, or that are excluded; those in excluded folders only where nothing
    else was found."""


def find_plans(folder: Path, exclude: Sequence[str] = ()) -> FoundPlans:
    """Look for plans in `folder` and below; links to folders are not followed.

    Left out are hidden folders and those of tools (`node_modules`, `venv`…), what git ignores, what
    the outermost workspace excludes, and what `exclude` names, from where the person is.
    """
    asked = ((str(Path.cwd()), tuple(exclude)),) if exclude else ()

    def excluded(path: Path) -> bool:
        return is_excluded(path) or any(_matches(path, *one) for one in asked)

    plans, closed, excluded_folders = _walk(folder, excluded)
    out = ignored([*plans, *closed])
    found = FoundPlans([], [], [])
    for plan in plans:
        (found.left_out if plan in out or excluded(plan) else found.plans).append(plan)
    found.closed.extend(path for path in closed if path not in out and not excluded(path))
    if not any(found):
        found.left_out.extend(
            plan for one in excluded_folders for plan in _walk(one, lambda _: False)[0]
        )
    return found


def _walk(
    folder: Path, excluded: Callable[[Path], bool]
) -> tuple[list[Path], list[Path], list[Path]]:
    """Return the plans in a folder and below, the closed folders, and the excluded ones."""
    plans: list[Path] = []
    closed: list[Path] = []
    excluded_folders: list[Path] = []
    for place, folders, files in os.walk(
        folder, onerror=lambda error: closed.append(Path(error.filename))
    ):
        below = []
        for name in sorted(folders):
            if name.startswith(".") or name in _SKIPPED:
                continue
            path = Path(place, name)
            if excluded(path):
                excluded_folders.append(path)
            else:
                below.append(name)
        folders[:] = below
        plans += [Path(place, name) for name in sorted(files) if is_plan_name(name)]
    return plans, closed, excluded_folders


def is_excluded(plan: Path) -> bool:
    """Tell whether the outermost workspace around a plan excludes it."""
    folder = os.path.dirname(os.path.abspath(plan))  # noqa: PTH100, PTH120 - as `find_workspace`
    root, patterns = _exclusions(folder)
    return _matches(plan, root, patterns)


@lru_cache(maxsize=1024)
def _exclusions(folder: str) -> tuple[str, tuple[str, ...]]:
    """Return what the outermost workspace around a folder excludes, and where it is.

    One inside another excludes nothing (KAM804), even where its file must be corrected.
    """
    if not os.path.lexists(os.path.join(folder, WORKSPACE_FILE)):  # noqa: PTH118 - once a plan
        parent = os.path.dirname(folder)  # noqa: PTH120 - once a plan
        return (folder, ()) if parent == folder else _exclusions(parent)
    *_, outermost = (Path(folder, WORKSPACE_FILE), *workspace_files(Path(folder)))
    try:
        workspace = find_workspace(outermost.parent)
    except InvalidWorkspace as bad:
        workspace = bad.workspace
    except InvalidFile:  # reported when the plan is read
        return folder, ()
    return str(outermost.parent), workspace.exclude


def _matches(plan: Path, base: str, patterns: Sequence[str]) -> bool:
    """Tell whether a pattern names a plan, or a folder in which it is.

    A pattern with a slash counts from `base`, another is the name of a file or of a folder.
    """
    if not patterns:
        return False
    parts = os.path.relpath(plan, base).replace(os.sep, "/").split("/")
    paths = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    for pattern in patterns:
        name = pattern.removeprefix("./").rstrip("/")
        among = paths if "/" in name else parts
        if any(fnmatch(one, name.lstrip("/")) for one in among):
            return True
    return False
