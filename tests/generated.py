"""The files that are made from the code: written, or compared with `--check`.

python -m tests.generated          write them
python -m tests.generated --check  fail if one is stale, and say which
"""

from __future__ import annotations

import ast
import difflib
import inspect
import io
import itertools
import json
import os
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from hatch_build import compile_catalogs
from kamctl.i18n.message import CONTEXT_END, NC_
from tests.page_runner import refreshed, runs
from tests.paths import ROOT
from tests.running import kamctl_in_bytes

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

DOCS = ROOT / "docs"
FIELD_READERS = ROOT / "kamctl" / "briefing" / "visibility" / "field_readers.json"
LOCALE = ROOT / "kamctl" / "i18n" / "locale"


def run_kamctl(arguments: list[str], folder: Path, *, terminal: bool = True) -> str:
    """Run kamctl as on a terminal of 80 columns, or in a pipe; return all that it prints."""
    environment = os.environ | {
        "TTY_COMPATIBLE": "1" if terminal else "0",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    environment.pop("FORCE_COLOR", None)
    answer = kamctl_in_bytes(folder, *arguments, env=environment, together=True)
    text = answer.stdout.decode("utf-8").replace("\r\n", "\n")
    assert "Traceback" not in text and "bug in kamctl" not in text, text
    text = re.sub(r" +$", "", text, flags=re.MULTILINE)
    return text.replace("python -m kamctl", "kamctl")


COMMANDS_PAGE = """\
# Commands

Every command takes `--lang`, `--color` and `-h` or `--help`, before or after its name. Your shell can
[complete](shell-completion.md) commands and options. [Exit codes](exit-codes.md) has what they end with.
"""
_SHARED_FROM = 3
"""From how many commands on an option is described once for all of them."""


def commands() -> str:
    """Return the reference of the commands, from how they are declared.

    Not from what their help prints: how that is laid out is the business of Typer's release.
    """
    from kamctl.cli.main import load_all_commands

    root = load_all_commands()
    context = root.make_context("kamctl", [], resilient_parsing=True)
    known = list(_all_commands(root, context))
    count = Counter(
        (_name(one), _taken(one, command.callback))
        for command, _ in known
        for one in _declared(command)
    )
    shared: dict[str, str] = {}
    # Of several options of one name, the one that would take most room; the others stay where
    # they are.
    for (name, line), times in sorted(count.items(), key=lambda one: -one[1] * len(one[0][1])):
        if times >= _SHARED_FROM:
            shared.setdefault(name, line)
    sections = [
        _command_section(command, context, [*shared.values()]) for command, context in known
    ]
    in_common = "\n".join(["## Shared options", "", *sorted(shared.values())]) + "\n"
    return "\n".join([COMMANDS_PAGE, *sections, in_common])


def _all_commands(command: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """Return a command and those below it, each with its context."""
    yield command, context
    for found, its in _commands_below(command, context):
        yield from _all_commands(found, its)


def _commands_below(command: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    if hasattr(command, "list_commands"):
        for name in command.list_commands(context):
            _, found, _ = command.resolve_command(context, [name])
            yield found, type(context)(found, info_name=name, parent=context)


def _declared(command: Any) -> list[Any]:
    """Return the arguments and options that the reference describes."""
    return [one for one in command.params if not one.hidden and "completion" not in one.name]


def _name(param: Any) -> str:
    """Return what an argument or an option is called, such as `--format`."""
    return next(iter(_flags(param)), None) or _argument(param)


def _command_section(command: Any, context: Any, shared: list[str]) -> str:
    """Return what the reference says of a command; options in `shared` are only named."""
    from kamctl.cli.help import examples_of

    declared, below = _declared(command), list(_commands_below(command, context))
    usage = ["[OPTIONS]", *(_argument(one) for one in declared if not _flags(one))]
    usage += ["COMMAND [ARGS]..."] if below else []
    path = context.command_path
    blocks = [f"## {path}", *filter(_is_not_exit_code, _paragraphs(command.help))]
    blocks += [f"`{path} {' '.join(usage)}`"] if len(usage) > 1 else []
    taken = {_taken(one, command.callback): one for one in declared}
    own = [line for line in taken if line not in shared]
    also = [f"`{_name(one)}`" for line, one in taken.items() if line in shared]
    if also:
        own.append(f"- Also {', '.join(also)}: see [shared options](#shared-options).")
    blocks += ["\n".join(own)] if own else []
    panels: dict[str, list[str]] = {}
    for found, its in below:
        about = next(_paragraphs(found.help), "")
        line = f"- [`{its.command_path}`](#{slug(its.command_path)})"
        if path == "kamctl":
            line += f": {about}"
        panels.setdefault(getattr(found, "rich_help_panel", None) or "", []).append(line)
    for panel, lines in panels.items():
        blocks += [f"**{panel}**"] if panel else []
        blocks += ["\n".join(lines)]
    blocks += _paragraphs(command.epilog)
    if given := examples_of(command):
        blocks += ["\n".join(f"- Example: `{line}`: {what}." for line, what in given)]
    return "\n\n".join(blocks) + "\n"


def _is_not_exit_code(paragraph: str) -> bool:
    """Tell whether a paragraph belongs here: the page of the exit codes has them all."""
    return not paragraph.startswith("Exit code")


def _paragraphs(text: str | None) -> Iterator[str]:
    for part in inspect.cleandoc(text or "").split("\n\n"):
        if part.strip():
            yield " ".join(part.split())


def _flags(param: Any) -> list[str]:
    """Return how an option is written; an argument has no such name."""
    return [flag for flag in (*param.opts, *param.secondary_opts) if flag.startswith("-")]


def _argument(param: Any) -> str:
    name = (param.metavar or param.name.upper()).strip("[]{}.")
    return (name if param.required else f"[{name}]") + ("" if param.nargs == 1 else "...")


def _taken(param: Any, function: Any) -> str:
    """Return what the reference says of an argument or an option of the command's function."""
    choices, flags = _choices(param, function), _flags(param)
    name = ", ".join(flags) or _argument(param)
    if flags and not param.is_flag:
        name += f" {param.metavar or param.name.strip('_').rpartition('_')[2].upper()}"
    sentences = [" ".join(_paragraphs(param.help))]
    if choices:
        sentences.append(f"One of {', '.join(f'`{choice}`' for choice in choices)}.")
    if flags and param.required:
        sentences.append("Must be given.")
    if isinstance(param.default, Enum):
        sentences.append(f"By default `{param.default.value}`.")
    return f"- `{name}`: {' '.join(filter(None, sentences))}"


def _choices(param: Any, function: Any) -> list[str]:
    """Return the values that an option can have, if it is one of some."""
    declared = inspect.signature(function, eval_str=True).parameters.get(param.name)
    annotation = declared.annotation if declared else None
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, Enum):
            return [str(one.value) for one in kind]
    return []


WHO_SEES_WHAT = """\
# Who sees what

Which readers can learn something of a field, and in which document. [Briefings](briefings.md#who-sees-what) says it
in words; `kamctl render … --for` chooses the reader. A workspace cannot give a reader more, nor can a template: what
a reader may not see never reaches it. `confidentiality: restricted` under `plan:` keeps an account out of the
[portfolio and the site](portfolio.md#one-page-on-all-accounts) of the reader *everyone*.

The pages of a site and of the preview are the same pages; those of a site are named after the account's `id`. Tests
change and remove each field that a reader does not see, and compare every document to the last byte.

## Overview

In any document; *others* are functions without a rule of their own, *team* is the account team.

"""
FIELD_BY_FIELD = """
## Field by field

The full plan is for the account team only. Fields that are missing here are in no document.

| word | meaning |
| --- | --- |
| own, another's, others | belongs to the reader's function, or does not |
| served | goals, needs and initiatives that an objective serves |
| named | our people who own, decide, sponsor, lead or do something, and the customer's who told or confirmed it: their names are seen where that is |
| role | the sign-off of a decider or sponsor |
"""
COUNTED = """
## What is counted

Every reader sees some numbers and states, although they depend on fields that the reader does not see:

- how many requirements of an objective are met and missing, and how many errors a plan has; which ones, what is
  ignored and why is for the account team;
- by function, whether it has restated, has an open concern and of which weight, has signed, and whether its sign-off
  is invalidated.
"""
_FIELD = re.compile(r"(?P<section>\w+)(?:\[\])?\.?(?P<path>[^ ]*)(?: \((?P<whose>.*)\))?").fullmatch
_SHORT_NAMES = {"account-team": "team", "research-development": "R&D"}


def who_sees_what() -> str:
    """Return the table that the tests hold every document against, as a page."""
    from tests.briefing.visibility.visibility_table import AUDIENCES, cell, read_table

    table = {field: row for field, row in read_table().items() if any(row.values())}
    overview = ["| section | all fields | some fields |", "| --- | --- | --- |"]
    for part, fields in _grouped(table, _part_of_plan).items():
        readers = [set().union(*table[one].values()) for one in fields]
        every, some = set.intersection(*readers), set.union(*readers)
        rest = some - every
        less = "all others" if rest and some == set(AUDIENCES) else _readers_in_words(cell(rest))
        overview.append(f"| {part} | {_readers_in_words(cell(every))} | {less} |")
    details = []
    for section, fields in _grouped(table, lambda field: _field_parts(field)[0]).items():
        details += ["", f"### {section}", *_fields_by_readers({one: table[one] for one in fields})]
    return "".join(
        [
            WHO_SEES_WHAT,
            "\n".join(overview),
            "\n",
            FIELD_BY_FIELD,
            "\n".join(details),
            "\n",
            COUNTED,
        ]
    )


def field_readers() -> str:
    """Return who sees each field in some document: what the editor says beside it."""
    from tests.briefing.visibility.visibility_table import AUDIENCES, read_table

    found: dict[str, dict[str, list[str]]] = {}
    for field, row in read_table().items():
        name, _, whose = field.partition(" (")
        seen = set().union(*row.values())
        readers = [one for one in AUDIENCES if one in seen]
        found.setdefault(name, {})[whose.removesuffix(")")] = readers
    lines = (f"{json.dumps(name)}: {json.dumps(rows)}" for name, rows in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _grouped(fields: Iterable[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for field in fields:
        groups.setdefault(key(field), []).append(field)
    return groups


def _part_of_plan(field: str) -> str:
    """Return the row of the overview that a field belongs to: a section, or a part of a large one."""
    section, path, whose = _field_parts(field)
    entry, is_below, _ = path.partition("[]")
    if section == "objectives" and is_below:
        return f"`objectives`: `{entry}`" + (f", {whose}" if entry == "directions" else "")
    return f"`{section}`"


def _field_parts(field: str) -> tuple[str, str, str]:
    """Return the section of a field of the table, its path in it, and whose it is."""
    match = _FIELD(field)
    assert match, field
    return match["section"], match["path"], match["whose"] or ""


def _fields_by_readers(rows: dict[str, dict[str, set[str]]]) -> Iterator[str]:
    """Return the rows of a section as a table: fields that the same readers see share a line."""
    from kamctl.briefing.document_kinds import document_kind
    from tests.briefing.visibility.visibility_table import DOCUMENTS, cell

    whose: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for field, row in rows.items():
        _, path, one = _field_parts(field)
        readers = tuple(cell(row[document]) for document in DOCUMENTS)
        whose.setdefault((path, readers), []).append(one)
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (path, readers), ones in whose.items():
        groups.setdefault((readers, ", ".join(filter(None, ones))), []).append(path)
    shared = {
        key: paths for key, paths in groups.items() if set(key[0]) - {"nobody", "account-team"}
    }
    columns = {
        at: name
        for at, (kind, name) in enumerate(DOCUMENTS.items())
        if not document_kind(kind).for_account_team
    }
    if shared:
        yield from ("", _table_row("fields", "whose", *columns.values()))
        yield _table_row(*["---"] * (len(columns) + 2))
    for (readers, ones), paths in shared.items():
        yield _table_row(_paths(paths), ones, *(_readers_in_words(readers[at]) for at in columns))
    team_only = {key: paths for key, paths in groups.items() if key not in shared}
    if team_only:
        yield from ("", "Account team only:", "")
    for (readers, ones), paths in team_only.items():
        where = zip(DOCUMENTS.values(), readers, strict=True)
        documents = ", ".join(name for name, who in where if who != "nobody")
        yield f"- {documents}{f' ({ones})' if ones else ''}: {_paths(paths)}"


def _table_row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _readers_in_words(readers: str) -> str:
    """Say who sees something in a document; nothing for nobody."""
    for name, short in _SHORT_NAMES.items():
        readers = readers.replace(name, short)
    return {"nobody": ""}.get(readers, readers.replace("all not", "all but"))


def _paths(paths: list[str]) -> str:
    """Write paths of one section; entries with the same fields share them."""
    fields: dict[str, list[str]] = {}
    for path in paths:
        entry, _, name = path.rpartition(".")
        fields.setdefault(entry, []).append(f"`{name}`" if name else "all of it")
    entries: dict[str, list[str]] = {}
    for entry, names in fields.items():
        entries.setdefault(", ".join(names), []).append(f"`{entry}`" if entry else "")
    parts = []
    for names, above in entries.items():
        parts += [names] if "" in above else []
        inside = ", ".join(filter(None, above))
        parts += [f"{inside}: {names}"] if inside else []
    return "; ".join(parts)


CHECKS_TITLE = "The checks"
CHECKS_PROSE = (
    "Every finding has a code that is never reused, and a page: here, and in the terminal with "
    "`kamctl explain KAM104`. Some checks are errors at every stage. The others are requirements "
    "of a stage: before it their findings are to-dos or warnings, from it on they are errors. "
    "Warnings fail only with `--strict`.",
    "A company can configure checks in [its workspace](../workspace.md), and an author can "
    "[ignore one](../suppressions.md) for a time, with a reason.",
)
CHECKS_COLUMNS = ("code", "name")
"""What the list of the checks says besides their pages: translated with them."""


def checks(language: str = "en") -> Iterator[tuple[Path, str]]:
    """Return the reference of the checks in a language: a list of all, and a page for each."""
    from kamctl.checks.engine.code_index import entries
    from kamctl.checks.engine.rule_docs import PAGES_DOMAIN
    from kamctl.i18n.catalog import translator
    from kamctl.plan.plan_metadata import Stage
    from kamctl.reports.check_page import SEVERITY_NOUNS, page_markdown

    say, translate_page = translator(language), translator(language, PAGES_DOMAIN)
    folder = DOCS / "checks" / ("" if language == "en" else language)
    lines = [f"# {translate_page(CHECKS_TITLE)}", "", _in_other_languages("README.md", language)]
    for paragraph in CHECKS_PROSE:
        text = translate_page(paragraph)
        if language != "en":
            text = text.replace("](../", "](../../")
        lines += ["", *textwrap.wrap(text, 96, break_long_words=False, break_on_hyphens=False)]
    family = ""
    for entry in entries():
        if entry.family != family:
            family = entry.family
            heads = " | ".join(
                (*map(translate_page, CHECKS_COLUMNS), *(stage.value for stage in Stage))
            )
            lines += ["", f"## {say(family)}", "", f"| {heads} | |"]
            lines += ["| --- | --- | " + " | ".join("---" for _ in Stage) + " | --- |"]
        weights = " | ".join(
            "–" if entry.is_silent_at(stage) else say(SEVERITY_NOUNS[entry.severity_at(stage)])
            for stage in Stage
        )
        link = f"[{entry.code}]({entry.code}.md)"
        lines.append(
            f"| {link} | {entry.name} | {weights} | {translate_page(entry.page.summary)} |"
        )
        title, _, rest = page_markdown(entry, language).partition("\n")
        others = _in_other_languages(f"{entry.code}.md", language)
        yield folder / f"{entry.code}.md", f"{title}\n\n{others}\n{rest}"
    yield folder / "README.md", "\n".join(lines) + "\n"


def _in_other_languages(page: str, language: str) -> str:
    """Return links to a page of the checks in the other languages, each named in its own."""
    from babel import Locale

    from kamctl.i18n.catalog import languages

    links = []
    for other in languages():
        name = (Locale.parse(other, sep="-").get_display_name() or other).capitalize()
        folder = "" if language == "en" else "../"
        folder += "" if other == "en" else f"{other}/"
        links += [] if other == language else [f"[{name}]({folder}{page})"]
    return " · ".join(links)


PLAN_FORMAT = """\
# The plan format, version 1

A plan is a YAML file, usually `plan.yaml` in a folder of its own. Only `kamctl`, `account.name` and, for each
objective, `id` and `statement` are required; a key without a value counts as missing. [The checks](checks/README.md)
require more, stage by stage. `kamctl add SECTION` adds a section with each field explained;
[plan.schema.json](plan.schema.json) is the JSON Schema for editors.

| value | how to write it |
| --- | --- |
| text | once, or once for each language: `{en: Grow, fr: Croître}` |
| plain text | once, in the plan's language: names, titles, units |
| [claim](#claims) | its text alone, or an entry with its source |
| date | a day `2027-03-31`, a month `2027-03`, a quarter `2027-Q1`, a half-year `2027-H1` (in French plans also `2027-S1`); compared by its last day |
| percentage | `34%`, `34 %`, `+15 %` |
| amount | a number in the plan's currency: `4_100_000`, `48 500 €`, `100k€`, `1.5M`, `−40 000`; with a decimal comma in French and other plans: `1,5 M€`. A figure that could mean two amounts is refused; of `48.500` [KAM207](checks/KAM207.md) warns |
| id | a short name that other entries refer to, unique in the plan |

"""


def plan_format() -> str:
    """Return the reference of the plan format, from the models."""
    from kamctl.plan.text import Claim

    lines = []
    sections = dict(_sections())
    for model, title in sections.items():
        is_claim = issubclass(model, Claim) and model is not Claim
        about = (model.__doc__ or "").strip().split("\n\n")[0]
        lines += [f"## {title}", "", about + (" A [claim](#claims) with:" if is_claim else "")]
        lines += ["", "| key | value | meaning |", "| --- | --- | --- |"]
        for key, field, kind in _fields(model):
            if is_claim and key in Claim.model_fields:
                continue
            needed = ", **required**" if field.is_required() else ""
            kind_text = _kind(kind, sections)
            meaning = field.description
            if kind_text in _WITH_EXAMPLE:
                meaning = f"{meaning.rstrip('.')}: `{field.examples[0]}`".replace("|", "\\|")
            lines.append(f"| `{key}` | {kind_text}{needed} | {meaning} |")
        lines.append("")
    return PLAN_FORMAT + "\n".join(lines).rstrip() + "\n"


_WITH_EXAMPLE = ("text", "plain text", "number or percentage")
"""The kinds of values that an example explains; the others are in the table of values."""


def view_fields() -> str:
    """Return the reference of what a template gets: from the view's classes and what they say."""
    from kamctl.briefing.views.version import REMOVED_FIELDS, RENAMED_FIELDS, VIEW_VERSION

    lines = [
        "# The view",
        "",
        "What a [template](templates.md) gets as `view`, version "
        f"{VIEW_VERSION}: a template made for it begins with `{{# kamctl view {VIEW_VERSION} #}}`.",
        "",
        "Where no type is given, a field is a text in the reader's language. Where there is nothing to "
        "show, a text or a list is empty; “or nothing” may be `none`.",
        "",
    ]
    for name, about, fields in _view_classes():
        lines += [f"## {name}", "", about, ""]
        for field, kind, meaning in fields:
            lines.append(f"- `{field}`{'' if kind == 'text' else f' ({kind})'}: {meaning}")
        lines.append("")
    lines += [
        "## Renamed and removed in version 2",
        "",
        "kamctl names the new field where a template uses the former one. A briefing is short unless "
        "`--full` is given: what only the full one has is empty here, such as `effects`, "
        "`adjustments`, `strategy` and `signoffs` of an objective.",
        "",
        *(
            f"- {_owner_title(view)}: "
            + ", ".join(f"`{old}` → `{new}`" for old, new in names.items())
            for view, names in RENAMED_FIELDS.items()
        ),
        *(
            f"- {_owner_title(view)}, removed: {', '.join(f'`{old}`' for old in names)}"
            for view, names in REMOVED_FIELDS.items()
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _owner_title(owner: str) -> str:
    return "macros" if owner == "TemplateModule" else owner.removesuffix("View")


def _view_classes() -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return the classes of the view, what a page gets first, with their fields."""
    folder = ROOT / "kamctl" / "briefing" / "views"
    found = {
        one.name: one
        for module in (
            "briefing",
            "index",
            "portfolio",
            "objective",
            "one_pager",
            "full_plan",
            "review",
            "elements",
        )
        for one in ast.parse((folder / f"{module}.py").read_text(encoding="utf-8")).body
        if isinstance(one, ast.ClassDef)
    }
    first = ("BriefingView", "IndexView", "PortfolioView")
    for name in (*first, *(one for one in found if one not in first)):
        field_docs = _field_docs(found[name])
        about = " ".join((ast.get_docstring(found[name]) or "").split())
        fields = [
            (
                field.target.id,
                _view_kind(field.annotation, found),
                field_docs.get(field.target.id, ""),
            )
            for field in found[name].body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        ]
        yield name.removesuffix("View"), about, fields


def _field_docs(one: ast.ClassDef) -> dict[str, str]:
    """Return what stands under the fields of a class, by field."""
    return {
        field.target.id: " ".join(below.value.value.split())
        for field, below in zip(one.body, one.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    }


def _view_kind(annotation: ast.expr, classes: dict[str, ast.ClassDef]) -> str:
    """Say the type of a field in words."""
    if isinstance(annotation, ast.BinOp):
        return f"{_view_kind(annotation.left, classes)}, or nothing"
    if isinstance(annotation, ast.Subscript):
        inner = annotation.slice
        first = inner.elts[0] if isinstance(inner, ast.Tuple) else inner
        kind = _view_kind(first, classes)
        several = {"text": "texts", "whole number": "whole numbers"}.get(kind, kind)
        return f"list of {several.replace('list of', 'lists of', 1)}"
    name = ast.unparse(annotation)
    if name in classes:
        name = name.removesuffix("View")
        return f"[{name}](#{name.lower()})"
    known = {"str": "text", "int": "whole number", "float": "number", "bool": "yes or no"}
    return known.get(name, name)


def slug(title: str) -> str:
    """Return the anchor of a heading, as GitHub and GitLab name it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _sections() -> Iterator[tuple[type, str]]:
    """Return each model of the format once, with its heading, in the order of a plan."""
    from kamctl.plan.model import Plan
    from kamctl.plan.text import Claim

    done: set[type] = set()
    queue: list[tuple[type, str]] = [(Plan, "The plan")]
    while queue:
        model, title = queue.pop(0)
        if model in done:
            continue
        done.add(model)
        yield model, "Claims" if model is Claim else title
        before = "" if model is Plan else f"{title}, "
        queue = [
            (part, f"{before}`{key}`")
            for key, field, _ in _fields(model)
            for part in _models(field.annotation)
        ] + queue


def _fields(model: Any) -> Iterator[tuple[str, Any, Any]]:
    """Return each field of a model: its key in the file, itself, its type as it was written."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        # pydantic takes the outermost `Annotated` apart.
        yield (
            field.alias or name,
            field,
            Annotated[kind, *field.metadata] if field.metadata else kind,
        )


def _models(annotation: Any) -> Iterator[type]:
    from pydantic import BaseModel

    if isinstance(annotation, type) and not get_args(annotation):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    if hasattr(annotation, "__value__"):
        return
    for part in get_args(annotation):
        yield from _models(part)


def _kind(annotation: Any, sections: dict[type, str], *, many: bool = False) -> str:
    """Say a type in words; in the plural where there may be `many`."""
    from pydantic import BaseModel

    from kamctl.plan import codes, values
    from kamctl.plan.text import Claim, ShortForm

    s = "s" if many else ""
    kind_names = {
        id(codes.Country): f"country code{s} (ISO 3166)",
        id(codes.Language): f"language code{s} (ISO 639-1)",
        id(codes.Currency): f"currency code{s} (ISO 4217)",
    }.get(id(annotation))
    if kind_names:
        return kind_names
    origin = get_origin(annotation)
    if hasattr(annotation, "__value__"):
        return f"text{s}"
    if origin is Literal:
        options = ", ".join(f"`{option}`" for option in get_args(annotation))
        return f"any of {options}" if many else options
    if origin in (Union, UnionType):
        kinds = [_kind(part, sections) for part in get_args(annotation) if part is not type(None)]
        return " or ".join(dict.fromkeys(kinds))
    if origin is Annotated:
        base, *extra = get_args(annotation)
        names = {type(one).__name__ for one in extra}
        patterns = {getattr(one, "pattern", None) for one in extra}
        if "_Percent" in names:
            return f"percentage{s}"
        if "_Quantity" in names:
            return "number or percentage"
        if values.ID_PATTERN in patterns:
            return f"id{s}"
        if values.FUNCTION_PATTERN in patterns:
            return f"function{s}"
        return _kind(base, sections, many=many)
    if origin is tuple:
        inner = _kind(get_args(annotation)[0], sections, many=True)
        return inner if inner.startswith("any of") else f"list of {inner}"
    if origin is dict:
        return "the company's own keys"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{one.value}`" for one in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        word = "claim" if issubclass(annotation, Claim) else "entry"
        word = {"claim": "claims", "entry": "entries"}[word] if many else word
        short = " or text" if issubclass(annotation, ShortForm) and "claim" not in word else ""
        return f"[{word}](#{slug(sections[annotation])}){short}"
    kinds = {str: "plain text", int: "number", float: "number", bool: "true or false"}
    return f"{kinds.get(annotation, 'date')}{s}"


_FOR_TRANSLATORS = "Translators:"
_WORD_MARKERS = frozenset({"N_", "_", "message", "translate", "_translate"})


def comments() -> dict[str, str]:
    """Return what the code tells translators about a sentence, by sentence.

    It is a comment that begins with `Translators:` in the lines above the sentence.
    """
    found: dict[str, str] = {}
    for path in sorted((ROOT / "kamctl").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if _FOR_TRANSLATORS not in text:
            continue
        lines = [line.strip() for line in text.splitlines()]
        for node in ast.walk(ast.parse(text)):
            if not (isinstance(node, ast.Call) and node.args and _marks(node.func)):
                continue
            above = list(
                itertools.takewhile(
                    lambda line: line.startswith("#"), reversed(lines[: node.lineno - 1])
                )
            )
            comment = " ".join(line.removeprefix("#").strip() for line in reversed(above))
            _, marked, comment_text = comment.partition(_FOR_TRANSLATORS)
            if marked:
                found |= dict.fromkeys(_literals(node.args[0]), comment_text.strip())
    return found


@cache
def msgids() -> dict[str, list[str]]:
    """Return every sentence of the tool that can be translated, with the files that use it."""
    from jinja2 import Environment, nodes

    found: dict[str, list[str]] = {}

    def keep(msgid: str, path: Path) -> None:
        name = path.relative_to(ROOT).as_posix()
        if msgid and name not in found.setdefault(msgid, []):
            found[msgid].append(name)

    for path in sorted((ROOT / "kamctl").rglob("*.py")):
        parsed = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(parsed):
            if isinstance(node, ast.Call) and node.args and _marks(node.func):
                for msgid in _literals(node.args[0]):
                    keep(msgid, path)
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "NC_"
            ):
                context, text = map(ast.literal_eval, node.args)
                keep(NC_(context, text), path)
        if path.is_relative_to(ROOT / "kamctl" / "cli"):
            for msgid in _help(parsed):
                keep(msgid, path)
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        parsed = Environment().parse(path.read_text(encoding="utf-8"))
        for call in parsed.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
                first = call.args[0]
                for one in (first, *first.find_all(nodes.Const)):
                    if isinstance(one, nodes.Const):
                        keep(one.value, path)
    return found


@cache
def plurals() -> dict[tuple[str, str], list[str]]:
    """Return every sentence that says how many, of one and of several, with its files."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted((ROOT / "kamctl").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "counted"
            ):
                one, many = (ast.literal_eval(word) for word in node.args[:2])
                name = path.relative_to(ROOT).as_posix()
                if name not in found.setdefault((one, many), []):
                    found[one, many].append(name)
    return found


_HELPFUL = frozenset({"help", "epilog", "metavar"})


def _help(parsed: ast.Module) -> Iterator[str]:
    """Return what the help of a module's commands says, a paragraph at a time."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Call):
            for word in node.keywords:
                if word.arg in _HELPFUL and isinstance(word.value, ast.Constant):
                    text = str(word.value.value)
                    yield text.strip("[]{}.") if word.arg == "metavar" else text
    for function in parsed.body:
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
            defaults = (*function.args.defaults, *function.args.kw_defaults)
            declared = any("command(" in ast.unparse(one) for one in function.decorator_list)
            if declared or any(_is_option(one) for one in defaults):
                for part in (ast.get_docstring(function) or "").split("\n\n"):
                    yield " ".join(part.split())


def _is_option(default: ast.expr | None) -> bool:
    """Tell whether a parameter is one of a command: an option, or a constant that holds one."""
    if isinstance(default, ast.Name):
        return default.id.isupper()
    return isinstance(default, ast.Call) and ast.unparse(default.func).startswith("typer.")


def _marks(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id in _WORD_MARKERS
    return isinstance(function, ast.Attribute) and function.attr in _WORD_MARKERS


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


@cache
def page_msgids() -> dict[str, list[str]]:
    """Return all that the pages of the checks say, in their order, with the codes that say it."""
    from kamctl.checks.engine.code_index import entries

    found: dict[str, list[str]] = {}
    for msgid in (CHECKS_TITLE, *CHECKS_PROSE, *CHECKS_COLUMNS):
        found.setdefault(msgid, []).append("docs/checks/README.md")
    for entry in entries():
        for msgid in (*entry.page.msgids, *(option.meaning for option in entry.options)):
            found.setdefault(msgid, []).append(entry.code)
    return found


def template_of_pages() -> bytes:
    """Return the template from which the pages of the checks in another language start."""
    words = _template("# The pages of the checks, to be translated. Written by `make generate`.")
    for msgid, codes in page_msgids().items():
        words.add(msgid, auto_comments=[", ".join(dict.fromkeys(codes))]).flags.clear()
    return _written(words)


def template_of_words() -> bytes:
    """Return the template from which a catalog for another language starts."""
    words = _template("# Words of kamctl, to be translated. Written by `make generate`.")
    comments_by_msgid = comments()
    for msgid in sorted(found := msgids(), key=lambda one: one.rpartition(CONTEXT_END)[::-1]):
        context, _, text = msgid.rpartition(CONTEXT_END)
        word = words.add(
            text,
            context=context or None,
            locations=[(name, 0) for name in found[msgid]],
            auto_comments=[comments_by_msgid[msgid]] if msgid in comments_by_msgid else [],
        )
        word.flags = {"python-brace-format"} if "{" in msgid else set()  # not as Babel guesses
    for both, files in sorted(plurals().items()):
        word = words.add(both, locations=[(name, 0) for name in files])
        word.flags = {"python-brace-format"}
    return _written(words)


def _template(comment: str) -> Catalog:
    """Return a template that holds nothing yet."""
    import datetime as dt

    from babel.messages.catalog import Catalog

    return Catalog(
        project="kamctl",
        version="1",
        copyright_holder="The kamctl authors",
        msgid_bugs_address=" ",
        last_translator="The kamctl authors",
        creation_date=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        header_comment=comment,
    )


def _written(words: Catalog) -> bytes:
    """Return a catalog as a text."""
    from babel.messages.pofile import write_po

    out = io.BytesIO()
    write_po(out, words, include_lineno=False, width=100)
    return out.getvalue()


def generated() -> Iterator[tuple[Path, bytes]]:
    """Make every file anew that comes from the code alone."""
    from kamctl.checks.engine.workspace_schema import workspace_schema_text
    from kamctl.i18n.catalog import languages
    from kamctl.plan.schema import plan_schema_text

    # The catalogs first: what follows is said in their words.
    yield LOCALE / "kamctl.pot", template_of_words()
    yield LOCALE / "pages.pot", template_of_pages()
    compile_catalogs(ROOT)
    yield DOCS / "plan.schema.json", plan_schema_text().encode()
    yield DOCS / "kamctl.schema.json", workspace_schema_text().encode()
    yield DOCS / "commands.md", commands().encode()
    yield DOCS / "who-sees-what.md", who_sees_what().encode()
    yield FIELD_READERS, field_readers().encode()
    for language in languages():
        for page, text in checks(language):
            yield page, text.encode()
    yield DOCS / "plan-format.md", plan_format().encode()
    yield DOCS / "view.md", view_fields().encode()


def pages() -> Iterator[Path]:
    """Return the pages with commands: what they show is what kamctl prints."""
    for page in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))):
        if runs(page.read_text(encoding="utf-8")):
            yield page


def printed_pages() -> Iterator[tuple[Path, bytes]]:
    """Make every page with commands anew."""
    for page in pages():
        yield page, refreshed(page.read_text(encoding="utf-8")).encode()


def stale(made_anew: Iterable[tuple[Path, bytes]]) -> Iterator[str]:
    """Say which files on disk are not as they are `made_anew`, and how they differ."""
    for path, made in made_anew:
        kept = path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b""
        if kept == made or (path.suffix == ".pot" and _entries(kept) == _entries(made)):
            continue
        name = path.relative_to(ROOT).as_posix()
        lines = difflib.unified_diff(
            kept.decode().splitlines(), made.decode().splitlines(), name, "made anew", lineterm=""
        )
        yield "\n".join(list(lines)[:40])


def _entries(pot: bytes) -> list[tuple[object, ...]]:
    """Return what a template of a catalog holds, however Babel has broken its lines."""
    from babel.messages.pofile import read_po

    return [
        (one.context, one.id, one.locations, one.auto_comments, one.flags)
        for one in read_po(io.BytesIO(pot))
    ]


def main() -> int:
    """Write the generated files, or check them."""
    everything = itertools.chain(generated(), printed_pages())
    if "--check" in sys.argv[1:]:
        found = list(stale(everything))
        for what in found:
            print(what)
        if found:
            print("Some generated files are stale: run `make generate` and commit them.")
        return 1 if found else 0
    for path, made in everything:
        if not path.exists() or path.read_bytes() != made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
            print(f"written: {path.relative_to(ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
