"""Help: Typer's own, laid out by rich, in the reader's language and with examples.

Typer has its headings as constants of `typer.rich_utils`, and its width and colors too: they are
set before each page. A test proves that the names are still there.
"""

from __future__ import annotations

import inspect
import os
import re
from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from rich.markup import escape
from rich.text import Text

from kamctl.i18n.message import N_
from kamctl.reports.terminal_text import (
    MAX_WIDTH,
    encodable,
    hide_no_break_spaces,
    restore_no_break_spaces,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from rich.console import Console

    from kamctl.i18n.message import Translate

    Run = TypeVar("Run", bound=Callable[..., Any])

HEADINGS: Final = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "DEFAULT_STRING": N_("[default: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}
"""The constants of `typer.rich_utils` that hold words, and what they hold in English."""
COMPLETION_OPTIONS: Final = (
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
    N_("Install completion for the specified shell."),
    N_("Show completion for the specified shell, to copy it or customize the installation."),
)
"""Typer's help of the options it adds, listed here for the catalogs."""
_NARROW: Final = 64
"""Columns below which the values of options are not named."""
_CODE: Final = re.compile(r"`([^`]+)`")
_EXAMPLES: Final = "examples"


def examples(*given: tuple[str, str]) -> Callable[[Run], Run]:
    """Give a command examples for its help: command lines, and what each does.

    Lines with words that a user would write in their own language are marked with `N_`.
    """

    def keep(run: Run) -> Run:
        setattr(run, _EXAMPLES, given)
        return run

    return keep


def examples_of(command: Any) -> Sequence[tuple[str, str]]:
    """Return the examples of a command."""
    found: Sequence[tuple[str, str]] = getattr(command.callback, _EXAMPLES, ())
    return found


def localize(command: Any, say: Translate) -> None:
    """Put the texts of a command, and of those below it, into the reader's language.

    Typer takes them for rich's markup: what is in backticks becomes bold.
    """
    command.help = _markup(command.help, say)
    command.epilog = _epilog(command, say)
    for parameter in command.params:
        _localize_parameter(parameter, say)
    for below in getattr(command, "commands", {}).values():
        localize(below, say)


def help_page(command: Any, ctx: Any, console: Console | None, say: Translate) -> str:
    """Return the help of a command that was localized, laid out for one of rich's consoles."""
    os.environ.pop("TERMINAL_WIDTH", None)  # Typer reads it when it is imported: ours is set below
    from typer import rich_utils

    for name, words in HEADINGS.items():
        setattr(rich_utils, name, say(words))
    page = _Page()
    if console is not None:
        page.encoding = console.encoding
        rich_utils.MAX_WIDTH = min(console.width, MAX_WIDTH)
        rich_utils.COLOR_SYSTEM = console.color_system  # type: ignore[assignment]  # a name of it
        rich_utils.FORCE_TERMINAL = console.color_system is not None
        if console.width < _NARROW:
            _leave_out_types(command, ctx)
        if console.color_system is not None:
            os.environ.pop("NO_COLOR", None)  # Typer's console would obey it, not --color
    option = command.get_help_option(ctx)
    option.help, option.metavar = say(N_("Show this message and exit.")), ""
    with redirect_stdout(page):
        rich_utils.rich_format_help(obj=command, ctx=ctx, markup_mode="rich")
    # Typer writes it, and would write UTF-8 to a stream that has ASCII only.
    return encodable(restore_no_break_spaces(page.getvalue()), page.encoding)


def _leave_out_types(command: Any, ctx: Any) -> None:
    """Give the names of options the room: on a narrow terminal Typer would cut them."""
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "option":
            parameter.metavar = ""


class _Page(StringIO):
    """A text in memory, for a stream with an encoding: an old one has no lines of boxes."""

    encoding = "utf-8"


def first_paragraph(text: str | None) -> str:
    """Return the first paragraph of a localized text, without markup."""
    return restore_no_break_spaces(Text.from_markup((text or "").partition("\n\n")[0]).plain)


def choices_of(parameter: Any) -> tuple[str, ...]:
    """Return the values that a parameter takes; none where it takes any."""
    choices = getattr(parameter.type_descriptor, "choices", None) or ()
    return tuple(str(getattr(one, "value", one)) for one in choices)


def _named_choices(choices: tuple[str, ...], say: Translate) -> str:
    """List the values to type, each with its label where the reader's language has another word."""
    from kamctl.plan.labels import InSentence, labels_of  # more than `kamctl --help` may load

    labels = labels_of(choices)
    names = [InSentence(labels[value]).say(say) if value in labels else value for value in choices]
    return ", ".join(
        value if value == name else f"{value} ({name})"
        for value, name in zip(choices, names, strict=True)
    )


def _localize_parameter(parameter: Any, say: Translate) -> None:
    parameter.help = _markup(parameter.help, say)
    choices = choices_of(parameter)
    if getattr(parameter, "is_flag", False):
        parameter.metavar = ""  # a flag has no value to name
    elif parameter.metavar:
        bare = parameter.metavar.strip("[]{}.")
        parameter.metavar = parameter.metavar.replace(bare, say(bare))
    elif choices:
        parameter.metavar = say(parameter.opts[0].strip("-").upper())
        parameter.help += (
            f" [dim]{hide_no_break_spaces(say(N_('One of:')))} {_named_choices(choices, say)}.[/]"
        )
    if parameter.param_type_name == "argument":
        parameter.display_type_rich = lambda ctx: ""  # noqa: ARG005 - the name says it
    if parameter.rich_help_panel:
        parameter.rich_help_panel = say(parameter.rich_help_panel)


def _markup(text: str | None, say: Translate) -> str:
    parts = inspect.cleandoc(text or "").split("\n\n")
    texts = (hide_no_break_spaces(say(" ".join(part.split()))) for part in parts if part)
    return "\n\n".join(_CODE.sub(r"[bold]\1[/]", escape(part)) for part in texts)


def _epilog(command: Any, say: Translate) -> str:
    parts = [_markup(command.epilog, say)] if command.epilog else []
    given = examples_of(command)
    if given:
        lines = [f"[bold]{say(N_('Examples'))}[/]"]
        for line, what in given:
            lines += [
                f"  [cyan]{escape(hide_no_break_spaces(say(line)))}[/]",
                f"      [dim]{escape(hide_no_break_spaces(say(what)))}[/]",
            ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
