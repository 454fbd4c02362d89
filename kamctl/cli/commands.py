"""Typer's commands and groups, with help in the reader's language and errors as `UserError`s."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from kamctl.cli.global_options import GENERAL_PANEL, SHARED
from kamctl.cli.help import first_paragraph, help_page
from kamctl.cli.language_context import user_translator
from kamctl.document.errors import UserError
from kamctl.i18n.message import N_, Message, alternatives, message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamctl.cli.console import Console

Run = TypeVar("Run", bound="Callable[..., Any]")
_IS_OPTION = re.compile(r"(?:--[a-z][a-z-]*|-[A-Za-z])(?:=.*)?", re.DOTALL).fullmatch
"""Whether a word is written as an option is: no value of one is."""
_AROUND_NAMES = "[]{}."


class LocalizedHelp:
    """A command, or a group of some, whose help is in the reader's language.

    To be put before Typer's own class; what it overrides is what Click has always documented.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, with those that every command takes."""
        own: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # of the class after it
        for one in own:
            one.rich_help_panel = one.rich_help_panel or _panel(one)
        taken = {name for one in own for name in one.opts}
        shared = [
            one
            for one in ctx.find_root().command.params
            if any(name in SHARED for name in one.opts) and taken.isdisjoint(one.opts)
        ]
        return [*own[:-1], *shared, *own[-1:]]

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the parts of the usage line after the command's name."""
        say = user_translator()
        pieces = [say(N_("[OPTIONS]"))]
        for one in self.get_params(ctx):
            if one.param_type_name == "argument":
                name = parameter_name(one)
                pieces.append((name if one.required else f"[{name}]") + _dots(one))
        return [*pieces, say(N_("COMMAND [ARGS]..."))] if isinstance(self, TyperGroup) else pieces

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of usage."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, user_translator()(N_("Usage: ")))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        console: Console | None = ctx.find_root().obj
        formatter.write(
            help_page(self, ctx, console.out.rich if console else None, user_translator())
        )

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Offer names, with what they mean in the reader's language."""
        found: list[Any] = super().shell_complete(ctx, incomplete)  # type: ignore[misc]  # likewise
        for one in found:
            about = self.get_command(ctx, one.value) if isinstance(self, TyperGroup) else None
            one.help = first_paragraph(about.help if about is not None else one.help) or None
        return found


class Command(LocalizedHelp, TyperCommand):
    """A command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line.

        Raises:
            UserError: there is more on it than the command takes.
        """
        _check_values(self.get_params(ctx), ctx, args)
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise UserError(
                message(
                    "`{command}` does not accept “{rest}”.",
                    command=ctx.command_path,
                    rest=" ".join(left),
                ),
                message(
                    "Put a text of several words in quotes. For help: {command} --help",
                    command=ctx.command_path,
                ),
            )
        return left


class CommandGroup(LocalizedHelp, TyperGroup):
    """A group of commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line; with nothing on it, show the help."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            self.show_help(ctx)
        _check_values(self.get_params(ctx), ctx, args)
        return super().parse_args(ctx, args)

    def show_help(self, ctx: Any) -> None:
        """Show the help on standard error and exit: no command was named."""
        console: Console = ctx.find_root().obj
        sys.stderr.write(help_page(self, ctx, console.err.rich, user_translator()))
        ctx.exit(2)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called.

        Raises:
            UserError: there is none of that name.
        """
        name = args[0]
        if (
            (not name.startswith("-") or name == "-")
            and not ctx.resilient_parsing
            and self.get_command(ctx, name) is None
        ):
            raise UserError(
                message("`{group}` has no command “{name}”.", group=ctx.command_path, name=name),
                meant_hint(ctx, args) or self.available_hint(ctx),
            )
        return super().resolve_command(ctx, args)

    def available_hint(self, ctx: Any) -> Message:
        """Say which commands there are, and where they are explained."""
        return message(
            "Available: {names}. For help: {command} --help",
            names=", ".join(self.list_commands(ctx)),
            command=ctx.command_path,
        )


class Commands(typer.Typer):
    """Where commands are declared: Typer's, with the classes of this module."""

    def __init__(self, *, cls: type[TyperGroup] = CommandGroup, **settings: Any) -> None:
        super().__init__(
            cls=cls,
            no_args_is_help=True,
            rich_markup_mode="rich",
            pretty_exceptions_enable=False,
            **{"add_completion": False, **settings},
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Run], Run]:
        """Declare a command."""
        return super().command(name, **{"cls": Command, **settings})


def meant_hint(ctx: Any, words: Sequence[str]) -> Message | None:
    """Suggest commands for words of which the first is no command; None without a suggestion.

    `ctx` is the context of the group of commands.
    """
    # Loaded here: the files of words need the models, which take longer than `--help` may.
    from kamctl.cli.unknown_commands import commands_meant

    root = ctx.find_root()
    group = "" if ctx is root else ctx.info_name
    meant = commands_meant(group, words, root.command.command_names())
    if not meant:
        return None
    return message("Did you mean {near}?", near=alternatives([f"`{one}`" for one in meant]))


def _check_values(params: Sequence[Any], ctx: Any, args: Sequence[str]) -> None:
    """Refuse an option in the place of another one's value, which Click would take for it.

    Raises:
        UserError: a value is missing.
    """
    options = [one for one in params if one.param_type_name == "option"]
    taking = {name for one in options if not one.is_flag for name in one.opts}
    words = iter(args if not ctx.resilient_parsing else ())
    for word in words:
        if word == "--" or (isinstance(ctx.command, TyperGroup) and not word.startswith("-")):
            return
        if word in taking and _IS_OPTION(next(words, "")):
            raise UserError(message("{option} needs a value.", option=word), see_help_hint(ctx))


def see_help_hint(ctx: Any) -> Message:
    """Say where a command is explained."""
    return message("Run `{command} --help`.", command=ctx.command_path)


def parameter_name(param: Any) -> str:
    """Name a parameter as the help does."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper()).strip(_AROUND_NAMES)
    return "/".join(param.opts)


def _panel(param: Any) -> str | None:
    """Return the group of an option that Typer has added; None for the command's own."""
    added = {"--help", "--install-completion", "--show-completion"}
    return None if added.isdisjoint(param.opts) else user_translator()(GENERAL_PANEL)


def _dots(argument: Any) -> str:
    return "" if argument.nargs == 1 else "..."
