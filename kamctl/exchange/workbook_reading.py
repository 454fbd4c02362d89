"""Reading a workbook that somebody has sent: only what is harmless is opened."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from kamctl.document.errors import UserError
from kamctl.document.office_files import (
    OLD_FORMAT,
    ZIP_ERRORS,
    OfficeFileError,
    OfficeLimits,
    part_names,
)
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.document.office_files import OfficeFault
    from kamctl.i18n.message import Message

LARGEST_WORKBOOK: Final = 10 * 1024 * 1024
"""Bytes of a file; one of ours has at most some hundred thousand."""
_LARGEST_UNPACKED: Final = 40 * 1024 * 1024
_MAX_PARTS: Final = 250
_UNREADABLE: Final = (
    *(*ZIP_ERRORS, InvalidFileException, DefusedXmlException),
    *(SyntaxError, TypeError, AttributeError, LookupError, MemoryError),
)
"""What openpyxl and what it uses raise for a file that is damaged or made to do harm.

A `SyntaxError` comes from the parser of XML: Python's, or lxml where that is installed.
"""


def is_workbook(data: bytes) -> bool:
    """Tell whether the bytes of a file are those of an Excel file, new or old."""
    return data.startswith((b"PK\x03\x04", OLD_FORMAT))


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
    _check(data, name, OfficeLimits(largest, largest_unpacked, _MAX_PARTS))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about lists to choose from that it does not know
            yield openpyxl.load_workbook(io.BytesIO(data), read_only=read_only, keep_links=False)
    except _UNREADABLE as error:
        raise _damaged(name) from error


def _check(data: bytes, name: Message | str, limits: OfficeLimits) -> None:
    """Check that a file is a workbook, and that it is harmless to unpack.

    Raises:
        UserError: it is not.
    """
    try:
        names = part_names(data, limits)
    except OfficeFileError as error:
        raise _refused(error.fault, name) from error
    if any("/externallinks/" in one or one.endswith("connections.xml") for one in names):
        raise UserError(
            message("{file} links to other files; it was not read.", file=name),
            message("Remove the links to other workbooks, or copy the contents as values."),
        )


def _refused(fault: OfficeFault, name: Message | str) -> UserError:
    match fault:
        case "old":
            return UserError(
                message(
                    "{file} is an old Excel or Outlook file, or is protected by a password.",
                    file=name,
                ),
                message("Save it as .xlsx without a password, or an e-mail as .eml."),
            )
        case "large":
            return UserError(
                message("{file} is too large; it was not read.", file=name),
                message(
                    "Copy its cells as values into a new file, or into the one that kamctl wrote."
                ),
            )
        case "macros":
            return UserError(
                message("{file} has macros; it was not read.", file=name),
                message("Save it as .xlsx, without macros."),
            )
        case "damaged":
            return _damaged(name)


def _damaged(name: Message | str) -> UserError:
    return UserError(
        message("{file} cannot be read as an Excel file.", file=name),
        message("Open it in Excel or LibreOffice and save it again as .xlsx."),
    )
