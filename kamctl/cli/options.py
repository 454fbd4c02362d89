"""The options and arguments that several commands share, and how their values are read."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum

import typer

from kamctl.cli import clock
from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.global_options import GENERAL_PANEL, OUTPUT_PANEL, SELECTION_PANEL
from kamctl.cli.language_context import asked_language, user_language
from kamctl.document.errors import UserError
from kamctl.document.output_formats import DOCUMENT_FORMATS
from kamctl.i18n.message import message
from kamctl.workspace.plan_files import STANDARD_INPUT, only_plan

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


class TextOrJson(str, Enum):
    """How a command writes for people, or for programs."""

    TEXT = "text"
    JSON = "json"


DocumentFormat = Enum(  # type: ignore[misc]  # mypy wants the names written out
    "DocumentFormat", {name.upper(): name for name in DOCUMENT_FORMATS}, type=str
)


class Paper(str, Enum):
    """What a PDF is made for."""

    A4 = "a4"
    LETTER = "letter"


def parse_day(text: str | None, option: str = "--today") -> dt.date:
    """Read the day given with `--today`.

    Another `option` may give a day as well.

    Raises:
        UserError: the text is no date.
    """
    if text is None:
        return clock.today()
    try:
        if _DAY(text):  # other forms of ISO 8601, such as 2027-W13-3, are a slip of the pen
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    # Loaded here: the words of dates are needed for a mistake only.
    from kamctl.plan.date_forms import iso_date

    meant = iso_date(text, user_language())
    raise UserError(
        message("“{text}” is not a date.", text=text),
        message("Write {option} {date}.", option=option, date=meant)
        if meant is not None and _DAY(meant)
        else message("Write {option} in the form 2027-03-31.", option=option),
    )


def _or_asked_language(language: str | None) -> str | None:
    """Return the language given to a command, else `--lang` before it."""
    return language or asked_language()


def _one_plan(ctx: typer.Context, path: str | None) -> str | None:
    """Return the plan that a path means: a folder means the only plan in it.

    Without a path it is the only plan below this folder. Standard input is for the command to
    accept or refuse.

    Raises:
        UserError: the folder holds several plans or none.
    """
    if ctx.resilient_parsing or path == STANDARD_INPUT:
        return path
    return only_plan("." if path is None else path)


PLAN = typer.Argument(
    ...,
    metavar="PLAN",
    help="The plan, such as lactea/plan.yaml, or its folder.",
    callback=_one_plan,
    autocompletion=complete_plans,
)
PLAN_OR_ONLY_ONE = typer.Argument(
    None,
    metavar="[PLAN]",
    help="The plan, such as lactea/plan.yaml, or its folder (default: the only plan below this "
    "folder).",
    callback=_one_plan,
    show_default=False,
    autocompletion=complete_plans,
)
"""For commands that have no other argument."""
PLANS = typer.Argument(
    None,
    metavar="[PLAN]...",
    help="Plans, folders of plans, or - for standard input (default: all plans below this folder).",
    autocompletion=complete_plans,
)
SAVED_PLANS = typer.Argument(
    None,
    metavar="[PLAN]...",
    help="Plans or folders of plans (default: all plans below this folder).",
    autocompletion=complete_plans,
)
AUDIENCE = typer.Option(
    None,
    "--for",
    metavar="FUNCTION",
    help="Audience: a function such as finance, executive, sponsor or account-team; all "
    "generates one document for each, and an index (default: everyone).",
    autocompletion=complete_functions,
)
PORTFOLIO_AUDIENCE = typer.Option(
    None,
    "--for",
    metavar="FUNCTION",
    help="Audience: finance, executive, everyone… (default: the account team, which sees "
    "everything).",
    autocompletion=complete_functions,
)
DOCUMENT_LANGUAGE = typer.Option(
    None,
    "--lang",
    metavar="LANG",
    help="The language of the document, such as fr (default: the plan's).",
    callback=_or_asked_language,
    rich_help_panel=OUTPUT_PANEL,
)
MESSAGE_LANGUAGE = typer.Option(
    None,
    "--lang",
    metavar="LANG",
    help="The language of the messages, such as fr (default: the plan's).",
    callback=_or_asked_language,
)
PAGE_LANGUAGE = typer.Option(
    None,
    "--lang",
    metavar="LANG",
    help="The language of the first page, and of plans in a language without a translation "
    "(default: your language).",
    callback=_or_asked_language,
)
TEXT_OR_JSON = typer.Option(
    TextOrJson.TEXT,
    "--format",
    help="Output format: text to read, or JSON for programs.",
    rich_help_panel=OUTPUT_PANEL,
)
DOCUMENT_FORMAT = typer.Option(
    None,
    "--format",
    help="Output format (default: from the output file's name, otherwise html). pdf needs "
    "Chrome, Edge, Chromium or Brave.",
    rich_help_panel=OUTPUT_PANEL,
)
OUTPUT = typer.Option(
    None,
    "--output",
    "-o",
    metavar="FILE",
    help="Output file, such as briefing.html; a folder for several documents; - for standard "
    "output.",
    rich_help_panel=OUTPUT_PANEL,
)
OUTPUT_FILE = typer.Option(
    None,
    "--output",
    "-o",
    metavar="FILE",
    help="Output file or folder, such as plan.html; - for standard output.",
    rich_help_panel=OUTPUT_PANEL,
)
PAPER = typer.Option(
    Paper.A4,
    "--paper",
    metavar="PAPER",
    help="Paper size of a PDF, such as a4.",
    rich_help_panel=OUTPUT_PANEL,
)
FULL = typer.Option(
    False,
    "--full",
    help="Add all details: requests, roadmap, impact by function, stakeholders, SWOT.",
)
STRICT = typer.Option(False, "--strict", help="Generate nothing from a plan with errors.")
FORCE = typer.Option(
    False, "--force", help="Overwrite existing files.", rich_help_panel=OUTPUT_PANEL
)
SINCE = typer.Option(
    None,
    "--since",
    metavar="WHEN",
    help="Compare with this date (2026-09-01, at the start of the day) or commit (HEAD~3, a "
    "tag, a branch).",
    rich_help_panel=SELECTION_PANEL,
)
TODAY = typer.Option(
    None,
    "--today",
    metavar="DATE",
    help="Check as of this date, such as 2027-03-31.",
    rich_help_panel=GENERAL_PANEL,
)
EXCLUDE = typer.Option(
    None,
    "--exclude",
    metavar="PATTERN",
    help="Skip files and folders with this name or path, such as archive or old-*, when "
    "searching folders. May be repeated.",
    rich_help_panel=SELECTION_PANEL,
)
JOBS = typer.Option(
    None,
    "--jobs",
    "-j",
    metavar="N",
    min=1,
    help="Number of parallel processes (default: automatic).",
    rich_help_panel=GENERAL_PANEL,
)
NO_INPUT = typer.Option(
    False,
    "--no-input",
    help="Ask no questions; use the defaults.",
    rich_help_panel=GENERAL_PANEL,
)
