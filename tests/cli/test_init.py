"""`kamctl init account`, as a person or a script runs it."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamctl.document import writing
from kamctl.document.errors import UserError
from kamctl.plan.schema import plan_schema_text
from kamctl.scaffold import new_account
from kamctl.scaffold.account_answers import period
from kamctl.scaffold.account_text import AccountStart, plan_languages
from tests.paths import names_below
from tests.running import kamctl, on_a_terminal

ENVIRONMENT = os.environ | {"NO_COLOR": "1"}
BEGIN = ("init", "account", "--today", "2026-11-23")


def init(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return kamctl(cwd, *BEGIN, *arguments, env=ENVIRONMENT)


def test_a_name_is_enough(tmp_path: Path) -> None:
    done = init(tmp_path, "Groupe Lactéa")
    assert (done.returncode, done.stderr) == (0, "")
    assert "groupe-lactea/plan.yaml" in done.stdout.replace("\\", "/")
    assert "kamctl validate" in done.stdout
    assert names_below(tmp_path / "groupe-lactea") == ["plan.schema.json", "plan.yaml"]
    text = (tmp_path / "groupe-lactea/plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=plan.schema.json\n")
    assert "name: Groupe Lactéa" in text
    assert "period: {start: 2027-01-01, end: 2029-12-31}" in text
    json.loads((tmp_path / "groupe-lactea/plan.schema.json").read_text(encoding="utf-8"))


def test_every_option(tmp_path: Path) -> None:
    done = init(
        tmp_path, "日本", "-l", "fr", "--currency", "jpy", "--owner", "Aiko Mori", "--tier", "clé",
        "--start", "2028", "--end", "2029-Q2", "--tools", "risks,swot", "--dir", "my accounts",
        "--id", "Nihon", "--no-input",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert '"my accounts' in done.stdout
    text = (tmp_path / "my accounts/nihon/plan.yaml").read_text(encoding="utf-8")
    for line in (
        "name: 日本",
        "id: Nihon",
        "tier: clé",
        "owner: aiko",
        "language: fr",
        "currency: JPY",
        "tools: [swot, risks]",
        "period: {start: 2028-01-01, end: 2029-06-30}",
    ):
        assert line in text


def test_a_plan_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "nord").mkdir()
    (tmp_path / "nord/plan.yaml").write_text("mine", encoding="utf-8")
    done = init(tmp_path, "Nord")
    assert (done.returncode, done.stdout) == (2, "")
    assert "it was not changed" in done.stderr
    assert names_below(tmp_path) == ["nord", "nord/plan.yaml"]
    assert (tmp_path / "nord/plan.yaml").read_text(encoding="utf-8") == "mine"


def test_a_workspace_has_its_say(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text(
        "kamctl: 1\naccounts: clients\nlanguage: fr\ncurrency: SEK\n", encoding="utf-8"
    )
    (tmp_path / "deep").mkdir()
    (tmp_path / "plan.schema.json").write_text('{"title": "kamctl account plan, version 0"}')
    done = init(tmp_path / "deep", "Nord")
    assert done.returncode == 0, done.stderr
    assert names_below(tmp_path / "clients") == ["nord", "nord/plan.yaml"]
    text = (tmp_path / "clients/nord/plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../plan.schema.json\n")
    assert "currency: SEK" in text
    assert "language: fr" in text
    assert (tmp_path / "plan.schema.json").read_text(encoding="utf-8") == plan_schema_text()


def test_wrong_answers_are_all_named(tmp_path: Path) -> None:
    done = init(
        tmp_path, "Nord", "--currency", "EURR", "-l", "xx", "--tools", "swott", "--start", "x"
    )
    assert (done.returncode, done.stdout) == (2, "")
    for sentence in (
        "EURR",
        "Did you mean EUR?",
        "xx",
        ", ".join(plan_languages()),
        "Did you mean `swot`?",
        "31 March 2027",
    ):
        assert sentence in done.stderr
    assert names_below(tmp_path) == []


@pytest.mark.parametrize("arguments", [[], [""], [" \u200b"]])
def test_what_is_missing_is_the_name_of_the_customer(tmp_path: Path, arguments: list[str]) -> None:
    done = init(tmp_path, *arguments, "--no-input")
    assert done.returncode == 2
    assert "The customer's name is missing." in done.stderr


@pytest.mark.parametrize("arguments", [[], [""], ["🚀"], ["..."], ["a\nb"], ["a\x1b[31mb"]])
def test_a_name_that_will_not_do_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    done = init(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "→" in done.stderr
    assert "\x1b" not in done.stderr
    assert names_below(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [("CON", "is called con-account."), ("株式会社明治", "choose another one with --id.")],
)
def test_a_folder_with_another_name_than_expected_is_explained(
    tmp_path: Path, name: str, line: str
) -> None:
    done = init(tmp_path, name)
    assert done.returncode == 0
    assert done.stdout.splitlines()[1].endswith(line)


def test_an_emoji_may_have_an_id(tmp_path: Path) -> None:
    assert init(tmp_path, "🚀", "--id", "rocket").returncode == 0
    assert "name: 🚀" in (tmp_path / "rocket/plan.yaml").read_text(encoding="utf-8")


def test_a_name_does_not_lead_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert init(tmp_path / "in", "../../out").returncode == 0
    assert names_below(tmp_path) == ["in", "in/out", "in/out/plan.schema.json", "in/out/plan.yaml"]


def test_a_schema_of_another_hand_stays(tmp_path: Path) -> None:
    (tmp_path / "nord").mkdir()
    (tmp_path / "nord/plan.schema.json").write_text("{}", encoding="utf-8")
    done = init(tmp_path, "Nord")
    assert done.returncode == 2
    assert names_below(tmp_path / "nord") == ["plan.schema.json"]
    assert (tmp_path / "nord/plan.schema.json").read_text(encoding="utf-8") == "{}"


def test_nothing_is_left_where_the_second_file_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writing.write_atomically

    def fail_on_plan(path: Path, text: str, *, over: bool = False) -> None:
        if path.name == "plan.yaml":
            raise UserError("full")  # type: ignore[arg-type]
        write(path, text, over=over)

    monkeypatch.setattr(new_account, "write_atomically", fail_on_plan)
    start = AccountStart("Nord", "nord", period(None, None, dt.date(2026, 11, 23)))
    with pytest.raises(UserError):
        new_account.create_account(start, tmp_path / "new" / "nord", None)
    assert names_below(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_it_asks_little_and_asks_again(tmp_path: Path) -> None:
    typed = "Laiterie du Nord,fr,Zoé,brouzouf,,clé,2028,2027,2029-Q2,risks,y"
    code, output = on_a_terminal(tmp_path, *BEGIN, answers=typed.split(","))
    assert code == 0, output
    text = (tmp_path / "laiterie-du-nord/plan.yaml").read_text(encoding="utf-8")
    assert "owner: zoe" in text
    assert "currency: EUR" in text
    assert "tier: clé" in text
    assert "period: {start: 2028-01-01, end: 2029-06-30}" in text
    assert "tools: [risks]" in text
    assert "language: fr" in text
    assert "brouzouf" in output


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("columns", [80, 40])
def test_sections_are_explained_where_they_are_asked_for(tmp_path: Path, columns: int) -> None:
    given = ("Nord", "-l", "en", "--currency", "EUR", "--owner", "Zoé", "--tier", "A")
    words = (*BEGIN, *given, "--start", "2027", "--lang", "fr")
    answers = ["swott", "swot", "non"]
    code, output = on_a_terminal(tmp_path, *words, answers=answers, columns=columns)
    assert code == 130, output
    lines = output.replace("\r", "").splitlines()
    assert any(line.startswith("  swot           Forces, faiblesses,") for line in lines)
    assert "« swott » n’est pas une section." in " ".join(output.split())
    asked = "Sections [none]\u00a0:"  # with its colon on 40 columns, too
    assert any(line.startswith(asked) for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_is_given_is_not_asked(tmp_path: Path) -> None:
    given = ("Nord", "-l", "en", "--currency", "EUR", "--owner", "Zoé", "--tier", "A")
    code, output = on_a_terminal(
        tmp_path, *BEGIN, *given, "--start", "2027", "--tools", "none", answers=[]
    )
    assert code == 0, output
    assert output.replace("\r", "").startswith("Created nord/plan.yaml\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_plan_that_is_there_is_told_before_the_other_questions(tmp_path: Path) -> None:
    (tmp_path / "nord").mkdir()
    (tmp_path / "nord/plan.yaml").write_text("mine", encoding="utf-8")
    code, output = on_a_terminal(tmp_path, *BEGIN, answers=["Nord", b"\x04"])
    assert code == 130
    assert "it was not changed" in output and output.count("Customer name") == 2
    code, output = on_a_terminal(tmp_path, *BEGIN, "Nord", answers=[])
    assert code == 2 and "it was not changed" in output
    assert (tmp_path / "nord/plan.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("last", ["n", b"\x03", b"\x04"])
def test_nothing_is_created_without_a_yes(tmp_path: Path, last: str | bytes) -> None:
    code, output = on_a_terminal(tmp_path, *BEGIN, answers=["Nord", *[""] * 7, last])
    assert code == 130, output
    assert "Period" in output and "1 January 2027 to 31 December 2029" in output
    assert "nord/plan.yaml" in output
    assert ("Interrupted." in output) == (last != "n")
    assert output.rstrip().endswith("Nothing was created.")
    assert names_below(tmp_path) == []
