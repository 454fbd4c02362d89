"""Where things are: the workspace above a place, and the plans below it."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.workspace.config import FILE_NAME, NO_WORKSPACE, Workspace, read_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})


def find_workspace(place: Path) -> Workspace:
    """Find the workspace that holds `place`, walking up as git does; an empty one if there is none.

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


def _absolute(place: Path) -> Path:
    return Path(os.path.abspath(place))  # noqa: PTH100 - `resolve` would leave a symlinked tree


@lru_cache(maxsize=1024)
def _workspace_above(folder: str) -> Workspace:
    file = os.path.join(folder, FILE_NAME)  # noqa: PTH118 - once a plan, and quick
    if os.path.lexists(file):
        return read_workspace(Path(file))
    above = os.path.dirname(folder)  # noqa: PTH120
    return NO_WORKSPACE if above == folder else _workspace_above(above)


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
