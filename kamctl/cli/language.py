"""Which language to write in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.cli.language_context import asked_language
from kamctl.cli.options import unknown_language
from kamctl.i18n.catalog import SOURCE_LANGUAGE, languages
from kamctl.i18n.language import spoken

if TYPE_CHECKING:
    from kamctl.plan.model import Plan


def spoken_language(asked: str | None, plan: Plan) -> str:
    """Return the language to speak: the one asked for, else the plan's, else English.

    Raises:
        UserError: one is asked for that the tool does not speak.
    """
    asked = asked or asked_language()  # it may stand before the command
    if asked is None:
        own: str = plan.plan.language
        return own if own in languages() else SOURCE_LANGUAGE
    found = spoken(asked)
    if found is not None:
        return found
    raise unknown_language(asked)
