"""Reading a workbook that somebody has sent: only what is harmless is opened."""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from kamctl.document.errors import UserError
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.i18n.message import Message

LARGEST_WORKBOOK: Final = 10 * 1024 * 1024
"""Bytes of a file; one of ours has at most some hundred thousand."""
_LARGEST_UNPACKED: Final = 40 * 1024 * 1024
_MOST_PARTS: Final = 250
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Excel before 2007 begin, those with a password, and messages of Outlook (.msg)."""
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, InvalidFileException, DefusedXmlException),
    *(SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError, LookupError),
    *(EOFError, NotImplementedError, RuntimeError, OverflowError, MemoryError, OSError),
)
"""What openpyxl and what it uses raise for a file that is damaged or made to do harm.

A `SyntaxError` comes from the parser of XML: Python's, or lxml where that is installed.
"""


def is_workbook(data: bytes) -> bool:
    """Tell whether the bytes of a file are those of an Excel file, new or old."""
    return data.startswith((b"PK\x03\x04", _OLE))


@contextmanager
def open_workbook(
    data: bytes,
    name: Message | str,
    *,
    read_only: bool = False,
    largest: int = LARGEST_WORKBOOK,
    largest_unpacked: int = _LARGEST_UNPACKED,
) -> Iterator[Any]:
    """Open the workbook called `name`; what goes wrong while it is read is an error, too.

    Formulas are not computed, and links to other files are not followed. `read_only` is quicker
    and knows of no merged cells. `largest` and `largest_unpacked` are in bytes.

    Raises:
        UserError: it is no workbook that can be read, is too large, has macros or leads to other
            files.
    """
    _check(data, name, largest, largest_unpacked)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about lists to choose from that it does not know
            yield openpyxl.load_workbook(io.BytesIO(data), read_only=read_only, keep_links=False)
    except _UNREADABLE as error:
        raise _damaged(name) from error


def _check(data: bytes, name: Message | str, largest: int, largest_unpacked: int) -> None:
    """See that a file is a workbook, and that it is harmless to unpack.

    Raises:
        UserError: it is not.
    """
    if data.startswith(_OLE):
        raise UserError(
            message("{file} is an old file of Excel or Outlook, or has a password.", file=name),
            message("Save it as .xlsx without a password, or an e-mail as .eml."),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except _UNREADABLE as error:
        raise _damaged(name) from error
    unpacked = sum(one.file_size for one in parts)
    is_too_large = len(data) > largest or unpacked > largest_unpacked
    if is_too_large or len(parts) > _MOST_PARTS:
        raise UserError(
            message("{file} is too large; it was not read.", file=name),
            message("Copy its cells as values into a new file, or into the one that kamctl wrote."),
        )
    names = [one.filename.lower() for one in parts]
    if any(one.endswith("vbaproject.bin") or "/macrosheets/" in one for one in names):
        raise UserError(
            message("{file} has macros; it was not read.", file=name),
            message("Save it as .xlsx, without macros."),
        )
    if any("/externallinks/" in one or one.endswith("connections.xml") for one in names):
        raise UserError(
            message("{file} leads to other files; it was not read.", file=name),
            message("Remove the links to other workbooks, or copy the contents as values."),
        )


def _damaged(name: Message | str) -> UserError:
    return UserError(
        message("{file} cannot be read as an Excel file.", file=name),
        message("Open it in Excel or LibreOffice and save it again as .xlsx."),
    )
