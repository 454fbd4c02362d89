"""Which language to write in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.pages.rendering import document_language
from kamctl.cli.language_context import asked_language

if TYPE_CHECKING:
    from kamctl.plan.model import Plan


def spoken_language(asked: str | None, plan: Plan) -> str:
    """Return the language to speak: the one asked for, else the plan's, else English.

    Raises:
        UserError: one is asked for that the tool does not speak.
    """
    return document_language(asked or asked_language(), plan)  # it may stand before the command
