"""The text of a first plan, from what is known when an account begins."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from kamctl.document.emit import pair
from kamctl.plan.codes import DEFAULT_CURRENCY
from kamctl.plan.schema_lookup import is_list, values_at
from kamctl.plan.values import FUNCTIONS
from kamctl.scaffold.account_slug import slug_of
from kamctl.scaffold.template_files import template_in, template_languages
from kamctl.scaffold.typed_text import required_name, scalar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

PLAN_SCHEMA_FILE = "plan.schema.json"
FIRST_PLAN = "plan"
"""The template of a short first plan."""
SECTIONS = "sections"
"""The template of a plan with all fields: a block for each section that can be added."""
_EXAMPLE_OWNER = "claire"
_MAX_YEARS = 10

_EXAMPLE = re.compile(r"(?P<code>\s*#(?! \S|!|$)\S?.*?\S)  # (?P<prose>.*)").fullmatch
_WIDEST_CODE = 46
"""An example longer than this takes its comment beside it instead of in the column."""
_WIDTH = 100
"""Columns of a line; a longer comment goes on below itself."""
_LEAST_PROSE = 16
"""Columns of a comment, whatever is left beside its example."""
_COMMENT = re.compile(r"(?P<mark>\s*# )(?P<prose>(?!yaml-language-server:)\S.*)").fullmatch


@dataclass(frozen=True)
class Person:
    """One of our people: the id others refer to, and the name."""

    id: str
    name: str


@dataclass(frozen=True)
class PlanPeriod:
    """The time a plan covers, both days included."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class AccountStart:
    """What is known when an account begins."""

    name: str
    id: str
    period: PlanPeriod
    language: str = "en"
    currency: str = DEFAULT_CURRENCY
    tools: tuple[str, ...] = ()
    owner: str | None = None
    tier: str | None = None
    functions: tuple[str, ...] = FUNCTIONS
    schema: str = PLAN_SCHEMA_FILE
    """The way from the plan to its schema, for editors."""
    account: Mapping[str, Any] = field(default_factory=dict)
    """More fields of the account, for a plan without tools."""
    sections: Mapping[str, Any] = field(default_factory=dict)
    """Sections with their content, for a plan without tools."""


def plan_languages() -> tuple[str, ...]:
    """Return the languages that plans can be started in: those with both templates."""
    complete = set(template_languages("account", SECTIONS))
    return tuple(one for one in template_languages("account", FIRST_PLAN) if one in complete)


def account_plan(start: AccountStart) -> str:
    """Write the first plan of an account: a valid draft.

    It is short; with tools, it has each of their sections and every field, explained.

    Raises:
        UserError: a name in it cannot be written on one line of a plan.
        jinja2.TemplateNotFound: there is no first plan in that language.
    """
    me = team_person(start.owner)
    values = example_values(start.period, me.id if me else None, start.functions)
    text = template_in("account", SECTIONS if start.tools else FIRST_PLAN, start.language).render(
        values,
        name=required_name(start.name),
        id=start.id,
        tier=required_name(start.tier) if start.tier else None,
        me=me,
        language=start.language,
        currency=start.currency,
        period=start.period,
        tools=start.tools,
        schema=start.schema,
        account_lines=[line for key, one in start.account.items() for line in pair(key, one)],
    )
    sections = ("\n".join(["", *pair(key, one), ""]) for key, one in start.sections.items())
    return align_comments(text) + "".join(sections)


def example_values(
    period: PlanPeriod,
    owner: str | None,
    functions: Sequence[str],
    used_ids: Collection[str] = (),
) -> dict[str, object]:
    """Return what the examples in the templates are written with.

    `owner` is an id of the team; `used_ids` are those of the plan, which no new entry may have.
    """

    def unused(prefix: str) -> str:
        ids = (f"{prefix}{number}" for number in count(1))
        return next(one for one in ids if one not in used_ids)

    return {
        "owner": owner,
        "mine": scalar(owner) if owner else _EXAMPLE_OWNER,
        "year": period.start.year,
        "years": range(period.start.year, period.end.year + 1)[:_MAX_YEARS],
        "functions": functions,
        "values": _allowed_values,
        "unused": unused,
    }


def team_person(name: str | None) -> Person | None:
    """Give a person a short id: the first name, as colleagues say it."""
    if not name:
        return None
    name = required_name(name)
    return Person(next(filter(None, map(slug_of, name.split())), "owner"), name)


def _allowed_values(field: str) -> str:
    """Return the values the format allows for `field`, such as `stakeholders.attitude`.

    Raises:
        LookupError: it lists none; the template names a field that does not exist.
    """
    path: tuple[str | int, ...] = ()
    for step in field.split("."):
        path = (*path, step)
        if is_list(path):
            path = (*path, 0)
    allowed = values_at(path)
    if not allowed:
        raise LookupError(field)
    return ", ".join(allowed)


def align_comments(text: str) -> str:
    """Put the comments of examples that follow one another below one another, and wrap long ones.

    Only lines that are comments as a whole are touched: what the user typed stays as it is.
    """
    lines = text.split("\n")
    done: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if _EXAMPLE(line) or re.match(r"\s*#(?! \S|!|$)", line):
            block.append(line)
        else:
            done += [*_align_block(block), *_wrapped_comment(line)]
            block = []
    return "\n".join(done[:-1])


def _align_block(block: Sequence[str]) -> list[str]:
    split = [_EXAMPLE(line) for line in block]
    widths = [len(match["code"]) for match in split if match]
    column = max((width for width in widths if width <= _WIDEST_CODE), default=0)
    lines: list[str] = []
    for match, line in zip(split, block, strict=True):
        lines += _example_lines(match["code"], match["prose"], column) if match else [line]
    return lines


def _example_lines(code: str, prose: str, column: int) -> list[str]:
    """Return an example with its comment, which goes on below itself where it is long.

    Each line begins with the `#` of the example, so that all lines are uncommented alike.
    """
    column = max(column, len(code))
    margin = code[: code.index("#") + 1]
    parts = _filled(prose, max(_WIDTH - column - len("  # "), _LEAST_PROSE))
    return [
        f"{margin if number else code:<{column}}  # {part}" for number, part in enumerate(parts)
    ]


def _wrapped_comment(line: str) -> list[str]:
    """Return a line that is a comment as one or several; any other as it is."""
    match = _COMMENT(line)
    if match is None or len(line) <= _WIDTH:
        return [line]
    return [match["mark"] + part for part in _filled(match["prose"], _WIDTH - len(match["mark"]))]


def _filled(prose: str, width: int) -> list[str]:
    return textwrap.wrap(prose, width, break_long_words=False, break_on_hyphens=False)
