"""An HTML page made ready for the printer: the size of its paper, and nothing that runs."""

from __future__ import annotations

import re
from typing import Final

PAPER_SIZES: Final = {"a4": "A4", "letter": "letter"}
ZOOM_STEPS: Final = (1.0, 0.97, 0.94, 0.91, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46, 0.4)
"""How much smaller a page is made, step by step, that has to fit on one sheet."""
_POLICY: Final = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'\">"
)
_META_TAG = re.compile(r"<meta(?=[\s/>])", re.IGNORECASE)


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
