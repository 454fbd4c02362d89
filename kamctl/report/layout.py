"""Text in lines of a terminal's width.

`textwrap` does this too, and took a third of the time of a report on a thousand plans.
"""

from __future__ import annotations


def wrapped(text: str, columns: int, first: str, rest: str) -> list[str]:
    """Break `text` at blanks into lines of at most `columns`; longer words stay whole.

    The first line begins with `first`, the others with `rest`.
    """
    lines: list[str] = []
    before, start, end = first, 0, len(text)
    while end - start > (room := columns - len(before)):
        cut = text.rfind(" ", start, start + room + 1)
        if cut <= start:
            cut = text.find(" ", start + max(room, 0))
            if cut < 0:
                break
        lines.append((before + text[start:cut]).rstrip())
        before, start = rest, cut + 1
        while text[start : start + 1] == " ":
            start += 1
    return [*lines, (before + text[start:]).rstrip()] if start < end or not lines else lines
