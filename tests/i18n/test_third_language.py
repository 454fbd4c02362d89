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
from babel.dates import get_month_names

from tests.i18n.pseudo_locale import CODE, install, made_up, plain_words, say
from tests.paths import ROOT

_WORD = re.compile(r"[A-Za-z]{2,}")
TODAY = ("--today", "2026-11-23")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "examples"
    shutil.copytree(ROOT / "examples", folder)
    return folder


def _tree(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _tree(below, (*path, name))


def _commands() -> list[tuple[tuple[str, ...], Any]]:

    from kamctl.cli.main import load_all_commands

    return list(_tree(load_all_commands()))


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

    texts = [plan.read_text(encoding="utf-8") for plan in examples.rglob("*.yaml")]
    for entry in entries():
        # Values between braces keep their letters: a translation would take them for places.
        texts += [entry.name, *re.findall(r"\{[^{}]*\}", entry.docstring)]
        texts += [option.name for option in entry.options]
    commands = "console validate explain render templates preview diff history status"
    for module in commands.split():
        there = vars(importlib.import_module(f"kamctl.cli.{module}")).values()
        kinds = [one for one in there if isinstance(one, type) and issubclass(one, Enum)]
        texts += [str(one.value) for kind in kinds for one in kind]
    texts += [*(stage.value for stage in Stage), *plan_sections(), *get_args(Attitude)]
    texts += [*audience_names(FUNCTIONS), "GB", "none"]  # values that stand as examples
    texts += [template.name for template in (ROOT / "templates" / "briefing").iterdir()]
    # Dates are those of the locale; a language that has none gets the English months.
    texts += get_month_names("abbreviated", locale="en").values()
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
        for plan in ("complete-en", "complete-fr", "first-draft", "typical-mistakes")
        for command, *more in (("validate",), ("validate", "--todo"), ("next",))
    ),
    ("align", "status", "complete-en/plan.yaml", *TODAY),
    ("align", "status", "typical-mistakes/plan.yaml", *TODAY),
    ("plan", "stage", "typical-mistakes/plan.yaml", "aligned", *TODAY),
    ("plan", "stage", "complete-en/plan.yaml", "aligned", *TODAY),
    ("plan", "stage", "complete-en/plan.yaml", "validated", *TODAY),
    ("status", "complete-en", "complete-fr", "first-draft", "typical-mistakes", *TODAY),
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
    assert unsaid(output, names, *arguments, str(examples)) == []


@pytest.mark.parametrize("path", [path for path, _ in _commands()], ids=" ".join)
def test_all_help_is_said(
    package: Path, examples: Path, names: set[str], path: tuple[str, ...]
) -> None:
    output = say(package, examples, *path, "--help", "--lang", CODE)
    assert output.lstrip().startswith("Ŭşȧɠḗ: kamctl")
    assert unsaid(output, names) == []


def test_the_others_do_not_speak_it(examples: Path) -> None:
    assert "xp" in say(ROOT, examples, "--lang", CODE, "checks")


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
