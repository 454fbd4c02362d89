"""Files and folders are made together or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def undone_on_error(folder: Path, *files: Path) -> Iterator[None]:
    """On an error, remove `files` and the folders up from `folder` that were not there before."""
    new_files = [file for file in files if not os.path.lexists(file)]
    new_folders = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    try:
        yield
    except BaseException:
        for file in new_files:
            with contextlib.suppress(OSError):
                file.unlink()
        for made in new_folders:  # innermost first
            with contextlib.suppress(OSError):
                made.rmdir()
        raise
