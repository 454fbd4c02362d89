"""Which language to write in."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

    if asked is None:
        own: str = plan.plan.language
        return own if own in languages() else SOURCE_LANGUAGE
    if asked in languages():
        return asked
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
