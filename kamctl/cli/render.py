"""`kamctl render`: what others read."""

from __future__ import annotations

import copy
from enum import Enum
from typing import Any

import typer

from kamctl.cli.commands import CommandGroup, Commands
from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.diff import SINCE
from kamctl.cli.help import examples
from kamctl.cli.options import OUTPUT_PANEL
from kamctl.cli.reading import TODAY
from kamctl.words.message import N_


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


class Format(str, Enum):
    """How a page is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    PDF = "pdf"


class Paper(str, Enum):
    """What a PDF is made for."""

    A4 = "a4"
    LETTER = "letter"


PLANS = typer.Argument(
    None,
    metavar="PLAN...",
    help="Plans, folders of plans, or - for standard input. By default the plans below this "
    "folder.",
    autocompletion=complete_plans,
)
FOR = typer.Option(
    None,
    "--for",
    metavar="FUNCTION",
    help="Who will read it: finance, supply-chain, …; executive, sponsor, account-team; all makes "
    "one for each, and an index. By default everyone.",
    autocompletion=complete_functions,
)
FOR_SOME = typer.Option(
    None,
    "--for",
    metavar="FUNCTION",
    help="Who will read it: finance, executive, everyone… By default the account team, which sees "
    "everything.",
    autocompletion=complete_functions,
)
LANGUAGE = typer.Option(
    None,
    "--lang",
    metavar="LANG",
    help="The language, such as fr. By default the plan's.",
    rich_help_panel=OUTPUT_PANEL,
)
FORMAT = typer.Option(
    None,
    "--format",
    help="By default as the output file is named, else html. pdf needs Chrome, Edge, Chromium or "
    "Brave, or pip install kamctl[pdf].",
    rich_help_panel=OUTPUT_PANEL,
)
OUTPUT = typer.Option(
    None,
    "--output",
    "-o",
    metavar="FILE",
    help="Where to write it: a file, or a folder for several; - is standard output.",
    rich_help_panel=OUTPUT_PANEL,
)
OUTPUT_FILE = typer.Option(
    None,
    "--output",
    "-o",
    metavar="FILE",
    help="Where to write it: a file, or a folder; - is standard output.",
    rich_help_panel=OUTPUT_PANEL,
)
PAPER = typer.Option(Paper.A4, "--paper", help="The paper of a PDF.", rich_help_panel=OUTPUT_PANEL)
STRICT = typer.Option(False, "--strict", help="Make nothing from a plan with errors.")
FORCE = typer.Option(
    False, "--force", help="Overwrite existing files.", rich_help_panel=OUTPUT_PANEL
)


@render_app.callback(
    epilog="A template of your own, such as templates/letter.html.j2 beside kamctl.yaml, makes a "
    "kind of its own: kamctl render letter. See kamctl templates."
)
def render() -> None:
    """Generate documents from a plan."""


@render_app.command("briefing")
@examples(
    ("kamctl render briefing lactea/plan.yaml", N_("Write an HTML page for everyone")),
    (
        "kamctl render briefing lactea/plan.yaml --for finance -o finance.pdf",
        N_("Print what finance is asked for"),
    ),
)
def briefing(
    ctx: typer.Context,
    plans: list[str] = PLANS,
    function: str = FOR,
    language: str = LANGUAGE,
    output_format: Format = FORMAT,
    paper: Paper = PAPER,
    output: str = OUTPUT,
    strict: bool = STRICT,
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate a briefing: the objective, why it matters, and what it means for the reader.

    Exit code: 0 written, 1 with --strict if the plan has errors, 2 if it could not be generated.
    """
    _render(
        ctx,
        ctx.info_name or "briefing",
        plans,
        function,
        language,
        output_format,
        paper,
        output,
        strict=strict,
        force=force,
        today=today,
    )


@render_app.command("onepage")
@examples(
    ("kamctl render onepage lactea/plan.yaml -o lactea.pdf", N_("Print the plan on one page")),
)
def onepage(
    ctx: typer.Context,
    plans: list[str] = PLANS,
    function: str = FOR,
    language: str = LANGUAGE,
    output_format: Format = FORMAT,
    paper: Paper = PAPER,
    output: str = OUTPUT,
    strict: bool = STRICT,
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate a one-pager: the plan on one printed page.

    Exit code: 0 written, 1 with --strict if the plan has errors, 2 if it could not be generated.
    """
    _render(
        ctx,
        "onepage",
        plans,
        function,
        language,
        output_format,
        paper,
        output,
        strict=strict,
        force=force,
        today=today,
    )


@render_app.command("plan")
@examples(
    ("kamctl render plan lactea/plan.yaml", N_("Write the whole plan as one HTML page")),
)
def plan(
    ctx: typer.Context,
    plans: list[str] = PLANS,
    language: str = LANGUAGE,
    output_format: Format = FORMAT,
    paper: Paper = PAPER,
    output: str = OUTPUT,
    strict: bool = STRICT,
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate the whole plan as one document, with contents, for the account team.

    Exit code: 0 written, 1 with --strict if the plan has errors, 2 if it could not be generated.
    """
    _render(
        ctx,
        "plan",
        plans,
        "account-team",
        language,
        output_format,
        paper,
        output,
        strict=strict,
        force=force,
        today=today,
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
    function: str = FOR,
    language: str = LANGUAGE,
    output_format: Format = FORMAT,
    paper: Paper = PAPER,
    output: str = OUTPUT,
    strict: bool = STRICT,
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate an account review: changes, delays, invalidated sign-offs, decisions due.

    Earlier versions are read from git. Without --since: from before the plan's last review.

    Exit code: 0 written, 1 with --strict if the plan has errors, 2 if it could not be generated.
    """
    _render(
        ctx,
        "review",
        plans,
        function,
        language,
        output_format,
        paper,
        output,
        strict=strict,
        force=force,
        today=today,
        since=since,
    )


def _render(
    ctx: typer.Context,
    kind: str,
    plans: list[str] | None,
    function: str | None,
    language: str | None,
    output_format: Format | None,
    paper: Paper,
    output: str | None,
    *,
    strict: bool,
    force: bool,
    today: str | None,
    since: str | None = None,
) -> None:
    from kamctl.cli.pages import Wish, make_pages
    from kamctl.cli.reading import day

    wish = Wish(
        kind,
        function,
        language,
        output_format.value if output_format else None,
        paper.value,
        output,
        strict=strict,
        force=force,
        today=day(today),
        since=since,
    )
    raise typer.Exit(make_pages(plans or ["."], wish, ctx.obj))
