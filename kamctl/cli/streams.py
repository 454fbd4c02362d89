"""Standard output and standard error of the process: terminals, encodings, closed ones."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TextIO

from kamctl.reports.terminal_text import ENCODE_ERRORS


def is_terminal(file: TextIO) -> bool:
    """Return whether a stream is read by a person: a terminal, or what asks to be treated as one.

    `TTY_COMPATIBLE` is rich's: build servers and recorders set it to 1.
    """
    setting = os.environ.get("TTY_COMPATIBLE")
    if setting in ("0", "1"):
        return setting == "1"
    return isatty(file)


def isatty(file: TextIO) -> bool:
    """Return whether a stream is a terminal; a closed one is not."""
    try:
        return file.isatty()
    except (AttributeError, ValueError):  # no stream at all, or a closed one
        return False


def discard_pending(file: TextIO) -> None:
    """Discard unwritten output: the interpreter would fail on it at exit."""
    with contextlib.suppress(OSError, ValueError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), file.fileno())


def prepare_streams() -> None:
    """Set encodings so that no character stops a report: UTF-8 for pipes, the terminal's own.

    An encoding named in PYTHONIOENCODING is kept. A closed stream becomes the null device.
    """
    _open_closed_streams()
    if not os.environ.get("COLUMNS", "").strip("0"):
        os.environ.pop("COLUMNS", None)  # rich would take a width of 0 at its word
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the parent process, or a program without a console
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - stays
            continue
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if os.environ.get("PYTHONIOENCODING", "").split(":")[0] or stream.isatty():
            reconfigure(errors=ENCODE_ERRORS)
        else:
            reconfigure(encoding="utf-8", errors="replace")


def _open_closed_streams() -> None:
    """Open closed standard streams on the null device, before a file gets their number.

    Messages would be written into that file.
    """
    for number, flags in enumerate((os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, flags)  # it gets the lowest number that is free
