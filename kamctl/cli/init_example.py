"""`kamctl init example`: write a complete plan to try every command on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, user_language
from kamctl.document.command_text import as_argument
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.message import N_, message
from kamctl.scaffold.account_answers import language_code
from kamctl.scaffold.new_example import create_example, example_languages
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from kamctl.cli.console import Console
    from kamctl.scaffold.new_example import NewExample


@examples(
    ("kamctl init example", N_("Write the example into the folder example")),
    ("kamctl init example demo --language fr", N_("Write the French one into the folder demo")),
)
def example(
    ctx: typer.Context,
    folder: Path = typer.Argument(
        Path("example"),
        metavar="[DIR]",
        help="The folder of the example (default: example).",
        show_default=False,
    ),
    language: str | None = typer.Option(
        None,
        "--language",
        "-l",
        metavar="LANG",
        help="The example's language, such as fr.",
        show_default=False,
    ),
    force: bool = typer.Option(
        False,
        "--force",
        help="Write an existing example again, without your changes.",
        rich_help_panel=OUTPUT_PANEL,
    ),
) -> None:
    """Create an example: a complete plan with its sign-offs.

    Every function has agreed; decider and sponsor have not signed yet. Try any command on it.
    """
    known = example_languages()
    chosen = language_code(language, known) if language is not None else user_language()
    if chosen not in known:
        chosen = SOURCE_LANGUAGE
    written = create_example(chosen, folder, find_workspace(folder).root, over=force)
    _next_steps(ctx.obj, written)


def _next_steps(console: Console, written: NewExample) -> None:
    """Name the files and three things to do with them."""
    plan = str(written.plan)
    path = as_argument(plan)
    for line in (
        message("Created {plan} and {signoffs}", plan=plan, signoffs=str(written.signoffs)),
        message("1. Check the plan: kamctl validate {path}", path=path),
        message(
            "2. Generate the briefing for finance: kamctl render briefing {path} --for finance",
            path=path,
        ),
        message("3. See who has agreed: kamctl align status {path}", path=path),
    ):
        console.print_result(localized(line))
