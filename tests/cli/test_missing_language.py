"""A language that kamctl has no translation for is reported, with how to add one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kamctl.i18n.catalog import languages
from tests.running import kamctl
from tests.untranslated import UNTRANSLATED

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
ENVIRONMENT |= {"NO_COLOR": "1", "COLUMNS": "100", "LANG": "C.UTF-8"}
PLAN = """\
kamctl: 1
account: {name: Nord}
plan: {language: LANGUAGE, owner: claire}
team:
  - {id: claire, name: Claire Morel, function: sales}
  - {id: marc, name: Marc Vidal, function: finance}
objectives:
  - id: SO1
    statement: Alle 14 Werke bis Ende 2028 beliefern.
    directions:
      - {function: finance, leader: marc, ask: Zahlungsziel von 60 Tagen.}
""".replace("LANGUAGE", UNTRANSLATED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return kamctl(folder, *words, env=ENVIRONMENT | more)


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", UNTRANSLATED, "validate", "plan.yaml"),
        ("validate", "plan.yaml", f"--lang={UNTRANSLATED}_AT.UTF-8"),
        ("render", "briefing", "plan.yaml", "--lang", UNTRANSLATED, "-o", "-"),
        ("init", "account", "Sued", "--no-input", "--language", UNTRANSLATED),
        ("init", "workspace", "firma", "--no-input", "--language", UNTRANSLATED),
    ],
)
def test_a_language_asked_for_is_refused(folder: Path, words: tuple[str, ...]) -> None:
    before = sorted(folder.rglob("*"))
    done = run(folder, *words)
    assert (done.returncode, done.stdout) == (2, "")
    shown = " ".join(done.stderr.split())
    assert f"“{UNTRANSLATED}" in shown and ", ".join(languages()) in shown
    assert "How to add a language: https://" in shown
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "english"),
    [
        (("render", "briefing", "--for", "finance", "-o", "-", "--format", "markdown"), "For "),
        (("render", "plan", "-o", "-", "--format", "markdown"), "Status"),
        (("align", "ask", "--for", "finance"), "Subject:"),
        (("add", "swot"), "Added"),
    ],
)
def test_a_plan_in_it_is_worked_on_in_english(
    folder: Path, words: tuple[str, ...], english: str
) -> None:
    shared = PLAN.replace("owner: claire}", "owner: claire, stage: shared}")
    (folder / "plan.yaml").write_text(shared, encoding="utf-8")
    done = run(folder, *words, "plan.yaml")
    assert done.returncode == 0
    assert english in done.stdout
    shown = " ".join(done.stderr.split())
    assert f"no translation for the language “{UNTRANSLATED}”: English is used instead" in shown
    assert "docs/languages.md" in shown
    french = run(folder, *words[:2], "plan.yaml", "--lang", "fr")
    assert f"“{UNTRANSLATED}”" not in french.stderr


def test_several_plans_say_it_once(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = run(folder, "render", "plan", "a", "b", "-o", "out", "--format", "markdown")
    assert done.returncode == 0
    assert done.stderr.count("no translation") == 1


def test_a_workspace_in_it_starts_plans_in_english(folder: Path) -> None:
    (folder / "kamctl.yaml").write_text(f"kamctl: 1\nlanguage: {UNTRANSLATED}\n", "utf-8")
    done = run(folder, "init", "account", "Sued", "--no-input")
    assert done.returncode == 0
    assert f"no translation for the language “{UNTRANSLATED}”" in " ".join(done.stderr.split())
    text = next(folder.rglob("sued/plan.yaml")).read_text(encoding="utf-8")
    assert "language: en" in text
    chosen = run(folder, "init", "account", "Nord", "--no-input", "--language", "fr")
    assert chosen.stderr == ""


def test_checks_of_a_plan_in_it_are_explained_in_the_readers_language(folder: Path) -> None:
    done = run(folder, "validate", "plan.yaml")
    assert done.returncode == 0
    assert done.stderr == ""


def test_a_system_set_to_it_gets_english(folder: Path) -> None:
    done = run(folder, "checks", LANG=f"{UNTRANSLATED}_DE.UTF-8", LANGUAGE=UNTRANSLATED)
    assert done.returncode == 0
    assert done.stdout.startswith("Text and structure")
