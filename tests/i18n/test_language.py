"""Which language is spoken, with whom."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.language import (
    language_option,
    reader_language,
    report_language,
    supported_language,
    system_language,
)
from kamctl.i18n.message import counted, message
from kamctl.reports.report_formats import REPORT_FORMATS
from tests import running
from tests.untranslated import UNTRANSLATED

GREENLANDIC = 0x046F
"""Windows' number of a language that is not translated."""
PLAN = "kamctl: 1\naccount: {name: Lactéa}\n"


def nothing() -> None:
    return None


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], None),
        (["validate"], None),
        (["--lang", "fr", "validate"], "fr"),
        (["validate", "--lang", "fr"], "fr"),
        (["validate", "--lang=fr"], "fr"),
        (["--lang", "fr", "validate", "--lang", "en"], "en"),
        (["validate", "--", "--lang", "fr"], None),
        (["validate", "--lang"], None),
    ],
)
def test_what_the_command_line_asks_for(words: list[str], asked: str | None) -> None:
    assert language_option(words) == asked


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("fr", "fr"), ("FR", "fr"), ("fr-CA", "fr"), ("fr_FR.UTF-8", "fr"), ("fr_BE@euro", "fr"),
        ("en_GB", "en"), (UNTRANSLATED, None),
        ("French_France.1252", None), ("", None), ("fra", None),
    ],
)  # fmt: skip
def test_the_name_of_a_language(name: str, language: str | None) -> None:
    assert supported_language(name) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": f"{UNTRANSLATED}_DE.UTF-8"}, "en"),  # not spoken: English, and no word about it
        ({"LANG": "nonsense"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_FR"}, "fr"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "fr_FR"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": f"{UNTRANSLATED}:fr:en"}, "fr"),
        ({"LANGUAGE": "fr"}, "fr"),
        ({"LC_ALL": "C", "LANGUAGE": "fr", "LANG": "fr_FR"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "C.UTF-8"}, None),  # an encoding, no language
        ({"LANG": "C.UTF-8", "LANGUAGE": "fr"}, "fr"),
        ({"LANG": ""}, None),
    ],
)
def test_what_the_system_is_set_to(environment: dict[str, str], language: str | None) -> None:
    assert system_language(environment) == language


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always says one")
def test_a_system_that_says_nothing() -> None:
    assert system_language({}) is None


@pytest.mark.parametrize(
    ("number", "language"),
    [(0x040C, "fr"), (0x0C0C, "fr"), (0x0409, "en"), (GREENLANDIC, "en"), (1, None)],
)
def test_windows_says_it_elsewhere(
    monkeypatch: pytest.MonkeyPatch, number: int, language: str | None
) -> None:
    import ctypes
    from types import SimpleNamespace

    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert system_language({}) == language
    assert system_language({"LANG": "fr_FR"}) == "fr"


def test_the_order() -> None:
    french = {"LANG": "fr_FR"}
    assert reader_language("en", french, lambda: "fr") == "en"
    assert reader_language(None, french, lambda: "en") == "fr"
    assert reader_language(None, {"LANG": "C.UTF-8"}, lambda: "fr") == "fr"
    assert reader_language(None, {"LANG": "C.UTF-8"}, lambda: UNTRANSLATED) == "en"
    assert reader_language(None, {"LANG": "C.UTF-8"}, nothing) == "en"
    assert (
        reader_language("xx", french, nothing) == "fr"
    )  # refused elsewhere, in the reader's language


def test_what_programs_keep_does_not_depend_on_the_machine() -> None:
    assert report_language(None, nothing) == "en"
    assert report_language(None, lambda: "fr") == "fr"
    assert report_language("en", lambda: "fr") == "en"


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 plans", "0 plan"),
        (1, "1 plan", "1 plan"),
        (2, "2 plans", "2 plans"),
        (5200, "5,200 plans", "5\u202f200 plans"),
    ],
)
def test_counting(count: int, english: str, french: str) -> None:
    text = counted("{count} plan", "{count} plans", count)
    assert str(text) == english
    assert text.say(translator("en")) == english
    assert text.say(translator("fr")) == french
    inside = message("{account}: {before} → {after}.", account="A", before=text, after="B")
    assert inside.say(translator("fr")) == f"A\u00a0: {french} → B."


# As people call it


