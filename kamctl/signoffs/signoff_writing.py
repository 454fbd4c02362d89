"""Add a sign-off to the file beside a plan: at its end, whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.document.generated_files import SIGNOFFS_HEADING
from kamctl.document.os_errors import os_error_reason
from kamctl.document.writing import locked
from kamctl.i18n.message import message
from kamctl.signoffs.signoff import as_line
from kamctl.signoffs.signoff_file import read_signoffs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kamctl.signoffs.signoff import Signoff


@contextmanager
def appending(path: Path) -> Iterator[Callable[[Signoff], None]]:
    """Keep the file of sign-offs to ourselves, and give what adds one at its end, whole or not.

    Others wait meanwhile: what is looked at in between is still so when the line is added.

    Raises:
        UserError: the file cannot be written, or another process keeps it; nothing has changed.
    """
    if path.exists() and not path.is_file():
        raise UserError(
            message("{path} cannot be written: it is not a file.", path=path),
            message("Sign-offs are kept in a file of this name: rename or move the existing one."),
        )
    with locked(path):
        yield lambda signoff: _add(path, signoff)


def _add(path: Path, signoff: Signoff) -> None:
    try:
        _append(path, as_line(signoff).encode("utf-8"))
    except OSError as error:
        raise UserError(
            message(
                "{path} cannot be written: {reason}. Nothing was recorded.",
                path=path,
                reason=os_error_reason(error),
            ),
            message("Check the folder's write permission and free space."),
        ) from error


def check_clock(path: Path, moment: dt.datetime, now: dt.datetime) -> None:
    """Check that no sign-off at `path` is later than `moment`: the next would not be the last.

    One that is was recorded since `moment`, or, where it is later than `now`, a clock is wrong.

    Raises:
        UserError: one is.
    """
    last = max(read_signoffs(path).entries, key=lambda one: one.instant, default=None)
    if last is None or last.instant <= moment:
        return
    if last.instant <= now:
        raise UserError(
            message(
                "Another sign-off was recorded while this one was being signed ({path}, line "
                "{line}). Nothing was recorded.",
                path=path,
                line=last.line,
            ),
            message("Review it with `kamctl align status`, then run the command again."),
        )
    raise UserError(
        message(
            "This computer's clock shows {now}, but the last sign-off is dated {last} "
            "({path}, line {line}). Nothing was recorded.",
            now=now.strftime("%Y-%m-%d %H:%M:%S UTC"),
            last=last.instant.strftime("%Y-%m-%d %H:%M:%S UTC"),
            path=path,
            line=last.line,
        ),
        message(
            "Set this computer's clock. If the date of that sign-off is wrong, remove its "
            "line and ask {person} again.",
            person=last.name or last.by,
        ),
    )


def _append(path: Path, line: bytes) -> None:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        length = os.fstat(handle).st_size
        end = _end_of(handle, length)
        newline = b"\r\n" if end == b"\r\n" else b"\n"
        line += newline
        if length == 0:
            line = SIGNOFFS_HEADING.encode() + line
        elif not end.endswith(b"\n"):
            line = newline + line  # what a crash has cut off must not swallow this line
        try:
            while line:
                line = line[os.write(handle, line) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, length)
            raise
    finally:
        os.close(handle)


def _end_of(handle: int, length: int) -> bytes:
    """Return the last two bytes of a file, or what there is."""
    os.lseek(handle, max(length - 2, 0), os.SEEK_SET)
    return os.read(handle, 2)
