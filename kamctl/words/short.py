"""Texts where room is scarce."""

from __future__ import annotations


def short(text: str, room: int) -> str:
    """Cut `text` after a word, with an ellipsis, where it has more than `room` characters."""
    if len(text) <= room:
        return text
    cut = text[:room].rsplit(" ", 1)[0] if " " in text[:room] else text[: room - 1]
    return cut.rstrip(" ,;:.") + "…"
