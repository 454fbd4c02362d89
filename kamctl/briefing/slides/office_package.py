"""Files of PowerPoint as packages: whether one is harmless to open, and one that is stable."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.message import message

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


LARGEST_DECK: Final = 50 * 1024 * 1024
"""Bytes of a template; most of them are its pictures."""
LARGEST_UNPACKED_DECK: Final = 200 * 1024 * 1024
_MOST_PARTS: Final = 3000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of PowerPoint before 2007 begin, and those with a password."""
_PRESENTATION: Final = b"presentationml.presentation.main+xml"
_TEMPLATE: Final = b"presentationml.template.main+xml"
_TYPES: Final = "[Content_Types].xml"
_LARGEST_TYPES: Final = 2 * 1024 * 1024
_APPLICATION: Final = "docProps/app.xml"
_MADE_HERE: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>kamctl</Application></Properties>'
)
"""What PowerPoint replaces as soon as somebody saves the file: then it is theirs."""
_DATES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can have."""
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, OverflowError),
)


def read_template(path: Path) -> bytes:
    """Return the bytes of a company's template, which is harmless to open.

    Raises:
        UserError: it cannot be read, is no presentation, is too large, or has macros.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_DECK + 1)
    except (OSError, ValueError) as error:
        raise UserError(
            message("The template {file} cannot be read: {reason}.", file=path,
                    reason=os_error_reason(error)),
            message("Check the path: --template, or `slides.template` in kamctl.yaml."),
        ) from None  # fmt: skip
    _check(data, path)
    return data


def _check(data: bytes, path: Path) -> None:
    if data.startswith(_OLE):
        raise UserError(
            message("{file} is an old PowerPoint file, or has a password.", file=path),
            message("Save it as .pptx without a password."),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(one.file_size for one in parts)
            if (
                len(data) > LARGEST_DECK
                or unpacked > LARGEST_UNPACKED_DECK
                or len(parts) > _MOST_PARTS
            ):
                raise _too_large(path)
            with archive.open(_TYPES) as file:
                types = file.read(_LARGEST_TYPES)
    except _UNREADABLE:
        raise damaged(path) from None
    names = [one.filename.lower() for one in parts]
    if b"macroEnabled" in types or any(one.endswith("vbaproject.bin") for one in names):
        raise UserError(
            message("{file} has macros; it was not read.", file=path),
            message("Save it as .pptx, without macros."),
        )
    if _TEMPLATE in types:
        raise UserError(
            message("{file} is a PowerPoint template (.potx), which cannot be filled in.",
                    file=path),
            message("Open it in PowerPoint and save it as a presentation (.pptx)."),
        )  # fmt: skip
    if _PRESENTATION not in types:
        raise damaged(path)


def _too_large(path: Path) -> UserError:
    return UserError(
        message(
            "{file} is too large for a template: at most {limit} MB, {unpacked} MB unpacked.",
            file=path,
            limit=LARGEST_DECK // 1024**2,
            unpacked=LARGEST_UNPACKED_DECK // 1024**2,
        ),
        message("Save a copy with the master alone, without slides and large pictures."),
    )


def damaged(path: Path) -> UserError:
    """Return the error about a file that is no presentation."""
    return UserError(
        message("{file} cannot be read as a PowerPoint presentation.", file=path),
        message("Open it in PowerPoint or LibreOffice and save it again as .pptx."),
    )


def stable(data: bytes, day: dt.date) -> bytes:
    """Return a package that is the same each time: it is made on `day`, whatever the clock says."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(".xlsx"):
                part = stable(part, day)
            elif name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), part)
            elif name == _APPLICATION:
                part = _MADE_HERE
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            copy.writestr(entry, part)
    return made.getvalue()


def is_untouched_deck(path: Path) -> bool:
    """Tell whether the deck at `path` was made here and not changed, so that it may be replaced."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_APPLICATION) as file:
            return file.read(len(_MADE_HERE) + 1) == _MADE_HERE
    except _UNREADABLE:
        return False
