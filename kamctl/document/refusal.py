"""When a command cannot do what was asked: one clear message, exit code 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamctl.words.message import Message


class Refusal(Exception):
    """Raised where a command cannot go on; the command line shows it and ends with exit code 2."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint
