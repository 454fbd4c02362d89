"""A third language is a folder with a catalog; and no word of the tool is outside of them."""

from __future__ import annotations

import importlib
import re
import shutil
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import pytest
from babel import Locale
from babel.dates import get_month_names

from kamctl.document.finding import Severity
from kamctl.plan.labels import VALUE_LABELS
from kamctl.workspace.model import Custom
from tests.i18n.pseudo_locale import (
    CODE,
    in_cyrillic,
    install_pseudo_locale,
    made_up,
    plain_words,
    say,
)
from tests.paths import EXAMPLES, ROOT
from tests.repositories import GitRepository

_WORD = re.compile(r"[A-Za-z]{2,}")
MONTHS = {
    name.rstrip(".")
    for width in ("wide", "abbreviated")
    for name in get_month_names(width, locale="en_GB").values()
}
COUNTRIES = {
    word for name in Locale("en").territories.values() for word in (*_WORD.findall(name), "and")
}
"""Dates, countries and lists are those of the locale; a language without one gets English ones."""
TODAY = ("--today", "2026-11-23")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install_pseudo_locale(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "examples"
    shutil.copytree(ROOT / "examples", folder)
    for file in folder.rglob("*.yaml"):
        file.write_text(in_cyrillic(file.read_text(encoding="utf-8")), encoding="utf-8")
    repository = GitRepository(folder)  # a review reads the past from it
    repository.git("init", "-q")
    repository.commit("Начало", day="2026-10-01")
    return folder


def _tree(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _tree(below, (*path, name))


def _commands() -> list[tuple[tuple[str, ...], Any]]:

    from kamctl.cli.main import load_all_commands

    return list(_tree(load_all_commands()))


def words_of_plans(examples: Path) -> set[str]:
    """Return the words of plans that are not in Cyrillic letters: keys, ids, units."""
    texts = [plan.read_text(encoding="utf-8") for plan in examples.rglob("*.yaml")]
    return {word for text in texts for word in _WORD.findall(text)}


@pytest.fixture(scope="module")
def names(examples: Path) -> set[str]:
    """What stays as it is in every language: texts of plans, and what is typed or is a key."""
    from kamctl.briefing.visibility.audience import audience_names
    from kamctl.checks.engine.code_index import entries
    from kamctl.cli.help import examples_of
    from kamctl.plan.plan_metadata import Stage
    from kamctl.plan.stakeholders import Attitude
    from kamctl.plan.values import FUNCTIONS
    from kamctl.scaffold.sections import plan_sections

    texts = [*words_of_plans(examples)]
    for entry in entries():
        # Values between braces keep their letters: a translation would take them for places.
        texts += [entry.name, *re.findall(r"\{[^{}]*\}", entry.docstring)]
        texts += [option.name for option in entry.options]
    commands = "ask console validate explain render templates preview diff history status"
    for module in commands.split():
        there = vars(importlib.import_module(f"kamctl.cli.{module}")).values()
        kinds = [one for one in there if isinstance(one, type) and issubclass(one, Enum)]
        texts += [str(one.value) for kind in kinds for one in kind]
    texts += [*(stage.value for stage in Stage), *plan_sections(), *get_args(Attitude)]
    texts += [*audience_names(FUNCTIONS), "GB", "none"]  # values that stand as examples
    texts += [template.name for template in (ROOT / "templates" / "briefing").iterdir()]
    texts += MONTHS
    for path, command in _commands():
        texts += path
        flags = [flag for one in command.params for flag in (*one.opts, *one.secondary_opts)]
        texts += [*flags, *(flag.upper() for flag in flags)]  # the value of --format is FORMAT
        texts += [line for line, _ in examples_of(command)]
    return {word for text in texts for word in _WORD.findall(text)} | {"kamctl", "help", "yaml"}


def unsaid(output: str, names: set[str], *typed: str) -> list[str]:
    return sorted(
        plain_words(output)
        - names
        - {w for one in typed for w in _WORD.findall(f"{one} {one.lower()}")}
    )


RUNS: list[tuple[str, ...]] = [
    *(
        (command, f"{plan}/plan.yaml", *more, *TODAY)
        for plan in EXAMPLES
        for command, *more in (("validate",), ("validate", "--todo"), ("next",))
    ),
    ("ask", "complete-en/plan.yaml", *TODAY),
    ("align", "status", "complete-en/plan.yaml", *TODAY),
    ("align", "status", "typical-mistakes/plan.yaml", *TODAY),
    ("plan", "stage", "typical-mistakes/plan.yaml", "aligned", *TODAY),
    ("plan", "stage", "complete-en/plan.yaml", "aligned", *TODAY),
    ("plan", "stage", "complete-en/plan.yaml", "validated", *TODAY),
    ("status", *EXAMPLES, *TODAY),
    ("status", "complete-en", "--function", "nobody"),
    ("status", "complete-en", "--owner", "nobody", *TODAY),
    ("render", "portfolio", "complete-en", "-o", "all-accounts-together.html", *TODAY),
    ("render", "site", "complete-en", "-o", "intranet", *TODAY),
    ("explain", "KAM104", "KAM306", "KAM107"),
    ("checks",),
    ("templates", "list"),
    ("validate", "none.yaml"),
    ("validate", "--select", "KAM999"),
    ("validate", "--stage", "nowhere"),
    ("validate", "--jobs", "many"),
    ("validate", "--todoo"),
    ("validate", "--select"),
    ("validate", "--today", "someday"),
    ("validat",),
    ("explain",),
    ("explain", "KAM9999"),
    ("schema", "plan", "more"),
    ("init", "account", "--no-input"),
    ("init", "account", "Nordlicht", "--no-input", "--tools", "swott"),
    ("init", "account", "Nordlicht", "--no-input"),
    ("init", "account", "Nordlicht", "--no-input"),  # it is there now
    ("add", "first-draft/plan.yaml"),
    ("add", "swot", "first-draft/plan.yaml"),
    ("add", "swot", "first-draft/plan.yaml"),  # it is there now
    ("add", "swott", "first-draft/plan.yaml"),
    ("add", "swot", "first-draft/plan.yaml", "--objective", "SO1"),
    ("add", "actions", "first-draft/plan.yaml", "--objective", "SO9"),
    ("add", "swot", "-"),
    ("init", "workspace", "house", "--no-input"),
    ("init", "workspace", "house", "--no-input"),
    ("align", "record", "complete-en/plan.yaml", "SO1", "--decision", "agree"),
    ("align", "record", "complete-en/plan.yaml", "SO9", "--for", "sales", "--decision", "agree"),
    ("align", "record", "complete-en/plan.yaml", "SO1", "--as", "sponsor", "--decision", "object"),
    ("align", "restate", "complete-en/plan.yaml", "SO1", "--for", "finance"),
    ("render", "briefing", "complete-en/plan.yaml", "--for", "nobody"),
    ("render", "nokind", "complete-en/plan.yaml"),
    ("preview", "none.yaml"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", RUNS, ids=" ".join)
def test_no_word_of_the_tool_is_outside_the_catalogs(
    package: Path, examples: Path, names: set[str], arguments: tuple[str, ...]
) -> None:
    output = say(package, examples, "--lang", CODE, *arguments)
    assert len(output) > 20
    assert unsaid(output, names, CODE, *arguments, str(examples)) == []


@pytest.mark.parametrize("path", [path for path, _ in _commands()], ids=" ".join)
def test_all_help_is_said(
    package: Path, examples: Path, names: set[str], path: tuple[str, ...]
) -> None:
    output = say(package, examples, *path, "--help", "--lang", CODE)
    assert output.lstrip().startswith("Ŭşȧɠḗ: kamctl")
    assert unsaid(output, names) == []


def test_a_broken_file_of_words_is_an_error_in_this_file(tmp_path: Path, examples: Path) -> None:
    package = install_pseudo_locale(tmp_path)
    words = package / "kamctl" / "i18n" / "locale" / CODE / "words.toml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text + "\n[placeholder]\n", encoding="utf-8")
    line = len(text.splitlines()) + 2
    for command in ("validate", "status", "next"):
        output = say(package, examples, command, "complete-en/plan.yaml", *TODAY)
        assert f"{words}, line {line}: There is no entry “placeholder”." in " ".join(output.split())
        assert "bug" not in output and "KAM000" not in output


def test_the_others_do_not_speak_it(examples: Path) -> None:
    assert CODE in say(ROOT, examples, "--lang", CODE, "checks")


def test_a_plan_may_be_briefed_in_it(package: Path, examples: Path) -> None:
    whole = ("--full", "-o", "-", "--format", "markdown")
    arguments = ("render", "briefing", "complete-en/plan.yaml", *whole)
    assert "Ŵ" not in say(package, examples, *arguments, *TODAY)
    page = say(package, examples, *arguments, "--lang", CODE, *TODAY)
    assert len(re.findall("[ȧƀƈḓḗƒɠħ]", page)) > 500


def test_its_catalogue_says_how_short_money_is_written(package: Path, examples: Path) -> None:
    arguments = ("render", "onepage", "complete-en/plan.yaml", "-o", "-", "--format", "markdown")
    page = say(package, examples, *arguments, "--for", "account-team", "--lang", CODE, *TODAY)
    assert re.search(rf"€\d[\d.]*{made_up('m')}\b", page)
    assert not re.search(r"€[\d.]+m\b", page)


DOCUMENTS = [
    *(
        ("briefing", plan, "--for", reader)
        for plan in ("complete-en", "typical-mistakes")
        for reader in ("account-team", "finance", "local-sales", "supply-chain", "everyone")
    ),
    *(
        (kind, plan)
        for kind in ("plan", "onepage")
        for plan in ("complete-en", "typical-mistakes", "first-draft")
    ),
    ("review", "complete-en"),
]


@pytest.mark.parametrize("arguments", DOCUMENTS, ids=" ".join)
@pytest.mark.parametrize("form", ["markdown", "html"])
def test_no_word_of_a_document_is_outside_the_catalogs(
    package: Path, examples: Path, arguments: tuple[str, ...], form: str
) -> None:
    kind, plan, *more = arguments
    whole = ("--full",) if kind == "briefing" else ()
    page = say(
        package, examples, "render", kind, f"{plan}/plan.yaml", *more, *whole, *TODAY,
        "--lang", CODE, "--format", form, "-o", "-",
    )  # fmt: skip
    # Code, and charts that are code in Markdown: as HTML they are pictures with the same texts.
    text = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->|```mermaid.*?```", " ", page, flags=re.S)
    text = re.sub(r"<[^>]*>|&[a-z]+;|mailto:\S*|%[0-9A-F]{2}|\[kamctl\]:.*", " ", text)
    assert len(text) > 400, page
    # Of a plan with errors, standard error names the command that shows them.
    typed = {"kamctl", "validate", "yaml"}
    kept = words_of_plans(examples) | MONTHS | COUNTRIES | typed
    assert unsaid(text, kept, *arguments) == []


def plan_in_it(folder: Path, text: str) -> str:
    """Write a plan in the made-up language: what stands between [[ and ]] is said in it."""
    translated = re.sub(r"\[\[(.*?)\]\]", lambda found: made_up(found[1]), text)
    head = f"kamctl: 1\naccount: {{name: Lactea}}\nplan: {{language: {CODE}, stage: shared}}\n"
    (folder / "plan.yaml").write_text(head + translated, encoding="utf-8")
    return "plan.yaml"


def test_its_words_are_found_in_plans(package: Path, tmp_path: Path) -> None:
    plan = plan_in_it(
        tmp_path,
        "objectives:\n  - id: SO1\n    statement: [[To be defined]]\n"
        "    customer_gain: [[Our turnover]]\n"
        "    strategy: [[My customer waits]]\n    our_gain: [[Finance always blocks]]\n",
    )
    select = ("--select", "KAM102,KAM108,KAM308", "--format", "concise")
    found = say(package, tmp_path, "validate", plan, *select, *TODAY)
    assert [re.sub(r".*(KAM\d+).*", r"\1", line) for line in found.splitlines()[:4]] == [
        "KAM102", "KAM108", "KAM308", "KAM308",
    ]  # fmt: skip
    hints = say(package, tmp_path, "validate", plan, *select[:2], *TODAY)
    assert made_up("Our customer") in hints
    without = say(ROOT, tmp_path, "validate", plan, *select, *TODAY)
    assert "KAM102" not in without and "KAM308" not in without


def test_its_words_are_fixed(package: Path, tmp_path: Path) -> None:
    actions = "{id: A1, title: X, owner: claire, status: [[completed]], due: [[end]] 2027}"
    text = f"objectives:\n  - id: SO1\n    statement: X\n    actions:\n      - {actions}\n"
    plan = plan_in_it(tmp_path, text)
    say(package, tmp_path, "validate", plan, "--fix", *TODAY)
    fixed = (tmp_path / plan).read_text(encoding="utf-8")
    assert "status: done" in fixed and "due: 2027-12-31" in fixed


def test_its_endings_are_not_those_of_other_languages(package: Path, tmp_path: Path) -> None:
    text = "objectives:\n  - {id: SO1, statement: X, priority: moyen}\n"  # it ends with an n
    plan = plan_in_it(tmp_path, text)
    say(package, tmp_path, "validate", plan, "--fix", *TODAY)
    assert "priority: medium" in (tmp_path / plan).read_text(encoding="utf-8")


def prose(text: str) -> set[str]:
    """Return the words of the comments of a plan; examples are code."""
    comments = re.findall(r"(?:^|\s)# (?=\S)(?!yaml-language)(.*)", text, re.MULTILINE)
    return plain_words(re.sub(r"`[^`]*`", "", "\n".join(comments)))


@pytest.mark.parametrize("tools", [(), ("--tools", "all")])
def test_an_account_begins_in_it(
    package: Path, tmp_path: Path, names: set[str], tools: tuple[str, ...]
) -> None:
    arguments = ("init", "account", "Nordlicht", "--no-input", "--language", CODE, *tools)
    output = say(package, tmp_path, "--lang", CODE, *arguments)
    assert unsaid(output, names, *arguments) == []
    plan = tmp_path / "nordlicht" / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    assert f"language: {CODE}" in text
    values = {word for table in VALUE_LABELS for value in table for word in _WORD.findall(value)}
    assert prose(text) - names - values == set()
    if not tools:
        found = say(package, tmp_path, "validate", str(plan), "--todo", "--select", "KAM102")
        assert made_up("To be defined") in found


def test_a_workspace_begins_in_it(package: Path, tmp_path: Path, names: set[str]) -> None:
    arguments = ("init", "workspace", "house", "--no-input", "--language", CODE)
    output = say(package, tmp_path, "--lang", CODE, *arguments)
    assert unsaid(output, names, *arguments) == []
    text = (tmp_path / "house" / "kamctl.yaml").read_text(encoding="utf-8")
    assert f"language: {CODE}" in text
    severities = {severity.value for severity in Severity}
    types_of_fields = {"text", "number", "date", "choice"}
    places_of_fields = set(Custom.model_fields)
    assert prose(text) - names - severities - types_of_fields - places_of_fields == set()


def test_a_section_is_explained_in_it(package: Path, tmp_path: Path, names: set[str]) -> None:
    plan = plan_in_it(tmp_path, "objectives: []\n")
    output = say(package, tmp_path, "add", "swot", plan, "--lang", CODE)
    assert unsaid(output, names, "swot") == []
    text = (tmp_path / plan).read_text(encoding="utf-8")
    assert "swot:" in text
    assert prose(text) - names == set()


def test_a_check_is_explained_in_it(package: Path, tmp_path: Path, names: set[str]) -> None:
    output = say(package, tmp_path, "explain", "KAM206", "--lang", CODE)
    assert made_up("Why") in output
    assert unsaid(output, names) == []
