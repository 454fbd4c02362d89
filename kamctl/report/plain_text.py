"""Reports as a pipe or a file gets them: plain text, each line whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.frame import printable

if TYPE_CHECKING:
    from rich.text import Text


def plain_text(text: Text) -> str:
    """Return a text without its styles; control characters are shown, so that none can act."""
    whole = text.plain
    if printable(flat := whole.replace("\n", " ")) == flat:
        return whole
    return "\n".join(map(printable, whole.split("\n")))
