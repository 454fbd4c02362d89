"""`kamctl explain`: explain a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kamctl.checks.engine.code_index import IndexedCode, find_code, unknown_entry
from kamctl.cli.completion import complete_codes
from kamctl.cli.help import examples
from kamctl.cli.language_context import program_language, user_language
from kamctl.cli.options import TEXT_OR_JSON, TextOrJson
from kamctl.i18n.message import N_
from kamctl.reports.check_page import page_text, page_values
from kamctl.reports.json_text import json_document

if TYPE_CHECKING:
    from kamctl.cli.console import Console


@examples(
    ("kamctl explain KAM104", N_("Explain a check by its code")),
    ("kamctl explain one-owner overdue", N_("Explain two checks by their names")),
)
def explain(
    ctx: typer.Context,
    codes: list[str] = typer.Argument(
        ...,
        metavar="CODE|NAME...",
        help="Codes or names of checks, such as KAM104 or one-owner.",
        autocompletion=complete_codes,
    ),
    output_format: TextOrJson = TEXT_OR_JSON,
) -> None:
    """Explain a check: what it finds, why it matters, how to fix it."""
    console: Console = ctx.obj
    found: list[IndexedCode] = []
    for code in codes:
        entry = find_code(code)
        if entry is None:
            raise unknown_entry(code)
        found.append(entry)
    if output_format is TextOrJson.JSON:
        language = program_language()
        values = [page_values(entry, language) for entry in found]
        console.write(json_document(values))
        return
    for number, entry in enumerate(found):
        page = page_text(entry, highlighted=console.out.is_colored, language=user_language())
        console.print("\n\n" if number else "", end="")
        for block in page:
            console.print(block, end="")
