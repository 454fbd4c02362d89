"""`kamctl align confirm`: record that the customer has confirmed the current text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kamctl.cli import clock
from kamctl.cli.align_prompts import (
    OBJECTIVE_ARGUMENT,
    YES_OPTION,
    labelled_text,
    needs_confirmation,
)
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.load_plans import load_checked_plan
from kamctl.cli.options import PLAN, parse_day
from kamctl.cli.prompts import FormConfirmation, answers_summary, ask_and_confirm, can_ask
from kamctl.document.changes import SetValue
from kamctl.document.errors import UserError
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.people import current_person, find_stakeholder, stakeholder_with_id
from kamctl.plan.plan_file import prepare_change
from kamctl.signoffs.confirmation import confirmation_covers
from kamctl.signoffs.new_confirmation import (
    HadLeft,
    InTheFuture,
    NewConfirmation,
    confirmed_lines,
    new_confirmation,
)
from kamctl.signoffs.pending_signoff import require_objective
from kamctl.signoffs.unread_text import check_read

if TYPE_CHECKING:
    import datetime as dt

    from rich.console import Group

    from kamctl.cli.console import Console
    from kamctl.cli.prompts import Answers
    from kamctl.document.span import KeyPath
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective


@examples(
    (
        N_("kamctl align confirm plan.yaml SO1 --by mercier --how Minutes"),
        N_("Record that the customer confirmed it today; the text is shown first"),
    ),
    (
        "kamctl align confirm plan.yaml SO1 --by mercier --on 2026-10-21 --yes",
        N_("Record a confirmation given on that day, without questions"),
    ),
)
def confirm(
    ctx: typer.Context,
    plan: str = PLAN,
    objective: str = OBJECTIVE_ARGUMENT,
    by: str = typer.Option(
        ...,
        "--by",
        metavar="ID",
        help="Who confirmed it: the id of a stakeholder, such as d-weiss.",
    ),
    on: str = typer.Option(
        None, "--on", metavar="DATE", help="The date, such as 2026-10-21 (default: today)."
    ),
    how: str = typer.Option(
        "",
        "--how",
        metavar="TEXT",
        help='Where the confirmation can be found, such as "minutes of 21 October".',
    ),
    yes: bool = YES_OPTION,
) -> None:
    """Record the customer's confirmation of the current text of an objective.

    The confirmation is added to the plan with a fingerprint of the text. If the text changes
    later, the confirmation is invalidated.
    """
    console: Console = ctx.obj
    today = clock.today()
    report, account_plan = load_checked_plan(plan, today)
    found = require_objective(account_plan, objective)
    if report.source is not None:
        check_read(found.id, report.findings, report.source, confirmation_covers)
    when = parse_day(on, "--on") if on else today
    new = _new_confirmation(account_plan, found, by, when, how, today)
    path: KeyPath = ("objectives", account_plan.objectives.index(found), "customer_confirmation")
    if report.document is not None:  # entries that cannot be read are in the file as well
        path = report.document.origin(path)
    change = SetValue(path, new.value)
    edit = prepare_change(plan, [change], seen=report.source)
    heading = f"{account_plan.account.name} · {found.id}"
    console.note(labelled_text(heading, confirmed_lines(account_plan, found)))
    if not yes:
        _ask(console, plan, new)
    edit.write()
    console.print_result(
        localized(
            message(
                "Recorded: {name} confirmed {objective} ({plan}).",
                name=new.person.name,
                objective=found.id,
                plan=plan,
            )
        ),
    )


def _new_confirmation(
    plan: Plan, objective: Objective, by: str, when: dt.date, how: str, today: dt.date
) -> NewConfirmation:
    """Prepare the confirmation.

    Raises:
        UserError: it cannot be one, with the option that is to be corrected.
    """
    try:
        return new_confirmation(plan, objective, by, when, how, today)
    except InTheFuture as error:
        hint = message("Correct the date after --on.")
        raise UserError(error.message, hint) from None
    except HadLeft as error:
        former = find_stakeholder(plan, by)
        now = stakeholder_with_id(plan, current_person(plan, former.id if former else None, when))
        hint = (
            message("Add --by with the id of the person who confirmed, and --on with the date.")
            if now is None
            else message("{name} has taken over: use `--by {id}`.", name=now.name, id=now.id)
        )
        raise UserError(error.message, hint) from None


def _ask(console: Console, plan: str, new: NewConfirmation) -> None:
    if not can_ask():
        raise needs_confirmation()

    def review(_: Answers) -> Group:
        person = new.person
        titled = f"{person.name}, {person.title}" if isinstance(person.title, str) else person.name
        rows: list[tuple[Message, str | Message | None]] = [
            (message("Objective"), new.objective.id),
            (message("Confirmed by"), titled),
            (message("Date"), message("{date}", date=LocalizedDay(new.day))),
            (message("Where"), new.how or message("not given")),
            (message("File"), plan),
        ]
        return answers_summary(message("Confirmation of the customer"), rows)

    confirmation = FormConfirmation(
        label=message("Record this confirmation?"),
        summary=review,
        refused=message("Nothing was recorded."),
    )
    ask_and_confirm(console, [], confirmation, {})
