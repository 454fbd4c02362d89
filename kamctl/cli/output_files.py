"""Files that commands write: where nothing is lost, whole, and named once they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.code_frame import printable
from kamctl.document.writing import is_stream, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kamctl.cli.console import Console
    from kamctl.cli.output_paths import ProtectedFiles


def write_output(
    path: Path,
    data: str | bytes,
    console: Console,
    protected: ProtectedFiles,
    may_replace: Callable[[Path], bool],
) -> None:
    """Write a file whole, and print its name to standard error.

    `may_replace` tells whether a file that is there may be replaced; it is not asked of a device
    or a pipe, which hold nothing to lose and may wait for ever to be read.

    Raises:
        UserError: the file is protected or may not be replaced, or cannot be written.
    """
    protected.check(path)
    write_atomically(path, data, over=is_stream(path) or may_replace(path))
    console.note(printable(path.as_posix()))
