"""`kamctl align confirm`: record that the customer has confirmed the current text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import typer
from rich.text import Text

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
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.people import current_person, has_left, stakeholder_called
from kamctl.plan.plan_file import prepare_change
from kamctl.signoffs.confirmation import confirmation_fingerprint, is_confirmed
from kamctl.signoffs.signature_request import check_read, objective_called
from kamctl.signoffs.signed_content import confirmed_content
from kamctl.signoffs.signoff_text import signed_lines

if TYPE_CHECKING:
    from rich.console import Group

    from kamctl.cli.console import Console
    from kamctl.cli.prompts import Answers
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.stakeholders import Stakeholder


@examples(
    (
        "kamctl align confirm plan.yaml SO1 --by mercier --how Minutes",
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
    report, read = load_checked_plan(plan, today)
    found = objective_called(read, objective)
    if report.source is not None:
        check_read(found.id, report.findings, report.source, is_confirmed)
    person = _stakeholder(read, by)
    when = parse_day(on) if on else today
    if when > today:
        raise UserError(
            message("{day} is in the future.", day=LocalizedDay(when)),
            message("Add --on with the date of the confirmation."),
        )
    _had_not_left(read, person, when)
    value = {
        "by": person.id,
        "on": when.isoformat(),
        **({"how": how.strip()} if how.strip() else {}),
        "fingerprint": confirmation_fingerprint(read, found, person.id),
    }
    place = read.objectives.index(found)
    change = SetValue(("objectives", place, "customer_confirmation"), value)
    edit = prepare_change(plan, [change], seen=report.source)
    console.note(_text(read, found, person))
    if not yes:
        _ask(console, plan, found, person, when, how.strip())
    edit.write()
    console.print_result(
        localized(
            message(
                "Recorded: {name} confirmed {objective} ({plan}).",
                name=person.name,
                objective=found.id,
                plan=plan,
            )
        ),
    )


def _stakeholder(plan: Plan, by: str) -> Stakeholder:
    people = {one.id: one for one in plan.stakeholders}
    if by in people:
        return people[by]
    raise UserError(
        message("{person} is not a stakeholder in this plan.", person=by),
        did_you_mean(by, tuple(people)),
    )


def _had_not_left(plan: Plan, person: Stakeholder, when: dt.date) -> None:
    """Check that a stakeholder was still there on the day of the confirmation.

    Raises:
        UserError: they had left.
    """
    if not has_left(person, when):
        return
    text = message(
        "{name} left ({date}) and cannot confirm on {day}.",
        name=person.name,
        date=person.left,
        day=LocalizedDay(when),
    )
    successor = current_person(plan, person.id, when)
    now = stakeholder_called(plan, successor)
    if now is None:
        raise UserError(
            text,
            message("Add --by with the id of the person who confirmed, and --on with the date."),
        )
    raise UserError(
        text, message("{name} has taken over: use `--by {id}`.", name=now.name, id=now.id)
    )


def _text(plan: Plan, objective: Objective, person: Stakeholder) -> Text:
    """Lay out the text that is confirmed."""
    lines = signed_lines(confirmed_content(plan, objective, person.id), {})
    return labelled_text(f"{plan.account.name} · {objective.id}", lines)


def _ask(
    console: Console,
    plan: str,
    objective: Objective,
    person: Stakeholder,
    when: dt.date,
    how: str,
) -> None:
    if not can_ask():
        raise needs_confirmation()

    def review(_: Answers) -> Group:
        titled = f"{person.name}, {person.title}" if isinstance(person.title, str) else person.name
        rows: list[tuple[Message, str | Message | None]] = [
            (message("Objective"), objective.id),
            (message("Confirmed by"), titled),
            (message("Date"), message("{date}", date=LocalizedDay(when))),
            (message("Where"), how or message("not given")),
            (message("File"), plan),
        ]
        return answers_summary(message("Confirmation of the customer"), rows)

    confirmation = FormConfirmation(
        label=message("Record this confirmation?"),
        summary=review,
        refused=message("Nothing was recorded."),
    )
    ask_and_confirm(console, [], confirmation, {})
