"""No literal reaches a reader that is not marked for the catalogs: what the code itself shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamctl.reports.report_formats import REPORT_FORMATS
from tests.paths import ROOT

MARKERS = frozenset({"message", "N_", "NC_", "counted", "translate", "_"})
_TALKS = frozenset(
    {"UserError", "Message", "say", "show_error", "stop", "Question", "YesNo", "answers_summary"}
)
"""Calls whose text a reader sees."""
_SHOWS = frozenset(
    {"print", "print_result", "note", "Text", "append", "assemble", "add_row", "add_column"}
)
"""Calls whose text a reader sees where it is for people; elsewhere a list may be appended to."""
_STYLED = frozenset({"Text", "append"})
"""Those of them whose second argument is a style."""
_SETTINGS = frozenset({"key", "style", "overflow", "justify", "end"})
"""Keywords whose value no reader sees."""
_HELP = frozenset({"help", "epilog", "metavar"})
_WORDS = re.compile(r"[A-Za-z]{3,}")
_SENTENCE = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,}\b")
_COMMAND = re.compile(r"kamctl(?: [a-z]+)*|`[^`]*`")
_FOR_PROGRAMS = frozenset(
    one.make.partition(":")[0].rpartition(".")[2]
    for one in REPORT_FORMATS.values()
    if not one.for_people
)
"""The modules whose texts only programs read."""
MODULES = sorted((ROOT / "kamctl").rglob("*.py"))


def unmarked(code: str, *, for_people: bool = True) -> Iterator[str]:
    """Return the literals of a module that a reader would see in English in every language."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _called(node.func)
            resolver = isinstance(node.func, ast.Attribute) and name == "say"  # a briefing's
            if (name in _TALKS or (for_people and name in _SHOWS)) and not resolver:
                for argument in _texts(node):
                    yield from (
                        text for text in _loose(argument) if _WORDS.search(_COMMAND.sub("", text))
                    )
            if name in ("message", "counted", "N_", "NC_") and node.args:
                texts = node.args[:2] if name in ("counted", "NC_") else node.args[:1]
                yield from (ast.unparse(one) for one in texts if not _is_literal(one))
            for word in node.keywords:
                if word.arg in _HELP and not _is_literal(word.value):
                    yield ast.unparse(word)
        elif isinstance(node, ast.JoinedStr) and for_people:
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}"
                           for part in node.values)  # fmt: skip
            if _SENTENCE.search(_COMMAND.sub("", text)):
                yield text


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _texts(call: ast.Call) -> Iterator[ast.expr]:
    """Return the arguments of a call that may be texts."""
    yield from call.args[:1] if _called(call.func) in _STYLED else call.args
    yield from (word.value for word in call.keywords if word.arg not in _SETTINGS)


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_literal(node.body) and _is_literal(node.orelse)
    return isinstance(node, ast.Constant)


def _loose(node: ast.expr) -> Iterator[str]:
    """Return the literals in an expression that no marker holds."""
    if isinstance(node, ast.Call):
        if _called(node.func) in MARKERS | {"say"}:
            return
        for one in _texts(node):
            yield from _loose(one)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _loose(part)
    elif isinstance(node, ast.Tuple) and node.elts:  # a text with its style
        yield from _loose(node.elts[0])
    elif isinstance(node, ast.Starred):
        yield from _loose(node.value)
    elif isinstance(node, ast.BinOp):
        yield from (*_loose(node.left), *_loose(node.right))
    elif isinstance(node, ast.IfExp):
        yield from (*_loose(node.body), *_loose(node.orelse))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_reader_sees_is_marked(path: Path) -> None:
    for_people = path.parent.name in ("cli", "reports") and path.stem not in _FOR_PROGRAMS
    found = list(unmarked(path.read_text(encoding="utf-8"), for_people=for_people))
    assert [text for text in found if text not in ALLOWED.get(path.stem, ())] == []


def test_every_call_that_is_looked_for_is_made_somewhere() -> None:
    """A function that was renamed would no longer be looked at."""
    made = {
        _called(node.func)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert (MARKERS | _TALKS | _SHOWS) - made == set()


_NO_NEWLINE = "\n\\ No newline at end of file\n"
ALLOWED: dict[str, tuple[str, ...]] = {
    "init": ("all",),  # a value
    "init_workspace": ("EUR",),
    "unified_diff": (_NO_NEWLINE, "{}" + _NO_NEWLINE),  # as every diff says it, for `patch`
}


SEEN = {
    "UserError": 'raise UserError("No such plan.")',
    "Message": 'stop(console, Message("Nothing was written."))',
    "say": 'say("This stops.")',
    "show_error": 'show_error(console, "No such plan.")',
    "stop": 'stop(console, "Nothing was written.")',
    "Question": 'Question("name", "Who is it?")',
    "YesNo": 'YesNo("go_on", "Go on?" if sure else "Stop?")',
    "answers_summary": 'answers_summary("New plan", rows)',
    "print_result": 'console.print_result("Nothing was recorded here.")',
    "print": 'console.print(f"{name} is there already.")',
    "note": 'console.note("Nothing was recorded here.")',
    "Text": 'Text("Nothing", "dim")',
    "append": 'text.append("Nothing", "dim")',
    "assemble": 'Text.assemble(("Nothing", "dim"), "\\n")',
    "add_row": 'table.add_row(Text(said(label)), "none")',
    "add_column": 'table.add_column("Account", style="dim")',
}
"""A line of code for each call that shows a text."""


@pytest.mark.parametrize("name", sorted(_TALKS | _SHOWS))
def test_a_text_is_found_in_every_call_that_shows_one(name: str) -> None:
    assert f"{name}(" in SEEN[name]
    assert list(unmarked(SEEN[name]))


@pytest.mark.parametrize(
    "code",
    [
        'typer.Option(None, help=f"One of {all}.")',
        'message(f"{n} plans.")',
        'NC_("action", text)',
        'counted("{count} plan", many, 3)',
        'text = f"{n} more of them"',
        'Text().append("One", "dim").append(more)',
        'table.add_row(*("One", name))',
        'console.note(content="Nothing was recorded here.")',
    ],
)
def test_it_would_be_seen(code: str) -> None:
    assert list(unmarked(code))


@pytest.mark.parametrize(
    "code",
    [
        'say(said(message("This stops.")))',
        'console.print(f"{a}: {b}")',
        'console.note(Text(said(hint), "dim"), end="")',
        'Text.assemble((say(N_("error:")), "error"), f" {said(one)}")',
        'Text().append(name, "bold").append(" ").append(code, style="code")',
        'table.add_column(overflow="fold", style="dim")',
        'typer.Option(None, help="One of them.")',
        'command = f"kamctl plan stage {file}"',
        'counted("{count} plan", "{count} plans", 3)',
    ],
)
def test_what_is_right_passes(code: str) -> None:
    assert list(unmarked(code)) == []
