"""`kamctl add`: add a section to a plan, explained in the plan's language."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from kamctl.cli.completion import complete_plans, complete_sections
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.options import parse_day
from kamctl.document.command_text import as_argument
from kamctl.document.conflicts import conflicts
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.given_files import exists
from kamctl.document.writing import locked
from kamctl.i18n.language import untranslated_note
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.load import load_plan
from kamctl.plan.plan_file import PlanFile
from kamctl.reports.terminal_text import hide_no_break_spaces
from kamctl.scaffold.new_section import (
    insert_section,
    objective_ids,
    plan_language,
    section_path,
)
from kamctl.scaffold.sections import ACCOUNT, OBJECTIVES, find_section, plan_sections
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import STANDARD_INPUT, only_plan, refuse_standard_input

if TYPE_CHECKING:
    from kamctl.cli.console import Console
    from kamctl.document.document import Document
    from kamctl.scaffold.sections import Section

_THERE = "✓"
_GROUPS = {
    (): message("Sections of the plan:"),
    ACCOUNT: message("Parts of the account:"),
    OBJECTIVES: message("Parts of an objective:"),
}


def _not_a_section(ctx: typer.Context, plan: str | None) -> str | None:
    """Refuse a second section where the plan is expected.

    Raises:
        UserError: it is one, and no file.
    """
    if plan is not None and not ctx.resilient_parsing:
        second = find_section(plan)
        first = str(ctx.params.get("section") or "")
        if second is not None and not exists(plan) and _is_plan(first):
            raise UserError(
                message("The section comes before the plan."),
                message("Run: kamctl add {section} {plan}", section=second.name,
                        plan=as_argument(first)),
            )  # fmt: skip
        if second is not None and not exists(plan):
            raise UserError(
                message("`kamctl add` adds one section at a time."),
                message("Run it once for each section: kamctl add {section}", section=second.name),
            )
    return plan


@examples(
    ("kamctl add", N_("List what can be added, and what the plan already has")),
    ("kamctl add swot", N_("Add the SWOT to the plan in this folder")),
    (
        "kamctl add direction lactea/plan.yaml --objective SO2",
        N_("Add what you ask of another function for one of several objectives"),
    ),
)
def add(
    ctx: typer.Context,
    section: str = typer.Argument(
        None,
        metavar="[SECTION]",
        help="The section, such as swot, risks or action.",
        autocompletion=complete_sections,
    ),
    plan: str = typer.Argument(
        None,
        metavar="[PLAN]",
        help="The plan. By default the one below this folder.",
        callback=_not_a_section,
        autocompletion=complete_plans,
    ),
    objective: str = typer.Option(
        None,
        "--objective",
        metavar="ID",
        help="The objective to add to, if the plan has several.",
    ),
    today: str = typer.Option(None, "--today", hidden=True),
) -> None:
    """Add a section to a plan.

    Each of its fields is explained, in the plan's language; the rest of the plan stays as it is.
    Without a section, the command lists what can be added.
    """
    console: Console = ctx.obj
    day = parse_day(today)
    if section is not None and plan is None and _is_plan(section):
        section, plan = None, section
    if section is None:
        _list(console, _read(_plan_file(plan)).document)
        return
    wanted = find_section(section)
    if wanted is None:
        raise UserError(
            message("“{section}” is not a section of a plan.", section=section),
            did_you_mean(section, tuple(plan_sections())),
        )
    file = _plan_file(plan)
    with locked(Path(file)):
        found = _read(file)
        document = found.document
        functions = find_workspace(Path(file)).functions
        done = insert_section(document, wanted, objective, functions, day)
        found.write(done.text)
    for line in _report_lines(file, wanted, done.line, is_listed=done.is_listed):
        console.print_result(localized(line))
    if done.language != plan_language(document):
        console.note(localized(untranslated_note(plan_language(document))))


def _report_lines(file: str, section: Section, line: int, *, is_listed: bool) -> list[Message]:
    """Say what was added where, and what to do with it."""
    lines = [message("Added `{section}` at {place}", section=section.name, place=f"{file}:{line}")]
    if is_listed:
        lines.append(message("Added it to `plan.tools`, so that it is checked."))
    lines += [
        message("1. Delete the # from the lines that you use, and write your own text."),
        message("2. List what is missing: kamctl validate --todo {path}", path=as_argument(file)),
    ]
    return lines


def _is_plan(text: str) -> bool:
    """Tell whether the only argument is a plan, and no section."""
    return find_section(text) is None and (text == STANDARD_INPUT or Path(text).exists())


def _plan_file(plan: str | None) -> str:
    """Return the plan to work on: as named, else the only one below this folder."""
    named = plan or "."
    refuse_standard_input([named], message("Nothing can be added to standard input."))
    return only_plan(named)


def _read(file: str) -> PlanFile:
    """Read a plan that can be written into.

    Raises:
        InvalidFile: it cannot be read, or has conflicts that git has left.
    """
    found = PlanFile.read(file)
    unresolved = conflicts(found.source)
    if unresolved:
        raise InvalidFile(unresolved, found.source)
    if not isinstance(found.document.value, dict):
        raise InvalidFile(load_plan(found.document).findings, found.source)
    return found


def _list(console: Console, document: Document) -> None:
    """List what can be added, what it is for, and where the plan has it already."""
    any_there = False
    for parent, sections in groupby(plan_sections().values(), key=lambda one: one.parent):
        console.print(localized(_GROUPS[parent]))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style="code", no_wrap=True)
        table.add_column(overflow="fold")
        for one in sections:
            is_there = _is_there(document, one)
            any_there |= is_there
            purpose = hide_no_break_spaces(localized(one.purpose))
            table.add_row(f"{_THERE if is_there else ' '} {one.name}", purpose)
        console.print(table)
        console.print()
    if any_there:
        console.print(localized(message("{mark} already in the plan", mark=_THERE)))
    hint = message(
        "Add one with: kamctl add SECTION {plan}", plan=as_argument(document.source.name)
    )
    console.print(localized(hint))


def _is_there(document: Document, section: Section) -> bool:
    """Tell whether the plan has a section that it can have once only."""
    if section.is_repeated or (section.parent == OBJECTIVES and len(objective_ids(document)) != 1):
        return False
    return document.has(section_path(document, section))
