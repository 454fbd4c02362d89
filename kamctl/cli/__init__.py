"""The command line: one module a command. Options in, one call, exit code out."""

from __future__ import annotations

import typer

from kamctl.cli.align import align_app
from kamctl.cli.boundary import KamctlGroup, prepare_streams
from kamctl.cli.commands import LANGUAGE, Commands
from kamctl.cli.diff import diff
from kamctl.cli.explain import checks, explain
from kamctl.cli.folio import portfolio
from kamctl.cli.history import history
from kamctl.cli.init import init_app
from kamctl.cli.next import next_
from kamctl.cli.preview import preview
from kamctl.cli.render import render_app
from kamctl.cli.schema import schema_app
from kamctl.cli.site import site
from kamctl.cli.stage import plan_app
from kamctl.cli.status import status
from kamctl.cli.templates import templates_app
from kamctl.cli.validate import validate

app = Commands(
    name="kamctl",
    cls=KamctlGroup,
    help="Account plans as code: start one, see what it still needs, brief your colleagues.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.add_typer(init_app, name="init")
app.command()(validate)
app.command("next")(next_)
app.command("status")(status)
app.add_typer(align_app, name="align")
app.add_typer(plan_app, name="plan")
app.command()(diff)
app.command()(history)
render_app.command("portfolio")(portfolio)
render_app.command("site")(site)
app.add_typer(render_app, name="render")
app.add_typer(templates_app, name="templates")
app.command()(preview)
app.command()(explain)
app.command()(checks)
app.add_typer(schema_app, name="schema")


@app.callback(epilog="Start with: kamctl init account", invoke_without_command=True)
def _kamctl(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", "-V", help="Tell the version and stop."),
    language_of_talk: str = LANGUAGE,  # noqa: ARG001 - taken from the command line at once, for all
) -> None:
    if version:
        from kamctl import __version__

        typer.echo(f"kamctl {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:  # only --lang was given
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)


def run() -> None:
    """Run the command line on this process's arguments; never returns."""
    prepare_streams()
    app(prog_name="kamctl")
