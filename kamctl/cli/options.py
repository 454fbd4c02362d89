"""The options that the commands of `kamctl render` share."""

from __future__ import annotations

from enum import Enum

import typer

from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.global_options import OUTPUT_PANEL


class DocumentFormat(str, Enum):
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
    metavar="[PLAN]...",
    help="Plans, folders of plans, or - for standard input. By default the plans below this "
    "folder.",
    autocompletion=complete_plans,
)
AUDIENCE = typer.Option(
    None,
    "--for",
    metavar="FUNCTION",
    help="Who will read it: finance, supply-chain, …; executive, sponsor, account-team; all makes "
    "one for each, and an index. By default everyone.",
    autocompletion=complete_functions,
)
PORTFOLIO_AUDIENCE = typer.Option(
    None,
    "--for",
    metavar="FUNCTION",
    help="Who will read it: finance, executive, everyone… By default the account team, which sees "
    "everything.",
    autocompletion=complete_functions,
)
DOCUMENT_LANGUAGE = typer.Option(
    None,
    "--lang",
    metavar="LANG",
    help="The language, such as fr. By default the plan's.",
    rich_help_panel=OUTPUT_PANEL,
)
DOCUMENT_FORMAT = typer.Option(
    None,
    "--format",
    help="By default as the output file is named, else html. pdf needs Chrome, Edge, Chromium or "
    "Brave.",
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
STRICT = typer.Option(False, "--strict", help="Generate nothing from a plan with errors.")
FORCE = typer.Option(
    False, "--force", help="Overwrite existing files.", rich_help_panel=OUTPUT_PANEL
)
