"""`kamctl align record` and `align restate`: note what a function said, on the text it read."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.asking import answer_to, confirmed, may_ask
from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.errors import say
from kamctl.cli.speaking import said, words
from kamctl.document.refusal import Refusal
from kamctl.plan.functions import function_name
from kamctl.words.message import Message, message

if TYPE_CHECKING:
    from kamctl.alignment.entry import Decision, Signoff
    from kamctl.alignment.request import Request
    from kamctl.cli.splicing import Splice

_WIDEST = 100
_HEARD = {"agree_with_conditions": "condition", "object": "blocking"}
"""Decisions that say something to be answered, and how much that weighs."""

PLAN = typer.Argument(..., metavar="PLAN", help="The plan.", autocompletion=complete_plans)
OBJECTIVE = typer.Argument(..., metavar="OBJECTIVE", help="The objective's id, such as SO1.")
BY = typer.Option(
    None, "--by", metavar="ID",
    help="Who says it: an id of the team. By default you, if git knows you as one of the team; "
    "else whoever answers for it.",
)  # fmt: skip


def record(
    plan: str = PLAN,
    objective: str = OBJECTIVE,
    function: str = typer.Option(
        None,
        "--for",
        metavar="FUNCTION",
        help="The function it is said for.",
        autocompletion=complete_functions,
    ),
    role: str = typer.Option(
        None, "--as", metavar="ROLE", help="decider or sponsor, who sign the whole."
    ),
    decision: str = typer.Option(
        ...,
        "--decision",
        metavar="DECISION",
        help="agree, agree_with_conditions or object; validate or object for decider and sponsor.",
    ),
    by: str = BY,
    note: str = typer.Option("", "--note", metavar="TEXT", help="What they said with it."),
    resistance: bool = typer.Option(
        None,
        "--resistance/--no-resistance",
        help="Whether a condition or objection goes among the plan's resistances, too.",
    ),
    sign: bool = typer.Option(False, "--sign", help="Sign it with your SSH key, as git does."),
    key: str = typer.Option(None, "--key", metavar="FILE", help="The key, if not git's."),
    yes: bool = typer.Option(False, "--yes", "-y", help="Ask nothing."),
) -> None:
    """Note what a manager decided about this very text, beside the plan.

    Shows the text first. If the text changes later, the sign-off falls, and `align status` says so.
    """
    from kamctl.alignment.request import decision_called
    from kamctl.alignment.signoff_file import append, signoffs_path

    asked = _request(plan, objective, _party(function, role), by)
    decided = decision_called(decision, asked.party)
    say(_shown(asked))
    note = _note(decided, note.strip(), yes=yes)
    if decided in _HEARD and not note:
        raise Refusal(
            message("A condition or an objection needs its words."),
            message("Say what it is with --note."),
        )
    if not _confirmed(_question(asked, decided, note), yes=yes):
        raise _nothing_recorded()
    splice = _resistance(plan, asked, decided, note, resistance, yes=yes)
    entry = asked.signed(decided, note, _now())
    if sign or key:
        entry = _signed(entry, key)
    _is_still_the_text(plan, asked)
    append(signoffs_path(Path(plan)), entry)
    typer.echo(_done(asked, decided))
    if splice is not None:
        splice.write()
        added = message(
            "Added to the resistances in {plan}: what we answer is for you to write.", plan=plan
        )
        typer.echo(said(added))


def restate(
    plan: str = PLAN,
    objective: str = OBJECTIVE,
    function: str = typer.Option(
        ...,
        "--for",
        metavar="FUNCTION",
        help="The function that says it.",
        autocompletion=complete_functions,
    ),
    text: str = typer.Option(None, "--text", metavar="TEXT", help="Their words."),
    by: str = BY,
    yes: bool = typer.Option(False, "--yes", "-y", help="Ask nothing."),
) -> None:
    """Put into the plan how a function says, in its own words, what is asked of it."""
    from kamctl.cli.splicing import Splice
    from kamctl.document.insertion import Put

    asked = _request(plan, objective, function, by)
    place, direction = asked.directions[0]
    theirs = (text or "").strip()
    if not theirs and may_ask(no_input=yes):
        say(_shown(asked))
        theirs = answer_to(message("How does {name} put it?", name=asked.person.name))
    if not theirs:
        raise Refusal(
            message("The words are missing."),
            message("Say with --text how {name} puts it.", name=asked.person.name),
        )
    if direction.restatement is not None and not _confirmed(
        message(
            "{function} has said it before: put these words in place of the old ones?",
            function=function_name(function),
        ),
        yes=yes,
    ):
        raise _nothing_recorded()
    value = {"text": theirs, "by": asked.person.id, "on": _now().date().isoformat()}
    path = ("objectives", _place(asked), "directions", place, "restatement")
    Splice.into(plan, [Put(path, value)]).write()
    done = message(
        "{function}: {name} has said it in their own words ({plan}).",
        function=function_name(function),
        name=asked.person.name,
        plan=plan,
    )
    typer.echo(said(done))


def _party(function: str | None, role: str | None) -> str:
    from kamctl.alignment.matter import ROLES

    if bool(function) == bool(role):
        raise Refusal(
            message("Who signs: a function, or the decider or sponsor?"),
            message("Say --for FUNCTION, or --as decider, or --as sponsor."),
        )
    if role and role not in ROLES:
        raise Refusal(
            message("“{role}” is no role that signs.", role=role),
            message("Say --as decider or --as sponsor; for a function, --for {role}.", role=role),
        )
    return str(function or role)


def _request(plan: str, objective: str, party: str, by: str | None) -> Request:
    from kamctl.alignment.request import request
    from kamctl.cli.reading import plan_of
    from kamctl.workspace.git import address

    _, read = plan_of(plan, dt.date.today())
    return request(read, objective, party, by, address(Path(plan).absolute().parent))


def _shown(asked: Request) -> str:
    """Lay out the text that is signed."""
    from kamctl.alignment.shown import shown
    from kamctl.document.frame import printable
    from kamctl.report.layout import wrapped

    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    people = {one.id: one.name for one in asked.plan.team}
    lines = [f"{asked.plan.account.name} · {asked.objective.id}", ""]
    for label, text in shown(asked.matter, people):
        line = (
            message("{label}: {text}", label=label, text=text)
            if label
            else message("{text}", text=text)
        )
        lines += map(printable, wrapped(said(line), columns, "  ", "    "))
    return "\n".join((*lines, ""))


def _note(decided: Decision, note: str, *, yes: bool) -> str:
    """Ask for the words of a condition or an objection that has none."""
    if decided not in _HEARD or note or not may_ask(no_input=yes):
        return note
    question = (
        message("On what condition?")
        if decided == "agree_with_conditions"
        else message("What is against it?")
    )
    return answer_to(question)


def _question(asked: Request, decided: Decision, note: str) -> Message:
    name = asked.person.name
    match decided:
        case "agree":
            return message("Record that {name} agrees to this text?", name=name)
        case "agree_with_conditions":
            return message(
                "Record that {name} agrees to this text on this condition: “{note}”?",
                name=name,
                note=note,
            )
        case "object":
            return message(
                "Record that {name} objects to this text: “{note}”?", name=name, note=note
            )
        case _:
            return message("Record that {name} validates this text?", name=name)


def _confirmed(question: Message, *, yes: bool) -> bool:
    if yes:
        return True
    if not may_ask(no_input=False):
        raise Refusal(
            message("There is nobody here to ask whether this is right."),
            message("Say --yes if it is."),
        )
    return confirmed(question, words())


def _nothing_recorded() -> Refusal:
    return Refusal(message("Nothing was recorded."))


def _resistance(
    plan: str, asked: Request, decided: Decision, note: str, wanted: bool | None, *, yes: bool
) -> Splice | None:
    """Prepare the lines that take a condition or objection into the plan."""
    from kamctl.cli.splicing import Splice
    from kamctl.document.insertion import Add

    severity = _HEARD.get(decided)
    if severity is None:
        return None
    if not asked.directions:
        say(
            said(
                message("Nothing is asked of their function here: write it into the plan by hand.")
            )
        )
        return None
    if wanted is None:
        wanted = _confirmed(
            message("Add it to the plan's resistances, to be answered there?"), yes=yes
        )
    if not wanted:
        return None
    entry = {
        "concern": note,
        "severity": severity,
        "raised_by": asked.person.id,
        "on": _now().date().isoformat(),
        "status": "open",
    }
    path = ("objectives", _place(asked), "directions", asked.directions[0][0], "resistances")
    # What cannot be put in is told before anything is recorded.
    return Splice.into(plan, [Add(path, entry)])


def _place(asked: Request) -> int:
    return next(place for place, one in enumerate(asked.plan.objectives) if one is asked.objective)


def _signed(entry: Signoff, key: str | None) -> Signoff:
    from dataclasses import replace

    from kamctl.alignment.signatures import sign

    return replace(entry, signature=sign(entry.payload, key))


def _is_still_the_text(plan: str, asked: Request) -> None:
    """Look once more: nobody signs a text that has changed since it was shown.

    Raises:
        Refusal: it has.
    """
    from dataclasses import replace

    from kamctl.cli.reading import plan_of

    _, read = plan_of(plan, dt.date.today())
    now = [one for one in read.objectives if one.id == asked.objective.id]
    if not now or replace(asked, plan=read, objective=now[0]).fingerprint != asked.fingerprint:
        raise Refusal(
            message("The text has changed while it was being read. Nothing was recorded."),
            message("Run the command again, and read it again."),
        )


def _done(asked: Request, decided: Decision) -> str:
    name, place = asked.person.name, f"{asked.objective.id}, {words()(asked.party)}"
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
    return said(text)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
