"""The PDF that a browser printed: whether it is one, its pages, its date, and that it is ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kamctl.document.generated_files import PDF_LINE

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_MARK: Final = PDF_LINE.encode()
_TAIL: Final = 1024
_DATE = re.compile(rb"\(D:\d{14}(?=[)+\-Z])")
_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


def is_pdf(data: bytes) -> bool:
    """Tell whether `data` is a PDF, and the whole of it."""
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-_TAIL:]


def page_count(data: bytes) -> int:
    """Return how many sheets a PDF has, as Chromium writes it."""
    return len(_PAGE.findall(data))


def dated(data: bytes, today: dt.date) -> bytes:
    """Return a PDF that is made on `today`, whatever the clock says, and says that it is ours."""
    made_on = f"(D:{today:%Y%m%d}000000".encode()
    return _DATE.sub(made_on, data).rstrip(b"\n") + b"\n" + _MARK


def is_made_by_kamctl(path: Path) -> bool:
    """Tell whether the PDF at `path` was made here, so that it may be written over."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            return _MARK in file.read()
    except OSError:
        return False
