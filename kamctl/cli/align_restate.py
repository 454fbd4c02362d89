"""`kamctl align restate`: record in a function’s own words what is asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kamctl.cli import clock
from kamctl.cli.align_prompts import (
    OBJECTIVE_ARGUMENT,
    YES_OPTION,
    load_pending,
    needs_confirmation,
    reread_pending,
    signed_text,
)
from kamctl.cli.completion import complete_functions
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.options import PLAN
from kamctl.cli.prompts import (
    Answers,
    FormConfirmation,
    Question,
    answers_summary,
    ask_and_confirm,
    can_ask,
    typed_line,
)
from kamctl.document.changes import SetValue
from kamctl.document.errors import UserError
from kamctl.document.writing import locked
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import function_name, party_name
from kamctl.plan.plan_file import change_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Group

    from kamctl.cli.console import Console
    from kamctl.signoffs.pending_signoff import PendingSignoff


@examples(
    (
        "kamctl align restate plan.yaml SO1 --for finance",
        N_("Show what is asked, then enter the function's restatement"),
    ),
    (
        N_('kamctl align restate plan.yaml SO1 --for finance --text "We wait 60 days."'),
        N_("Record the restatement given"),
    ),
)
def restate(
    ctx: typer.Context,
    plan: str = PLAN,
    objective: str = OBJECTIVE_ARGUMENT,
    function: str = typer.Option(
        ...,
        "--for",
        metavar="FUNCTION",
        help="The function that restates it, such as finance.",
        autocompletion=complete_functions,
    ),
    text: str = typer.Option(
        None,
        "--text",
        metavar="TEXT",
        help='The restatement, such as "We plan one more shift from May".',
    ),
    by: str = typer.Option(
        None,
        "--by",
        metavar="ID",
        help="Who restates it: the id of a team member, such as claire. By default you, if your "
        "git e-mail address belongs to the team; otherwise the person responsible.",
    ),
    yes: bool = YES_OPTION,
) -> None:
    """Record how a function restates what is asked of it.

    The restatement is added to the plan, next to the request.
    """
    console: Console = ctx.obj
    pending = load_pending(plan, objective, function, by)
    _, direction = pending.directions[0]
    name = pending.person.name
    theirs = (text or "").strip()
    before = direction.restatement
    if not theirs and not can_ask(no_input=yes):
        raise UserError(
            message("The restatement is missing."),
            message("Add --text with the restatement by {name}.", name=name),
        )
    if not theirs or (before is not None and not yes):
        console.note(signed_text(pending))
        theirs = _restated(console, plan, pending, theirs, _wordings(before.text if before else ""))
    value = {"text": theirs, "by": pending.person.id, "on": clock.today().isoformat()}
    with locked(Path(plan)):
        now, seen = reread_pending(plan, pending)
        path = (*now.direction_path(seen), "restatement")
        change_plan(plan, [SetValue(path, value)], seen=seen.source)
    done = message(
        "Recorded: {function} restated by {name} ({plan}).",
        function=function_name(pending.party),
        name=name,
        plan=plan,
    )
    console.print_result(localized(done))


def _restated(
    console: Console, plan: str, pending: PendingSignoff, theirs: str, before: str
) -> str:
    """Return a function's own words, asked for where they are not given, once they are confirmed.

    Raises:
        UserError: there is nobody to ask.
    """
    if not can_ask():
        raise needs_confirmation()
    name = pending.person.name
    own_words = Question(
        key="text",
        label=message("Restatement by {name}", name=name),
        read=lambda text, _: typed_line(text),
    )

    def review(answers: Answers) -> Group:
        rows: list[tuple[Message, str | Message | None]] = [
            (message("Objective"), pending.objective.id),
            (message("For"), party_name(pending.party)),
            (message("Restated by"), name),
            (message("Restatement"), answers["text"]),
        ]
        if before:
            rows.append((message("Replaces"), before))
        rows.append((message("File"), plan))
        return answers_summary(message("New restatement"), rows)

    confirmation = FormConfirmation(
        label=message("Record this restatement?"),
        summary=review,
        refused=message("Nothing was recorded."),
    )
    questions = [] if theirs else [own_words]
    answers = ask_and_confirm(console, questions, confirmation, {"text": theirs})
    return str(answers["text"])


def _wordings(text: str | Mapping[Any, str]) -> str:
    """Return a text of a plan in all its languages."""
    if isinstance(text, str):
        return text
    return " / ".join(f"{wording} ({language})" for language, wording in text.items())
