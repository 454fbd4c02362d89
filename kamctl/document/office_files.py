"""Files of Excel and PowerPoint, which are zip files: whether one is harmless, and whose it is."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

OLD_FORMAT: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Office files before 2007 begin, those with a password, and messages of Outlook (.msg)."""
ZIP_ERRORS: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError, EOFError, OSError),
    *(RuntimeError, OverflowError),
)
"""What `zipfile` raises for a file that is damaged or made to do harm."""

_APPLICATION: Final = "docProps/app.xml"
_MADE_HERE: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>kamctl</Application></Properties>'
)
"""What Office replaces as soon as somebody saves the file: then it is theirs."""
_DATES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can have."""

OfficeFault = Literal["old", "damaged", "large", "macros"]


class OfficeFileError(Exception):
    """A file is not opened, for this reason."""

    def __init__(self, fault: OfficeFault) -> None:
        super().__init__(fault)
        self.fault = fault


class OfficeLimits(NamedTuple):
    """How large a file may be: its bytes, those of its parts when unpacked, and how many these are.

    A few kilobytes can unpack to gigabytes.
    """

    packed: int
    unpacked: int
    parts: int


def part_names(data: bytes, limits: OfficeLimits) -> tuple[str, ...]:
    """Return the names of the parts of an Office file, in small letters; nothing is unpacked.

    Raises:
        OfficeFileError: it is in an old format or has a password, is damaged, is too large, or has
            macros.
    """
    if data.startswith(OLD_FORMAT):
        raise OfficeFileError("old")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except ZIP_ERRORS as error:
        raise OfficeFileError("damaged") from error
    unpacked = sum(one.file_size for one in parts)
    if len(data) > limits.packed or unpacked > limits.unpacked or len(parts) > limits.parts:
        raise OfficeFileError("large")
    names = tuple(one.filename.lower() for one in parts)
    if any(one.endswith("vbaproject.bin") or "/macrosheets/" in one for one in names):
        raise OfficeFileError("macros")
    return names


def stable_file(data: bytes, day: dt.date) -> bytes:
    """Return an Office file that is the same each time: made on `day`, whatever the clock says.

    It says that kamctl made it, until somebody saves it.
    """
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(".xlsx"):
                part = stable_file(part, day)
            elif name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), part)
            elif name == _APPLICATION:
                part = _MADE_HERE
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            copy.writestr(entry, part)
    return made.getvalue()


def is_untouched(path: Path) -> bool:
    """Tell whether the file at `path` was made here and not saved since: it may be replaced."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_APPLICATION) as file:
            return file.read(len(_MADE_HERE) + 1) == _MADE_HERE
    except ZIP_ERRORS:
        return False
