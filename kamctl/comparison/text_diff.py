"""Two wordings side by side, shortened to where they differ."""

from __future__ import annotations

from kamctl.i18n.truncate import truncate

SHOWN = 70
"""How much of a long text is shown on either side of the arrow."""


def shortened_to_difference(before: str, after: str) -> tuple[str, str]:
    """Shorten two long texts to where they differ."""
    if max(len(before), len(after)) <= SHOWN:
        return before, after
    words = before.split(" "), after.split(" ")
    same = 0
    for one, other in zip(*words, strict=False):
        if one != other:
            break
        same += 1
    start = max(0, same - 3)
    lead = "… " if start else ""
    one, other = (
        lead + shortened(" ".join(side[start:])) if text else ""
        for side, text in zip(words, (before, after), strict=True)
    )
    return one, other


def shortened(text: str) -> str:
    """Cut a long text after a word."""
    return truncate(text, SHOWN)