def kamctl(
    folder: Path, root: Path, *arguments: str, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    bare = {
        key: value
        for key, value in os.environ.items()
        if key not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    }
    env = {**bare, "COLUMNS": "80", **environment}
    return running.kamctl(folder, *arguments, stdin=stdin, env=env, package=root)


@pytest.mark.parametrize(
    "arguments",
    [("--lang", "fr", "validate"), ("validate", "--lang", "fr"), ("validate", "--lang=fr_CA")],
)
def test_asked_before_or_after_the_command(
    tmp_path: Path, root: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = kamctl(tmp_path, root, *arguments, LANG="en_US.UTF-8")
    assert "Aucune erreur ni avertissement" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize("arguments", [("--lang", "xx", "validate"), ("validate", "--lang", "xx")])
def test_a_language_that_is_not_spoken(
    tmp_path: Path, root: Path, arguments: tuple[str, ...]
) -> None:
    done = kamctl(tmp_path, root, *arguments, LANG="fr_FR.UTF-8")
    assert done.returncode == 2
    assert done.stdout == ""
    assert (
        "kamctl n’est pas traduit dans la langue «\u00a0xx\u00a0»".replace("\u00a0", " ")
        in done.stderr
    )
    assert ", ".join(languages()) in done.stderr


def test_the_workspace_decides_where_the_system_does_not(tmp_path: Path, root: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text("kamctl: 1\nlanguage: fr\n", encoding="utf-8")
    below = tmp_path / "accounts" / "lactea"
    below.mkdir(parents=True)
    (below / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert (
        "Aucune erreur ni avertissement" in kamctl(below, root, "validate", LANG="C.UTF-8").stdout
    )
    assert "No errors or warnings" in kamctl(below, root, "validate", LANG="en_US.UTF-8").stdout
    assert "Usage\u00a0: kamctl" in kamctl(below, root, "--help", LANG="C.UTF-8").stdout


@pytest.mark.parametrize(
    "text", ["a: [", "- x", "language: [fr]", "kamctl: 1", "", f"language: {UNTRANSLATED}"]
)
def test_a_workspace_that_says_no_language(tmp_path: Path, root: Path, text: str) -> None:
    (tmp_path / "kamctl.yaml").write_text(text, encoding="utf-8")
    done = kamctl(tmp_path, root, "--help", LANG="C.UTF-8")
    assert done.stdout.lstrip().startswith("Usage: kamctl")
    assert done.stderr == ""


@pytest.mark.parametrize(
    "form", [name for name, one in REPORT_FORMATS.items() if not one.for_people]
)
def test_the_system_has_no_say_in_what_programs_keep(tmp_path: Path, root: Path, form: str) -> None:
    plan = "kamctl: 1\naccount: {name: L, zzz: 1}\n"
    here = ("validate", "-", "--format", form, "--today", "2026-11-23")
    english = kamctl(tmp_path, root, *here, stdin=plan, LANG="en_US.UTF-8").stdout
    assert kamctl(tmp_path, root, *here, stdin=plan, LANG="fr_FR.UTF-8").stdout == english
    french = kamctl(tmp_path, root, *here, "--lang", "fr", stdin=plan).stdout
    assert french != english
    assert "KAM010" in french and "unknown-key" in french


def test_a_finding_keeps_its_name_in_every_language(tmp_path: Path, root: Path) -> None:
    """A code quality report in another language reports no new findings."""
    plan = "kamctl: 1\naccount: {name: L, zzz: 1}\n"
    here = ("validate", "-", "--format", "gitlab")
    issues = [
        json.loads(kamctl(tmp_path, root, *here, "--lang", one, stdin=plan).stdout)
        for one in ("en", "fr")
    ]
    assert [one["fingerprint"] for one in issues[0]] == [one["fingerprint"] for one in issues[1]]
    assert issues[0] != issues[1]


def test_a_report_in_a_file_is_in_the_language_asked_for(tmp_path: Path, root: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = kamctl(tmp_path, root, "validate", "-o", "r.txt", "--lang", "fr")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Aucune erreur ni avertissement" in (tmp_path / "r.txt").read_text(encoding="utf-8")
    refused = kamctl(tmp_path, root, "validate", "-o", "text:plan.plan.yaml", "--lang", "fr")
    assert refused.returncode == 2
    assert "La sortie écraserait un plan" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("validate", "--bogus"), "Option inconnue : « --bogus »"),
        (("valdate",), "validate"),
        (("validate", "--format", "xml"), "« xml » n’est pas une valeur possible pour --format."),
        (("validate", "--format"), "--format"),
        (("explain",), "CODE ou NOM manque"),
        (("schema", "plan", "x"), "« x »"),
        (("validate", "none.yaml"), "erreur KAM001"),
        (("align", "record", "plan.yaml", "SO1"), "--decision"),
    ],
)
def test_wrong_use_in_french(
    tmp_path: Path, root: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = kamctl(tmp_path, root, *arguments, LANG="fr_FR.UTF-8")
    assert done.returncode == 2
    assert words in done.stdout + done.stderr
    for english in ("Error", "Try ", "Usage: ", "is missing", "There is"):
        assert english not in done.stderr


@pytest.mark.parametrize("before", [True, False])
def test_what_is_made_is_in_the_language_asked_for(
    tmp_path: Path, root: Path, *, before: bool
) -> None:
    plan = str(root / "examples" / "complete-en" / "plan.yaml")
    asked = ("--lang", "fr")
    made = ("render", "briefing", plan, "-o", "-", "--format", "markdown")
    done = kamctl(tmp_path, root, *(*asked, *made) if before else (*made, *asked))
    assert "Destinataires\u00a0:" in done.stdout
    bad = kamctl(tmp_path, root, *asked, "render", "briefing", "none.yaml")
    assert "erreur KAM001" in bad.stderr
    message = kamctl(tmp_path, root, *asked, "align", "ask", plan, "--for", "decider")
    assert "Objet\u00a0:" in message.stdout
    assert "Subject:" in kamctl(tmp_path, root, "align", "ask", plan, "--for", "decider").stdout
