"""Where things are: the workspace above a place, and the plans below it."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from functools import lru_cache
from operator import attrgetter
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
    from collections.abc import Callable, Iterable, Sequence

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
    """What was found in a folder and below, in order, each as it is called from here, with `/`."""

    plans: list[str]
    closed: list[str]
    """Folders that may not be read."""
    left_out: list[str]
    """Plans that git ignores, or that are excluded; those in excluded folders only where nothing
    else was found."""


class _Exclusions(NamedTuple):
    """What is excluded: a pattern with a slash counts from `base`, another is a name."""

    base: str
    patterns: tuple[str, ...]


class _Walked(NamedTuple):
    """What is in a folder and below, in order, each by its path as the system writes it."""

    plans: list[str]
    excluded_plans: set[str]
    """Those of the plans that are excluded, in folders that are not."""
    closed: list[str]
    excluded_folders: list[str]
    """They were not looked into."""


def find_plans(folder: Path, exclude: Sequence[str] = ()) -> FoundPlans:
    """Look for plans in `folder` and below; links to folders are not followed.

    Left out are hidden folders and those of tools (`node_modules`, `venv`…), what git ignores, what
    the outermost workspace excludes, and what `exclude` names, from where the person is.
    """
    asked = [_Exclusions(str(Path.cwd()), tuple(exclude))] if exclude else []

    def exclusions_in(place: str) -> list[_Exclusions]:
        of_workspace = _exclusions(os.path.abspath(place))  # noqa: PTH100 - as `find_workspace`
        return [one for one in (of_workspace, *asked) if one.patterns]

    top = str(folder)
    walked = _walk(top, exclusions_in)
    name_start = len(os.path.join(top, ""))  # noqa: PTH118 - as `os.scandir` joins them
    out = ignored(top, [path[name_start:] for path in (*walked.plans, *walked.closed)])
    found = FoundPlans([], [], [])
    for plan in walked.plans:
        is_out = plan[name_start:] in out or plan in walked.excluded_plans
        (found.left_out if is_out else found.plans).append(_from_here(plan))
    found.closed.extend(_from_here(one) for one in walked.closed if one[name_start:] not in out)
    if not any(found):
        for place in walked.excluded_folders:
            found.left_out.extend(map(_from_here, _walk(place, lambda _: []).plans))
    return found


def _walk(top: str, exclusions_in: Callable[[str], list[_Exclusions]]) -> _Walked:
    """Look for plans.

    What is excluded around a folder is so below it; it is looked up again only where there is a
    `kamctl.yaml`: a workspace may begin there.
    """
    walked = _Walked([], set(), [], [])
    left = [(top, exclusions_in(top))]
    while left:
        place, exclusions = left.pop()
        try:
            with os.scandir(place) as listed:
                entries = sorted(listed, key=attrgetter("name"))
        except OSError:
            if not _is_excluded(place, exclusions):
                walked.closed.append(place)
            continue
        # Some file systems know no difference between small and capital letters.
        if place != top and any(one.name.lower() == WORKSPACE_FILE for one in entries):
            exclusions = exclusions_in(place)
        below = []
        for entry in entries:
            if not _is_folder(entry):
                if is_plan_name(entry.name):
                    walked.plans.append(entry.path)
                    if _is_excluded(entry.path, exclusions):
                        walked.excluded_plans.add(entry.path)
            elif entry.name.startswith(".") or entry.name in _SKIPPED:
                continue
            elif _is_excluded(entry.path, exclusions):
                walked.excluded_folders.append(entry.path)
            elif not entry.is_symlink():
                below.append((entry.path, exclusions))
        left += reversed(below)
    return walked


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # such as a link to itself
        return False


def _from_here(path: str) -> str:
    return path.replace(os.sep, "/").removeprefix("./")


def is_excluded(plan: Path) -> bool:
    """Tell whether the outermost workspace around a plan excludes it."""
    folder = os.path.dirname(os.path.abspath(plan))  # noqa: PTH100, PTH120 - as `find_workspace`
    return _is_excluded(str(plan), [_exclusions(folder)])


@lru_cache(maxsize=1024)
def _exclusions(folder: str) -> _Exclusions:
    """Return what the outermost workspace around a folder excludes.

    One inside another excludes nothing (KAM804), even where its file must be corrected.
    """
    if not os.path.lexists(os.path.join(folder, WORKSPACE_FILE)):  # noqa: PTH118 - once a plan
        parent = os.path.dirname(folder)  # noqa: PTH120 - once a plan
        return _Exclusions(folder, ()) if parent == folder else _exclusions(parent)
    *_, outermost = (Path(folder, WORKSPACE_FILE), *workspace_files(Path(folder)))
    try:
        workspace = find_workspace(outermost.parent)
    except InvalidWorkspace as bad:
        workspace = bad.workspace
    except InvalidFile:  # reported when the plan is read
        return _Exclusions(folder, ())
    return _Exclusions(str(outermost.parent), workspace.exclude)


def _is_excluded(path: str, exclusions: Iterable[_Exclusions]) -> bool:
    """Tell whether a pattern names a plan or a folder, or a folder in which it is."""
    for base, patterns in exclusions:
        parts = os.path.relpath(path, base).replace(os.sep, "/").split("/")
        paths = ["/".join(parts[: number + 1]) for number in range(len(parts))]
        for pattern in patterns:
            name = pattern.removeprefix("./").rstrip("/")
            among = paths if "/" in name else parts
            if any(fnmatch(one, name.lstrip("/")) for one in among):
                return True
    return False
