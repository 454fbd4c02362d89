"""`kamctl explain` and `kamctl checks`: what a code means, and which there are."""

from __future__ import annotations

import json
import shutil
from enum import Enum

import typer

from kamctl.cli.colour import COLOR, Color, is_coloured
from kamctl.cli.completion import complete_codes
from kamctl.cli.speaking import language, language_for_programs

_WIDEST = 88


class PageFormat(str, Enum):
    """How pages are written."""

    TEXT = "text"
    JSON = "json"


def explain(
    codes: list[str] = typer.Argument(
        ...,
        metavar="CODE|NAME...",
        help="Codes or names of checks: KAM104, one-owner.",
        autocompletion=complete_codes,
    ),
    output_format: PageFormat = typer.Option(
        PageFormat.TEXT, "--format", help="For people, or for programs."
    ),
    color: Color = COLOR,
) -> None:
    """Say what a code means: what is checked, why it matters, an example and the same mended."""
    from kamctl.checks.reference import Entry, find, near
    from kamctl.document.refusal import Refusal
    from kamctl.report.page import page_text, page_values
    from kamctl.words.message import message

    found: list[Entry] = []
    for code in codes:
        entry = find(code)
        if entry is None:
            likely = near(code)
            raise Refusal(
                message("There is no check called “{name}”.", name=code),
                message("Did you mean {code} ({name})?", code=likely.code, name=likely.name)
                if likely
                else message("`kamctl checks` lists them."),
            )
        found.append(entry)
    if output_format is PageFormat.JSON:
        spoken = language_for_programs()
        values = [page_values(entry, spoken) for entry in found]
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    coloured = is_coloured(color)
    pages = (page_text(entry, columns, colour=coloured, language=language()) for entry in found)
    typer.echo("\n\n".join(page.rstrip() for page in pages))


def checks(
    output_format: PageFormat = typer.Option(
        PageFormat.TEXT, "--format", help="For people, or for programs."
    ),
    color: Color = COLOR,
) -> None:
    """List all checks, a line each; `kamctl explain` has a page for every one."""
    from pathlib import Path

    from kamctl.checks.catalogue import catalogue
    from kamctl.checks.reference import entries
    from kamctl.checks.settings import settings
    from kamctl.report.page import list_text, page_values
    from kamctl.workspace.discover import find_workspace

    running = {check.code for check in settings(find_workspace(Path())).running}
    off = frozenset(check.code for check in catalogue() if check.code not in running)
    if output_format is PageFormat.JSON:
        spoken = language_for_programs()
        values = [
            page_values(entry, spoken) | {"off_here": entry.code in off} for entry in entries()
        ]
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    columns = min(shutil.get_terminal_size().columns, 100)
    text = list_text(entries(), columns, colour=is_coloured(color), off=off, language=language())
    typer.echo(text.rstrip())
