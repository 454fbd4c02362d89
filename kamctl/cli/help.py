"""Help: Typer's own, laid out by rich, in the reader's language and with examples.

Typer has its headings as constants of `typer.rich_utils`, and its width and colors too: they are
set before each page. A test proves that the names are still there.
"""

from __future__ import annotations

import copy
import inspect
import re
from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from kamctl.words.message import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    from kamctl.cli.console import Console
    from kamctl.words.message import Translate

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
"""What Typer says of the options it adds, so that the catalogues have it."""
MAX_WIDTH: Final = 100
_CODE: Final = re.compile(r"`([^`]+)`")
_EXAMPLES: Final = "examples"


def examples(*given: tuple[str, str]) -> Callable[[Run], Run]:
    """Give a command examples for its help: command lines, and what each does."""

    def keep(run: Run) -> Run:
        setattr(run, _EXAMPLES, given)
        return run

    return keep


def examples_of(command: Any) -> Sequence[tuple[str, str]]:
    """Return the examples of a command."""
    found: Sequence[tuple[str, str]] = getattr(command.callback, _EXAMPLES, ())
    return found


def print_help(command: Any, ctx: Any, console: Console | None, say: Translate) -> None:
    """Print the help of a command in the language of `say`."""
    from typer import rich_utils

    for name, words in HEADINGS.items():
        setattr(rich_utils, name, say(words))
    if console is not None:
        rich_utils.MAX_WIDTH = min(console.output.width, MAX_WIDTH)
        rich_utils.COLOR_SYSTEM = console.color_system
        rich_utils.FORCE_TERMINAL = console.is_colored
    rich_utils.rich_format_help(obj=_localized(command, ctx, say), ctx=ctx, markup_mode="rich")


def help_text(command: Any, ctx: Any, console: Console | None, say: Translate) -> str:
    """Return the help of a command, for standard error."""
    page = StringIO()
    with redirect_stdout(page):
        print_help(command, ctx, console, say)
    return page.getvalue()


def paragraphs(text: str | None, say: Translate) -> Iterator[str]:
    """Say a text that stands in the code, paragraph by paragraph."""
    for part in inspect.cleandoc(text or "").split("\n\n"):
        if part:
            yield say(" ".join(part.split()))


def _localized(command: Any, ctx: Any, say: Translate) -> Any:
    """Return a copy of a command whose texts are in the reader's language, as rich's markup."""
    shown = copy.copy(command)
    shown.help = _markup(command.help, say)
    shown.epilog = _epilog(command, say)
    params = [_localized_parameter(one, say) for one in command.get_params(ctx)]
    shown.get_params = lambda _: params
    if hasattr(command, "list_commands"):
        shown.get_command = lambda ctx, name: _stand_in(command.get_command(ctx, name), say)
    return shown


def _localized_parameter(parameter: Any, say: Translate) -> Any:
    shown = copy.copy(parameter)
    shown.help = _markup(parameter.help, say)
    choices = choices_of(parameter)
    if getattr(parameter, "is_flag", False):
        shown.metavar = ""  # a flag has no value to name
    elif parameter.metavar:
        bare = parameter.metavar.strip("[]{}.")
        shown.metavar = parameter.metavar.replace(bare, say(bare))
    elif choices:
        shown.metavar = parameter.opts[0].strip("-").upper()
        values = ", ".join(choices)
        shown.help += f" [dim]{say(N_('One of:'))} {values}.[/]"
    if hasattr(shown, "max"):
        shown.min = shown.max = None  # a range is told where it is not kept
    if parameter.param_type_name == "argument":
        shown.display_type_rich = lambda ctx: ""  # noqa: ARG005 - the name says it
    if parameter.rich_help_panel:
        shown.rich_help_panel = say(parameter.rich_help_panel)
    return shown


def choices_of(parameter: Any) -> tuple[str, ...]:
    """Return the values that a parameter takes; none where it takes any.

    Where Typer keeps them depends on its release.
    """
    kind = getattr(parameter, "type_descriptor", None) or getattr(parameter, "type", None)
    return tuple(str(getattr(one, "value", one)) for one in getattr(kind, "choices", None) or ())


def _stand_in(command: Any, say: Translate) -> Any:
    if command is None:
        return None
    shown = copy.copy(command)
    shown.help = _bold_code(next(paragraphs(command.help, say), ""))
    shown.short_help = None
    if command.rich_help_panel:
        shown.rich_help_panel = say(command.rich_help_panel)
    return shown


def _markup(text: str | None, say: Translate) -> str:
    return "\n\n".join(map(_bold_code, paragraphs(text, say)))


def _bold_code(text: str) -> str:
    """Return a text as rich's markup: what stands in backticks is bold."""
    from rich.markup import escape

    return _CODE.sub(r"[bold]\1[/]", escape(text))


def _epilog(command: Any, say: Translate) -> str:
    from rich.markup import escape

    parts = [_markup(command.epilog, say)] if command.epilog else []
    given = examples_of(command)
    if given:
        lines = [f"[bold]{say(N_('Examples'))}[/]"]
        for line, what in given:
            lines += [f"  [cyan]{escape(line)}[/]", f"      [dim]{escape(say(what))}[/]"]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
