"""The Python API: what is promised in docs/python.md, and that it says what the commands say."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import pickle
import re
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest

import kamctl
from kamctl.i18n.catalog import languages
from tests.paths import ROOT
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
    for code, output in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)
        assert out.getvalue().replace("\N{NO-BREAK SPACE}", " ") == output


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
def test_a_loaded_plan_is_checked_as_its_file(name: str) -> None:
    loaded = kamctl.load(plan(name))
    expected = kamctl.check(plan(name), today=TODAY)
    for one in (loaded, loaded.model_copy(), pickle.loads(pickle.dumps(loaded))):
        assert kamctl.check(one, today=TODAY).findings == expected.findings
        text = kamctl.brief(one, "finance", format="markdown", today=TODAY)
        assert text == kamctl.brief(plan(name), "finance", format="markdown", today=TODAY)


def changed(loaded: kamctl.Plan, **values: Any) -> kamctl.Plan:
    """Return a copy with another first objective."""
    first = loaded.objectives[0].model_copy(update=values)
    return loaded.model_copy(update={"objectives": (first, *loaded.objectives[1:])})


def test_a_changed_plan_stays_where_its_file_is() -> None:
    """A sign-off of what was not changed counts, and one of what was changed does not."""
    copy = changed(kamctl.load(plan("complete-en")), statement="Sell twice as many boxes by 2028.")
    report = kamctl.check(copy, today=TODAY)
    invalidated = {one.objective for one in report.errors if one.code == "KAM310"}
    assert invalidated == {copy.objectives[0].id}
    assert {(one.path, one.line, one.column) for one in report.findings} == {
        (plan("complete-en").as_posix(), 0, 0)
    }
    changes = kamctl.compare(plan("complete-en"), copy, today=TODAY)
    assert {one.kind for one in changes} >= {"rewritten", "invalidated"}


def test_a_plan_made_in_a_program_has_no_file() -> None:
    made = kamctl.Plan.model_validate({"kamctl": 1, "account": {"name": "Nord"}})
    report = kamctl.check(made, today=TODAY)
    assert report.ok and report.path == "" and report.plan == made
    assert {(one.path, one.line) for one in report.findings} == {("", 0)}
    assert "Nord" in kamctl.brief(made, today=TODAY)
    assert kamctl.compare(made, made) == ()
    assert made == kamctl.Plan.model_validate(made.model_dump(mode="json", by_alias=True))


SMALL = """\
kamctl: 1
account: {name: A}
plan: {language: LANGUAGE, currency: EUR}
position: {history: [{year: 2025, turnover: 48 500, margin: "MARGIN"}]}
buying: {levers: [{text: price, weight: "PERCENT"}]}
opportunities: [{title: X, value: 1.5M, close: 2027-Q2, probability: "PERCENT"}]
"""


@pytest.mark.parametrize("percent", ["0.5%", "0.000000001%", "0%", "1%", "34.25 %", "100 %"])
@pytest.mark.parametrize("language", languages())
def test_a_changed_plan_keeps_its_percentages(tmp_path: Path, percent: str, language: str) -> None:
    text = SMALL.replace("PERCENT", percent).replace("LANGUAGE", language)
    text = text.replace("MARGIN", "-0.25%")
    if language == "fr":
        text = text.replace("1.5M", '"1,5 M€"').replace(".", ",")
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    loaded = kamctl.load(file)
    other = loaded.model_copy(update={"custom": {"changed": "yes"}})
    assert kamctl.check(other).plan == other
    assert kamctl.check(other).errors == kamctl.check(loaded).errors == ()


def test_what_a_copy_lets_in_is_found() -> None:
    """`model_copy` does not look at what it is given."""
    loaded = kamctl.load(plan("complete-en"))
    fine = changed(loaded, due="2027-Q1")
    assert "due" in {one.path[-1] for one in kamctl.compare(loaded, fine, today=TODAY)}
    wrong = changed(loaded, due="soon")
    assert "KAM012" in {one.code for one in kamctl.check(wrong, today=TODAY).errors}


def test_what_comments_ignore_stays_ignored(tmp_path: Path) -> None:
    text = plan("complete-en").read_text(encoding="utf-8")
    owner = re.search(r"^    owner: .*\n", text[text.index("objectives:") :], re.M)
    assert owner is not None
    comment = "  - id: SO1  # kamctl: ignore KAM104 because the new account manager starts in May\n"
    (tmp_path / "plan.yaml").write_text(
        text.replace(owner[0], "", 1).replace("  - id: SO1\n", comment, 1), encoding="utf-8"
    )
    report = kamctl.check(kamctl.load(tmp_path / "plan.yaml"), today=TODAY)
    assert "KAM104" not in {one.code for one in report.findings}


def test_days() -> None:
    midday = dt.datetime(2026, 11, 23, 12)
    file = plan("complete-en")
    assert kamctl.check(file, today=midday).findings == kamctl.check(file, today=TODAY).findings
    assert kamctl.brief(file, today=midday) == kamctl.brief(file, today=TODAY)
    assert kamctl.compare(file, file, today=midday) == ()
    assert kamctl.read_portfolio(file, today=midday).accounts
    with pytest.raises(TypeError, match=r"datetime\.date, not str"):
        kamctl.check(file, today="2026-11-23")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "The path is empty."),
        ("a\0b", "no such file"),
        ("-", "no such file"),
        ("none.yaml", "no such file"),
    ],
)
def test_paths_that_are_none(
    path: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And "-" is the name of a file: a program's standard input is its own."""
    monkeypatch.chdir(tmp_path)
    tasks: tuple[Any, ...] = (kamctl.load, kamctl.brief, lambda one: kamctl.compare(one, one))
    for task in tasks:
        with pytest.raises(kamctl.Error, match=words):
            task(path)
    if path in ("", "a\0b"):
        for task in (kamctl.check, kamctl.read_portfolio, lambda one: kamctl.read_portfolio([one])):
            with pytest.raises(kamctl.Error, match=words):
                task(path)
    else:
        assert words in kamctl.check(path).errors[0].message
        assert len(kamctl.read_portfolio(path).unread) == 1


