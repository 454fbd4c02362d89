"""Files are written whole or not at all, and never over somebody else's work."""

from __future__ import annotations

import contextlib
import errno
import ntpath
import os
import re
import stat
import sys
import time
from functools import lru_cache
from pathlib import Path, PureWindowsPath
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TEMPORARY_SUFFIX: Final = ".kamctl.part"
"""How a file ends that is being written."""
_NAME_IN_TEMPORARY: Final = 40
"""How many characters of its name such a file has."""
_LEFTOVER_SECONDS: Final = 3600
"""Seconds after which such a file belongs to a run that was killed."""
_LOCK_TIMEOUT: Final = 10.0
"""Seconds to wait for another kamctl that changes the same file: a change takes milliseconds."""
_REPLACE_PAUSES: Final = (0.01, 0.03, 0.1, 0.3, 0.6, 1.0)
"""Seconds to wait before each new try to replace a file."""
_MAX_LINKS: Final = 40
_FILE_DESCRIPTORS: Final = re.compile(r"/dev/fd|/proc/(\w|-|/)+/fd").fullmatch
"""The folders that hold what a process has open, as `/dev/stdout` leads to."""


def write_atomically(
    path: Path, text: str | bytes, *, over: bool = False, is_durable: bool = True
) -> None:
    """Write `text` to `path`: to a new file beside it, then in one step to its place.

    What is no bytes is written in UTF-8. A file already there is replaced only if `over` is true;
    through a link, the file it leads to. Its permissions and its owner stay, and nobody else can
    read the new one while it is written. A device or a pipe is written to directly. Unless
    `is_durable` is false, the file is on the disk afterwards, also if the power fails.

    Raises:
        UserError: the place is taken, is a folder, or cannot be written; nothing has changed then.
    """
    data = text.encode() if isinstance(text, str) else text
    if is_stream(path):
        with _os_error_as_user_error(path):
            _write_stream(path, data)
        return
    place = resolve_links(path)
    if place.is_dir():
        raise UserError(
            message("{path} is a folder.", path=path),
            message("Use a file in that folder, for example {file}.", file=path / "briefing.html"),
        )
    if not over and os.path.lexists(place):
        raise already_exists(path)
    with _os_error_as_user_error(path):
        _replace(path, place, data, over=over, is_durable=is_durable)


def _replace(path: Path, place: Path, data: bytes, *, over: bool, is_durable: bool) -> None:
    there = _status(place)
    if there is not None and not os.access(place, os.W_OK):
        raise _write_protected(path)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:  # a file has the folder's name
        raise NotADirectoryError(errno.ENOTDIR, "", str(place.parent)) from None
    _remove_leftovers(str(place.parent))
    temporary = place.with_name(
        f".{place.name[:_NAME_IN_TEMPORARY]}.{token_hex(4)}{_TEMPORARY_SUFFIX}"
    )
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o600 if there else 0o666)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle
            file.write(data)
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        if there is not None:
            _keep_owner(temporary, there)
            temporary.chmod(stat.S_IMODE(there.st_mode))
        if over:
            _replace_patiently(temporary, place)
        else:
            _move_new(temporary, place)
    except FileExistsError:
        raise already_exists(path) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _status(place: Path) -> os.stat_result | None:
    try:
        return place.stat()
    except FileNotFoundError:
        return None


def _keep_owner(temporary: Path, there: os.stat_result) -> None:
    """Give a file the owner and the group of the one it will replace, as far as we may."""
    if hasattr(os, "chown"):
        for owner, group in ((there.st_uid, there.st_gid), (-1, there.st_gid)):
            with contextlib.suppress(OSError):
                os.chown(temporary, owner, group)
                return


def _replace_patiently(temporary: Path, place: Path) -> None:
    """Put a file in the place of another, which Windows refuses while another program reads it.

    Raises:
        PermissionError: it is still refused after about two seconds.
    """
    for pause in _REPLACE_PAUSES:
        try:
            temporary.replace(place)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    temporary.replace(place)


def _move_new(temporary: Path, place: Path) -> None:
    """Give a file its name, unless something has it by now.

    Raises:
        FileExistsError: something has.
    """
    if os.name == "nt":
        temporary.rename(place)  # which replaces nothing there
        return
    try:
        os.link(temporary, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(place):
            raise FileExistsError from None
        temporary.replace(place)


@lru_cache(maxsize=1024)
def _remove_leftovers(folder: str) -> None:
    """Remove what runs that were killed have left in a folder: once a run."""
    before = time.time() - _LEFTOVER_SECONDS
    user = os.getuid() if hasattr(os, "getuid") else None
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(".") and entry.name.endswith(_TEMPORARY_SUFFIX)):
                continue
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                ours = user is None or found.st_uid == user
                if stat.S_ISREG(found.st_mode) and ours and found.st_mtime < before:
                    Path(entry.path).unlink()


