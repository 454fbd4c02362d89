"""Templates for PowerPoint: whether one is harmless to open."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.office_files import (
    ZIP_ERRORS,
    OfficeFileError,
    OfficeLimits,
    part_names,
)
from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from pathlib import Path

    from kamctl.document.office_files import OfficeFault

TEMPLATE_LIMITS: Final = OfficeLimits(50 * 1024 * 1024, 200 * 1024 * 1024, 3000)
"""Most of a template are its pictures."""
_PRESENTATION: Final = b"presentationml.presentation.main+xml"
_TEMPLATE: Final = b"presentationml.template.main+xml"
_TYPES: Final = "[Content_Types].xml"
_LARGEST_TYPES: Final = 2 * 1024 * 1024


def read_template(path: Path) -> bytes:
    """Return the bytes of a company's template, which is harmless to open.

    Raises:
        UserError: it cannot be read, is no presentation, is too large, or has macros.
    """
    try:
        with path.open("rb") as file:
            data = file.read(TEMPLATE_LIMITS.packed + 1)
    except (OSError, ValueError) as error:
        raise UserError(
            message("The template {file} cannot be read: {reason}.", file=path,
                    reason=os_error_reason(error)),
            message("Check the path: --template, or `slides.template` in kamctl.yaml."),
        ) from None  # fmt: skip
    _check(data, path)
    return data


def _check(data: bytes, path: Path) -> None:
    try:
        part_names(data, TEMPLATE_LIMITS)
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_TYPES) as file:
            types = file.read(_LARGEST_TYPES)
    except OfficeFileError as error:
        raise _refused(error.fault, path) from None
    except ZIP_ERRORS:
        raise damaged(path) from None
    if b"macroEnabled" in types:
        raise _refused("macros", path)
    if _TEMPLATE in types:
        raise UserError(
            message("{file} is a PowerPoint template (.potx), which cannot be filled in.",
                    file=path),
            message("Open it in PowerPoint and save it as a presentation (.pptx)."),
        )  # fmt: skip
    if _PRESENTATION not in types:
        raise damaged(path)


def _refused(fault: OfficeFault, path: Path) -> UserError:
    match fault:
        case "old":
            return UserError(
                message(
                    "{file} is an old PowerPoint file, or is protected by a password.", file=path
                ),
                message("Save it as .pptx without a password."),
            )
        case "large":
            return UserError(
                message(
                    "{file} is too large for a template: at most {limit} MB, {unpacked} MB "
                    "unpacked.",
                    file=path,
                    limit=TEMPLATE_LIMITS.packed // 1024**2,
                    unpacked=TEMPLATE_LIMITS.unpacked // 1024**2,
                ),
                message("Save a copy with the master alone, without slides and large pictures."),
            )
        case "macros":
            return UserError(
                message("{file} has macros; it was not read.", file=path),
                message("Save it as .pptx, without macros."),
            )
        case "damaged":
            return damaged(path)


def damaged(path: Path) -> UserError:
    """Return the error about a file that is no presentation."""
    return UserError(
        message("{file} cannot be read as a PowerPoint presentation.", file=path),
        message("Open it in PowerPoint or LibreOffice and save it again as .pptx."),
    )
