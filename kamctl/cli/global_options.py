"""The options that every command has, before or after its name, and the panels of the help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from kamctl.cli.console import Color
from kamctl.document.errors import unknown_language
from kamctl.i18n.language import OPTION as LANGUAGE_OPTION
from kamctl.i18n.language import supported_language
from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

COLOR_OPTION: Final = "--color"
SHARED: Final = (LANGUAGE_OPTION, COLOR_OPTION)
"""Options of the top command that every other command takes, too."""

PLAN_PANEL: Final = N_("Plan")
OUTPUT_PANEL: Final = N_("Output")
SELECTION_PANEL: Final = N_("Selection")
GENERAL_PANEL: Final = N_("General")
"""The groups in which help shows options; those of the command itself come first."""


def known_language(asked: str | None) -> str | None:
    """Take a language for `--lang`.

    Raises:
        UserError: it is none that the tool speaks.
    """
    if asked is None or supported_language(asked):
        return asked
    raise unknown_language(asked)


LANGUAGE = typer.Option(
    None,
    LANGUAGE_OPTION,
    metavar="LANG",
    help="The language of messages, such as fr. By default your system's, otherwise the "
    "workspace's.",
    rich_help_panel=GENERAL_PANEL,
    callback=known_language,
    is_eager=True,
    expose_value=False,
)
"""The parameter that holds it has a name of its own, as a command may have its `language`."""

COLOR = typer.Option(
    Color.AUTO,
    COLOR_OPTION,
    metavar="COLOR",
    help="When to use color, such as never. NO_COLOR and FORCE_COLOR are respected.",
    rich_help_panel=GENERAL_PANEL,
    is_eager=True,
    expose_value=False,
)


def asked_color(arguments: Sequence[str]) -> Color:
    """Return what `--color` asks for, before the command line is parsed: errors obey it, too."""
    asked = Color.AUTO
    for number, word in enumerate(arguments):
        if word == "--":
            break
        name, has_value, value = word.partition("=")
        if name == COLOR_OPTION:
            value = value if has_value else next(iter(arguments[number + 1 :]), "")
            asked = next((one for one in Color if one.value == value), asked)
    return asked
