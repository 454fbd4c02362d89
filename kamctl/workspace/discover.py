"""Where things are: the workspace above a place, and the plans below it."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.workspace.config import FILE_NAME, NO_WORKSPACE, Workspace, read_workspace
from kamctl.workspace.inheritance import inherit

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})


def find_workspace(place: Path) -> Workspace:
    """Find the workspace that holds `place`, walking up as git does; an empty one if there is none.

    One that is inside another inherits from it.

    Raises:
        BadFile: its `kamctl.yaml` cannot be read, or says something that kamctl does not know.
    """
    # A file is taken for a folder: there is nothing in it, and the next look is beside it.
    return _workspace_above(os.path.abspath(place))  # noqa: PTH100 - see below


def workspace_file(folder: Path) -> Path | None:
    """Find the `kamctl.yaml` of the workspace that holds `folder`, without reading it."""
    folder = _absolute(folder)
    files = (place / FILE_NAME for place in (folder, *folder.parents))
    return next((file for file in files if os.path.lexists(file)), None)


def workspace_files(folder: Path) -> Iterator[Path]:
    """Find every `kamctl.yaml` that decides on `folder`, from the inside out."""
    file = workspace_file(folder)
    while file is not None:
        yield file
        file = None if file.parent == file.parent.parent else workspace_file(file.parent.parent)


def read_workspace_of(folder: Path) -> Workspace:
    """Read the workspace that holds `folder` anew, with what it inherits.

    Raises:
        BadFile: a file of it cannot be read, or says something that kamctl does not know.
    """
    found = NO_WORKSPACE
    for file in reversed(list(workspace_files(folder))):
        own = read_workspace(file)
        found = own if found is NO_WORKSPACE else inherit(found, own)
    return found


def _absolute(place: Path) -> Path:
    return Path(os.path.abspath(place))  # noqa: PTH100 - `resolve` would leave a symlinked tree


@lru_cache(maxsize=1024)
def _workspace_above(folder: str) -> Workspace:
    file = os.path.join(folder, FILE_NAME)  # noqa: PTH118 - once a plan, and quick
    parent = os.path.dirname(folder)  # noqa: PTH120
    above = NO_WORKSPACE if parent == folder else _workspace_above(parent)
    if not os.path.lexists(file):
        return above
    own = read_workspace(Path(file))
    return own if above is NO_WORKSPACE else inherit(above, own)


def is_plan_name(name: str) -> bool:
    """Tell whether a file of this name is a plan: `plan.yaml`, or `anything.plan.yaml`."""
    stem, dot, suffix = name.rpartition(".")
    return bool(dot) and suffix in ("yaml", "yml") and (stem == "plan" or stem.endswith(".plan"))


def plans_below(folder: Path) -> Iterator[Path]:
    """Find the plans in `folder` and below, in order; links to folders are not followed.

    Hidden folders and those of tools (`node_modules`, `venv`…) are left out.
    """
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _SKIPPED
        )
        for name in sorted(files):
            if is_plan_name(name):
                yield Path(place, name)
