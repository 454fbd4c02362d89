"""Why the operating system refused something, in the language of the message around it."""

from __future__ import annotations

import errno
from typing import Final

from kamctl.i18n.message import N_, Message

_NOT_FOUND: Final = N_("the file or folder does not exist")
_ACCESS_DENIED: Final = N_("access is denied")
_IN_USE: Final = N_("another program is using the file")
_READ_ONLY: Final = N_("the disk or the folder is read-only")
_DISK_FULL: Final = N_("the disk is full")
_NAME_TOO_LONG: Final = N_("the name or the path is too long")
_INVALID_NAME: Final = N_("the name has a character that is not allowed")
_DISK_FAILED: Final = N_("the disk or the network folder reported an error")
_DISK_GONE: Final = N_("the disk or the network folder is not available")
_TIMED_OUT: Final = N_("the disk or the network folder did not answer in time")
_TOO_MANY_OPEN: Final = N_("too many files are open")

BY_ERRNO: Final = {
    "ENOENT": _NOT_FOUND,
    "EACCES": _ACCESS_DENIED,
    "EPERM": _ACCESS_DENIED,
    "EEXIST": N_("a file or folder with this name exists already"),
    "ENOTDIR": N_("a part of the path is a file, not a folder"),
    "EISDIR": N_("it is a folder, not a file"),
    "ENOTEMPTY": N_("the folder is not empty"),
    "ENOSPC": _DISK_FULL,
    "EDQUOT": N_("the disk quota is used up"),
    "EFBIG": N_("the file would be too large"),
    "EROFS": _READ_ONLY,
    "ENAMETOOLONG": _NAME_TOO_LONG,
    "ELOOP": N_("symbolic links form a loop"),
    "EMFILE": _TOO_MANY_OPEN,
    "ENFILE": _TOO_MANY_OPEN,
    "EBUSY": _IN_USE,
    "ETXTBSY": _IN_USE,
    "EIO": _DISK_FAILED,
    "EXDEV": N_("a file cannot be moved to another disk in one step"),
    "ENODEV": _DISK_GONE,
    "ENXIO": _DISK_GONE,
    "ESTALE": _DISK_GONE,
    "EHOSTDOWN": _DISK_GONE,
    "EHOSTUNREACH": _DISK_GONE,
    "ENETUNREACH": _DISK_GONE,
    "ETIMEDOUT": _TIMED_OUT,
    "EPIPE": N_("the program that reads the output has ended"),
    "ENOMEM": N_("there is not enough memory"),
    "ENOEXEC": N_("this computer cannot run the program"),
    "E2BIG": N_("the command line is too long"),
}
"""By the name of the error's number: numbers differ between systems, and not all have them all."""

_BY_WINDOWS_ERROR: Final = {
    2: _NOT_FOUND,
    3: _NOT_FOUND,
    5: _ACCESS_DENIED,
    19: _READ_ONLY,
    21: _DISK_GONE,
    32: _IN_USE,
    33: _IN_USE,
    39: _DISK_FULL,
    53: _DISK_GONE,
    55: _DISK_GONE,
    59: _DISK_FAILED,
    64: _DISK_GONE,
    67: _DISK_GONE,
    112: _DISK_FULL,
    121: _TIMED_OUT,
    123: _INVALID_NAME,
    193: BY_ERRNO["ENOEXEC"],
    206: _NAME_TOO_LONG,
    1224: _IN_USE,
    1117: _DISK_FAILED,
}
"""By the number Windows gives, which is more exact: “in use” has the errno of “access denied”."""


def os_error_reason(error: OSError | ValueError) -> Message | str:
    """Return why the system refused, as a part of a sentence: no capital, no full stop.

    What has no words here has those of the system, in its language. A `ValueError` is what
    Python raises for a path that no system accepts, or for bytes that are not UTF-8.
    """
    if isinstance(error, UnicodeDecodeError):
        return Message(N_("it is not a text in UTF-8"))
    if not isinstance(error, OSError):
        return Message(_INVALID_NAME)
    known = _BY_WINDOWS_ERROR.get(getattr(error, "winerror", None) or 0) or BY_ERRNO.get(
        errno.errorcode.get(error.errno or 0, "")
    )
    if known is not None:
        return Message(known)
    return (error.strerror or str(error) or type(error).__name__).rstrip(".")
