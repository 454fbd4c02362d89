"""Questions on a terminal: forms with a way back, and confirmations, on rich's prompts.

Questions are asked only where standard input, output and error are terminals: Python's `input`
writes the prompt to standard output with readline and to standard error without, and neither may
land in a file. Texts of plans and answers are never read as markup.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, Final, TextIO

import typer
from rich.console import Group
from rich.prompt import InvalidResponse, PromptBase
from rich.table import Table
from rich.text import Text

from kamctl.cli.errors import INTERRUPTED, show_error, show_interrupted
from kamctl.cli.language_context import localized, user_translator
from kamctl.document.code_frame import printable
from kamctl.document.errors import UserError
from kamctl.i18n.message import N_, Message, message
from kamctl.reports.terminal_text import MAX_WIDTH

if TYPE_CHECKING:
    from rich.console import Console as RichConsole
    from rich.console import ConsoleRenderable
    from rich.text import TextType

    from kamctl.cli.console import Console

Answers = dict[str, Any]
"""The answers given so far, by the keys of their questions."""

BACK: Final = "<"
CLEAR: Final = "-"
_CONFIRMED: Final = "confirmed"
_PASTE_MARKS: Final = re.compile("\x1b\\[20[01]~")
"""What a terminal puts around a pasted text; readline takes them away, other input does not."""
_LINE_BREAKS: Final = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_INVISIBLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNDECODABLE: Final = re.compile("[\ud800-\udfff]")
"""Bytes that are no text in the terminal's encoding, as Python keeps them."""
_STYLE: Final = re.compile("(\x1b\\[[0-9;]*m)")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question answered in words: `read` makes the value of an answer, or refuses it."""

    key: str
    label: Message
    read: Callable[[str, Answers], Any]
    default: Callable[[Answers], str] = lambda _: ""
    """What an empty answer stands for; it may depend on the answers before."""
    optional: bool = False
    """Whether the answer may be left empty; its value is None then."""
    intro: Callable[[Answers], ConsoleRenderable | None] = lambda _: None
    """What is shown before the question."""


@dataclass(frozen=True, kw_only=True)
class YesNo:
    """A question answered with yes or no, in the reader's language or in English."""

    key: str
    label: Message
    default: bool = False
    """What an empty answer stands for."""
    intro: Callable[[Answers], ConsoleRenderable | None] = lambda _: None


@dataclass(frozen=True, kw_only=True)
class FormConfirmation:
    """The last question of a form: whether to do what its answers ask for."""

    label: Message
    summary: Callable[[Answers], ConsoleRenderable]
    """What is shown before the question, of all that is known."""
    refused: Message
    """The message where nothing was done: the answer is no, or the person stopped."""
    default: bool = False


def can_ask(*, no_input: bool = False) -> bool:
    """Return whether questions can be asked; the module says why all three streams count."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return not no_input and all(one is not None and one.isatty() for one in streams)


def ask_all(console: Console, questions: Sequence[Question | YesNo]) -> Answers:
    """Ask the questions one after the other, with a way back, and return the answers.

    What was typed becomes the default where somebody goes back.

    Raises:
        KeyboardInterrupt: the person has stopped, with Ctrl-C or the end of input.
    """
    answers: Answers = {}
    typed: dict[str, str] = {}
    goes_back = len(questions) > 1
    if goes_back:
        hint = message("Enter keeps the value in brackets, < goes back, Ctrl-C stops.")
        console.note(Text(localized(hint), "dim"))
        console.note()
    place = 0
    while place < len(questions):
        question = questions[place]
        intro = question.intro(answers)
        if intro is not None:
            if place > 0:
                console.note()
            console.note(intro)
        prompt = _prompt(console, question, answers, typed.get(question.key), goes_back=goes_back)
        try:
            answers[question.key] = prompt()
        except _Back:
            if place == 0:
                console.note(localized(message("This is the first question.")))
            place = max(place - 1, 0)
            continue
        if prompt.typed == CLEAR:
            typed.pop(question.key, None)
        elif prompt.typed:
            typed[question.key] = prompt.typed
        place += 1
    return answers


def ask_and_confirm(
    console: Console,
    questions: Sequence[Question | YesNo],
    confirmation: FormConfirmation,
    known: Answers,
) -> Answers:
    """Ask the questions, then for a confirmation; return what is known with the answers.

    Raises:
        typer.Exit: the person has said no, or has stopped; nothing is to be done.
    """
    confirmed = YesNo(
        key=_CONFIRMED,
        label=confirmation.label,
        default=confirmation.default,
        intro=lambda answers: confirmation.summary(known | answers),
    )
    try:
        answers = ask_all(console, [*questions, confirmed])
    except KeyboardInterrupt:
        show_interrupted(console)
        answers = {_CONFIRMED: False}
    if not answers.pop(_CONFIRMED):
        console.note(localized(confirmation.refused))
        raise typer.Exit(INTERRUPTED)
    return known | answers


def answers_summary(title: Message, rows: Sequence[tuple[Message, str | Message | None]]) -> Group:
    """Lay out answers for confirmation: labels beside values; a dash where there is none."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", overflow="fold")
    table.add_column(overflow="fold", max_width=MAX_WIDTH)
    for label, value in rows:
        shown = localized(value) if isinstance(value, Message) else value
        table.add_row(Text(f"  {localized(label)}"), Text(printable(shown or "–")))
    return Group(Text(localized(title), "bold"), table, Text())