def is_stream(path: Path) -> bool:
    """Tell whether `path` leads to what is written to, and not replaced: a device or a pipe.

    So does what a process has open already, such as `/dev/stdout`, even where that is a file.
    """
    if os.name == "nt":
        return _is_windows_device(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    if not stat.S_ISREG(mode):
        return not stat.S_ISDIR(mode)
    return any(_FILE_DESCRIPTORS(os.path.realpath(one.parent)) for one in _link_targets(path))


def _is_windows_device(path: Path) -> bool:
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(path)
    return PureWindowsPath(path).is_reserved()


def _link_targets(path: Path) -> Iterator[Path]:
    """Return the path, and where it leads link by link; for a while only, as links may circle."""
    for _ in range(_MAX_LINKS):
        yield path
        try:
            path = path.parent / path.readlink()
        except (OSError, ValueError):
            return


def _write_stream(path: Path, data: bytes) -> None:
    # Nothing is made, cut or overwritten; a terminal does not become the one we listen to.
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "wb") as file:  # noqa: PTH123 - a handle
        file.write(data)


def resolve_links(path: Path) -> Path:
    """Return where a path leads, through all links; there may be nothing yet.

    Raises:
        UserError: the links lead in a circle.
    """
    place = Path(os.path.realpath(path))
    if place.is_symlink():
        raise UserError(
            message("{path} is a link to itself.", path=path),
            message("Delete the link, or use another file."),
        )
    return place


def rewrite(path: Path, before: bytes, text: str) -> None:
    """Put `text` in the place of the file that was read as `before`, whole or not at all.

    A byte-order mark stays, and so do the file's permissions and a link that leads to it. Other
    kamctls wait meanwhile.

    Raises:
        ChangedMeanwhile: it is not as it was read.
        UserError: it is protected, or cannot be written; it is as it was then.
    """
    with locked(path):
        with _os_error_as_user_error(path):
            now = path.read_bytes()
        if now != before:
            raise changed_meanwhile(path)
        mark = "\ufeff" if before.startswith(_BYTE_ORDER_MARK) else ""
        write_atomically(path, mark + text, over=True)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other runs and threads from changing the file at `path`; they wait meanwhile.

    May be nested: who holds a file may ask for it again.

    Raises:
        UserError: somebody else keeps it, or the folder cannot be written in.
    """
    from filelock import SoftFileLock, Timeout

    place = resolve_links(path)
    if not place.parent.is_dir():  # the lock would make it
        raise UserError(
            message("{path} cannot be written: there is no such folder.", path=path),
            message("Give the path of an existing plan."),
        )
    if place.exists() and not os.access(place, os.W_OK):
        raise _write_protected(path)
    # Its existence is the lock: it holds on shared folders, too, leaves nothing behind, and one
    # whose process has died is removed by the next.
    lock = SoftFileLock(
        place.with_name(f".{place.name}.lock"),
        timeout=_LOCK_TIMEOUT,
        poll_interval=0.01,
        is_singleton=True,
    )
    was_locked = Path(lock.lock_file).exists()
    with _os_error_as_user_error(path):
        try:
            lock.acquire()
        except Timeout:
            raise UserError(
                message("Another kamctl process is still writing to {path}.", path=path),
                message(
                    "Wait for it to finish. If no other process is running, delete {lock} "
                    "and try again.",
                    lock=Path(lock.lock_file),
                ),
            ) from None
    try:
        if was_locked:  # perhaps by a run that was killed
            _remove_parts_of(place)
        yield
    finally:
        lock.release()


def _remove_parts_of(place: Path) -> None:
    """Remove what runs that were killed have left of a file; nobody else may write to it now."""
    if len(place.name) > _NAME_IN_TEMPORARY:  # the name of a part may be that of another file
        return
    is_part = re.compile(rf"\.{re.escape(place.name)}\.[0-9a-f]{{8}}{re.escape(_TEMPORARY_SUFFIX)}")
    with contextlib.suppress(OSError), os.scandir(place.parent) as entries:
        for entry in entries:
            if is_part.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()


@contextlib.contextmanager
def _os_error_as_user_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            message(
                "{path} cannot be written: {reason}.",
                path=path,
                reason=os_error_reason(error),
            ),
            message(
                "Check that the folder exists, that you have write permission, and that "
                "there is free space."
            ),
        ) from error


class ChangedMeanwhile(UserError):
    """A file is not as it was when it was read; nothing was written."""


def changed_meanwhile(path: Path) -> ChangedMeanwhile:
    """Say that a file is not as it was when it was read."""
    return ChangedMeanwhile(
        message("{path} changed while kamctl was reading it; nothing was written.", path=path),
        message("Run the command again."),
    )


def already_exists(path: Path) -> UserError:
    """Say that there is a file already where one is to be written."""
    return UserError(
        message("{path} already exists.", path=path),
        message("Choose another name, or use --force to overwrite it."),
    )


def _write_protected(path: Path) -> UserError:
    return UserError(
        message("{path} is read-only; nothing was changed.", path=path),
        message("Allow writing, then try again."),
    )
