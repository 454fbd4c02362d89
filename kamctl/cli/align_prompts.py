"""What the commands that record sign-offs share: what is signed, its text, the confirmation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from kamctl.cli import clock
from kamctl.cli.errors import wrong_order
from kamctl.cli.global_options import GENERAL_PANEL
from kamctl.cli.language_context import localized
from kamctl.cli.load_plans import load_checked_plan
from kamctl.document.errors import UserError
from kamctl.document.given_files import exists
from kamctl.git.identity import current_user
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.entry_lookup import entry_with_id
from kamctl.plan.people import names_by_id
from kamctl.signoffs.pending_signoff import prepare_signoff
from kamctl.signoffs.signoff_text import signatory, signed_lines
from kamctl.signoffs.unread_text import check_read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.document.document import Document
    from kamctl.signoffs.pending_signoff import PendingSignoff
    from kamctl.signoffs.signoff_text import LabelledValue


def _not_a_plan(ctx: typer.Context, objective: str) -> str:
    """Refuse a plan where the objective is expected.

    Raises:
        UserError: it is one, and what comes before it is no file.
    """
    first = str(ctx.params.get("plan") or "")
    if not ctx.resilient_parsing and exists(objective) and not exists(first):
        raise wrong_order(objective, "OBJECTIVE", first)
    return objective


OBJECTIVE_ARGUMENT = typer.Argument(
    ...,
    metavar="OBJECTIVE",
    help="The objective's id, such as SO1.",
    callback=_not_a_plan,
)
BY = typer.Option(
    None,
    "--by",
    metavar="ID",
    help="Who decides: the id of a team member, such as claire. By default you, if your git "
    "e-mail address belongs to the team; otherwise the person responsible.",
)
YES_OPTION = typer.Option(
    False,
    "--yes",
    "-y",
    help="Record without asking for confirmation.",
    rich_help_panel=GENERAL_PANEL,
)


def load_pending(
    plan: str, objective: str, party: str, by: str | None, *, signs: bool = False
) -> PendingSignoff:
    """Read a plan and return what a party of an objective is about to sign.

    `signs` checks that all of it was read; what is only restated need not be.

    Raises:
        UserError: it is not theirs to sign, or the plan must be corrected first.
    """
    report, account_plan = load_checked_plan(plan, clock.today())
    pending = prepare_signoff(
        account_plan,
        objective,
        party,
        by,
        here=current_user(Path(plan).absolute().parent),
        day=clock.now().date(),
        file=plan,
    )
    if signs and report.source is not None:
        check_read(pending.objective.id, report.findings, report.source)
    return pending


def signed_text(pending: PendingSignoff) -> Text:
    """Lay out the text that is signed."""
    people = names_by_id(pending.plan.team)
    signer = (message("Signatory"), signatory(pending.person))
    lines = [*signed_lines(pending.content, people), signer]
    return labelled_text(f"{pending.plan.account.name} · {pending.objective.id}", lines)


def labelled_text(title: str, lines: Iterable[LabelledValue]) -> Text:
    """Lay out a title and lines, each below its label if it has one."""
    text = Text(printed_line(title), "bold")
    text = Text.assemble(text, "\n")
    for label, value in lines:
        text.append("\n  ")
        if label:
            text.append(localized(message("{label}: {text}", label=label, text="")), "dim")
        text.append(printed_line(localized(message("{text}", text=value))))
    return text.append("\n")


def needs_confirmation() -> UserError:
    """Return the error where a confirmation is needed and nobody can be asked."""
    return UserError(
        message("Confirmation is needed, but there is no terminal to ask in."),
        message("Add --yes to record without confirmation."),
    )


def reread_pending(plan: str, pending: PendingSignoff) -> tuple[PendingSignoff, Document]:
    """Read the plan again: nobody signs a text that changed after it was shown.

    Return what is signed now, and the document that it is in.

    Raises:
        UserError: it has.
    """
    report, account_plan = load_checked_plan(plan, clock.today())
    now = entry_with_id(account_plan.objectives, pending.objective.id)
    again = replace(pending, plan=account_plan, objective=now) if now is not None else None
    if again is None or report.document is None or again.fingerprint != pending.fingerprint:
        raise UserError(
            message("The text changed while it was on screen. Nothing was recorded."),
            message("Run the command again and read the new text."),
        )
    return again, report.document
