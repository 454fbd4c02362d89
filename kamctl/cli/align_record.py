"""`kamctl align record`: record a sign-off on the current text."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kamctl.cli import clock
from kamctl.cli.align_prompts import (
    BY,
    OBJECTIVE_ARGUMENT,
    YES_OPTION,
    load_pending,
    needs_confirmation,
    reread_pending,
    signed_text,
)
from kamctl.cli.completion import complete_functions
from kamctl.cli.errors import show_error
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.options import PLAN
from kamctl.cli.prompts import (
    Answers,
    FormConfirmation,
    Question,
    YesNo,
    answers_summary,
    ask_and_confirm,
    can_ask,
    typed_line,
)
from kamctl.document.errors import UserError
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.functions import party_name
from kamctl.signoffs.new_signoff import (
    NewSignoff,
    answer_by_email,
    record_signoff,
    signing_party,
)
from kamctl.signoffs.pending_signoff import parse_decision
from kamctl.signoffs.signoff import DECISION_LABELS
from kamctl.signoffs.signoff_text import signatory
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from rich.console import Group

    from kamctl.cli.console import Console
    from kamctl.signoffs.signoff import Evidence, Signoff

_NOTES: Final = {"agree_with_conditions": N_("Condition"), "object": N_("Objection")}
_SIGNATURE_PANEL: Final = N_("Signature")


@examples(
    (
        "kamctl align record plan.yaml SO1 --for finance --decision agree",
        N_("Record that finance agrees; the text is shown before you confirm"),
    ),
    (
        "kamctl align record plan.yaml SO1 --for finance --decision agree --evidence reply.eml",
        N_("Record it with the answer received from finance by e-mail"),
    ),
    (
        "kamctl align record plan.yaml SO1 --as decider --decision validate --yes",
        N_("Record the decider's validation without questions"),
    ),
)
def record(
    ctx: typer.Context,
    plan: str = PLAN,
    objective: str = OBJECTIVE_ARGUMENT,
    function: str = typer.Option(
        None,
        "--for",
        metavar="FUNCTION",
        help="The function that decides, such as finance.",
        autocompletion=complete_functions,
    ),
    role: str = typer.Option(
        None, "--as", metavar="ROLE", help="decider or sponsor, who sign the whole objective."
    ),
    decision: str = typer.Option(
        ...,
        "--decision",
        metavar="DECISION",
        help="For a function: agree, agree_with_conditions or object. For decider and "
        "sponsor: validate or object.",
    ),
    by: str = BY,
    note: str = typer.Option(
        "",
        "--note",
        metavar="TEXT",
        help='The condition, the objection or a comment, such as "From Q3 only".',
    ),
    evidence: str = typer.Option(
        None,
        "--evidence",
        metavar="FILE",
        help="The answer by e-mail, saved as a file such as reply.eml. Its sender, date, "
        "text and hash are recorded. It must come from the address of the person who "
        "decides.",
    ),
    resistance: bool = typer.Option(
        None,
        "--resistance/--no-resistance",
        help="Add the condition or objection to the plan as a concern.",
    ),
    sign: bool = typer.Option(
        False,
        "--sign",
        help="Sign with your SSH key (the one git signs with).",
        rich_help_panel=_SIGNATURE_PANEL,
    ),
    key: str = typer.Option(
        None,
        "--key",
        metavar="FILE",
        help="The key to sign with, such as ~/.ssh/id_ed25519 (default: git's).",
        rich_help_panel=_SIGNATURE_PANEL,
    ),
    yes: bool = YES_OPTION,
) -> None:
    """Record a sign-off on the current text.

    The text is shown before you confirm. If it changes later, the sign-off is invalidated, and
    `kamctl align status` shows what changed.
    """
    console: Console = ctx.obj
    pending = load_pending(plan, objective, signing_party(function, role), by, signs=True)
    decided = parse_decision(decision, pending.party)
    proof = answer_by_email(plan, pending, decided, evidence, clock.now())
    new = NewSignoff(plan, pending, decided, note.strip(), proof, with_key=sign or key is not None)
    console.note(signed_text(pending))
    if not new.counts_in(find_workspace(Path(plan))):
        console.note(
            localized(
                message(
                    "The workspace requires signatures: without --sign, this validation does "
                    "not count."
                )
            )
        )
    repeats = new.recorded(new.entry(clock.now()))
    if repeats is not None:
        _print_repeated(console, new, repeats)
        return
    answers = _ask(console, new, resistance, yes=yes)
    new, concern = replace(new, note=answers["note"]), answers["resistance"]
    recorded = record_signoff(
        new,
        partial(reread_pending, plan, pending),
        clock.now,
        clock.today(),
        key=key,
        add_concern=concern,
    )
    if recorded.repeats is not None:
        _print_repeated(console, new, recorded.repeats)
        return
    console.print_result(_recorded_message(new))
    if concern:
        _print_concern(console, plan, recorded.concern_error)


def _print_repeated(console: Console, new: NewSignoff, repeats: Signoff) -> None:
    """Say that a sign-off is recorded already."""
    console.print_result(
        localized(
            message(
                "This sign-off by {name} is already recorded ({path}, line {line}). Nothing was "
                "changed.",
                name=repeats.name,
                path=new.path,
                line=repeats.line,
            )
        )
    )


def _print_concern(console: Console, plan: str, failed: UserError | None) -> None:
    """Say that the note was added to the plan as a concern, or why not."""
    if failed is not None:
        show_error(console, failed)
        console.note(
            localized(
                message(
                    "The sign-off is recorded, but its note was not added to {plan} as a "
                    "concern. Add it by hand.",
                    plan=plan,
                )
            )
        )
        return
    console.print_result(
        localized(message("Added to {plan} as a concern. Write your response there.", plan=plan)),
    )


def _ask(console: Console, new: NewSignoff, resistance: bool | None, *, yes: bool) -> Answers:
    """Return the note and whether it becomes a concern, asked for where they are not given.

    Raises:
        UserError: something is missing, and there is nobody to ask.
    """
    adds = new.may_be_concern
    known: Answers = {"note": new.note, "resistance": adds and resistance is not False}
    if new.needs_note and not adds:
        console.note(
            localized(
                message("This function has no direction: add the concern to the plan by hand.")
            )
        )
    questions: list[Question | YesNo] = []
    if new.needs_note and not new.note:
        if not can_ask(no_input=yes):
            raise UserError(
                message("A condition or an objection needs a text."), message("Add it with --note.")
            )
        label = Message(_NOTES[new.decision])
        questions.append(Question(key="note", label=label, read=lambda text, _: typed_line(text)))
    if adds and resistance is None and not yes:
        questions.append(YesNo(key="resistance", label=message("Add it to the plan as a concern?")))
    if yes:
        return known
    if not can_ask():
        raise needs_confirmation()

    def review(answers: Answers) -> Group:
        answered = replace(new, note=answers["note"])
        if answers["resistance"]:  # an error shows before anything is recorded
            answered.concern(*reread_pending(new.plan, new.pending), clock.today())
        return _summary(answered, concern=answers["resistance"])

    confirmation = FormConfirmation(
        label=message("Record this sign-off?"),
        summary=review,
        refused=message("Nothing was recorded."),
    )
    return ask_and_confirm(console, questions, confirmation, known)


def _summary(new: NewSignoff, *, concern: bool) -> Group:
    """Lay out what will be recorded."""
    pending = new.pending
    rows: list[tuple[Message, str | Message | None]] = [
        (message("Objective"), pending.objective.id),
        (message("For"), party_name(pending.party)),
        (message("Signatory"), signatory(pending.person)),
        (message("Decision"), Message(DECISION_LABELS[new.decision])),
    ]
    if new.note:
        rows.append((Message(_NOTES.get(new.decision, N_("Note"))), new.note))
    if new.needs_note:
        added = message("added to {plan}", plan=new.plan)
        rows.append((message("Concern"), added if concern else message("not added")))
    rows.append((message("Currency"), pending.plan.plan.currency or message("not set")))
    rows.append((message("Recorded by"), pending.recorded_by))
    rows.append((message("Supporting document"), _shown_evidence(new.evidence)))
    rows.append((message("Signature"), message("SSH key") if new.with_key else message("none")))
    rows.append((message("File"), str(new.path)))
    return answers_summary(message("New sign-off"), rows)


def _shown_evidence(proof: Evidence | None) -> Message:
    if proof is None:
        return message("none")
    return message(
        "e-mail from {sender}, {date}: “{quote}”",
        sender=proof.sender,
        date=proof.date or proof.message_id,
        quote=printed_line(proof.quote),
    )


def _recorded_message(new: NewSignoff) -> str:
    pending = new.pending
    name = pending.person.name
    place = f"{pending.objective.id}, {localized(party_name(pending.party))}"
    match new.decision:
        case "agree":
            text = message("Recorded: {name} agrees ({place}).", name=name, place=place)
        case "agree_with_conditions":
            text = message(
                "Recorded: {name} agrees with conditions ({place}).", name=name, place=place
            )
        case "object":
            text = message("Recorded: {name} objects ({place}).", name=name, place=place)
        case _:
            text = message("Recorded: {name} validates ({place}).", name=name, place=place)
    return localized(text)
