"""Which language to write in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.cli.speaking import asked_language
from kamctl.document.refusal import Refusal
from kamctl.words.message import Message, message

if TYPE_CHECKING:
    from kamctl.plan.model import Plan


def spoken_language(asked: str | None, plan: Plan) -> str:
    """Return the language to speak: the one asked for, else the plan's, else English.

    Raises:
        Refusal: one is asked for that the tool does not speak.
    """
    from kamctl.words.catalogue import SOURCE_LANGUAGE, languages
    from kamctl.words.language import spoken

    asked = asked or asked_language()  # it may stand before the command
    if asked is None:
        own: str = plan.plan.language
        return own if own in languages() else SOURCE_LANGUAGE
    found = spoken(asked)
    if found is not None:
        return found
    raise Refusal(
        message("kamctl does not speak “{language}”.", language=asked),
        did_you_mean(asked, languages()),
    )


def did_you_mean(name: str, allowed: tuple[str, ...]) -> Message:
    """Say which of the names there are is likely meant."""
    from kamctl.words.nearest import nearest

    likely = nearest(name, allowed)
    names = ", ".join(allowed)
    if likely:
        return message("Did you mean {likely}? There are: {names}.", likely=likely, names=names)
    return message("There are: {names}.", names=names)
