"""Which `kamctl.yaml` decide on a folder, found without reading them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.git.root import root_around

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKSPACE_FILE: Final = "kamctl.yaml"
"""The file of a workspace."""


def workspace_file(folder: Path) -> Path | None:
    """Find the `kamctl.yaml` of the workspace that holds `folder`, without reading it."""
    folder = _absolute(folder)
    files = (place / WORKSPACE_FILE for place in (folder, *folder.parents))
    return next((file for file in files if os.path.lexists(file)), None)


def workspace_files(folder: Path) -> Iterator[Path]:
    """Find every `kamctl.yaml` that decides on `folder`, from the inside out."""
    file = workspace_file(folder)
    while file is not None:
        yield file
        file = inherited_file(file.parent)


def inherited_file(folder: Path) -> Path | None:
    """Find the `kamctl.yaml` that one in `folder` inherits from.

    In a git repository it is in that one, too: what lies around a repository is not of its people.
    """
    folder = _absolute(folder)
    root = root_around(str(folder))
    if folder == folder.parent or str(folder) == root:
        return None
    file = workspace_file(folder.parent)
    return file if file is None or root is None or file.is_relative_to(root) else None


def _absolute(place: Path) -> Path:
    return Path(os.path.abspath(place))  # noqa: PTH100 - `resolve` would leave a symlinked tree
