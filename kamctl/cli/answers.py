"""`kamctl answers`: add what colleagues have answered to a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from kamctl.cli.completion import complete_files
from kamctl.cli.errors import show_error
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, user_translator
from kamctl.cli.options import PLAN, TODAY, parse_day
from kamctl.cli.unified_diff import print_unified_diff
from kamctl.document.command_text import as_argument
from kamctl.document.errors import UserError
from kamctl.document.writing import locked
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import N_, counted, message
from kamctl.plan.plan_file import PlanFile
from kamctl.questionnaires.answer_files import read_answer_file
from kamctl.questionnaires.answer_targets import target_label
from kamctl.questionnaires.record import locked_record, read_record, record_path
from kamctl.questionnaires.replies import merge_into, phrases_of_record
from kamctl.workspace.discovery import find_workspace, is_plan_name
from kamctl.workspace.plan_files import refuse_standard_input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.cli.console import Console
    from kamctl.questionnaires.answer_files import AnswerFile
    from kamctl.questionnaires.merging import Merge, MergedAnswer


@examples(
    ("kamctl answers lactea/plan.yaml reply.eml", N_("Add the answers in an e-mail to the plan")),
    (
        "kamctl answers lactea/plan.yaml anke.xlsx paulo.xlsx --dry-run",
        N_("Show what the answers in two Excel files would change"),
    ),
    ("kamctl answers lactea/plan.yaml -", N_("Paste the text of a reply, then end the input")),
)
def answers(
    ctx: typer.Context,
    plan: str = PLAN,
    files: list[str] = typer.Argument(
        ...,
        metavar="FILE...",
        help="Replies as they were saved: .eml, .txt or .xlsx; - for pasted text.",
        autocompletion=complete_files,
    ),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Show what would change in the plan, and write nothing."
    ),
    today: str = TODAY,
) -> None:
    """Add the answers of colleagues to a plan.

    They are added as unconfirmed information, with the name and the date. Nothing in the plan is
    replaced: an answer that differs is shown beside it.

    Exit code: 0 all answers added, 1 something needs your attention, 2 nothing was added.
    """
    console: Console = ctx.obj
    now = parse_day(today)
    refuse_standard_input([plan], message("Standard input can be a reply, not the plan."))
    path = record_path(Path(plan))
    record = read_record(path)
    if not record.questions:
        plans = [one for one in files if is_plan_name(Path(one).name) or Path(one).is_dir()]
        if plans and not is_plan_name(Path(plan).name):
            raise UserError(
                message("{file} is not a plan: the plan comes first.", file=plan),
                message("Run: kamctl answers {plan} {file}", plan=as_argument(plans[0]),
                        file=as_argument(plan)),
            )  # fmt: skip
        raise UserError(
            message("{file} has no questions about this plan.", file=path),
            message("Write the questions first: kamctl ask"),
        )
    file = PlanFile.read(plan)
    workspace = find_workspace(Path(plan))
    phrases = phrases_of_record(file, record, workspace.questions, now)
    answer_files = [read_answer_file(one, phrases) for one in files]
    if dry_run:
        merge = merge_into(file, record, answer_files, workspace, now)
        print_unified_diff(console, plan, merge.file.source.text, merge.text)
        console.flush()  # before what standard error says of it
        _report(console, merge, answer_files, plan, is_dry_run=True)
        raise typer.Exit(1 if merge.needs_attention else 0)
    with locked(Path(plan)), locked_record(path) as (record, write):
        merge = merge_into(PlanFile.read(plan), record, answer_files, workspace, now)
        merge.file.write(merge.text)
        failed = None
        try:
            write(merge.record)
        except UserError as error:  # the plan has the answers: that must not be hidden
            failed = error
    _report(console, merge, answer_files, plan)
    if failed is not None:
        show_error(console, failed)
        console.note(
            localized(
                message(
                    "The plan has the answers, but they are not recorded as received. Run the "
                    "command again: it adds nothing twice."
                )
            )
        )
    raise typer.Exit(1 if merge.needs_attention or failed else 0)


def _report(
    console: Console,
    merge: Merge,
    files: Sequence[AnswerFile],
    plan: str,
    *,
    is_dry_run: bool = False,
) -> None:
    """Say on standard error what became of each answer: the plan is written by now."""
    for one in merge.answers:
        console.note(_sentence(one, merge))
    for file in files:
        if file.found.outside:
            console.note(
                localized(
                    message(
                        "{file}: text outside the markers was not read: “{text}”",
                        file=file.name,
                        text=visible_line(file.found.outside),
                    )
                )
            )
    for problem in merge.problems:
        console.note(Text(visible_line(localized(problem)), "warning"))
    if is_dry_run:
        console.note(localized(message("Nothing was written.")))
    elif merge.text == merge.file.source.text:
        console.note(localized(message("{plan} is unchanged.", plan=plan)))
    else:
        added = sum(answer.outcome == "written" for answer in merge.answers)
        text = counted(
            "{count} answer added to {plan}.", "{count} answers added to {plan}.", added, plan=plan
        )
        console.note(localized(text))


def _sentence(one: MergedAnswer, merge: Merge) -> Text:
    place = target_label(merge.plan, one.question.path, user_translator())
    values = {"name": one.name, "place": place, "answer": visible_line(one.answer)}
    match one.outcome:
        case "written":
            text, style = message("{name} → {place}: “{answer}”", **values), "ok"
        case "same":
            text, style = message("{name} → {place}: already in the plan", **values), ""
        case "known":
            text, style = message("{name} → {place}: added before", **values), ""
        case "gone":
            style = "warning"
            text = message(
                "{name} → {place} is no longer in the plan; the answer is kept in the record: "
                "“{answer}”",
                **values,
            )
        case "differs":
            style = "warning"
            text = message(
                "{name} → {place} differs; nothing was replaced\n    plan:   “{current}”\n"
                "    answer: “{answer}”",
                current=visible_line(one.current),
                **values,
            )
        case _:
            style = "error"
            text = message(
                "{name} → {place} was not added: “{answer}”\n    {problem}",
                problem=one.problem,
                **values,
            )
    return Text(localized(text), style)
