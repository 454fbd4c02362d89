"""`kamctl align ask`: write the messages that request sign-offs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kamctl.briefing.pages.signoff_request import signoff_requests
from kamctl.briefing.readers import document_language
from kamctl.cli.completion import complete_functions
from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, note_untranslated
from kamctl.cli.load_plans import load_checked_plan, note_unread_parts
from kamctl.cli.mail_drafts import note_missing_addresses
from kamctl.cli.options import FORCE, MESSAGE_LANGUAGE, PLAN_OR_ONLY_ONE, TODAY, parse_day
from kamctl.cli.output_paths import STANDARD_OUTPUT, check_has_name, check_new_files, file_ending
from kamctl.cli.page_names import unique_names
from kamctl.document.code_frame import printable
from kamctl.document.command_text import as_argument
from kamctl.document.errors import UserError
from kamctl.document.mail_draft import DRAFT_ENDING, mail_draft
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import N_, message
from kamctl.scaffold.undo import undone_on_error
from kamctl.signoffs.pending_signoff import check_shared
from kamctl.signoffs.signed_content import ROLES
from kamctl.signoffs.unread_text import check_read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.pages.signoff_request import SignoffRequest
    from kamctl.cli.console import Console
    from kamctl.i18n.message import Message

_TEXT: Final = ".txt"


@examples(
    ("kamctl align ask lactea/plan.yaml", N_("Write a message to each person who is next")),
    (
        "kamctl align ask lactea/plan.yaml --for finance --by 2027-01-15",
        N_("Ask finance for an answer by a date"),
    ),
    ("kamctl align ask lactea/plan.yaml -o requests/", N_("Write an e-mail draft for each person")),
)
def ask(
    ctx: typer.Context,
    plan: str = PLAN_OR_ONLY_ONE,
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
        help="The date to answer by, such as 2027-03-31 (default: `answer_by:` of the direction, "
        "else the next review, else in two weeks).",
    ),
    output: str = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FILE",
        help="Write e-mail drafts: a file for one message, such as finance.eml; a folder for "
        "several. Also finance.txt, for all messages as text; - for standard output (default).",
        rich_help_panel=OUTPUT_PANEL,
    ),
    force: bool = FORCE,
    language: str = MESSAGE_LANGUAGE,
    today: str = TODAY,
) -> None:
    """Write messages that request sign-offs, to send by e-mail or chat.

    Nothing is sent: you send the messages yourself.
    """
    console: Console = ctx.obj
    now = parse_day(today)
    report, account_plan = load_checked_plan(plan, now)
    check_shared(account_plan, plan)
    if report.source is not None:
        for one in report.agreement:
            is_asked = one.is_active and objective in (None, one.objective.id)
            if is_asked and (function is not None or one.next_parties):
                check_read(one.objective.id, report.findings, report.source)
    note_untranslated(console, language, account_plan.plan.language)
    note_unread_parts(console, plan, report.unread_parts)
    chosen = document_language(language, account_plan)
    requests = signoff_requests(
        account_plan,
        report.agreement,
        chosen,
        now,
        to=function,
        objective=objective,
        by=None if by is None else parse_day(by, "--by"),
    )
    whole = "\n\n".join(one.text for one in requests)
    if output is not None and output != STANDARD_OUTPUT:
        _write(console, requests, whole, chosen, plan, output, force=force)
    elif console.out.is_terminal:
        console.print(whole)
    else:  # copied into an e-mail: with the no-break spaces that an e-mail keeps
        console.write(f"{whole}\n")
    console.note(localized(_how_to_record(requests[0], plan)))


def _how_to_record(request: SignoffRequest, plan: str) -> Message:
    """Return the command for the answer of one person; for others it is alike."""
    option, decision = ("--as", "validate") if request.party in ROLES else ("--for", "agree")
    return message(
        "When you have an answer, record it, for example: `{command}`.",
        command=f"kamctl align record {as_argument(plan)} {request.objective} {option} "
        f"{request.party} --decision {decision}",
    )


def _write(
    console: Console,
    requests: Sequence[SignoffRequest],
    whole: str,
    language: str,
    plan: str,
    output: str,
    *,
    force: bool,
) -> None:
    """Write the messages: all of them, or nothing.

    Raises:
        UserError: the name is that of another format, or a file cannot be written.
    """
    check_has_name(output, "requests/")
    ending = file_ending(output)
    if ending not in ("", DRAFT_ENDING, _TEXT):
        raise UserError(
            message("A message cannot be written to {file}.", file=output),
            message(
                "Use a name that ends in {draft} or {text}, or a folder.",
                draft=DRAFT_ENDING,
                text=_TEXT,
            ),
        )
    if ending == DRAFT_ENDING and len(requests) > 1:
        raise UserError(
            message("{file} is one file, and there are several people to ask.", file=output),
            message("Add --for FUNCTION and --objective ID, or use a folder: -o requests/"),
        )
    files: dict[Path, str | bytes] = {}
    if ending == _TEXT:
        files[Path(output)] = f"{whole}\n"
    else:
        names = unique_names(f"{one.objective}-{one.party}" for one in requests)
        for one, name in zip(requests, names, strict=True):
            path = Path(output) if ending else Path(output, f"{name}{DRAFT_ENDING}")
            files[path] = mail_draft(one.recipient, one.subject, f"{one.body}\n", language)
    check_new_files(files, plan, force=force)
    with undone_on_error(next(iter(files)).parent, *files):
        for path, data in files.items():
            write_atomically(path, data, over=force)
    for path in files:
        console.note(printable(path.as_posix()))
    if ending != _TEXT:
        note_missing_addresses(console, [one.name for one in requests if one.recipient is None])
