"""Questions on a terminal, asked until the answer can be taken."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.words.message import Translate

Answer = TypeVar("Answer")


def may_ask(*, no_input: bool) -> bool:
    """Tell whether there is somebody to ask."""
    return not no_input and sys.stdin.isatty() and sys.stdout.isatty()


def ask(
    question: str, default: str | None, read: Callable[[str], Answer], say: Translate
) -> Answer:
    """Ask until the answer can be taken; each answer that cannot be is told why."""
    from kamctl.document.refusal import Refusal

    while True:
        answer = typer.prompt(say(question), default=default, show_default=bool(default), err=True)
        try:
            return read(str(answer))
        except Refusal as refusal:
            typer.echo(refusal.message.say(say), err=True)
            if refusal.hint is not None:
                typer.echo(f"  → {refusal.hint.say(say)}", err=True)


def optional_line(text: str) -> str | None:
    """Read a line that may be left empty.

    Raises:
        Refusal: it cannot stand on one line.
    """
    from kamctl.starter.quoting import one_line

    return one_line(text) if text.strip() else None
