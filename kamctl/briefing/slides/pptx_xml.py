"""The XML behind objects of python-pptx: what the library has no methods for is written there."""

from __future__ import annotations

from typing import Any, Final

_NAMES: Final = ("element", "_tbl", "_tc", "_p", "_rPr")
"""What the library calls the element behind a shape, a table, a cell, a paragraph and a font."""


def xml_of(proxy: Any) -> Any:
    """Return the element behind an object of python-pptx."""
    return next(getattr(proxy, name) for name in _NAMES if hasattr(proxy, name))
