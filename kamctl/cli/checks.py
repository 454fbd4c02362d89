"""`kamctl checks`: list all checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.checks.engine.code_index import entries
from kamctl.checks.engine.registry import registry
from kamctl.checks.engine.settings import settings
from kamctl.cli.help import examples
from kamctl.cli.language_context import program_language, user_language
from kamctl.cli.options import TEXT_OR_JSON, TextOrJson
from kamctl.i18n.message import N_
from kamctl.reports.check_page import CheckList, page_values
from kamctl.reports.json_text import json_document
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from kamctl.cli.console import Console


@examples(
    ("kamctl checks", N_("List all checks")),
    ("kamctl checks --format json", N_("Write all checks as JSON")),
)
def checks(
    ctx: typer.Context,
    output_format: TextOrJson = TEXT_OR_JSON,
) -> None:
    """List all checks with their codes.

    Run `kamctl explain CODE` for details.
    """
    console: Console = ctx.obj
    running = {check.code for check in settings(find_workspace(Path())).running}
    off = frozenset(check.code for check in registry() if check.code not in running)
    if output_format is TextOrJson.JSON:
        language = program_language()
        values = [
            page_values(entry, language) | {"off_here": entry.code in off} for entry in entries()
        ]
        console.write(json_document(values))
        return
    console.print(CheckList(entries(), off=off, language=user_language()), end="")
