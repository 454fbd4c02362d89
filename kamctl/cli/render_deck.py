"""`kamctl render deck`: a plan as slides for PowerPoint."""

from __future__ import annotations

import importlib.util
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kamctl.briefing.engine.branding import load_branding
from kamctl.briefing.engine.color import accents
from kamctl.briefing.pages.plan_page import page_content
from kamctl.briefing.readers import document_language, reader_of
from kamctl.briefing.slides.deck import deck_of
from kamctl.briefing.visibility.audience import audience_for
from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, note_untranslated, user_translator
from kamctl.cli.load_plans import load_checked_plan, note_unread_parts
from kamctl.cli.options import DOCUMENT_LANGUAGE, FORCE, SINCE, TODAY, parse_day
from kamctl.cli.output_files import write_output
from kamctl.cli.output_paths import ProtectedFiles, canonical_path, single_format_file
from kamctl.document.errors import UserError
from kamctl.document.office_files import is_untouched
from kamctl.history.compared_plans import last_review, look_back, past_of
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.message import N_, message
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import only_plan

if TYPE_CHECKING:
    from kamctl.briefing.pages.plan_page import PageContent
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.cli.console import Console
    from kamctl.history.compared_plans import Lookback
    from kamctl.workspace.config import Workspace

_ENDING: Final = ".pptx"
_PROBLEMS: Final = 1


class DeckKind(str, Enum):
    """The kinds of decks, as the command line calls them."""

    alignment = "alignment"
    qbr = "qbr"