def typed_line(text: str) -> str:
    """Read words: several lines, as they may be pasted, become one.

    Raises:
        UserError: they have a character that cannot be seen.
    """
    line = _LINE_BREAKS.sub(" ", text).replace("\t", " ").strip()
    unseen = _INVISIBLE.search(line)
    if unseen is not None:
        code = f"U+{ord(unseen[0]):04X}"
        raise UserError(
            message("The answer contains an invisible character: {code}.", code=code),
            message("Type the answer instead of pasting it."),
        )
    return line


class _Back(Exception):
    """The person wants to answer the question before again."""


class _Refused(InvalidResponse):
    """An invalid answer, with the error to show."""

    def __init__(self, error: UserError) -> None:
        super().__init__(str(error.message))
        self.user_error = error


class _Prompt(PromptBase[Any]):
    """A prompt with line editing that explains invalid answers."""

    def __init__(
        self,
        console: Console,
        label: Message,
        default: str,
        read: Callable[[str], Any],
        *,
        goes_back: bool,
    ) -> None:
        super().__init__(Text(printable(localized(label))), console=console.err.rich)
        self.prompt_suffix = user_translator()(N_(": "))
        self.typed = ""
        """The answer as it was typed, once it is taken; "" where the default was kept."""
        self._console, self._default = console, default
        self._read, self._goes_back = read, goes_back

    def make_prompt(self, default: object) -> Text:  # noqa: ARG002 - an empty answer is read, too
        """Return the question, and in brackets what an empty answer stands for."""
        prompt = Text().append(str(self.prompt), "bold")
        if self._default:
            prompt.append(" [").append(printable(self._default), "code").append("]")
        return prompt.append(self.prompt_suffix)

    @classmethod
    def get_input(
        cls,
        console: RichConsole,
        prompt: TextType,
        password: bool,  # noqa: ARG003 - nothing is secret
        stream: TextIO | None = None,  # noqa: ARG003 - the terminal answers
    ) -> str:
        """Read a line, with the keys that edit it where the system has them.

        Raises:
            KeyboardInterrupt: the person has pressed Ctrl-C, or the input has ended.
        """
        try:
            if isinstance(sys.stdin, TextIOWrapper):
                sys.stdin.reconfigure(errors="surrogateescape")
            answer = input(_line_prompt(console, prompt))
        except (EOFError, KeyboardInterrupt):
            console.print()
            raise KeyboardInterrupt from None
        return _PASTE_MARKS.sub("", answer).strip()

    def process_response(self, value: str) -> object:
        """Return the value of an answer.

        Raises:
            InvalidResponse: it is invalid.
        """
        if value == BACK and self._goes_back:
            raise _Back
        try:
            if _UNDECODABLE.search(value):
                raise UserError(
                    message("The answer is not valid text in the encoding of this terminal."),
                    message("Set the terminal to UTF-8."),
                )
            read = self._read(value)
        except UserError as error:
            raise _Refused(error) from None
        self.typed = value
        return read

    def on_validate_error(self, value: str, error: InvalidResponse) -> None:  # noqa: ARG002 - rich's
        """Show why an answer is invalid, like other errors."""
        if isinstance(error, _Refused):
            show_error(self._console, error.user_error)


def _prompt(
    console: Console,
    question: Question | YesNo,
    answers: Answers,
    typed: str | None,
    *,
    goes_back: bool,
) -> _Prompt:
    """Make the prompt of a question; `typed` is what the person answered before going back."""
    label = question.label
    if isinstance(question, YesNo):
        usual = question.default if typed is None else _yes_no(typed, default=question.default)
        shown = user_translator()(N_("Y/n") if usual else N_("y/N"))
        return _Prompt(
            console, label, shown, lambda text: _yes_no(text, default=usual), goes_back=goes_back
        )
    asked = question
    default = typed or asked.default(answers)
    if asked.optional and default:
        label = message("{label} (optional, - for none)", label=label)
    elif asked.optional:
        label = message("{label} (optional)", label=label)

    def read(text: str) -> object:
        given = text or default
        if asked.optional and given in ("", CLEAR):
            return None
        if not given:
            raise UserError(message("An answer is required."))
        return asked.read(given, answers)

    return _Prompt(console, label, default, read, goes_back=goes_back)


def _yes_no(text: str, *, default: bool) -> bool:
    say = user_translator()
    yes = {word.strip().lower() for word in (*say(N_("y, yes")).split(","), "y", "yes")}
    no = {word.strip().lower() for word in (*say(N_("n, no")).split(","), "n", "no")}
    word = text.lower()
    if not word:
        return default
    if word in yes or word in no:
        return word in yes
    raise UserError(message("Answer yes or no."))


def _line_prompt(console: RichConsole, prompt: TextType) -> str:
    """Return a prompt as `input` takes it, so that readline draws it and knows its width."""
    if console.legacy_windows:  # has no escape sequences
        return prompt if isinstance(prompt, str) else prompt.plain
    with console.capture() as capture:
        console.print(prompt, end="", soft_wrap=True)
    # Some releases of rich drop the last blank of what is wider than the terminal.
    drawn = capture.get().rstrip(" ") + " "
    return _STYLE.sub("\x01\\1\x02", drawn) if _line_editing() else drawn


@cache
def _line_editing() -> bool:
    """Load what lets a line be edited, and keep no history; Windows consoles edit by themselves."""
    try:
        import readline
    except ImportError:
        return False
    readline.set_auto_history(False)
    return True
