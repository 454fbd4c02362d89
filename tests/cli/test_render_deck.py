"""`kamctl render deck` as people call it."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from tests.paths import ROOT
from tests.running import kamctl_here, kamctl_in_bytes, plain_environment

Run = Callable[..., subprocess.CompletedProcess[str]]
DATED = ("--today", "2026-11-23")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    shutil.copytree(ROOT / "examples" / "complete-fr", tmp_path / "plan")

    def run_it(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = kamctl_here(tmp_path, "render", "deck", *arguments, *DATED, env=plain_environment())
        assert "Traceback" not in done.stdout + done.stderr
        assert "bug in kamctl" not in done.stdout + done.stderr
        return done

    return run_it


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (("plan",), "eloria-deck-fr.pptx"),
        (("plan", "--for", "finance", "--lang", "en"), "eloria-deck-for-finance.pptx"),
        (("plan", "--for", "Supply chain"), "eloria-deck-for-supply-chain-fr.pptx"),
        (("plan/plan.yaml", "-o", "new/slides.pptx"), "new/slides.pptx"),
        (("-o", "."), "eloria-deck-fr.pptx"),
    ],
)
def test_where_it_goes(run: Run, tmp_path: Path, arguments: tuple[str, ...], file: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stderr.strip()) == (0, file)
    Presentation(str(tmp_path / file))


def test_it_is_written_to_standard_output(run: Run, tmp_path: Path) -> None:
    done = kamctl_in_bytes(
        tmp_path, "render", "deck", "plan", "-o", "-", *DATED, env=plain_environment()
    )
    assert done.returncode == 0
    Presentation(io.BytesIO(done.stdout))


def test_its_own_file_is_replaced_until_somebody_changes_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "slides.pptx"
    assert run("plan", "-o", "slides.pptx").returncode == 0
    assert run("plan", "-o", "slides.pptx").returncode == 0
    presentation = Presentation(str(file))
    app = next(one for one in presentation.part.package.iter_parts() if "app.xml" in one.partname)
    app._blob = app.blob.replace(b">kamctl<", b">Microsoft Office PowerPoint<")
    presentation.save(str(file))
    before = file.read_bytes()
    refused = run("plan", "-o", "slides.pptx")
    assert refused.returncode == 2
    assert file.read_bytes() == before
    assert run("plan", "-o", "slides.pptx", "--force").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("plan", "-o", "slides.pdf"), ".pptx"),
        (("plan", "-o", "slides.ppt"), ".pptx"),
        (("plan", "--since", "2026-09-01"), "--kind qbr"),
        (("plan", "--for", "nobody"), "nobody"),
        (("plan", "--kind", "other"), "other"),
        (("plan", "--template", "missing.pptx"), "missing.pptx"),
        (("plan", "--check-template"), "--template"),
        (("nothing.yaml",), "nothing.yaml"),
    ],
)
def test_what_cannot_be_done_is_refused(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], shown: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert shown in done.stderr
    assert list(tmp_path.glob("*.p*")) == []


def test_a_template_is_checked(run: Run, tmp_path: Path) -> None:
    Presentation().save(str(tmp_path / "company.pptx"))
    done = run("plan", "--template", "company.pptx", "--check-template")
    assert done.returncode == 0
    assert done.stdout == (
        "the cover: layout “Title Slide”\nall other slides: layout “Title and Content”\n"
    )
    settings = "kamctl: 1\nslides: {template: company.pptx, layouts: {content: Inhalt}}\n"
    (tmp_path / "kamctl.yaml").write_text(settings, encoding="utf-8")
    done = run("plan", "--check-template")
    assert done.returncode == 1
    assert "The template has no layout “Inhalt”." in done.stdout
    assert run("plan").returncode == 2
    over = run("plan", "-o", "company.pptx", "--force")
    assert over.returncode == 2
    assert list(tmp_path.glob("*.pptx")) == [tmp_path / "company.pptx"]


def test_the_template_of_the_workspace_is_used_and_never_overwritten(
    run: Run, tmp_path: Path
) -> None:
    Presentation().save(str(tmp_path / "company.pptx"))
    settings = "kamctl: 1\nslides: {template: company.pptx}\n"
    (tmp_path / "kamctl.yaml").write_text(settings, encoding="utf-8")
    before = (tmp_path / "company.pptx").read_bytes()
    assert run("plan", "-o", "slides.pptx").returncode == 0
    assert Presentation(str(tmp_path / "slides.pptx")).slide_width == 9_144_000
    for words in ((), ("--template", "slides.pptx")):
        assert run("plan", *words, "-o", "company.pptx", "--force").returncode == 2
    assert (tmp_path / "company.pptx").read_bytes() == before


def test_without_the_package_it_says_how_to_install_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    done = run("plan")
    assert done.returncode == 2
    assert "python-pptx" in done.stderr
    assert 'pip install "kamctl[slides]"' in done.stderr


def test_a_review_needs_a_past_and_shows_it(run: Run, tmp_path: Path) -> None:
    def git(*words: str) -> None:
        dates = {"GIT_AUTHOR_DATE": "2026-10-20T10:00:00", "GIT_COMMITTER_DATE":
                 "2026-10-20T10:00:00"}  # fmt: skip
        names = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        subprocess.run(["git", *names, *words], cwd=tmp_path, check=True, capture_output=True,
                       env=plain_environment() | dates)  # fmt: skip

    assert run("plan", "--kind", "qbr", "--since", "2026-11-01").returncode == 2
    git("init", "-q")
    git("add", "plan")
    git("commit", "-q", "-m", "Add the plan")
    plan = tmp_path / "plan" / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    assert "due: 2027-08-31" in text
    plan.write_text(text.replace("due: 2027-08-31", "due: 2027-12-31"), encoding="utf-8")
    done = run("plan", "--kind", "qbr", "--since", "2026-11-01", "--for", "account-team",
               "--lang", "en")  # fmt: skip
    assert done.returncode == 0, done.stderr
    presentation = Presentation(str(tmp_path / "eloria-qbr-for-account-team.pptx"))
    titles = [slide.shapes.title.text for slide in presentation.slides]
    assert titles[1] == "Since 1\N{NO-BREAK SPACE}November 2026"
    for title in ("Measures", "Opportunities", "Next steps", "Decisions"):
        assert title in titles
    cells = [cell.text for slide in presentation.slides for shape in slide.shapes
             if shape.has_table for row in shape.table.rows for cell in row.cells]  # fmt: skip
    assert "31\N{NO-BREAK SPACE}Dec\N{NO-BREAK SPACE}2027" in cells
