"""`kamctl render portfolio` as people call it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.portfolio.sample_portfolio import write_sample_portfolio
from tests.running import kamctl_here, plain_environment, without_crash

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    write_sample_portfolio(tmp_path, 3)

    def run_it(*arguments: str) -> subprocess.CompletedProcess[str]:
        words = ("render", "portfolio", "--today", "2026-11-23", *arguments)
        return without_crash(kamctl_here(tmp_path, *words, env=plain_environment()))

    return run_it


@pytest.mark.parametrize(
    ("arguments", "file", "says"),
    [
        ((), "portfolio.html", "For the account team"),
        (("--for", "finance"), "portfolio-for-finance.html", "For finance"),
        (("--for", "supply chain"), "portfolio-for-supply-chain.html", "For supply chain"),
        (("--lang", "fr"), "portfolio-fr.html", "Nos comptes clés"),
        (("-o", "all.md"), "all.md", "# Our key accounts"),
        (("-o", "."), "portfolio.html", "<!doctype html>"),
        (("-o", "new/all.html"), "new/all.html", "<!doctype html>"),
        (("--format", "markdown"), "portfolio.md", "# Our key accounts"),
    ],
)
def test_where_it_goes(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], file: str, says: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == file
    assert says in (tmp_path / file).read_text(encoding="utf-8")
    assert run(*arguments).returncode == 0, "one's own may be written over"


def test_an_excel_file_is_replaced_until_somebody_changes_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "portfolio-for-finance-fr.xlsx"
    words = ("--format", "xlsx", "--for", "finance", "--lang", "fr")
    assert (done := run(*words)).returncode == 0, done.stderr
    assert done.stderr == f"{file.name}\n"
    workbook = openpyxl.load_workbook(file)
    assert workbook.sheetnames[:2] == ["Vue d’ensemble", "Comptes"]
    assert "Opportunités" not in workbook.sheetnames
    assert run(*words).returncode == 0
    workbook.save(file)
    theirs = file.read_bytes()
    assert run(*words).returncode == 2
    assert file.read_bytes() == theirs
    assert run(*words, "--force").returncode == 0


def test_standard_output(run: Run) -> None:
    done = run("-o", "-")
    assert done.stdout.startswith("<!doctype html>")
    assert done.stderr == ""


def test_several_processes_make_the_same(run: Run) -> None:
    assert run("-o", "-", "--jobs", "1").stdout == run("-o", "-", "--jobs", "2").stdout


def test_a_file_of_others_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "portfolio.html").write_text("mine", encoding="utf-8")
    done = run()
    assert done.returncode == 2
    assert (tmp_path / "portfolio.html").read_text(encoding="utf-8") == "mine"
    assert run("--force").returncode == 0


def test_nobody_is_called_so(run: Run) -> None:
    done = run("--for", "finnance")
    assert done.returncode == 2
    assert "Did you mean finance?" in done.stderr


def test_what_could_not_be_read_is_told_on_the_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "accounts" / "account-0001" / "plan.yaml").write_text("kamctl: [", "utf-8")
    done = run()
    assert done.returncode == 2
    assert "cannot be read" in done.stderr
    page = (tmp_path / "portfolio.html").read_text(encoding="utf-8")
    assert "1 plan could not be read and is not included" in page
    done = run("--for", "finance")
    page = (tmp_path / "portfolio-for-finance.html").read_text(encoding="utf-8")
    assert "this page may be incomplete" in page
    assert "account-0001" not in page


def test_a_template_of_ones_own_takes_its_place(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "portfolio.html.j2"
    own.parent.mkdir()
    own.write_text(
        "{# kamctl view 2 #}{{ view.priorities | length }} need you: "
        "{% for need in view.priorities %}{{ need.account.text }};{% endfor %}",
        encoding="utf-8",
    )
    done = run("-o", "-")
    assert done.returncode == 0, done.stderr
    assert "need you: " in done.stdout
    assert "<html" not in done.stdout


def test_the_workspace_says_the_language(run: Run, tmp_path: Path) -> None:
    for plan in (tmp_path / "accounts").rglob("plan.yaml"):
        text = plan.read_text(encoding="utf-8").replace("language: en", "language: fr")
        plan.write_text(text, encoding="utf-8")
    assert "Nos comptes clés" in run("-o", "-").stdout, "that of most plans"
    workspace = tmp_path / "kamctl.yaml"
    workspace.write_text(workspace.read_text(encoding="utf-8") + "language: en\n", encoding="utf-8")
    assert "Our key accounts" in run("-o", "-").stdout
    assert "Nos comptes clés" in run("-o", "-", "--lang", "fr").stdout
