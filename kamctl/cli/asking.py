"""Questions on a terminal, asked until the answer can be taken."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

import typer

from kamctl.cli.speaking import said
from kamctl.words.message import N_, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.words.message import Translate

Answer = TypeVar("Answer")


def may_ask(*, no_input: bool) -> bool:
    """Tell whether there is somebody to ask."""
    return not no_input and sys.stdin.isatty() and sys.stdout.isatty()


def ask(
    question: str | Message, default: str | None, read: Callable[[str], Answer], say: Translate
) -> Answer:
    """Ask until the answer can be taken; each answer that cannot be is told why."""
    from kamctl.document.refusal import Refusal

    asked = question.say(say) if isinstance(question, Message) else say(question)
    while True:
        answer = typer.prompt(
            asked,
            default=default,
            show_default=bool(default),
            prompt_suffix=say(N_(": ")),
            err=True,
        )
        try:
            return read(str(answer))
        except Refusal as refusal:
            typer.echo(refusal.message.say(say), err=True)
            if refusal.hint is not None:
                typer.echo(f"  → {refusal.hint.say(say)}", err=True)


def answer_to(question: Message) -> str:
    """Ask a question that any words answer."""
    return str(typer.prompt(said(question), prompt_suffix=" ", err=True)).strip()


def confirmed(question: Message, say: Translate) -> bool:
    """Ask a question that is answered with yes or no, in the reader's language or in English.

    No answer means no.
    """
    yes = {word.strip().lower() for word in (*say(N_("y, yes")).split(","), "y", "yes")}
    no = {word.strip().lower() for word in (*say(N_("n, no")).split(","), "n", "no")}
    shown = say(N_("y/N"))
    while True:
        answer = typer.prompt(
            f"{question.say(say)} [{shown}]", default="", show_default=False, prompt_suffix=" ",
            err=True,
        )  # fmt: skip
        word = str(answer).strip().lower()
        if word in yes:
            return True
        if not word or word in no:
            return False
        typer.echo(say(N_("Answer yes or no.")), err=True)


def optional_line(text: str) -> str | None:
    """Read a line that may be left empty.

    Raises:
        Refusal: it cannot stand on one line.
    """
    from kamctl.starter.quoting import one_line

    return one_line(text) if text.strip() else None
