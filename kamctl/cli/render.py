"""`kamctl render`: what others read."""

from __future__ import annotations

import copy
from typing import Any

import typer

from kamctl.cli.commands import CommandGroup, Commands
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
from kamctl.cli.render_documents import render_documents
from kamctl.cli.render_portfolio import render_portfolio
from kamctl.cli.render_site import render_site
from kamctl.i18n.message import N_


class RenderGroup(CommandGroup):
    """The kinds of pages: those of kamctl, and any that a company has a template for."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Take a name that is no command for a kind of the company's own."""
        known = super().get_command(ctx, cmd_name)
        if known is not None or cmd_name.startswith("-"):
            return known
        own = copy.copy(super().get_command(ctx, "briefing"))
        assert own is not None
        own.name = cmd_name
        return own


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


@render_app.command("briefing")
@examples(
    ("kamctl render briefing lactea/plan.yaml", N_("Write an HTML page for everyone")),
    (
        "kamctl render briefing lactea/plan.yaml --for finance -o finance.pdf",
        N_("Print what is asked of finance"),
    ),
    (
        "kamctl render briefing lactea/plan.yaml --for finance --full",
        N_("Add all details that finance may see"),
    ),
)
def briefing(
    ctx: typer.Context,
    plans: list[str] = PLANS,
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
    """Generate a briefing: the objective, the reader's part, how to answer, the reasons and the
    measures.

    It has two pages for one objective, and one more for each additional objective.

    Exit code: 0 document written, 1 plan with errors (with --strict), 2 document not generated.
    """
    _render(
        ctx,
        plans,
        exclude,
        RenderOptions(
            ctx.info_name or "briefing",
            function,
            language,
            output_format.value if output_format else None,
            paper.value,
            output,
            strict=strict,
            force=force,
            today=parse_day(today),
            full=full,
        ),
    )


@render_app.command("onepage")
@examples(
    ("kamctl render onepage lactea/plan.yaml -o lactea.pdf", N_("Print the plan on one page")),
)
def onepage(
    ctx: typer.Context,
    plans: list[str] = PLANS,
    function: str = AUDIENCE,
    language: str = DOCUMENT_LANGUAGE,
    output_format: DocumentFormat = DOCUMENT_FORMAT,
    paper: Paper = PAPER,
    output: str = OUTPUT,
    exclude: list[str] = EXCLUDE,
    strict: bool = STRICT,
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate a one-pager: the plan on one printed page.

    Exit code: 0 document written, 1 plan with errors (with --strict), 2 document not generated.
    """
    _render(
        ctx,
        plans,
        exclude,
        RenderOptions(
            "onepage",
            function,
            language,
            output_format.value if output_format else None,
            paper.value,
            output,
            strict=strict,
            force=force,
            today=parse_day(today),
        ),
    )


@render_app.command("plan")
@examples(
    ("kamctl render plan lactea/plan.yaml", N_("Write the whole plan as one HTML page")),
)
def plan(
    ctx: typer.Context,
    plans: list[str] = PLANS,
    language: str = DOCUMENT_LANGUAGE,
    output_format: DocumentFormat = DOCUMENT_FORMAT,
    paper: Paper = PAPER,
    output: str = OUTPUT,
    exclude: list[str] = EXCLUDE,
    strict: bool = STRICT,
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate the whole plan as one document, with contents, for the account team.

    Exit code: 0 document written, 1 plan with errors (with --strict), 2 document not generated.
    """
    _render(
        ctx,
        plans,
        exclude,
        RenderOptions(
            "plan",
            "account-team",
            language,
            output_format.value if output_format else None,
            paper.value,
            output,
            strict=strict,
            force=force,
            today=parse_day(today),
        ),
    )


@render_app.command("review")
@examples(
    (
        "kamctl render review lactea/plan.yaml --since 2026-09-01",
        N_("Show what changed since 1 September 2026"),
    ),
)
def review(
    ctx: typer.Context,
    plans: list[str] = PLANS,
    since: str = SINCE,
    function: str = AUDIENCE,
    language: str = DOCUMENT_LANGUAGE,
    output_format: DocumentFormat = DOCUMENT_FORMAT,
    paper: Paper = PAPER,
    output: str = OUTPUT,
    exclude: list[str] = EXCLUDE,
    strict: bool = STRICT,
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate an account review: changes, delays, invalidated sign-offs, decisions due.

    Earlier versions are read from git. Without --since, changes since the plan's last review are
    shown.

    Exit code: 0 document written, 1 plan with errors (with --strict), 2 document not generated.
    """
    _render(
        ctx,
        plans,
        exclude,
        RenderOptions(
            "review",
            function,
            language,
            output_format.value if output_format else None,
            paper.value,
            output,
            strict=strict,
            force=force,
            today=parse_day(today),
            since=since,
        ),
    )


def _render(
    ctx: typer.Context, plans: list[str] | None, exclude: list[str] | None, options: RenderOptions
) -> None:
    raise typer.Exit(render_documents(plans or ["."], options, ctx.obj, exclude or ()))


render_app.command("portfolio")(render_portfolio)
render_app.command("site")(render_site)
