"""Texts in cells as Excel shows them."""

from __future__ import annotations

import re
from typing import Final

_ESCAPED: Final = re.compile(r"_x(00[01][0-9A-Fa-f])_")


def excel_text(text: str) -> str:
    """Return a text that openpyxl has read as Excel shows it, its lines ended as in a plan.

    A file of Excel has a control character as its number: a line that ended as on Windows ends in
    `_x000D_`, which openpyxl leaves as it is. What marks a text that only looks so, `_x005F_`, it
    removes from every text.
    """
    if "_x00" in text:
        text = text.replace("x005F_", "")
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")
