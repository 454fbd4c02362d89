"""`kamctl align ask`: write the messages that request sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kamctl.briefing.pages.rendering import document_language
from kamctl.briefing.pages.signoff_request import signoff_requests
from kamctl.cli.completion import complete_functions
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.load_plans import load_checked_plan
from kamctl.cli.options import MESSAGE_LANGUAGE, PLAN, TODAY, parse_day
from kamctl.i18n.catalog import languages
from kamctl.i18n.language import untranslated_note
from kamctl.i18n.message import N_
from kamctl.signoffs.signature_request import check_read

if TYPE_CHECKING:
    from kamctl.cli.console import Console


@examples(
    ("kamctl align ask lactea/plan.yaml", N_("Write a message to each person who is next")),
    (
        "kamctl align ask lactea/plan.yaml --for finance --by 2027-01-15",
        N_("Ask finance for an answer by a date"),
    ),
)
def ask(
    ctx: typer.Context,
    plan: str = PLAN,
    function: str = typer.Option(
        None,
        "--for",
        metavar="FUNCTION",
        help="Whom to ask: a function such as finance, decider, sponsor, or all (default: "
        "whoever is next).",
        autocompletion=complete_functions,
    ),
    objective: str = typer.Option(
        None, "--objective", metavar="ID", help="Only this objective, such as SO1."
    ),
    by: str = typer.Option(
        None,
        "--by",
        metavar="DATE",
        help="The date to answer by, such as 2027-03-31 (default: in two weeks).",
    ),
    language: str = MESSAGE_LANGUAGE,
    today: str = TODAY,
) -> None:
    """Write messages that request sign-offs, to send by e-mail or chat.

    Nothing is sent: you send the messages yourself.
    """
    console: Console = ctx.obj
    now = parse_day(today)
    report, read = load_checked_plan(plan, now)
    if report.source is not None:
        for one in report.agreement:
            is_asked = one.is_active and objective in (None, one.objective.id)
            if is_asked and (function is not None or one.to_hear):
                check_read(one.objective.id, report.findings, report.source)
    if language is None and read.plan.language not in languages():
        console.note(localized(untranslated_note(read.plan.language)))
    texts = signoff_requests(
        read,
        report.agreement,
        document_language(language, read),
        now,
        to=function,
        objective=objective,
        by=None if by is None else parse_day(by, "--by"),
        file=plan,
    )
    whole = "\n\n".join(texts)
    if console.out.is_terminal:
        console.print(whole)
    else:  # copied into an e-mail: with the no-break spaces that an e-mail keeps
        console.write(f"{whole}\n")
