"""The Python API: what is promised in docs/python.md, and that it says what the commands say."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kamctl
from tests.generated import ROOT
from tests.running import kamctl as command

TODAY = dt.date(2026, 11, 23)
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/plan.yaml"))
VALID = [name for name in EXAMPLES if name != "typical-mistakes"]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return command(ROOT, *words, "--today", TODAY.isoformat())


def plan(name: str) -> Path:
    return ROOT / "examples" / name / "plan.yaml"


def test_the_page_says_what_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```(?:\n\n^```text\n(.*?)^```)?", text, re.M | re.S)
    assert len(blocks) == text.count("```python")
    names: dict[str, Any] = {}
    for code, said in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)
        assert out.getvalue() == said


def test_all_names_are_there() -> None:
    assert sorted(kamctl.__all__) == kamctl.__all__
    for name in kamctl.__all__:
        assert getattr(kamctl, name) is not None
    assert dir(kamctl) == kamctl.__all__
    with pytest.raises(AttributeError, match="no attribute 'render'"):
        kamctl.render  # type: ignore[attr-defined]  # noqa: B018


def test_importing_it_loads_nothing() -> None:
    code = "import sys, kamctl; print([n for n in sys.modules if n.startswith('kamctl.')])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "['kamctl._version']"


@pytest.mark.parametrize("name", EXAMPLES)
def test_check_finds_what_validate_finds(name: str) -> None:
    done = run("validate", str(plan(name)), "--todo", "--format", "json")
    found = json.loads(done.stdout)["findings"]
    report = kamctl.check(plan(name), today=TODAY)
    keys = ("code", "name", "severity", "message", "path", "line", "column", "pointer", "objective")
    assert [{key: getattr(one, key) for key in keys} for one in report.findings] == [
        {key: one[key] for key in keys} for one in found
    ]
    assert report.ok == (done.returncode == 0)


@pytest.mark.parametrize("name", VALID)
def test_a_plan_alone_lacks_its_sign_offs_and_nothing_else(name: str) -> None:
    alone = kamctl.check(kamctl.load(plan(name)), today=TODAY)
    beside = {one.code for one in kamctl.check(plan(name), today=TODAY).findings}
    assert {one.code for one in alone.findings} ^ beside <= {"KAM310", "KAM311"}
    assert {(one.path, one.line, one.column) for one in alone.findings} <= {("", 0, 0)}


@pytest.mark.parametrize("stage", ["draft", "validated"])
def test_another_stage(stage: str) -> None:
    assert kamctl.check(plan("first-draft"), stage=stage, today=TODAY).ok == (stage == "draft")
    with pytest.raises(ValueError, match="ready"):
        kamctl.check(plan("first-draft"), stage="ready")


@pytest.mark.parametrize(
    ("audience", "kind", "form", "language"),
    [
        (None, "briefing", "html", None),
        ("finance", "briefing", "markdown", "fr"),
        ("account-team", "plan", "html", "en"),
        ("executive", "onepage", "markdown", None),
    ],
)
def test_brief_writes_what_render_writes(
    audience: str | None, kind: str, form: str, language: str | None
) -> None:
    words = ["render", kind, str(plan("complete-en")), "--format", form, "-o", "-"]
    words += ["--for", audience] if audience and kind != "plan" else []
    words += ["--lang", language] if language else []
    text = kamctl.brief(
        plan("complete-en"),
        audience,
        kind,
        form,  # type: ignore[arg-type]
        language,
        TODAY,
    )
    assert text == run(*words).stdout


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"audience": "fnance"}, "Did you mean finance?"),
        ({"audience": "all"}, "one after the other"),
        ({"kind": "brief"}, "briefing"),
        ({"kind": "plan", "audience": "finance"}, "ask for a briefing"),
        ({"format": "pdf"}, "html, markdown"),
        ({"language": "xx"}, "en"),
    ],
)
def test_what_there_is_not(wish: dict[str, Any], words: str) -> None:
    with pytest.raises(kamctl.UserError) as caught:
        kamctl.brief(plan("complete-en"), **wish)
    assert words in f"{caught.value} {caught.value.hint}"


def test_files_that_are_no_plan(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("kamctl: 1\naccount: {name: A}\nobjectives: 3\n", encoding="utf-8")
    with pytest.raises(kamctl.InvalidFile) as caught:
        kamctl.load(bad)
    assert [one.span.line for one in caught.value.findings] == [3]
    assert [one.line for one in kamctl.check(bad).errors] == [3]
    with pytest.raises(kamctl.InvalidFile):
        kamctl.load(tmp_path / "none.yaml")
    gone = kamctl.check(tmp_path / "none.yaml")
    assert (gone.ok, gone.plan) == (False, None)
    with pytest.raises(kamctl.InvalidFile):
        kamctl.brief(tmp_path / "none.yaml")
    assert kamctl.read_portfolio([bad, tmp_path / "none.yaml"]).unread == (
        (tmp_path / "none.yaml").as_posix(),
    )


def test_compare_files_and_plans(tmp_path: Path) -> None:
    text = plan("complete-en").read_text(encoding="utf-8")
    new = tmp_path / "plan.yaml"
    new.write_text(text.replace("name: Velopar Group", "name: Velopar", 1), encoding="utf-8")
    (change,) = kamctl.compare(kamctl.load(plan("complete-en")), kamctl.load(new))
    assert (change.before, change.after) == ("Velopar Group", "Velopar")
    assert change in kamctl.compare(plan("complete-en"), new, today=TODAY)
    assert kamctl.compare(new, new) == ()


def test_the_portfolio_has_the_columns_of_status() -> None:
    done = run("status", str(ROOT / "examples"), "--format", "csv")
    rows = kamctl.read_portfolio(ROOT / "examples", today=TODAY).rows()
    head = done.stdout.lstrip("\ufeff").splitlines()[0]
    assert list(rows[0]) == re.split("[,;]", head)
    listed = kamctl.read_portfolio([plan(name) for name in EXAMPLES], today=TODAY)
    assert [row["path"] for row in listed.rows()] == [plan(name).as_posix() for name in EXAMPLES]
