"""Findings as `kamctl validate` shows them, for the other commands that have some to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.cli.language_context import user_translator
from kamctl.reports.text import TextReport

if TYPE_CHECKING:
    from kamctl.cli.console import Stream


def findings_text(stream: Stream) -> TextReport:
    """Return what composes findings for a stream of the console, in the user's language."""
    return TextReport(width=stream.width, translate=user_translator())
