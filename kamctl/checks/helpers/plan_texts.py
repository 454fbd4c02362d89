"""A text of the plan: whether it answers, where each wording is, how to quote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.truncate import truncate
from kamctl.plan.text import Text, is_invisible, text_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath


_MAX_QUOTE = 60
"""How much of a text is quoted in a message: enough to know it by."""


def is_answered(text: Text | None) -> bool:
    """Tell whether `text` says something in at least one language, and is no placeholder."""
    if isinstance(text, str):  # as nearly all are
        return _answers(text)
    return text is not None and any(map(_answers, text.values()))


def _answers(wording: str) -> bool:
    return not is_invisible(wording) and not is_placeholder(wording)


def wordings(text: Text | None, path: KeyPath) -> Sequence[tuple[str, KeyPath]]:
    """Return each wording of `text` with its place."""
    if text is None:
        return ()
    if isinstance(text, str):
        return ((text, path),)
    return [(wording, (*path, language)) for language, wording in text.items()]


class Quotation:
    """The beginning of a text, on one line: made only when it is shown, which most never are."""

    __slots__ = ("language", "text")

    def __init__(self, text: Text | None, language: str) -> None:
        self.text = text
        self.language = language

    def __str__(self) -> str:
        words = single_spaced(text_in(self.text, self.language, self.language))
        return truncate(words, _MAX_QUOTE)


def quoted(context: Context, text: Text | None) -> Quotation:
    """Quote the beginning of `text`, in the plan's language."""
    return Quotation(text, context.plan.plan.language)
