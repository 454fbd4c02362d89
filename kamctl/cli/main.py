"""The command line: one table of commands, each module imported when its command is called."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import typer
from typer.core import TyperCommand

from kamctl import __version__
from kamctl.cli.commands import CommandGroup, Commands
from kamctl.cli.console import Color, Console
from kamctl.cli.errors import (
    BROKEN_PIPE,
    INTERRUPTED,
    USAGE_ERROR,
    internal_error,
    several_plans,
    show_error,
    show_interrupted,
    system_error,
    usage_error,
    words_error,
)
from kamctl.cli.global_options import COLOR, GENERAL_PANEL, LANGUAGE, asked_color
from kamctl.cli.help import localize
from kamctl.cli.language_context import set_arguments, user_translator
from kamctl.cli.streams import discard_pending, prepare_streams
from kamctl.document.errors import SeveralPlans, UserError
from kamctl.i18n.message import N_
from kamctl.i18n.words_error import WordsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn


class CommandEntry(NamedTuple):
    """A command of the table: where it is, and its help in the list of commands."""

    name: str
    target: str
    """The module and the function, or the group of commands, in it."""
    help: str
    panel: str
    is_group: bool = False
    """Whether it has commands of its own."""


_WRITE, _CHECK, _SHARE = N_("Write"), N_("Check"), N_("Share")
_ALIGN, _FOLLOW, _SET_UP = N_("Align"), N_("Follow up"), N_("Set up")

COMMANDS: Final = {
    entry.name: entry
    for entry in (
        CommandEntry(
            "init",
            "kamctl.cli.init:init_app",
            N_("Create an account plan, a workspace or an example."),
            _WRITE,
            is_group=True,
        ),
        CommandEntry(
            "edit",
            "kamctl.cli.edit:edit",
            N_("Fill in a plan in your browser, one question at a time."),
            _WRITE,
        ),
        CommandEntry("add", "kamctl.cli.add:add", N_("Add a section to a plan."), _WRITE),
        CommandEntry(
            "next",
            "kamctl.cli.next:next_",
            N_("Show the most useful next steps for a plan."),
            _WRITE,
        ),
        CommandEntry(
            "ask",
            "kamctl.cli.ask:ask",
            N_("Ask colleagues for what only they know."),
            _WRITE,
        ),
        CommandEntry(
            "answers",
            "kamctl.cli.answers:answers",
            N_("Add the answers of colleagues to a plan."),
            _WRITE,
        ),
        CommandEntry(
            "import",
            "kamctl.cli.import_:import_app",
            N_("Import plans and changes from other programs."),
            _WRITE,
            is_group=True,
        ),
        CommandEntry(
            "plan",
            "kamctl.cli.plan_stage:plan_app",
            N_("Change a plan's stage."),
            _WRITE,
            is_group=True,
        ),
        CommandEntry(
            "validate",
            "kamctl.cli.validate:validate",
            N_("Check plans for errors and missing information."),
            _CHECK,
        ),
        CommandEntry(
            "explain",
            "kamctl.cli.explain:explain",
            N_("Explain a check: what it finds, why it matters, how to fix it."),
            _CHECK,
        ),
        CommandEntry(
            "checks", "kamctl.cli.checks:checks", N_("List all checks with their codes."), _CHECK
        ),
        CommandEntry(
            "render",
            "kamctl.cli.render:render_app",
            N_("Generate documents from a plan."),
            _SHARE,
            is_group=True,
        ),
        CommandEntry(
            "export",
            "kamctl.cli.export:export_app",
            N_("Export a plan to other programs, such as Excel."),
            _SHARE,
            is_group=True,
        ),
        CommandEntry(
            "preview",
            "kamctl.cli.preview:preview",
            N_("Preview a briefing in your browser, updated when you save."),
            _SHARE,
        ),
        CommandEntry(
            "align",
            "kamctl.cli.align:align_app",
            N_("Request sign-offs, record them, and show who has agreed."),
            _ALIGN,
            is_group=True,
        ),
        CommandEntry(
            "status",
            "kamctl.cli.status:status",
            N_("Show all accounts and which need attention."),
            _FOLLOW,
        ),
        CommandEntry(
            "diff",
            "kamctl.cli.diff:diff",
            N_("Show what changed in meaning, including invalidated sign-offs."),
            _FOLLOW,
        ),
        CommandEntry(
            "history", "kamctl.cli.history:history", N_("Show a plan's history."), _FOLLOW
        ),
        CommandEntry(
            "templates",
            "kamctl.cli.templates:templates_app",
            N_("List document templates, and copy them to your workspace to change them."),
            _SET_UP,
            is_group=True,
        ),
        CommandEntry(
            "schema",
            "kamctl.cli.schema:schema_app",
            N_("Print the JSON Schema of a file format."),
            _SET_UP,
            is_group=True,
        ),
    )
}


class KamctlGroup(CommandGroup):
    """The top command: loads a command when it is called, and turns every error into a message."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as Click calls it
        """List the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, name: str) -> Any:  # noqa: ARG002 - as Click calls it
        """Return a command: itself once it is loaded, else a placeholder with its help."""
        if name in self.commands:
            return self.commands[name]
        entry = COMMANDS.get(name)
        if entry is None:
            return None
        say = user_translator()
        command = TyperCommand(name=name, rich_help_panel=say(entry.panel))
        command.help = say(entry.help)
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called, and load it."""
        name = args[0]
        if name in COMMANDS and name not in self.commands:
            self.commands[name] = load_command(COMMANDS[name])
            localize(self.commands[name], user_translator())
        return super().resolve_command(ctx, args)

    @staticmethod
    def command_names() -> list[str]:
        """Return the names of all commands, those in a group after its name."""
        groups = {
            name: load_command(entry).commands if entry.is_group else ()
            for name, entry in COMMANDS.items()
        }
        return [
            name
            for group, names in groups.items()
            for name in ([f"{group} {one}" for one in names] or [group])
        ]

    def main(self, args: Any = None, *_: Any, **settings: Any) -> NoReturn:
        """Run the command line: whatever goes wrong ends here, as a message and an exit code."""
        given = sys.argv[1:] if args is None else args
        set_arguments(given)
        console = Console(asked_color(given))
        try:
            code = super().main(args, **{**settings, "standalone_mode": False, "obj": console})
        except (typer.Abort, KeyboardInterrupt):  # outside a command
            show_interrupted(console)
            code = INTERRUPTED
        except Exception as error:
            if isinstance(error, OSError):
                discard_pending(sys.stdout)
            show_error(console, self._shown(error))
            code = USAGE_ERROR
        # Skip the collection of garbage at exit: the process ends anyway.
        gc.freeze()
        raise SystemExit(code or 0)

    def _shown(self, error: Exception) -> UserError:
        """Return the error to show for an exception."""
        if isinstance(error, SeveralPlans):
            return several_plans(error)
        if isinstance(error, UserError):
            return error
        if isinstance(error, OSError):
            return system_error(error)
        if isinstance(error, WordsError):
            return words_error(error)
        if hasattr(error, "exit_code"):  # Typer's: how the command line is written
            return usage_error(self, error)
        return internal_error(error)

    def make_context(self, *args: Any, **settings: Any) -> Any:
        """Parse the command line, and show the help where it asks for that."""
        console: Console = settings.setdefault("obj", Console())
        with _quiet_exit(console):
            return super().make_context(*args, color=console.out.is_colored, **settings)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with _quiet_exit(ctx.obj):
            return super().invoke(ctx)


