"""An HTML page made ready for the printer: the size of its paper, and nothing that runs."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAPER_SIZES: Final = {"a4": "A4", "letter": "letter"}
ROW_STEPS: Final = ((4, 6), (3, 4), (2, 3), (2, 2), (1, 1))
"""How many rows a page keeps that has to fit on one sheet, step by step: of each table, and of what
is asked of whom. The templates name the rows for it: `row-2`, `ask-2` and so on."""
_MAX_ROWS: Final = 8
ZOOM_STEPS: Final = (0.94, 0.88, 0.82, 0.7, 0.58, 0.46, 0.4)
"""How much smaller a page is made, step by step, of which no rows can be left out."""
_POLICY: Final = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'\">"
)
_CONTENTS = re.compile(r'<nav class="contents".*?</nav>', re.DOTALL)
_ENTRY = re.compile(r'<li><a href="#([^"]*)"')
_META_TAG = re.compile(r"<meta(?=[\s/>])", re.IGNORECASE)


def fitting_styles(page: str) -> Iterator[str]:
    """Return the styles by which a page may fit on one sheet, the mildest first.

    Ours leave out the last rows of tables and say how many they are: what is printed stays
    readable. A company's own template has no rows to leave out, and is made smaller.
    """
    yield ""
    kept = ""
    if 'class="row-' in page or 'class="ask-' in page:
        for rows, asks in ROW_STEPS:
            kept = _keep("row", rows) + _keep("ask", asks)
            yield kept
    for zoom in ZOOM_STEPS:
        yield f"{kept}body{{zoom:{zoom}}}"


def _keep(name: str, most: int) -> str:
    hidden = ",".join(f".{name}-{place}" for place in range(most + 1, _MAX_ROWS + 1))
    shown = f"tr.rest.{name}s-{most}{{display:table-row}}"
    return f"{hidden}{{display:none}}{shown}" if hidden else ""


def contents_style(page: str, sheets: Mapping[str, int]) -> str:
    """Return the style that gives the contents of a page the sheet of each of its entries.

    `sheets` is as `destination_sheets` returns it. Empty where the page has no contents. The style
    of the page keeps the room for the numbers: they move nothing.
    """
    contents = _CONTENTS.search(page)
    entries = _ENTRY.findall(contents[0]) if contents else []
    return "".join(
        f'.contents li:nth-child({place}) a::after{{content:"{sheet}"!important}}'
        for place, entry in enumerate(entries, 1)
        if (sheet := sheets.get(unquote(unescape(entry))))
    )


def print_ready(page: str, paper: str, fitting: str = "") -> str:
    """Return `page` with the size of its paper, which a style of its own may still change.

    `fitting` is one of `fitting_styles`, or what `contents_style` returns. Nothing runs in the page
    and nothing is fetched for it, whatever a company's own template has put there. So our policy
    comes before all of the page, where no comment can hide it, and its own `<meta>`, which could
    lead to another page, becomes a tag that says nothing.
    """
    style = f"@page{{size:{PAPER_SIZES[paper]}}}{fitting}"
    head = f'<!doctype html><meta charset="utf-8">{_POLICY}<style>{style}</style>'
    return head + _META_TAG.sub("<link", page.removeprefix("\ufeff"))
