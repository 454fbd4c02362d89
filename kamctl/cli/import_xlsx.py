"""`kamctl import xlsx`: an exported workbook that was filled in, back into its plan."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer
from rich.text import Text

from kamctl.cli.completion import complete_files, complete_plans
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.options import TODAY, parse_day
from kamctl.cli.prompts import YesNo, ask_all, can_ask
from kamctl.cli.unified_diff import print_unified_diff
from kamctl.document.errors import UserError
from kamctl.document.given_files import read_given_file
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.exchange.workbook_contents import read_workbook
from kamctl.exchange.workbook_merge import merge_workbook
from kamctl.exchange.workbook_reading import LARGEST_WORKBOOK
from kamctl.i18n.control_characters import on_one_line, visible_line
from kamctl.i18n.message import N_, counted, message
from kamctl.i18n.truncate import truncate
from kamctl.plan.load import load_plan
from kamctl.plan.plan_file import PlanFile
from kamctl.signoffs.agreement_status import SignoffRules
from kamctl.signoffs.confirmation_changes import lost_confirmations
from kamctl.signoffs.signoff_changes import lost_signoffs
from kamctl.signoffs.signoff_file import signoffs_beside
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import only_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.cli.console import Console
    from kamctl.exchange.merge_result import CellConflict, WorkbookMerge
    from kamctl.exchange.workbook_contents import CellProblem, FilledWorkbook
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan

_SHOWN: Final = 80
"""Characters of a value in a message."""
_KEY: Final = re.compile(r"`(?P<key>[a-z_]+(?:\.[a-z_]+)*):?`")
"""A key of the plan in the message of a check: `likelihood`, `due:`."""


@examples(
    (
        "kamctl import xlsx lactea.xlsx --into lactea/plan.yaml",
        N_("Show what was changed in the Excel file, and write it after confirmation"),
    ),
    (
        "kamctl import xlsx lactea.xlsx --into lactea/plan.yaml --yes --delete-missing",
        N_("Write it without confirmation, and remove the entries whose rows were deleted"),
    ),
)
def import_xlsx(
    ctx: typer.Context,
    workbook: str = typer.Argument(
        ...,
        metavar="FILE",
        help="The Excel file that kamctl export xlsx wrote, such as lactea.xlsx.",
        autocompletion=complete_files,
    ),
    plan: str = typer.Option(
        ...,
        "--into",
        metavar="PLAN",
        help="The plan to change, such as lactea/plan.yaml.",
        autocompletion=complete_plans,
    ),
    yes: bool = typer.Option(False, "--yes", "-y", help="Write without asking for confirmation."),
    delete_missing: bool = typer.Option(
        False, "--delete-missing", help="Remove the entries whose rows were deleted."
    ),
    today: str = TODAY,
) -> None:
    """Add the changes made in an exported Excel file to a plan.

    The file is one that `kamctl export xlsx` wrote. Only what differs from the export is written.
    Where the plan has changed in the same place, nothing is written and both are shown. Sign-offs
    that a change invalidates are named.

    Exit code: 0 written or nothing to write, 1 not written, 2 a file could not be read.
    """
    console: Console = ctx.obj
    day = parse_day(today)
    hint = message("Give the file that kamctl export xlsx wrote.")
    filled = read_workbook(read_given_file(Path(workbook), LARGEST_WORKBOOK, hint), workbook)
    plan = only_plan(plan)
    file = PlanFile.read(plan)
    loaded, before = file.load()
    _check_account(filled, before.account.name, before.account.formerly, workbook, plan)
    if delete_missing and filled.base is None:
        raise UserError(
            message("{file} has lost its hidden sheet: which rows were deleted is not known.",
                    file=workbook),
            message("Import it without --delete-missing, and remove the entries in the plan."),
        )  # fmt: skip
    workspace = find_workspace(Path(plan))
    merge = merge_workbook(file, loaded, filled, workspace, day, delete_missing=delete_missing)
    _report(console, merge, filled)
    if merge.is_refused:
        console.note(localized(message("Nothing was written.")))
        raise typer.Exit(1)
    if merge.text == file.source.text:
        console.note(localized(message("{plan} is unchanged.", plan=plan)))
        return
    if not yes:
        print_unified_diff(console, plan, file.source.text, merge.text)
        console.flush()
    if filled.base is None:
        console.note(
            localized(
                message(
                    "{file} has lost its hidden sheet: what others have changed in the plan since "
                    "the export may be undone. Read the changes before you write them.",
                    file=workbook,
                )
            )
        )
    for text in _invalidated(plan, before, merge.text, SignoffRules(workspace, day)):
        console.note(Text(localized(text), "warning"))
    _confirm(console, plan, merge, yes=yes)
    file.write(merge.text)
    console.note(localized(message("{plan} was changed.", plan=plan)))


def _invalidated(plan: str, before: Plan, text: str, rules: SignoffRules) -> tuple[Message, ...]:
    """Say which sign-offs beside a plan, and confirmations in it, its new text invalidates."""
    entries = signoffs_beside(Path(plan)).entries
    after = load_plan(read(Source(plan, text))).plan
    if after is None:
        return ()
    return (*lost_signoffs(before, after, entries, rules), *lost_confirmations(before, after))


def _check_account(
    filled: FilledWorkbook, name: str, formerly: tuple[str, ...], workbook: str, plan: str
) -> None:
    """Refuse the workbook of another account.

    Raises:
        UserError: it was exported from a plan of another name.
    """
    base = filled.base
    # A workbook has a name as it is written in the plan, with any tabs and line ends.
    if base is not None and on_one_line(base.account) not in (name, *formerly):
        raise UserError(
            message("{file} is about {other}, and {plan} about {name}.", file=workbook,
                    other=base.account, plan=plan, name=name),
            message("Give the plan that it was exported from. If the account was renamed, add its "
                    "old name to `formerly`."),
        )  # fmt: skip


def _confirm(console: Console, plan: str, merge: WorkbookMerge, *, yes: bool) -> None:
    """Ask whether to write; `yes` is the answer, unless values have moved to other rows.

    Raises:
        typer.Exit: nothing is to be written.
    """
    for one in merge.moved:
        console.note(Text(visible_line(localized(_problem(one))), "warning"))
    if merge.moved and (yes or not can_ask()):
        console.note(
            localized(
                message(
                    "Nothing was written. Correct the workbook; if the values are right, import it "
                    "at a terminal without --yes, and confirm the changes."
                )
            )
        )
        raise typer.Exit(1)
    if not yes and not _is_confirmed(console, plan):
        console.note(localized(message("Nothing was written.")))
        raise typer.Exit(1)


def _is_confirmed(console: Console, plan: str) -> bool:
    """Ask whether to write; without anybody to ask, say how to do it."""
    if not can_ask():
        console.note(localized(message("Add --yes to write these changes to {plan}.", plan=plan)))
        return False
    question = YesNo(key="write", label=message("Write these changes?"))
    return bool(ask_all(console, [question])["write"])


def _report(console: Console, merge: WorkbookMerge, filled: FilledWorkbook) -> None:
    for problem in merge.problems:
        line = _with_headings(localized(_problem(problem)), filled.headings_of(problem.sheet))
        console.note(Text(visible_line(line), "error"))
    for conflict in merge.conflicts:
        console.note(Text(localized(_conflict(conflict)), "warning"))
    for name in filled.ignored:
        text = message("The sheet “{sheet}” is not part of the plan; it was not read.", sheet=name)
        console.note(visible_line(localized(text)))
    for name in filled.missing:
        text = message("The sheet “{sheet}” is missing; its entries stay in the plan.", sheet=name)
        console.note(visible_line(localized(text)))
    if merge.missing:
        console.note(
            localized(
                counted(
                    "{count} row is missing; its entry stays in the plan: {names}. "
                    "--delete-missing removes it.",
                    "{count} rows are missing; their entries stay in the plan: {names}. "
                    "--delete-missing removes them.",
                    len(merge.missing),
                    names=visible_line(", ".join(merge.missing)),
                )
            )
        )


def _problem(one: CellProblem) -> Message:
    if not one.sheet:
        return one.reason
    place = _place(one)
    if not one.shown:
        return message("{place}: {reason}", place=place, reason=one.reason)
    value = _short(one.shown)
    return message("{place}: “{value}”: {reason}", place=place, value=value, reason=one.reason)


def _conflict(one: CellConflict) -> Message:
    if one.removed:
        return message(
            "{place} belongs to an entry that the plan no longer has: “{entry}”\n"
            "    workbook: “{mine}”\n    exported: “{was}”",
            place=_place(one),
            entry=_short(one.removed),
            mine=_short(one.mine),
            was=_short(one.was),
        )
    return message(
        "{place} was changed in the plan, too\n    workbook: “{mine}”\n    plan:     “{theirs}”\n"
        "    exported: “{was}”",
        place=_place(one),
        mine=_short(one.mine),
        theirs=_short(one.theirs),
        was=_short(one.was),
    )


def _place(one: CellProblem | CellConflict) -> str:
    """Return where something is, with the heading of its field; a missing row has no cell."""
    place = f"{one.sheet}!{one.cell}" if one.cell else one.sheet
    return f"{place} ({one.label})" if one.label else place


def _with_headings(text: str, headings: Mapping[str, str]) -> str:
    """Return a text in which keys of the plan, such as `due:`, are headings of the sheet.

    `headings` has them by the keys of their columns.
    """
    last = [key.rpartition(".")[2] for key in headings]

    def heading(mark: re.Match[str]) -> str:
        key = mark["key"]
        if key not in headings and last.count(key) == 1:
            key = list(headings)[last.index(key)]
        return localized(message("“{text}”", text=headings[key])) if key in headings else mark[0]

    return _KEY.sub(heading, text)


def _short(text: str) -> str:
    return truncate(visible_line(text), _SHOWN)
