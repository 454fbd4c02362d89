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
_NODE = re.compile(
    rb"(?:^|\n)(\d+) 0 obj\s*<<\s*/Type\s*/Page(s?)(?![a-zA-Z])(.*?)endobj", re.DOTALL
)
_CHILDREN = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_DESTINATION = re.compile(rb"/([^\s/\[\]<>()]+)\s*\[(\d+) 0 R\s*/XYZ")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


def is_pdf(data: bytes) -> bool:
    """Tell whether `data` is a PDF, and the whole of it."""
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-_TAIL:]


def page_count(data: bytes) -> int:
    """Return how many sheets a PDF has, as Chromium writes it."""
    return len(_PAGE.findall(data))


def destination_sheets(data: bytes) -> dict[str, int]:
    """Return on which sheet, from 1, each place lies that a link of the document leads to.

    As Chromium writes it; empty where a browser writes it otherwise.
    """
    children = {
        number: [int(one) for one in _REFERENCE.findall(found[1])]
        for number, is_group, rest in ((int(a), b, c) for a, b, c in _NODE.findall(data))
        if is_group and (found := _CHILDREN.search(rest))
    }
    sheets: dict[int, int] = {}

    def count(node: int) -> None:
        if node not in children:
            sheets[node] = len(sheets) + 1
        for child in children.get(node, ()):
            count(child)

    inner = {child for group in children.values() for child in group}
    for root in children:
        if root not in inner:
            count(root)
    return {
        _HEX.sub(lambda hexed: bytes([int(hexed[1], 16)]), name).decode("utf-8", "replace"): sheets[
            int(page)
        ]
        for name, page in _DESTINATION.findall(data)
        if int(page) in sheets
    }


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
