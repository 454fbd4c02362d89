"""`kamctl render`: what others read."""

from __future__ import annotations

import copy
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import typer

from kamctl.briefing.document_kinds import (
    BRIEFING,
    DOCUMENT_KINDS,
    PLAN_DOCUMENTS,
    PORTFOLIO,
    UnknownKind,
)
from kamctl.cli.commands import Command, CommandGroup, Commands, meant_hint
from kamctl.cli.document_options import RenderOptions
from kamctl.cli.help import examples
from kamctl.cli.options import (
    AUDIENCE,
    DOCUMENT_FORMAT,
    DOCUMENT_LANGUAGE,
    EXCLUDE,
    FORCE,
    FULL,
    OUTPUT,
    PAPER,
    PLANS,
    SINCE,
    STRICT,
    TODAY,
    DocumentFormat,
    Paper,
    parse_day,
)
from kamctl.cli.render_calendar import render_calendar
from kamctl.cli.render_deck import render_deck
from kamctl.cli.render_documents import render_documents
from kamctl.cli.render_portfolio import render_portfolio
from kamctl.cli.render_site import render_site
from kamctl.cli.typed_command import words_from
from kamctl.document.errors import UserError
from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from kamctl.briefing.document_kinds import DocumentKind

_EXIT_CODES: Final = N_(
    "Exit code: 0 document written, 1 plan with errors (with --strict), 2 document not generated."
)


class RenderGroup(CommandGroup):
    """The kinds of pages: those of kamctl, and any that a company has a template for."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Take a name that is no command for a kind of the company's own."""
        known = super().get_command(ctx, cmd_name)
        if known is not None or cmd_name.startswith("-") or PurePath(cmd_name).name != cmd_name:
            return known
        own = copy.copy(super().get_command(ctx, BRIEFING.name))
        assert own is not None
        own.name = cmd_name
        return own


class DocumentCommand(Command):
    """A kind of document of a plan: its help, and the options that make sense for it."""

    def __init__(self, name: str, *, params: list[Any], **settings: Any) -> None:
        kind = DOCUMENT_KINDS[name]
        makes_sense = {
            "since": kind.needs_history,
            "function": not kind.for_account_team,
            "full": kind.has_short_form,
        }
        taken = [one for one in params if makes_sense.get(one.name, True)]
        about = "\n\n".join((*kind.help, _EXIT_CODES))
        super().__init__(name, params=taken, **{**settings, "help": about})


render_app = Commands(
    name="render",
    cls=RenderGroup,
    help="Generate documents from a plan.",
)


@render_app.callback(
    epilog="A template such as templates/letter.html.j2, beside kamctl.yaml, adds a "
    "document: kamctl render letter. See kamctl templates."
)
def render() -> None:
    """Generate documents from a plan."""


def _add_command(kind: DocumentKind) -> None:
    """Add the command that makes documents of this kind."""

    @render_app.command(kind.name, cls=DocumentCommand)
    @examples(*kind.examples)
    def document(
        ctx: typer.Context,
        plans: list[str] = PLANS,
        since: str = SINCE,
        function: str = AUDIENCE,
        full: bool = FULL,
        language: str = DOCUMENT_LANGUAGE,
        output_format: DocumentFormat = DOCUMENT_FORMAT,
        paper: Paper = PAPER,
        output: str = OUTPUT,
        exclude: list[str] = EXCLUDE,
        strict: bool = STRICT,
        force: bool = FORCE,
        today: str = TODAY,
    ) -> None:
        options = RenderOptions(
            ctx.info_name or kind.name,
            function,
            language,
            output_format.value if output_format else None,
            paper.value,
            output,
            strict=strict,
            force=force,
            today=parse_day(today),
            since=since,
            full=full,
        )
        try:
            code = render_documents(plans or ["."], options, ctx.obj, exclude or ())
        except UnknownKind as unknown:
            hint = meant_hint(ctx.parent, words_from(options.kind)) or unknown.hint
            raise UserError(unknown.message, hint) from None
        raise typer.Exit(code)


for _kind in PLAN_DOCUMENTS:
    _add_command(_kind)
render_app.command(PORTFOLIO.name)(render_portfolio)
render_app.command("site")(render_site)
render_app.command("deck")(render_deck)
render_app.command("calendar")(render_calendar)
