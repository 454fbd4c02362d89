"""Files of Excel and PowerPoint, which are zip files: whether one is harmless to unpack."""

from __future__ import annotations

import io
import zipfile
from typing import Final, Literal, NamedTuple

OLD_FORMAT: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Office files before 2007 begin, those with a password, and messages of Outlook (.msg)."""
ZIP_ERRORS: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, OverflowError),
)
"""What `zipfile` raises for a file that is damaged or made to do harm."""

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
