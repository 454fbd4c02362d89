"""Text in lines of a terminal's width.

`textwrap` does this too, and took a third of the time of a report on a thousand plans.
"""

from __future__ import annotations


def wrapped(text: str, columns: int, first: str, rest: str) -> list[str]:
    """Break `text` at blanks into lines of at most `columns`; longer words stay whole.

    The first line begins with `first`, the others with `rest`.
    """
    if len(first) + len(text) <= columns:
        return [first + text]
    lines: list[str] = []
    head, *words = text.split(" ")
    line = first + head
    for word in words:
        if len(line) + 1 + len(word) <= columns:
            line += f" {word}"
        elif word:
            lines.append(line.rstrip())
            line = rest + word
    return [*lines, line.rstrip()]
