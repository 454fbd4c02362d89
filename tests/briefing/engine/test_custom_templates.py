"""A company's own templates: what they may do, and what is said when they fail."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kamctl.briefing.engine.branding import Branding
from kamctl.briefing.engine.custom_templates import are_used
from kamctl.briefing.engine.environment import builtin_folder
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_source
from kamctl.document.errors import InvalidFile
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests import running
from tests.paths import ROOT

CASES = yaml.safe_load(
    (Path(__file__).parent / "custom_template_cases.yaml").read_text(encoding="utf-8")
)
PLAN = "kamctl: 1\naccount: {name: Lactéa, summary: Milk.}\nobjectives: [{id: a, statement: b.}]\n"
TWO_OBJECTIVES = """\
kamctl: 1
account: {name: A}
objectives:
  - {id: SO1, statement: Grow.}
  - {id: SO2, statement: Win., directions: [{function: finance, ask: Accept 60 days.}]}
"""


@pytest.fixture
def view() -> BriefingView:
    today = dt.date(2026, 11, 23)
    report = check_source(Source("plan.yaml", PLAN), NO_WORKSPACE, today)
    return build_view(report, audience_for(None), "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kamctl.yaml").write_text("kamctl: 1\ncompany: SECRET\n", encoding="utf-8")
    made = tmp_path / "templates"
    made.mkdir()
    return made


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: dict[str, Any], view: BriefingView, folder: Path) -> None:
    put(folder, case.get("files") or {"letter.html.j2": case["text"]})
    for name, target in case.get("links", {}).items():
        try:
            (folder / name).symlink_to(target)
        except OSError:
            pytest.skip("no links here")
    if "makes" in case:
        assert case["makes"] in render_html(view, Branding(folder=folder), kind="letter")
        return
    with pytest.raises(InvalidFile) as caught:
        render_html(view, Branding(folder=folder), kind="letter")
    (finding,) = caught.value.findings
    output = f"{finding.message}\n{finding.hint}"
    assert finding.code == "KAM020"
    assert finding.hint
    assert finding.file.endswith(case.get("file", "letter.html.j2"))
    assert f"{finding.span.line}:{finding.span.column}" == case["line"]
    assert [words for words in case["words"] if words not in output] == []
    assert "SECRET" not in output


def test_a_template_that_was_changed_is_read_again(view: BriefingView, folder: Path) -> None:
    for number, text in enumerate(("one", "two")):
        put(folder, {"letter.html.j2": text, "letter.css.j2": f"/* {text} */"})
        os.utime(folder / "letter.html.j2", ns=(number, number))
        os.utime(folder / "letter.css.j2", ns=(number, number))
        assert render_html(view, Branding(folder=folder), kind="letter") == text


def test_a_template_of_the_companys_replaces_kamctls(view: BriefingView, folder: Path) -> None:
    plain = render_html(view, Branding(), kind="briefing")
    ours = (builtin_folder() / "base.html.j2").read_text(encoding="utf-8")
    put(folder, {"base.html.j2": ours.replace("<main>", '<main class="ours">')})
    made = render_html(view, Branding(folder=folder), kind="briefing")
    assert made == plain.replace("<main>", '<main class="ours">')


@pytest.mark.parametrize("kind", ["briefing", "plan"])
def test_a_template_copied_before_an_objective_had_its_number(kind: str, folder: Path) -> None:
    report = check_source(Source("plan.yaml", TWO_OBJECTIVES), NO_WORKSPACE, dt.date(2026, 11, 23))
    view = build_view(report, audience_for("finance"), "en", kind)
    ours = (builtin_folder() / "objective.html.j2").read_text(encoding="utf-8")
    put(folder, {"objective.html.j2": ours.replace("objective.number", "place")})
    made = render_html(view, Branding(folder=folder), kind=kind)
    assert made == render_html(view, Branding(), kind=kind)
    numbers = re.findall(r'<p class="which">.*Strategic objective (\d)</p>', made)
    assert numbers == [str(one.number) for one in view.objectives]
    assert numbers == ["2", "1"]  # the reader's own come first


def test_where_none_has_a_part_they_are_not_asked(folder: Path) -> None:
    assert not are_used(None, builtin_folder(), "briefing")
    assert not are_used(folder, builtin_folder(), "briefing")
    put(folder, {"letter.html.j2": "a", "README.md": "b"})
    assert not are_used(folder, builtin_folder(), "briefing")
    assert are_used(folder, builtin_folder(), "letter")
    put(folder, {"parts.html.j2": "a"})
    assert are_used(folder, builtin_folder(), "briefing")


def test_markdown_of_ones_own(view: BriefingView, folder: Path) -> None:
    put(folder, {"letter.md.j2": "# {{ view.account }}\n\n{{ '*' }}\n"})
    assert render_markdown(view, Branding(folder=folder), kind="letter") == "# Lactéa\n\n\\*\n"


def test_a_template_that_is_too_large_is_not_read(view: BriefingView, folder: Path) -> None:
    put(folder, {"letter.html.j2": "a" * 600_000})
    with pytest.raises(InvalidFile, match="produces too much"):
        render_html(view, Branding(folder=folder), kind="letter")


def test_every_field_of_the_view_says_what_it_is() -> None:
    from tests.generated import view_fields

    rows = [line for line in view_fields().splitlines() if line.startswith("- `")]
    assert len(rows) > 100
    assert [row for row in rows if row.endswith(": ")] == []


# --- The commands ---------------------------------------------------------------------------------


def kamctl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return running.kamctl_here(
        folder, *arguments, env=os.environ | {"COLUMNS": "80", "LC_ALL": "C"}
    )


@pytest.fixture
def workspace(folder: Path) -> Path:
    put(folder.parent, {"plan.yaml": PLAN})
    return folder.parent


def test_list(workspace: Path) -> None:
    put(
        workspace / "templates",
        {
            "letter.html.j2": "{{ view.account }}",
            "style.css.j2": "p {}",
            "onepage.html.j2": "{# kamctl view 9 #}",
            "Not a kind.html.j2": "",
            "notes.txt": "",
        },
    )
    done = kamctl(workspace, "templates", "list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert lines[:2] == [
        "kamctl render letter",
        f"  {'letter.html.j2':18}  yours: templates/letter.html.j2",
    ]
    output = "\n".join(" ".join(line.split()) for line in lines)
    assert "style.css.j2 yours: templates/style.css.j2, replaces kamctl's" in output
    assert (
        "onepage.html.j2 yours: templates/onepage.html.j2, written for version 9 of the fields"
        in output
    )
    assert "briefing.html.j2 kamctl\n" in output
    assert "notes.txt" not in output
    values = {
        one["name"]: one
        for one in json.loads(kamctl(workspace, "templates", "list", "--format", "json").stdout)
    }
    assert values["letter.html.j2"] == {
        "name": "letter.html.j2",
        "kind": "letter",
        "from": "templates/letter.html.j2",
        "in_place_of_kamctls": False,
        "made_for_view": None,
    }
    assert values["onepage.html.j2"]["made_for_view"] == 9
    assert set(values) >= {file.name for file in builtin_folder().glob("*.j2")}


def test_list_without_a_workspace(tmp_path: Path) -> None:
    done = kamctl(tmp_path, "templates", "list")
    assert done.returncode == 0
    assert "kamctl init workspace" in done.stdout


def test_eject(workspace: Path) -> None:
    done = kamctl(workspace, "templates", "eject", "briefing")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.split() == ["templates/briefing.html.j2", "templates/briefing.md.j2"]
    text = (workspace / "templates" / "briefing.html.j2").read_text(encoding="utf-8")
    ours = (builtin_folder() / "briefing.html.j2").read_text(encoding="utf-8")
    assert text == "{# kamctl view 2 #}\n" + ours
    again = kamctl(workspace, "templates", "eject", "briefing.html.j2")
    assert again.returncode == 2
    assert "templates/briefing.html.j2 already exists" in again.stderr
    assert kamctl(workspace, "templates", "eject", "briefing.html.j2", "--force").returncode == 0


def test_every_template_can_be_ejected_and_makes_the_same_page(
    workspace: Path, view: BriefingView
) -> None:
    for file in sorted(builtin_folder().glob("*.j2")):
        assert kamctl(workspace, "templates", "eject", file.name).returncode == 0
        break_line = (
            (workspace / "templates" / file.name).read_text(encoding="utf-8").split("\n")[0]
        )
        assert break_line == "{# kamctl view 2 #}"
    branding = Branding(folder=workspace / "templates")
    assert render_html(view, branding, kind="briefing") == render_html(
        view, Branding(), kind="briefing"
    )
    assert render_markdown(view, branding, kind="briefing") == render_markdown(
        view, Branding(), kind="briefing"
    )


def test_eject_what_is_not_there(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = kamctl(workspace, "templates", "eject", "brefing")
    assert done.returncode == 2
    assert "Did you mean briefing?" in done.stderr
    for name in ("../kamctl.yaml", "/etc/passwd", ""):
        assert kamctl(workspace, "templates", "eject", name).returncode == 2
    nowhere = kamctl(tmp_path_factory.mktemp("nowhere"), "templates", "eject", "briefing")
    assert nowhere.returncode == 2
    assert "kamctl init workspace" in nowhere.stderr


def test_a_kind_of_ones_own(workspace: Path) -> None:
    put(
        workspace / "templates",
        {"letter.html.j2": "<p>{{ view.account }}: {{ view.audience }}</p>"},
    )
    done = kamctl(workspace, "render", "letter", "plan.yaml", "--lang", "fr", "-o", "-")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("<p>Lactéa: ")
    for arguments, words in (
        (("render", "lettre", "plan.yaml"), "Did you mean letter?"),
        (("render", "letter", "plan.yaml", "--format", "markdown"), "The template letter.md.j2"),
    ):
        done = kamctl(workspace, *arguments)
        assert done.returncode == 2
        assert words in done.stderr


def test_nothing_is_written_when_a_template_fails(workspace: Path) -> None:
    put(workspace / "templates", {"letter.html.j2": "\n{{ view.acount }}"})
    done = kamctl(workspace, "render", "letter", "plan.yaml", "-o", "out.html")
    assert done.returncode == 2
    assert "templates/letter.html.j2:2:1 error KAM020 bad-template" in done.stderr
    assert "bug" not in done.stderr
    assert not (workspace / "out.html").exists()


def test_modules_beside_the_plans_are_not_run(workspace: Path) -> None:
    """The folder of the plans may be anybody's."""
    put(
        workspace,
        {f"{name}.py": "raise SystemExit('RUN')" for name in ("json", "pickle", "jinja2")},
    )
    put(workspace / "templates", {"letter.html.j2": "{{ view.account }}"})
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kamctl", "render", "letter", "plan.yaml", "-o", "-"],
        cwd=workspace,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "Lactéa"), done.stderr
