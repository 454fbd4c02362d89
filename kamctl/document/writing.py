"""Files are written whole or not at all, and never over somebody else's work."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from kamctl.document.refusal import Refusal
from kamctl.words.message import message

_HEAD = 2048
_MARK = b"\xef\xbb\xbf"
"""A byte-order mark."""


def write_whole(path: Path, text: str | bytes, *, over: bool = False) -> None:
    """Write `text` to `path`: to a new file beside it, then in one step to its place.

    What is no bytes is written in UTF-8. A file already there is replaced only if `over` is true;
    through a link, the file it leads to. A device or a pipe is written to directly.

    Raises:
        Refusal: the place is taken, is a folder, or cannot be written; nothing has changed then.
    """
    temporary: str | None = None
    try:
        if path.is_dir():
            raise Refusal(
                message("{path} is a folder.", path=path),
                message("Name a file inside it, for example {file}.", file=path / "briefing.html"),
            )
        if not over and path.exists():
            raise Refusal(
                message("{path} is already there, and kamctl does not write over it.", path=path),
                message("Choose another name, or say --force if it may go."),
            )
        if path.exists() and not path.is_file():  # a device or a pipe is never replaced
            path.write_bytes(text.encode() if isinstance(text, str) else text)
            return
        path = Path(os.path.realpath(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part"
        )
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode_of_new_files())
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise Refusal(
            message(
                "{path} cannot be written: {reason}.",
                path=path,
                reason=error.strerror or str(error),
            ),
            message(
                "Check that the folder is there, that you may write in it, and its free space."
            ),
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def rewrite(path: Path, before: bytes, text: str) -> None:
    """Put `text` in the place of the file that was read as `before`, whole or not at all.

    A byte-order mark stays, and so do the file's permissions and a link that leads to it.

    Raises:
        Refusal: it is protected, or was changed meanwhile; it is as it was then.
    """
    place = Path(os.path.realpath(path))
    if not os.access(place, os.W_OK):
        raise Refusal(
            message("{path} is protected against writing, so nothing was changed.", path=path),
            message("Allow writing, and run the command again."),
        )
    if place.read_bytes() != before:
        raise Refusal(
            message(
                "{path} was changed while kamctl looked at it; it is left as it is.", path=path
            ),
            message("Run the command again."),
        )
    mode = stat.S_IMODE(place.stat().st_mode)
    mark = "\ufeff" if before.startswith(_MARK) else ""
    write_whole(place, mark + text, over=True)
    place.chmod(mode)


def made_by_kamctl(path: Path, mark: str) -> bool:
    """Tell whether the file at `path` carries `mark` in its first lines."""
    try:
        with path.open("rb") as file:
            return mark.encode() in file.read(_HEAD)
    except OSError:
        return False


def _mode_of_new_files() -> int:
    """Return the permissions a new file gets here; `mkstemp` gives the owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
