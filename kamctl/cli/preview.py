"""`kamctl preview`: show the pages in a browser while the plan is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.briefing.visibility.audience import AUDIENCE_LABELS, EVERYONE
from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.help import examples
from kamctl.cli.local_pages import PORT, asked_page_language, plan_to_open, serve
from kamctl.cli.options import DOCUMENT_LANGUAGE, TODAY, parse_day
from kamctl.document.errors import UserError
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.value_synonyms import asked_value
from kamctl.web.event_streams import EventStreams
from kamctl.web.plan_checker import PlanChecker
from kamctl.web.preview_pages import PreviewPages
from kamctl.web.preview_routes import PreviewRoutes
from kamctl.web.preview_session import PreviewSession
from kamctl.web.server import LocalServer
from kamctl.web.watching import watched

if TYPE_CHECKING:
    from kamctl.cli.console import Console


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
    language: str = DOCUMENT_LANGUAGE,
    open_: bool = typer.Option(
        False, "--open/--no-open", help="Open the page in your browser.", show_default=False
    ),
    port: int = PORT,
    today: str = TODAY,
) -> None:
    """Preview a briefing in your browser, updated when you save.

    Only this computer can open the page, at the address shown. Press Ctrl-C to stop.

    Exit code: 130 stopped, 2 could not start.
    """
    console: Console = ctx.obj
    parse_day(today)  # report an invalid date before anything starts
    file = plan_to_open(plan)
    asked = asked_page_language(language)
    session = PreviewSession(PlanChecker(Path(file).absolute(), file, lambda: parse_day(today)))
    reader = _reader(function, session)
    streams = EventStreams()
    routes = PreviewRoutes(PreviewPages(session, reader, asked), streams).routes()
    with LocalServer(routes, streams, port or 0) as server, watched(session):
        note = message("The page is updated when you save the plan. Press Ctrl-C to stop.")
        serve(server, console, note, opens=open_)


def _reader(asked: str | None, session: PreviewSession) -> str | None:
    """Return whom to show the page for at first.

    Raises:
        UserError: there is no audience of this name in a plan that can be read.
    """
    if asked is None:
        return None
    state = session.state
    names = tuple(
        name for name in (*state.available.likely_readers, *state.available.other_readers) if name
    )
    found = asked_value(asked, (EVERYONE, *names), AUDIENCE_LABELS)
    if state.last_good is not None and found is None:
        raise UserError(
            message("Unknown function “{name}”.", name=asked),
            did_you_mean(asked, (EVERYONE, *names)),
        )
    return None if found == EVERYONE else found or asked