@contextmanager
def _quiet_exit(console: Console) -> Iterator[None]:
    """End what Typer would end in a way of its own: Ctrl-C, and a reader that has gone."""
    try:
        try:
            yield
        finally:  # a full disk often shows only here
            sys.stdout.flush()
    except KeyboardInterrupt:
        show_interrupted(console)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:  # as with `| head`: nothing is wrong
        discard_pending(sys.stdout)
        raise typer.Exit(BROKEN_PIPE) from None


def load_command(entry: CommandEntry) -> Any:
    """Import a command's module, and return the command as Click has it."""
    module, _, name = entry.target.partition(":")
    target = getattr(import_module(module), name)
    if not isinstance(target, typer.Typer):
        commands = Commands()
        commands.command(entry.name)(target)
        target = commands
    command: Any = typer.main.get_command(target)
    command.name = entry.name
    command.rich_help_panel = entry.panel
    return command


app = Commands(
    name="kamctl",
    cls=KamctlGroup,
    help="Account plans as text files: write, validate and share them.",
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=True,
)


@app.callback(
    epilog="Start with: `kamctl init example` or `kamctl init account`", invoke_without_command=True
)
def _kamctl(
    ctx: typer.Context,
    version: bool = typer.Option(
        False,
        "--version",
        "-V",
        help="Show the version and exit.",
        rich_help_panel=GENERAL_PANEL,
    ),
    interface_language: str = LANGUAGE,  # noqa: ARG001 - decided before, from the command line
    color: Color = COLOR,  # noqa: ARG001 - likewise
) -> None:
    if version:
        ctx.obj.print(f"kamctl {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:  # only --lang was given
        root: Any = ctx.command
        root.show_help(ctx)


def load_all_commands() -> Any:
    """Return the top command with every command loaded, for whatever reads the whole tree."""
    root: Any = typer.main.get_command(app)
    root.commands.update({name: load_command(entry) for name, entry in COMMANDS.items()})
    return root


def run() -> None:
    """Run the command line on this process's arguments; never returns."""
    prepare_streams()
    set_arguments(sys.argv[1:])
    root = typer.main.get_command(app)
    localize(root, user_translator())
    root.main(prog_name="kamctl")
