"""What all commands have in common: `--lang`, and help in the reader's language."""

from __future__ import annotations

import inspect
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from kamctl.cli.speaking import words
from kamctl.document.refusal import Refusal
from kamctl.words.language import OPTION
from kamctl.words.message import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kamctl.words.message import Translate

Run = TypeVar("Run", bound="Callable[..., Any]")

TYPERS_OWN = (
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
    N_("Install completion for the specified shell."),
    N_("Show completion for the specified shell, to copy it or customize the installation."),
)
"""What Typer itself says in the help, so that the catalogues have it."""
_AROUND_NAMES = "[]{}."


def known_language(asked: str | None) -> str | None:
    """Take a language for `--lang`.

    Raises:
        Refusal: it is none that the tool speaks.
    """
    from kamctl.cli.language import did_you_mean
    from kamctl.words.catalogue import languages
    from kamctl.words.language import spoken

    if asked is None or spoken(asked):
        return asked
    raise Refusal(
        message("kamctl does not speak “{language}”.", language=asked),
        did_you_mean(asked, languages()),
    )


LANGUAGE = typer.Option(
    None,
    OPTION,
    metavar="LANG",
    help="The language kamctl speaks. By default your system's, else the workspace's.",
    callback=known_language,
    is_eager=True,
    expose_value=False,
)
"""An option of the top command that counts after every other command, too.

The parameter that holds it has a name of its own, as a command may have its `language`.
"""


class Speaking:
    """A command, or a group of some, whose help is in the reader's language.

    To be put before Typer's own class; what it overrides is what Click has always documented.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, with `--lang` where the command has none of its own."""
        own: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # Typer's
        for one in own:
            if one.opts and "--help" in one.opts:
                one.help = N_("Show this and stop.")
        if any(OPTION in one.opts for one in own):
            return own
        shared = [one for one in ctx.find_root().command.params if OPTION in one.opts]
        return [*own[:-1], *shared, *own[-1:]]

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return what stands in the line of usage, after the command's name."""
        say = words()
        pieces = [say(N_("[OPTIONS]"))]
        for one in self.get_params(ctx):
            if one.param_type_name == "argument":
                name = say(_name(one))
                pieces.append((name if one.required else f"[{name}]") + _dots(one))
        return [*pieces, say(N_("COMMAND [ARGS]..."))] if _is_group(self) else pieces

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        say = words()
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), say(N_("Usage: "))
        )
        _text(formatter, getattr(self, "help", None), say)
        _table(formatter, say(N_("Arguments:")), self._arguments(ctx, say))
        _table(formatter, say(N_("Options:")), self._options(ctx, say))
        _table(formatter, say(N_("Commands:")), self._commands(ctx, say))
        _text(formatter, getattr(self, "epilog", None), say)

    def _arguments(self, ctx: Any, say: Translate) -> Iterator[tuple[str, str]]:
        for one in self.get_params(ctx):
            if one.param_type_name == "argument":
                yield say(_name(one)) + _dots(one), say(one.help or "") if one.help else ""

    def _options(self, ctx: Any, say: Translate) -> Iterator[tuple[str, str]]:
        for one in self.get_params(ctx):
            record = None if one.param_type_name == "argument" else one.get_help_record(ctx)
            if record is None:
                continue
            names = record[0]
            if one.metavar:
                names = names.removesuffix(one.metavar) + say(one.metavar)
            yield names, "  ".join(part for part in (_help(one, say), _default(one, say)) if part)

    def _commands(self, ctx: Any, say: Translate) -> Iterator[tuple[str, str]]:
        if not _is_group(self):
            return
        for name in self.list_commands(ctx):  # type: ignore[attr-defined]  # a group's
            command = self.get_command(ctx, name)  # type: ignore[attr-defined]
            if command is not None and not command.hidden:
                yield name, next(_paragraphs(command.help, say), "")

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Offer names, with what they mean in the reader's language."""
        say = words()
        found: list[Any] = super().shell_complete(ctx, incomplete)  # type: ignore[misc]
        for one in found:
            about = self.get_command(ctx, one.value) if _is_group(self) else None  # type: ignore[attr-defined]
            text = about.help if about is not None else one.help
            one.help = next(_paragraphs(text, say), None)
        return found


class KamctlCommand(Speaking, TyperCommand):
    """A command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the command line apart.

        Raises:
            Refusal: there is more on it than the command takes.
        """
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise Refusal(
                message(
                    "`{command}` does not know what to do with “{rest}”.",
                    command=ctx.command_path,
                    rest=" ".join(left),
                ),
                see_help(ctx),
            )
        return left


class CommandGroup(Speaking, TyperGroup):
    """A group of commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the command line apart; with nothing on it, show the help."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called.

        Raises:
            Refusal: there is none of that name.
        """
        from kamctl.cli.language import did_you_mean

        name = args[0]
        if (
            not name.startswith("-")
            and not ctx.resilient_parsing
            and self.get_command(ctx, name) is None
        ):
            raise Refusal(
                message("`{group}` has no command “{name}”.", group=ctx.command_path, name=name),
                did_you_mean(name, tuple(self.list_commands(ctx))),
            )
        return super().resolve_command(ctx, args)


class Commands(typer.Typer):
    """Where commands are declared: Typer's, with the classes of this module."""

    def __init__(self, *, cls: type[TyperGroup] = CommandGroup, **settings: Any) -> None:
        super().__init__(
            cls=cls,
            no_args_is_help=True,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Run], Run]:
        """Declare a command."""
        return super().command(name, **{"cls": KamctlCommand, **settings})


def see_help(ctx: Any) -> Message:
    """Say where a command is explained."""
    return message("See `{command} --help`.", command=ctx.command_path)


def shown_name(param: Any, say: Translate) -> str:
    """Name a parameter as the help does."""
    return say(_name(param)) if param.param_type_name == "argument" else "/".join(param.opts)


def _is_group(command: object) -> bool:
    return isinstance(command, TyperGroup)


def _name(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper()).strip(_AROUND_NAMES)


def _dots(argument: Any) -> str:
    return "" if argument.nargs == 1 else "..."


def _help(option: Any, say: Translate) -> str:
    return " ".join(_paragraphs(option.help, say))


def _default(option: Any, say: Translate) -> str:
    if option.required:
        return f"[{say(N_('required'))}]"
    if option.show_default and isinstance(option.default, Enum):
        words_for = message("default: {default}", default=option.default.value)
        return f"[{words_for.say(say)}]"
    return ""


def _paragraphs(text: str | None, say: Translate) -> Iterator[str]:
    """Say a text that stands in the code, paragraph by paragraph."""
    for part in inspect.cleandoc(text or "").split("\n\n"):
        if part:
            yield say(" ".join(part.split()))


def _text(formatter: Any, text: str | None, say: Translate) -> None:
    for part in _paragraphs(text, say):
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(part)


def _table(formatter: Any, heading: str, rows: Iterator[tuple[str, str]]) -> None:
    found = list(rows)
    if found:
        formatter.write_paragraph()
        formatter.write(f"{heading}\n")
        with formatter.indentation():
            formatter.write_dl(found)