def test_a_workspace_is_read_as_it_is_now(tmp_path: Path) -> None:
    file, workspace = tmp_path / "plan.yaml", tmp_path / "kamctl.yaml"
    file.write_text("kamctl: 1\naccount: {name: A}\n", encoding="utf-8")
    assert "KAM407" in {one.code for one in kamctl.check(file).findings}
    workspace.write_text("kamctl: 1\nchecks: {KAM407: off}\n", encoding="utf-8")
    assert "KAM407" not in {one.code for one in kamctl.check(file).findings}
    workspace.write_text("kamctl: 1\nchecks: {KAM999: off}\n", encoding="utf-8")
    for task in (kamctl.check, kamctl.brief, kamctl.read_portfolio):
        with pytest.raises(kamctl.FileError) as caught:
            task(file)
        (found,) = caught.value.findings
        assert (Path(found.path).name, found.line) == ("kamctl.yaml", 2)
        assert isinstance(pickle.loads(pickle.dumps(caught.value)), kamctl.FileError)


def test_types_are_known_when_it_runs() -> None:
    for name in ("load", "check", "brief", "compare", "read_portfolio"):
        assert typing.get_type_hints(getattr(kamctl, name))["return"] is not None
    report = kamctl.check(plan("first-draft"), today=TODAY)
    assert len({report, report}) == 1


@pytest.mark.parametrize("stage", ["draft", "validated"])
def test_another_stage(stage: str) -> None:
    assert kamctl.check(plan("first-draft"), stage=stage, today=TODAY).ok == (stage == "draft")
    with pytest.raises(kamctl.Error, match="ready"):
        kamctl.check(plan("first-draft"), stage="ready")  # type: ignore[arg-type]


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
        ({"audience": "all"}, "Unknown function"),
        ({"audience": "al"}, "Available: everyone"),
        ({"kind": "brief"}, "briefing"),
        ({"kind": "plan", "audience": "finance"}, "generate a briefing"),
        ({"format": "pdf"}, "html, markdown"),
        ({"language": "xx"}, ", ".join(languages())),
    ],
)
def test_what_there_is_not(wish: dict[str, Any], words: str) -> None:
    with pytest.raises(kamctl.Error) as caught:
        kamctl.brief(plan("complete-en"), **wish)
    assert words in f"{caught.value} {caught.value.hint}"


def test_files_that_are_no_plan(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("kamctl: 1\naccount: {name: A}\nobjectives: 3\n", encoding="utf-8")
    with pytest.raises(kamctl.FileError) as caught:
        kamctl.load(bad)
    assert [one.line for one in caught.value.findings] == [3]
    assert [one.line for one in kamctl.check(bad).errors] == [3]
    with pytest.raises(kamctl.FileError):
        kamctl.load(tmp_path / "none.yaml")
    gone = kamctl.check(tmp_path / "none.yaml")
    assert (gone.ok, gone.plan) == (False, None)
    with pytest.raises(kamctl.FileError):
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
