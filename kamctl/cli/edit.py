"""`kamctl edit`: fill in a plan in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.completion import complete_plans
from kamctl.cli.help import examples
from kamctl.cli.language_context import user_language
from kamctl.cli.local_pages import PORT, asked_page_language, plan_to_open, serve
from kamctl.cli.options import PAGE_LANGUAGE, TODAY, parse_day
from kamctl.i18n.message import N_, message
from kamctl.web.edit_site import EditSite
from kamctl.web.event_streams import EventStreams
from kamctl.web.server import LocalServer

if TYPE_CHECKING:
    from kamctl.cli.console import Console


@examples(
    ("kamctl edit", N_("Choose a plan below this folder, or start one")),
    ("kamctl edit lactea/plan.yaml", N_("Fill in this plan")),
)
def edit(
    ctx: typer.Context,
    plan: str = typer.Argument(
        None,
        metavar="[PLAN]",
        help="The plan, such as lactea/plan.yaml (default: choose or start one).",
        show_default=False,
        autocompletion=complete_plans,
    ),
    language: str = PAGE_LANGUAGE,
    open_: bool = typer.Option(
        True, "--open/--no-open", help="Open the page in your browser.", show_default=False
    ),
    port: int = PORT,
    today: str = TODAY,
) -> None:
    """Fill in a plan in your browser, one question at a time.

    Each answer is saved at once. Only this computer can open the pages, at the address shown.
    Press Ctrl-C to stop.

    Exit code: 130 stopped, 2 could not start.
    """
    console: Console = ctx.obj
    parse_day(today)  # report an invalid date before anything starts
    file = plan_to_open(plan) if plan is not None else None
    shown_language = asked_page_language(language) or user_language()
    streams = EventStreams()
    site = EditSite(Path.cwd(), file, lambda: parse_day(today), shown_language, streams)
    with site, LocalServer(site.routes(), streams, port or 0, allows_changes=True) as server:
        note = message("Each answer is saved at once. Press Ctrl-C to stop.")
        serve(server, console, note, opens=open_)