@examples(
    ("kamctl render deck lactea/plan.yaml", N_("Generate the slides for internal alignment")),
    (
        "kamctl render deck lactea/plan.yaml --for finance -o finance.pptx",
        N_("Generate the slides for finance"),
    ),
    (
        "kamctl render deck lactea/plan.yaml --kind qbr --since 2026-09-01",
        N_("Generate the slides for a business review"),
    ),
    (
        "kamctl render deck lactea/plan.yaml --template company.pptx --check-template",
        N_("Check whether your company's template has the required layouts"),
    ),
)
def render_deck(
    ctx: typer.Context,
    plan: str = typer.Argument(
        ".",
        metavar="[PLAN]",
        help="The plan, such as lactea/plan.yaml (default: the only plan below this folder).",
        show_default=False,
        autocompletion=complete_plans,
    ),
    function: str = typer.Option(
        None,
        "--for",
        metavar="FUNCTION",
        help="Audience: a function such as finance, executive, sponsor or account-team (default: "
        "everyone).",
        autocompletion=complete_functions,
    ),
    kind: DeckKind = typer.Option(
        DeckKind.alignment.value,
        "--kind",
        metavar="KIND",
        help="alignment for your company; qbr for a business review: what changed, and what to "
        "decide.",
    ),
    since: str = SINCE,
    template: str = typer.Option(
        None,
        "--template",
        metavar="FILE",
        help="Your company's PowerPoint file with its master (default: `slides.template` in "
        "kamctl.yaml, otherwise a plain master).",
        rich_help_panel=OUTPUT_PANEL,
    ),
    check_template: bool = typer.Option(
        False,
        "--check-template",
        help="List the layouts of the template that are used and what is missing; write nothing.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    language: str = DOCUMENT_LANGUAGE,
    output: str = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FILE",
        help="Output file or folder, such as deck.pptx; - for standard output.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate slides for PowerPoint, with native charts and tables and speaker notes.

    They contain what the documents show to the same audience.

    Exit code: 0 written, 1 the template lacks something (with --check-template), 2 not generated.
    """
    console: Console = ctx.obj
    _check_installed()
    if check_template:
        raise typer.Exit(_check_template(template, find_workspace(Path(plan)), console))
    file = only_plan(plan)
    if since and kind is not DeckKind.qbr:
        raise UserError(
            message("--since is for business reviews only."),
            message("Add --kind qbr, or remove --since."),
        )
    day = parse_day(today)
    single_format_file(output, f"deck{_ENDING}")  # refuse another format before the plan is read
    report, account_plan = load_checked_plan(file, day)
    chosen = document_language(language, account_plan)
    note_untranslated(console, language, account_plan.plan.language)
    note_unread_parts(console, file, report.unread_parts)
    assert report.rules is not None
    workspace = report.rules.workspace
    path = Path(template) if template else workspace.slides_template
    audience = audience_for(reader_of(function, account_plan, workspace))
    past = _past(report, since, chosen, workspace) if kind is DeckKind.qbr else None
    content = page_content(report, audience, chosen, past, full=True)
    data = _deck_bytes(kind.value, content, workspace, path)
    account = account_plan.account.id or Path(file).resolve().parent.name
    name = _file_name(account, kind, audience.name if function else None, chosen)
    target = single_format_file(output, name)
    if target is None:
        console.write_bytes(data)
        return
    _refuse_template(target, path)
    write_output(
        target, data, console, ProtectedFiles([file]), lambda there: force or is_untouched(there)
    )


def _check_installed() -> None:
    """Check that the package that writes slides is there.

    Raises:
        UserError: it is not.
    """
    if importlib.util.find_spec("pptx") is None:
        raise UserError(
            message("Slides need the package python-pptx, which is not installed."),
            message('Install it: pip install "kamctl[slides]"'),
        )


def _check_template(template: str | None, workspace: Workspace, console: Console) -> int:
    """Print which layouts of the template a deck uses, and what is missing; return the exit code.

    Raises:
        UserError: there is no template, or it cannot be read.
    """
    from kamctl.briefing.slides.master import LAYOUTS, check_template  # the package may be missing

    path = Path(template) if template else workspace.slides_template
    if path is None:
        raise UserError(
            message("There is no template to check."),
            message("Name it with --template, or with `slides.template` in kamctl.yaml."),
        )
    say, code = user_translator(), 0
    for one in check_template(path, workspace.slides_layouts):
        use = say(LAYOUTS[one.use])
        if one.problem is None:
            text = message("{use}: layout “{name}”", use=use, name=one.name)
            console.print(localized(text))
            continue
        code = _PROBLEMS
        console.print(localized(message("{use}: {problem}", use=use, problem=one.problem)))
        if one.hint is not None:
            console.print(f"  → {one.hint.say(say)}")
    return code


def _past(report: PlanReport, since: str | None, language: str, workspace: Workspace) -> Lookback:
    """Return what has become of the plan since a moment; without one, since its last review."""
    past = past_of(report.file, since or last_review(report.today))
    return look_back(report.file, past, language, workspace, report.today)


def _deck_bytes(
    kind: str, content: PageContent, workspace: Workspace, template: Path | None
) -> bytes:
    """Return the file of a deck; the logo of the pages is on kamctl's own cover.

    Raises:
        UserError: the template or the logo cannot be used.
    """
    from kamctl.briefing.slides.cover_logo import cover_logo
    from kamctl.briefing.slides.deck_file import deck_file  # the package may be missing
    from kamctl.briefing.slides.master import open_master

    accent, _dark = accents(workspace.accent)
    master = open_master(template, workspace.slides_layouts, accent)
    company = workspace.shown_name or ""
    logo = cover_logo(load_branding(workspace), company) if template is None else None
    deck = deck_of(kind, content, company)
    return deck_file(deck, master, content.formatter.today, logo)


def _file_name(account: str, kind: DeckKind, reader: str | None, language: str) -> str:
    parts = [account or "plan", "deck" if kind is DeckKind.alignment else kind.value]
    parts += ["for", reader] if reader else []
    parts += [language] if language != SOURCE_LANGUAGE else []
    return "-".join(parts) + _ENDING


def _refuse_template(path: Path, template: Path | None) -> None:
    """Refuse to write over the template.

    Raises:
        UserError: `path` is that file.
    """
    if template is not None and canonical_path(path) == canonical_path(template):
        raise UserError(
            message("The output would overwrite the template: {path}.", path=path),
            message("Choose another output file."),
        )
