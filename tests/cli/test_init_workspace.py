"""`kamctl init workspace`, as a person or a script runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kamctl.checks.engine.settings import settings
from kamctl.checks.engine.workspace_schema import workspace_schema_text
from kamctl.document.errors import UserError
from kamctl.document.source import Source
from kamctl.scaffold import new_workspace
from kamctl.scaffold.gitattributes import add_merge_rules
from kamctl.scaffold.new_workspace import (
    WorkspaceStart,
    create_workspace,
    workspace_languages,
    workspace_text,
)
from kamctl.workspace.config import Workspace, parse_workspace, read_workspace
from kamctl.workspace.model import Config
from tests.paths import names_below
from tests.running import kamctl, on_a_terminal

ENVIRONMENT = os.environ | {"NO_COLOR": "1"}


def init(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return kamctl(cwd, "init", "workspace", *arguments)


def settled(text: str) -> Workspace:
    workspace = parse_workspace(Source("kamctl.yaml", text), Path("house"))
    settings(workspace)
    return workspace


# --- The text -------------------------------------------------------------------------------------


def test_there_is_one_in_every_language_of_plans() -> None:
    from kamctl.scaffold.account_text import plan_languages

    assert workspace_languages() == plan_languages()


@pytest.mark.parametrize("language", workspace_languages())
@pytest.mark.parametrize("company", [None, "Corvane", "L: d'or # 1", '"', "日本", "NO", "12"])
@pytest.mark.parametrize("currency", [None, "EUR"])
def test_it_is_valid_as_it_is(language: str, company: str | None, currency: str | None) -> None:
    text = workspace_text(WorkspaceStart(company, language, currency))
    workspace = settled(text)
    assert workspace.company == company
    assert workspace.default_language == language
    assert workspace.default_currency == currency
    assert workspace.tiers == {} and workspace.checks == {} and workspace.custom == {}
    assert all(len(line) <= 100 for line in text.splitlines())
    assert text.endswith("\n") and not text.endswith("\n\n")


def examples(text: str) -> list[list[str]]:
    """Return the examples, uncommented: a key at the margin, with the lines below it."""
    found: list[list[str]] = []
    for line in text.splitlines():
        if re.match(r"#\w", line):
            found.append([line[1:]])
        elif re.match(r"#  +\S", line):
            found[-1].append(line[1:])
    return found


@pytest.mark.parametrize("language", workspace_languages())
def test_every_example_in_it_holds(language: str) -> None:
    text = workspace_text(WorkspaceStart(language=language))
    known = examples(text)
    assert {lines[0].partition(":")[0] for lines in known} == set(Config.model_fields) - {
        "kamctl",
        "language",
    }
    for lines in known:
        settled("\n".join(["kamctl: 1", *lines, ""]))
    workspace = settled(re.sub(r"(?m)^#(?=\w|  +\S)", "", text))
    assert workspace.shown_name not in (None, workspace.company)
    assert len(workspace.tiers) == 3 and len(workspace.checks) == 4 and workspace.accent
    assert {place: len(fields) for place, fields in workspace.custom.items()} == {
        "account": 2,
        "objective": 1,
    }


def test_english_and_french_explain_the_same() -> None:
    one, other = (workspace_text(WorkspaceStart(language=code)) for code in ("en", "fr"))
    assert [lines[0].split()[0] for lines in examples(one)] == [
        lines[0].split()[0] for lines in examples(other)
    ]


def test_french_is_set_as_french() -> None:
    for line in workspace_text(WorkspaceStart(language="fr")).splitlines():
        prose = re.sub(r"`[^`]*`", "x", line.partition("# ")[2])
        assert not re.search(r"\w [?!;:%»]|« |\d%|\w'\w", prose), line


# --- The command ----------------------------------------------------------------------------------


def test_nothing_need_be_said(tmp_path: Path) -> None:
    done = init(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "kamctl init account" in done.stdout
    assert names_below(tmp_path) == [".gitattributes", "kamctl.schema.json", "kamctl.yaml"]
    text = (tmp_path / "kamctl.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=kamctl.schema.json\n")
    assert b"\r" not in (tmp_path / "kamctl.yaml").read_bytes()
    schema = (tmp_path / "kamctl.schema.json").read_text(encoding="utf-8")
    assert schema == workspace_schema_text() == kamctl(tmp_path, "schema", "workspace").stdout
    json.loads(schema)


@pytest.mark.parametrize(
    "before", [None, "", "*.png binary", "*.png binary\r\n", "signoffs.yaml  merge=union\n"]
)
def test_git_is_told_to_keep_both_sides(tmp_path: Path, before: str | None) -> None:
    path = tmp_path / ".gitattributes"
    if before is not None:
        path.write_bytes(before.encode())
    assert init(tmp_path).returncode == 0
    after = path.read_bytes().decode()
    before = before or ""
    assert after.startswith(before)
    lines = [" ".join(line.split()) for line in after.splitlines()]
    assert lines.count("signoffs.yaml merge=union") == 1
    assert lines.count("*.signoffs.yaml merge=union") == 1
    assert ("\r\n" in after) == ("\r\n" in before)
    add_merge_rules(tmp_path)
    assert path.read_bytes().decode() == after, "what is there is not said again"


def test_everything_may_be_said(tmp_path: Path) -> None:
    done = init(
        tmp_path, "nos plans/été", "--company", "Société d'Ouest: S.A.", "-l", "fr",
        "--currency", "€", "--no-input",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Created {Path('nos plans', 'été', 'kamctl.yaml')}\n")
    workspace = read_workspace(tmp_path / "nos plans" / "été" / "kamctl.yaml")
    assert workspace.company == "Société d'Ouest: S.A."
    assert workspace.default_language == "fr"
    assert workspace.default_currency == "EUR"


def test_an_account_begins_in_it(tmp_path: Path) -> None:
    assert init(tmp_path, "-l", "fr", "--currency", "CHF").returncode == 0
    assert kamctl(tmp_path, "init", "account", "Nord").returncode == 0
    text = (tmp_path / "accounts" / "nord" / "plan.yaml").read_text(encoding="utf-8")
    assert "language: fr" in text
    assert "currency: CHF" in text
    assert kamctl(tmp_path, "validate").returncode == 0


@pytest.mark.parametrize("name", ["a b", "été", "日本", "-x", "a'b", "#1", "a/b/c", "..dots"])
def test_folders_may_have_odd_names(tmp_path: Path, name: str) -> None:
    assert init(tmp_path, "--", name).returncode == 0
    assert read_workspace(tmp_path / name / "kamctl.yaml").root == tmp_path / name


def test_one_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text("not: ours\n", encoding="utf-8")
    for arguments in ((), (".",), (str(tmp_path),)):
        done = init(tmp_path, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "kamctl.yaml already exists; it was not changed." in done.stderr
    assert names_below(tmp_path) == ["kamctl.yaml"]
    assert (tmp_path / "kamctl.yaml").read_text(encoding="utf-8") == "not: ours\n"


def test_one_begins_in_a_repository_whatever_lies_around_it(tmp_path: Path) -> None:
    assert init(tmp_path).returncode == 0
    (tmp_path / "corvane" / ".git").mkdir(parents=True)
    (tmp_path / "corvane" / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    done = init(tmp_path / "corvane")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "corvane" / "kamctl.yaml").is_file()


def test_none_begins_inside_another(tmp_path: Path) -> None:
    assert init(tmp_path).returncode == 0
    for arguments in (("accounts/nord",), ("new",)):
        done = init(tmp_path, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "inside another workspace" in done.stderr
    assert names_below(tmp_path) == [".gitattributes", "kamctl.schema.json", "kamctl.yaml"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("kamctl: 1\n", encoding="utf-8")
    done = init(tmp_path, "plan.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is a file" in done.stderr


def test_wrong_answers_are_all_named(tmp_path: Path) -> None:
    done = init(tmp_path, "new", "--currency", "EURR", "-l", "xx", "--company", "a\nb")
    assert (done.returncode, done.stdout) == (2, "")
    known = ", ".join(workspace_languages())
    for sentence in ("EURR", "Did you mean EUR?", "xx", known, "more than one line"):
        assert sentence in done.stderr
    assert names_below(tmp_path) == []


def test_a_schema_of_another_hand_stays(tmp_path: Path) -> None:
    (tmp_path / "kamctl.schema.json").write_text("{}", encoding="utf-8")
    done = init(tmp_path)
    assert done.returncode == 2
    assert "was not created by kamctl" in done.stderr
    assert names_below(tmp_path) == ["kamctl.schema.json"]


def test_nothing_is_left_where_the_second_file_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, text: str, *, over: bool = False) -> None:
        raise UserError("full")  # type: ignore[arg-type]

    monkeypatch.setattr(new_workspace, "write_atomically", fail)
    with pytest.raises(UserError):
        create_workspace(WorkspaceStart(), tmp_path / "a" / "b")
    assert names_below(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_it_asks_three_things(tmp_path: Path) -> None:
    answers = ["fr", "Corvane", "brouzouf", "chf", ""]
    code, output = on_a_terminal(tmp_path, "init", "workspace", answers=answers)
    assert code == 0, output
    workspace = read_workspace(tmp_path / "kamctl.yaml")
    assert (workspace.company, workspace.default_language, workspace.default_currency) == (
        "Corvane",
        "fr",
        "CHF",
    )
    assert "brouzouf" in output
    assert "Create this workspace? [Y/n]: " in output


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_no_workspace_without_a_yes(tmp_path: Path) -> None:
    code, output = on_a_terminal(tmp_path, "init", "workspace", "new", answers=["", "", "", "no"])
    assert code == 130, output
    assert "Nothing was created." in output
    assert names_below(tmp_path) == []


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize(
    ("settles", "name"),
    [("company: Corvane\n", "Corvane"), ("company: A\nbranding: {name: Brand & Co}\n", "Brand")],
)
def test_the_briefing_carries_the_name(
    tmp_path: Path, lactea: Path, form: str, settles: str, name: str
) -> None:
    (tmp_path / "plan.yaml").write_bytes(lactea.read_bytes())
    (tmp_path / "kamctl.yaml").write_text(settles, encoding="utf-8")
    done = kamctl(tmp_path, "render", "briefing", "plan.yaml", "-o", "-", "--format", form)
    assert done.returncode == 0, done.stderr
    assert re.search(rf"{name}.* · ", done.stdout)
