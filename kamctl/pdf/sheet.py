"""What a page is told before it goes to paper, and whether what came out is a PDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

PAPER_SIZES: Final = {"a4": "A4", "letter": "letter"}
ZOOM_STEPS: Final = (1.0, 0.97, 0.94, 0.91, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52)
"""How much smaller a page is made, step by step, that has to fit on one sheet."""
_MARK: Final = b"%made by kamctl\n"
_TAIL: Final = 1024
_POLICY: Final = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'\">"
)
_META_TAG = re.compile(r"<meta(?=[\s/>])", re.IGNORECASE)
_DATE = re.compile(rb"\(D:\d{14}(?=[)+\-Z])")
_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


def print_ready(page: str, paper: str, zoom: float = 1.0) -> str:
    """Return `page` with the size of its paper, which a style of its own may still change.

    Nothing runs in it and nothing is fetched for it, whatever a company's own template has put
    there. So our policy comes before all of the page, where no comment can hide it, and its own
    `<meta>`, which could lead to another page, becomes a tag that says nothing.
    """
    style = f"@page{{size:{PAPER_SIZES[paper]}}}"
    if zoom != 1.0:
        style += f"body{{zoom:{zoom}}}"
    head = f'<!doctype html><meta charset="utf-8">{_POLICY}<style>{style}</style>'
    return head + _META_TAG.sub("<link", page.removeprefix("\ufeff"))


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
