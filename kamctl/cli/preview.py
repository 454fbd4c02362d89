"""`kamctl preview`: show the pages in a browser while the plan is written."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.briefing.visibility.audience import EVERYONE
from kamctl.checks.engine.plan_files import STANDARD_INPUT
from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.global_options import known_language
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.load_plans import only_plan
from kamctl.cli.options import MESSAGE_LANGUAGE, TODAY, parse_day
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.source import Source, read_source
from kamctl.i18n.language import supported_language
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.web.event_streams import EventStreams
from kamctl.web.pages import PreviewPages
from kamctl.web.preview_routes import PreviewRoutes
from kamctl.web.server import LocalServer
from kamctl.web.session import PreviewSession
from kamctl.web.watching import watched

if TYPE_CHECKING:
    from kamctl.cli.console import Console

_HIGHEST_PORT = 65_535


@examples(("kamctl preview lactea/plan.yaml --open", N_("Open the briefing in your browser")))
def preview(
    ctx: typer.Context,
    plan: str = typer.Argument(
        ".",
        metavar="[PLAN]",
        help="The plan, such as lactea/plan.yaml (default: the plan in this folder).",
        show_default=False,
        autocompletion=complete_plans,
    ),
    function: str = typer.Option(
        None,
        "--for",
        metavar="FUNCTION",
        help="Audience shown first, such as finance (default: everyone).",
        autocompletion=complete_functions,
    ),
    language: str = MESSAGE_LANGUAGE,
    open_: bool = typer.Option(False, "--open", help="Open the page in your browser."),
    port: int = typer.Option(
        None,
        "--port",
        metavar="N",
        min=1,
        max=_HIGHEST_PORT,
        help="Use this port, such as 8000 (default: any free port).",
    ),
    today: str = TODAY,
) -> None:
    """Preview a briefing in your browser, updated when you save.

    Only this computer can open the page, at the address shown. Press Ctrl-C to stop.

    Exit code: 130 stopped, 2 could not start.
    """
    console: Console = ctx.obj
    parse_day(today)  # report an invalid date before anything starts
    file = _plan(plan)
    asked = _language(language)
    session = PreviewSession(Path(file).absolute(), file, lambda: parse_day(today))
    reader = _reader(function, session)
    streams = EventStreams()
    routes = PreviewRoutes(PreviewPages(session, reader, asked), streams).routes()
    with LocalServer(routes, streams, port or 0) as server, watched(session):
        console.write(f"{server.address}\n")
        console.flush()
        _print_how_to_open(server.address_for_browser if open_ else None, console)
        gc.freeze()
        gc.enable()  # other commands end before they have left much behind
        server.run()


def _plan(named: str) -> str:
    """Return the one plan to show.

    Raises:
        UserError: it is standard input, or there is none, or more than one.
        InvalidFile: there is no such file.
    """
    if named == STANDARD_INPUT:
        raise UserError(
            message(
                "Standard input cannot be previewed: the preview rereads the file "
                "whenever it changes."
            ),
            message("Give the plan's path."),
        )
    file = only_plan(named)
    if not Path(file).exists():
        missing = read_source(Path(file))
        if not isinstance(missing, Source):
            raise InvalidFile([missing])
    elif not Path(file).is_file():
        raise UserError(
            message("{file} is not a file.", file=file), message("Give the plan's path.")
        )
    return file


def _language(asked: str | None) -> str | None:
    """Return the language asked for, as the catalogs call it.

    Raises:
        UserError: kamctl does not speak it.
    """
    known_language(asked)
    return supported_language(asked) if asked else None


def _reader(asked: str | None, session: PreviewSession) -> str | None:
    """Return whom to show the page for at first.

    Raises:
        UserError: nobody here is called so; a plan that cannot be read yet may still name them.
    """
    if asked in (None, EVERYONE):
        return None
    state = session.state
    names = tuple(
        name for name in (*state.available.likely_readers, *state.available.other_readers) if name
    )
    if state.last_good is not None and asked not in names:
        raise UserError(
            message("Unknown function “{name}”.", name=asked),
            did_you_mean(str(asked), (EVERYONE, *names)),
        )
    return asked


def _print_how_to_open(address: str | None, console: Console) -> None:
    """Say what to do with the address, or open it."""
    if address is None:
        console.note(localized(message("Open this address in your browser (or use --open).")))
    elif not open_in_browser(address):
        console.note(
            localized(message("No browser could be started. Open the address in your browser."))
        )
    console.note(
        localized(message("The page is updated when you save the plan. Press Ctrl-C to stop."))
    )


def open_in_browser(address: str) -> bool:
    """Open the address in a browser with windows: one in the terminal would take it over."""
    import webbrowser

    has_windows = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    try:
        return has_windows and webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
