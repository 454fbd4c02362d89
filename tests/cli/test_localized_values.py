"""A value typed as the reader's language calls it: understood, or met with the value to type."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamctl.plan.labels import STAGES
from tests.paths import ROOT
from tests.running import kamctl_here

PLAN = "complete-fr/plan.yaml"
"""A plan whose objective OS1 asks supply chain, marketing, research and finance for something."""
FRENCH = ("--lang", "fr")
NEARLY_EMPTY = """\
kamctl: 1
account: {name: Éclair}
plan: {language: fr}
objectives:
  - id: OS1
    statement: Devenir leur partenaire.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("examples") / "examples"
    shutil.copytree(ROOT / "examples", copy)
    return copy


UNDERSTOOD: list[tuple[str, ...]] = [
    # Each pair of command lines says the same: as French calls a value, and by its key.
    ("render", "briefing", PLAN, "-o", "-", "--format", "markdown", "--for", "Chaîne logistique"),
    ("render", "briefing", PLAN, "-o", "-", "--format", "markdown", "--for", "équipe compte"),
    ("render", "onepage", PLAN, "-o", "-", "--format", "markdown", "--for", "tous"),
    ("align", "ask", PLAN, "--for", "Décideur"),
    ("status", "--function", "chaine logistique"),
    ("status", "--tier", "Stratégique"),
]
KEYS = {
    "Chaîne logistique": "supply-chain",
    "chaine logistique": "supply-chain",
    "équipe compte": "account-team",
    "tous": "everyone",
    "Décideur": "decider",
    "Stratégique": "strategic",
}


@pytest.mark.parametrize("arguments", UNDERSTOOD, ids=" ".join)
def test_a_label_is_understood(folder: Path, arguments: tuple[str, ...]) -> None:
    *before, label = arguments
    day = ("--today", "2026-11-23")
    with_label = kamctl_here(folder, *FRENCH, *arguments, *day)
    with_key = kamctl_here(folder, *FRENCH, *before, KEYS[label], *day)
    assert (with_label.returncode, with_label.stderr) == (0, with_key.stderr)
    assert with_label.stdout == with_key.stdout
    assert with_label.stdout


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("Risques", "risks"),
        ("risque", "risks"),
        ("client", "customer"),
        ("parties prenantes", "stakeholders"),
        ("indicateur", "measures"),
        ("Potentiel inexploité", "whitespace"),
    ],
)
def test_a_section_is_added_by_its_label(folder: Path, label: str, section: str) -> None:
    plan = folder / f"{section}-{label.split()[0]}.plan.yaml"
    plan.write_text(NEARLY_EMPTY, encoding="utf-8")
    done = kamctl_here(folder, *FRENCH, "add", label, plan.name)
    assert done.returncode == 0, done.stderr
    assert f"{section}:" in plan.read_text(encoding="utf-8")


def test_sections_of_a_new_plan_are_chosen_by_their_labels(tmp_path: Path) -> None:
    tools = ("--tools", "parties prenantes, risques")
    arguments = ("init", "account", "Éclair", "--no-input", *tools)
    done = kamctl_here(tmp_path, *FRENCH, *arguments)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "eclair" / "plan.yaml").read_text(encoding="utf-8")
    assert "tools: [stakeholders, risks]" in text


RECORD = ("align", "record", PLAN, "OS1")


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ((*RECORD, "--for", "finance", "--decision", "accord"), "agree"),
        ((*RECORD, "--for", "finance", "--decision", "Accord sous conditions"), "conditions"),
        ((*RECORD, "--for", "finance", "--decision", "condition"), "conditions"),
        ((*RECORD, "--as", "décideur", "--decision", "validation"), "validate"),
        (("align", "restate", PLAN, "OS1", "--for", "chaîne logistique"), "supply-chain"),
    ],
)
def test_who_decides_and_what_is_understood(
    folder: Path, arguments: tuple[str, ...], key: str
) -> None:
    done = kamctl_here(folder, *FRENCH, *arguments)
    assert "n’est pas une décision possible" not in done.stderr, key
    assert "n’est pas un rôle" not in done.stderr
    assert "ne demande rien" not in done.stderr
    # It goes on to what it asks of whoever is at the keyboard, and there is nobody.
    assert "--yes" in done.stderr or "--note" in done.stderr or "--text" in done.stderr


@pytest.mark.parametrize("key", STAGES)
@pytest.mark.parametrize("before", [("validate", PLAN, "--stage"), ("plan", "stage", PLAN)])
def test_the_label_of_a_stage_leads_to_its_key(
    folder: Path, before: tuple[str, ...], key: str
) -> None:
    label = {"draft": "brouillon", "shared": "Partagé", "aligned": "aligne", "validated": "validé"}
    done = kamctl_here(folder, *FRENCH, *before, label[key])
    assert done.returncode == 2
    assert f"Vouliez-vous dire {key}" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "briefing", PLAN, "--for", "comptabilité analytique"),
        ("status", "--function", "comptabilité analytique"),
        ("status", "--tier", "moyen"),
        ("add", "cuisine", PLAN),
        ("init", "account", "X", "--no-input", "--tools", "cuisine"),
        ("validate", PLAN, "--stage", "fini"),
        ("align", "restate", PLAN, "OS1", "--for", "cuisine"),
        (*RECORD, "--for", "finance", "--decision", "peut-être"),
    ],
    ids=" ".join,
)
def test_another_word_is_met_with_the_values_to_type(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    done = kamctl_here(folder, *FRENCH, *arguments)
    assert done.returncode == 2
    assert any(
        words in done.stderr
        for words in ("finance", "strategic", "swot", "customer", "shared", "agree")
    ), done.stderr


def test_help_names_the_values_beside_their_labels(folder: Path) -> None:
    french = kamctl_here(folder, *FRENCH, "validate", "--help").stdout
    assert "shared (partagé)" in " ".join(french.replace("│", " ").split())
    english = kamctl_here(folder, "--lang", "en", "validate", "--help").stdout
    assert "draft, shared, aligned" in " ".join(english.replace("│", " ").split())
