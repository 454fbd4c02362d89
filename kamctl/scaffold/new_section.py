"""A section put into a plan: explained in its language, at its place in the format's order."""

from __future__ import annotations

import re
from itertools import takewhile
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import PydanticCustomError

from kamctl.document.apply_changes import apply_changes
from kamctl.document.changes import InsertItem
from kamctl.document.errors import UserError
from kamctl.document.line_insertion import ItemLines, KeyLines, insert_lines
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.ids import is_id
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.references import names_in
from kamctl.plan.schema_lookup import keys_at
from kamctl.scaffold.account_answers import period
from kamctl.scaffold.account_text import (
    SECTIONS,
    align_comments,
    example_values,
    plan_languages,
)
from kamctl.scaffold.sections import OBJECTIVES, Section
from kamctl.scaffold.template_files import template_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath
    from kamctl.scaffold.account_text import PlanPeriod

_KEY = re.compile(r"\w+:").match
_EXAMPLE_IDS = re.compile(r"(?m)^\s*#.*?[{\s]id: ([\w-]+)").findall
"""The ids in the lines of examples: each is used once its # is deleted."""


class AddedSection(NamedTuple):
    """The text of a plan with a section in it, and where the section begins."""

    text: str
    line: int
    """Counted from 1."""
    is_listed: bool
    """Whether `plan.tools` lists it now, and did not before."""
    language: str
    """In which its explanations are."""


def insert_section(
    document: Document,
    section: Section,
    objective: str | None,
    functions: Sequence[str],
    today: dt.date,
) -> AddedSection:
    """Put a section into a plan; nothing else of its text changes, but for `plan.tools`.

    `objective` is the id of the one that the section is part of; None where there is no choice.

    Raises:
        UserError: it is in the plan already, there is no such objective or several, or it cannot
            be put there without changing something else.
    """
    path = section_path(document, section, objective)
    if document.has(path) and not section.is_repeated:
        raise UserError(
            message(
                "`{section}` is already in the plan: {place}.",
                section=section.name,
                place=f"{document.source.name}:{document.key_span(path).line}",
            ),
            message("Fill it in there. `kamctl add` lists what else can be added."),
        )
    language = _language(document)
    lines = _section_lines(document, section, language, functions, today)
    is_listed = section.is_tool and _is_missing_in_tools(document, section.name)
    if is_listed:
        change = InsertItem(("plan", "tools"), section.name)
        document = apply_changes(document, [change]).document
    if document.has(path):
        done = insert_lines(document, ItemLines(path, _first_entry(lines)))
    else:
        before = None if section.parent else (*takewhile(section.name.__ne__, keys_at(())),)
        done = insert_lines(document, KeyLines(path[:-1], lines, before))
    return AddedSection(done.text, done.line, is_listed, language)


def section_path(document: Document, section: Section, objective: str | None = None) -> KeyPath:
    """Return the place of a section in a plan; for a part of an objective, in that one.

    Raises:
        UserError: there is no such objective, or several to choose from.
    """
    if section.parent != OBJECTIVES:
        if objective is not None:
            raise UserError(
                message("`{section}` is not part of an objective.", section=section.name),
                message("Leave out --objective."),
            )
        return (*section.parent, section.name)
    return (*OBJECTIVES, _objective_number(document, section, objective), section.name)


def _objective_number(document: Document, section: Section, asked: str | None) -> int:
    """Return the place, from 0, of the objective that is asked for, or of the only one."""
    ids = objective_ids(document)
    if not ids:
        raise UserError(
            message(
                "The plan has no objective that `{section}` could be part of.", section=section.name
            ),
            message("Add one first: kamctl add objectives."),
        )
    if asked is None:
        if len(ids) > 1:
            raise UserError(
                message("The plan has several objectives: {ids}.", ids=", ".join(ids)),
                message(
                    "Name one: kamctl add {section} --objective {first}.",
                    section=section.name,
                    first=ids[0],
                ),
            )
        return 0
    if asked not in ids:
        raise UserError(
            message("The plan has no objective “{objective}”.", objective=asked),
            did_you_mean(asked, tuple(ids)),
        )
    return ids.index(asked)


def objective_ids(document: Document) -> list[str]:
    """Return the ids of the objectives; a number, from 1, for one that has none."""
    entries = document.get(OBJECTIVES)
    if not isinstance(entries, list):
        return []
    ids = [one.get("id") if isinstance(one, dict) else None for one in entries]
    return [one if isinstance(one, str) else str(number) for number, one in enumerate(ids, 1)]


def _section_lines(
    document: Document,
    section: Section,
    language: str,
    functions: Sequence[str],
    today: dt.date,
) -> list[str]:
    """Write a section as its template has it, from the first column on."""
    owner = document.get(("plan", "owner"))
    values = example_values(
        _period(document, today),
        owner if isinstance(owner, str) and is_id(owner) else None,
        functions,
        {
            *(one.id for one in names_in(document.value).entries),
            *_EXAMPLE_IDS(document.source.text),
        },
    )
    if ids := objective_ids(document):
        values["objective"] = ids[0]
    template = template_in("account", SECTIONS, language)
    block = template.blocks[section.name]
    text = "".join(block(template.new_context({"me": None, **values})))
    return dedent(align_comments(text)).strip("\n").split("\n")


def _first_entry(lines: Sequence[str]) -> list[str]:
    """Return the first entry of a list that is written below its key, from its dash on."""
    key = next(number for number, line in enumerate(lines) if _KEY(line))
    entries = dedent("\n".join(lines[key + 1 :])).split("\n")
    dashes = [number for number, line in enumerate(entries) if line.startswith(("- ", "#- "))]
    return entries[: dashes[1]] if len(dashes) > 1 else entries


def _language(document: Document) -> str:
    """Return the plan's language, where there are explanations in it."""
    written = plan_language(document)
    return written if written in plan_languages() else SOURCE_LANGUAGE


def plan_language(document: Document) -> str:
    """Return the language that a plan says it is written in."""
    written = document.get(("plan", "language"))
    return written if isinstance(written, str) else SOURCE_LANGUAGE


def _period(document: Document, today: dt.date) -> PlanPeriod:
    """Return the period of the plan; the usual three years where it gives none."""
    start, end = (_day(document.get(("plan", "period", one))) for one in ("start", "end"))
    try:
        return period(start, end, today)
    except UserError:  # it ends before it begins
        return period(None, None, today)


def _day(written: Any) -> dt.date | None:
    try:
        return PlanDate.parse(str(written)).day if written else None
    except PydanticCustomError:
        return None


def _is_missing_in_tools(document: Document, name: str) -> bool:
    """Tell whether the plan lists its tools, and not this one: checks would then skip it."""
    listed = document.get(("plan", "tools"))
    return isinstance(listed, list) and bool(listed) and name not in listed
