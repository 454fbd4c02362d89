"""`kamctl align record`: record a sign-off on the current text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kamctl.cli import clock
from kamctl.cli.align_prompts import (
    BY,
    OBJECTIVE,
    YES,
    load_request,
    needs_confirmation,
    objective_index,
    reread_request,
    signed_text,
    single_line,
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
    ask_and_confirm,
    can_ask,
    summary,
    typed_line,
)
from kamctl.document.changes import InsertItem
from kamctl.document.errors import UserError
from kamctl.document.writing import locked
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import party_name
from kamctl.plan.plan_file import prepare_change
from kamctl.signoffs.evidence import check_sender, check_time, evidence_in
from kamctl.signoffs.signature_request import decision_called
from kamctl.signoffs.signatures import sign as ssh_sign
from kamctl.signoffs.signed_content import ROLES
from kamctl.signoffs.signoff_file import (
    appending,
    check_clock,
    read_signoffs,
    recorded_already,
    signoffs_path,
)
from kamctl.signoffs.signoff_text import signatory
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from rich.console import Group

    from kamctl.cli.console import Console
    from kamctl.document.source import Source
    from kamctl.plan.plan_file import PlanEdit
    from kamctl.signoffs.signature_request import Request
    from kamctl.signoffs.signoff import Evidence, Signoff, SignoffDecision

_RESISTANCE_SEVERITY: Final = {"agree_with_conditions": "condition", "object": "blocking"}
"""Decisions with a note to be answered, and the severity of the resistance it becomes."""
_DECISIONS: Final = {
    "agree": N_("Agreement"),
    "agree_with_conditions": N_("Agreement with conditions"),
    "object": N_("Objection"),
    "validate": N_("Validation"),
}
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
    objective: str = OBJECTIVE,
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
    yes: bool = YES,
) -> None:
    """Record a sign-off on the current text.

    The text is shown before you confirm. If it changes later, the sign-off is invalidated, and
    `kamctl align status` shows what changed.
    """
    console: Console = ctx.obj
    asked = load_request(plan, objective, _party(function, role), by, signs=True)
    decided = decision_called(decision, asked.party)
    proof = _evidence(plan, asked, evidence)
    console.note(signed_text(asked))
    signs = sign or key is not None
    if decided == "validate" and not signs and find_workspace(Path(plan)).signatures_required:
        console.note(
            localized(
                message(
                    "The workspace requires signatures: without --sign, this validation does "
                    "not count."
                )
            )
        )
    note, path = note.strip(), signoffs_path(Path(plan))
    if _print_if_recorded(
        console, path, asked.signed(decided, note, clock.now(), proof), signs=signs
    ):
        return
    answers = _answers(console, plan, asked, decided, note, resistance, proof, signs, yes=yes)
    note = answers["note"]
    by_key = (
        _with_signature(asked.signed(decided, note, clock.now(), proof), key) if signs else None
    )
    with locked(Path(plan)), appending(path) as add:
        now, seen = reread_request(plan, asked)
        added = _resistance(plan, now, seen, decided, note) if answers["resistance"] else None
        # Dated now that nobody else can record; with a key it was dated when it was signed.
        entry = by_key or now.signed(decided, note, clock.now(), proof)
        if _print_if_recorded(console, path, entry, signs=signs):
            return
        check_clock(path, entry.instant, clock.now())
        add(entry)
        # From here on it is recorded, and the exit code says so, even if the rest fails.
        failed = _failed(added)
    console.print_result(_recorded_message(asked, decided))
    if added is not None:
        _print_resistance(console, plan, failed)


def _print_if_recorded(console: Console, path: Path, entry: Signoff, *, signs: bool) -> bool:
    """Say that a sign-off is recorded already, if it is; `signs` tells that a key will sign it."""
    there = recorded_already(path, replace(entry, signature=entry.signature or "-" * signs))
    if there is None:
        return False
    console.print_result(
        localized(
            message(
                "This sign-off of {name} is recorded already ({path}, line {line}). Nothing was "
                "changed.",
                name=entry.name,
                path=path,
                line=there.line,
            )
        )
    )
    return True


def _with_signature(entry: Signoff, key: str | None) -> Signoff:
    return replace(entry, signature=ssh_sign(entry.payload, key))


def _evidence(plan: str, asked: Request, file: str | None) -> Evidence | None:
    """Read the answer by e-mail, if there is one.

    Raises:
        UserError: it is no e-mail, not from the person who decides, or no answer to this text.
    """
    if file is None:
        return None
    evidence = evidence_in(Path(file))
    check_sender(evidence, asked.person)
    given = read_signoffs(signoffs_path(Path(plan))).entries
    here = [one for one in given if one.objective == asked.objective.id]
    check_time(evidence, asked.party, asked.fingerprint, here, clock.now())
    return evidence


def _failed(added: PlanEdit | None) -> UserError | None:
    """Add the resistance to the plan, if there is one; return why that cannot be done."""
    try:
        if added is not None:
            added.write()
    except UserError as error:
        return error
    return None


def _print_resistance(console: Console, plan: str, failed: UserError | None) -> None:
    """Say that the resistance was added to the plan, or why not."""
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


def _party(function: str | None, role: str | None) -> str:
    if bool(function) == bool(role):
        raise UserError(
            message("Who signs: a function, or the decider or sponsor?"),
            message("Add --for FUNCTION, --as decider or --as sponsor."),
        )
    if role and role not in ROLES:
        raise UserError(
            message("“{role}” is not a role that signs.", role=role),
            message("Use --as decider or --as sponsor; for a function, --for {role}.", role=role),
        )
    return str(function or role)


def _answers(
    console: Console,
    plan: str,
    asked: Request,
    decided: SignoffDecision,
    note: str,
    resistance: bool | None,
    proof: Evidence | None,
    signs: bool,
    *,
    yes: bool,
) -> Answers:
    """Return the note and whether it becomes a resistance, asked for where they are not given.

    Raises:
        UserError: something is missing, and there is nobody to ask.
    """
    has_note = decided in _RESISTANCE_SEVERITY
    adds = has_note and bool(asked.directions)
    known: Answers = {"note": note, "resistance": adds and resistance is not False}
    if has_note and not adds:
        console.note(
            localized(
                message("This function has no direction: add the concern to the plan by hand.")
            )
        )
    questions: list[Question | YesNo] = []
    if has_note and not note:
        if not can_ask(no_input=yes):
            raise UserError(
                message("A condition or an objection needs a text."), message("Add it with --note.")
            )
        questions.append(
            Question(
                key="note", label=Message(_NOTES[decided]), read=lambda text, _: typed_line(text)
            )
        )
    if adds and resistance is None and not yes:
        questions.append(YesNo(key="resistance", label=message("Add it to the plan as a concern?")))
    if yes:
        return known
    if not can_ask():
        raise needs_confirmation()

    def review(answers: Answers) -> Group:
        if answers["resistance"]:  # an error shows before anything is recorded
            _resistance(plan, *reread_request(plan, asked), decided, answers["note"])
        return _summary(plan, asked, decided, answers, proof, signs=signs)

    confirmation = FormConfirmation(
        label=message("Record this sign-off?"),
        summary=review,
        refused=message("Nothing was recorded."),
    )
    return ask_and_confirm(console, questions, confirmation, known)


def _summary(
    plan: str,
    asked: Request,
    decided: SignoffDecision,
    answers: Answers,
    proof: Evidence | None,
    *,
    signs: bool,
) -> Group:
    """Lay out what will be recorded."""
    rows: list[tuple[Message, str | Message | None]] = [
        (message("Objective"), asked.objective.id),
        (message("For"), party_name(asked.party)),
        (message("Signatory"), signatory(asked.person)),
        (message("Decision"), Message(_DECISIONS[decided])),
    ]
    if answers["note"]:
        rows.append((Message(_NOTES.get(decided, N_("Note"))), answers["note"]))
    if decided in _RESISTANCE_SEVERITY:
        added = message("added to {plan}", plan=plan)
        rows.append((message("Concern"), added if answers["resistance"] else message("not added")))
    rows.append((message("Currency"), asked.plan.plan.currency or message("not set")))
    rows.append((message("Recorded by"), asked.recorded_by))
    rows.append((message("Evidence"), _shown_evidence(proof)))
    rows.append((message("Signature"), message("SSH key") if signs else message("none")))
    rows.append((message("File"), str(signoffs_path(Path(plan)))))
    return summary(message("New sign-off"), rows)


def _shown_evidence(proof: Evidence | None) -> Message:
    if proof is None:
        return message("none")
    return message(
        "e-mail from {sender}, {date}: “{quote}”",
        sender=proof.sender,
        date=proof.date or proof.message_id,
        quote=single_line(proof.quote),
    )


def _resistance(
    plan: str, now: Request, seen: Source, decided: SignoffDecision, note: str
) -> PlanEdit:
    """Prepare the lines that add a condition or an objection to the plan, whose text is `seen`.

    Raises:
        UserError: they cannot be added.
    """
    entry = {
        "concern": note,
        "severity": _RESISTANCE_SEVERITY[decided],
        "raised_by": now.person.id,
        "on": clock.today().isoformat(),
        "status": "open",
    }
    path = ("objectives", objective_index(now), "directions", now.directions[0][0], "resistances")
    return prepare_change(plan, [InsertItem(path, entry)], seen=seen)


def _recorded_message(asked: Request, decided: SignoffDecision) -> str:
    name, place = asked.person.name, f"{asked.objective.id}, {localized(party_name(asked.party))}"
    match decided:
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
