"""`kamctl status` as people call it: what it shows, what it leaves out, and what is no accident."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.portfolio.sample_portfolio import write_sample_portfolio
from tests.running import kamctl_here, plain_environment, without_crash
from tests.terminal import too_long

Run = Callable[..., subprocess.CompletedProcess[str]]
TODAY = ("--today", "2026-11-23")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    write_sample_portfolio(folder, 12)
    return folder


@pytest.fixture
def run() -> Run:
    def run_it(
        folder: Path, *arguments: str, terminal: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        env = plain_environment()
        if terminal:
            env |= {"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "COLUMNS": str(terminal)}
        return without_crash(kamctl_here(folder, "status", *TODAY, *arguments, env=env))

    return run_it


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    assert done.stdout.startswith("\ufeff"), "Excel takes a file without for another encoding"
    return list(csv.DictReader(io.StringIO(done.stdout[1:])))


def test_a_line_each_and_who_needs_somebody(run: Run, workspace: Path) -> None:
    done = run(workspace)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[13] == ""
    assert lines[14].startswith("12 accounts · ")
    assert "Accounts needing attention this week:" in lines


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_it_fits_a_terminal(run: Run, workspace: Path, columns: int) -> None:
    done = run(workspace, terminal=columns)
    assert done.returncode == 0, done.stderr
    assert too_long(done.stdout, columns) == []
    assert "\x1b" not in done.stdout
    assert done.stdout.splitlines()[14] == ""


def test_several_processes_say_the_same(run: Run, workspace: Path) -> None:
    for form in ("text", "json", "csv", "markdown"):
        one, two = (run(workspace, "--format", form, "--jobs", jobs) for jobs in ("1", "2"))
        assert one.stdout == two.stdout


@pytest.mark.parametrize(
    ("option", "value", "column"),
    [("--tier", "key", "tier"), ("--owner", "morel", "owner"), ("--stage", "shared", "stage")],
)
def test_filters(run: Run, workspace: Path, option: str, value: str, column: str) -> None:
    everything = rows(run(workspace, "--format", "csv"))
    found = rows(run(workspace, "--format", "csv", option, value))
    assert 0 < len(found) < len(everything)
    wanted = [one for one in everything if value in one[column].casefold()]
    assert found == wanted


def test_the_overdue_ones(run: Run, workspace: Path) -> None:
    found = rows(run(workspace, "--format", "csv", "--overdue"))
    assert found
    assert all(int(one["overdue"]) for one in found)


def test_one_function_alone(run: Run, workspace: Path) -> None:
    done = run(workspace, "--function", "finance")
    agreed = done.stdout.splitlines()[0].index("Agreed")
    assert done.stdout.splitlines()[1][agreed : agreed + 6].strip() == "0/1"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--tier", "strategik"), "Did you mean strategic?"),
        (("--function", "finnance"), "Did you mean finance?"),
        (("-",), "standard input"),
        (("--sort", "nothing"), "--sort"),
    ],
)
def test_a_slip_of_the_pen_is_told(
    run: Run, workspace: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(workspace, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stdout == ""


def test_nobody_is_no_mistake(run: Run, workspace: Path) -> None:
    done = run(workspace, "--owner", "Zacharias")
    assert done.returncode == 0
    assert done.stdout.startswith("There is no matching account.")


def test_plans_that_cannot_be_read_are_not_accounts_that_are_not_there(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "plan.yaml").write_text("kamctl: [", encoding="utf-8")
    done = run(tmp_path, ".")
    assert done.returncode == 2
    assert done.stdout.startswith("No plan could be read.\n")


def test_half_of_the_plans_broken(run: Run, tmp_path: Path) -> None:
    for number, path in enumerate(write_sample_portfolio(tmp_path, 8)):
        if number % 2:
            path.write_bytes((b"kamctl: [", b"\xff\xfe\x00", b"", b"- a\n")[number // 2])
    done = run(tmp_path)
    assert done.returncode == 2
    assert "4 accounts" in done.stdout
    broken = [line for line in done.stdout.splitlines() if line.startswith("! ")]
    assert len(broken) == 4
    value = json.loads(run(tmp_path, "--format", "json").stdout)
    assert (len(value["accounts"]), len(value["unread"])) == (4, 4)


def test_two_plans_with_one_id_are_told(run: Run, tmp_path: Path) -> None:
    for path in write_sample_portfolio(tmp_path, 2):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("id: account-1", "id: ACCOUNT-0"), encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 0
    assert "2 plans have the id" in done.stdout


def test_a_plan_that_vanishes(run: Run, tmp_path: Path) -> None:
    paths = write_sample_portfolio(tmp_path, 3)
    named = [path.relative_to(tmp_path).as_posix() for path in paths]
    paths[1].unlink()
    done = run(tmp_path, *named)
    assert done.returncode == 2
    assert "2 accounts" in done.stdout
    assert "account-0001/plan.yaml, line 1, cannot be read" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_out_of_the_folder_and_in_a_circle(run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    write_sample_portfolio(elsewhere, 2)
    here = tmp_path / "here"
    paths = write_sample_portfolio(here, 2)
    (here / "out").symlink_to(elsewhere)
    (here / "circle").symlink_to(here)
    (here / "itself").symlink_to(here / "itself")
    (here / "dead").mkdir()
    (here / "dead" / "plan.yaml").symlink_to(here / "nowhere.yaml")
    (here / "linked").mkdir()
    (here / "linked" / "plan.yaml").symlink_to(paths[0])
    done = run(here)
    assert done.returncode == 2
    # A plan and a link to it are one account; a link to a folder is not followed.
    assert "2 accounts" in done.stdout
    assert done.stdout.count("! ") == 1  # the dead one


def test_a_workspace_inside_a_workspace(run: Run, tmp_path: Path) -> None:
    write_sample_portfolio(tmp_path, 2)
    inner = tmp_path / "accounts" / "inner"
    write_sample_portfolio(inner, 2)
    (inner / "kamctl.yaml").write_text("kamctl: 1\ntiers: {gold: {}}\n", encoding="utf-8")
    done = run(tmp_path, "--format", "csv")
    assert done.returncode == 0
    assert len(rows(done)) == 4


def test_a_folder_full_of_other_files(run: Run, tmp_path: Path) -> None:
    write_sample_portfolio(tmp_path, 1)
    others = tmp_path / "others"
    others.mkdir()
    for number in range(3000):
        (others / f"offer-{number}.pdf").touch()
    done = run(tmp_path)
    assert done.returncode == 0
    assert "1 account " in done.stdout


def test_names_that_differ_only_in_case(run: Run, tmp_path: Path) -> None:
    (text,) = (
        path.read_text(encoding="utf-8") for path in write_sample_portfolio(tmp_path / "made", 1)
    )
    for name in ("a.plan.yaml", "b.plan.yaml"):
        (tmp_path / name).write_text(
            text.replace("id: account-0", "id: Account-0" if name < "b" else "id: account-0"),
            encoding="utf-8",
        )
    done = run(tmp_path, "a.plan.yaml", "b.plan.yaml")
    assert done.returncode == 0
    assert done.stdout.count("have the id") == 1


def test_amounts_in_two_currencies_are_listed(tmp_path: Path) -> None:
    for currency, amount in (("EUR", 35_000_000), ("JPY", -250_000)):
        (tmp_path / f"{currency}.plan.yaml").write_text(
            f"kamctl: 1\naccount: {{name: {currency}}}\nplan: {{currency: {currency}}}\n"
            f"position: {{history: [{{year: 2025, turnover: {amount}}}]}}\n",
            encoding="utf-8",
        )
    done = kamctl_here(tmp_path, "status", *TODAY)
    assert "turnover €35m and \N{MINUS SIGN}JP¥250k (2025)" in done.stdout
    page = kamctl_here(tmp_path, "render", "portfolio", "--format", "markdown", "-o", "-", *TODAY)
    assert "- **Turnover 2025:** €35m and \N{MINUS SIGN}JP¥250k" in page.stdout


@pytest.mark.parametrize("name", ["all.txt", "all.json", "all.csv", "all.md"])
def test_a_file_has_what_standard_output_has(
    run: Run, workspace: Path, tmp_path: Path, name: str
) -> None:
    form = {"txt": "text", "md": "markdown"}.get(name[4:], name[4:])
    file = tmp_path / name
    done = run(workspace, "-o", str(file), terminal=60)
    named = done.stderr.replace("\n", "")  # a terminal is narrow
    assert (done.returncode, done.stdout, named) == (0, "", file.as_posix())
    shown = run(workspace, "--format", form).stdout
    assert file.read_text(encoding="utf-8") == shown
    again = run(workspace, "-o", str(file))
    assert again.returncode == 2
    assert "already exists" in again.stderr
    assert run(workspace, "-o", str(file), "--force").returncode == 0


def test_an_excel_file_has_the_accounts_that_were_asked_for(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    words = ("--tier", "key", "--sort", "overdue", "--lang", "fr")
    expected = rows(run(workspace, *words[:4], "--format", "csv"))
    done = run(workspace, *words, "--format", "xlsx", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "accounts.xlsx")["Comptes"]
    names = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == [one["account"] for one in expected]
    assert run(workspace, "-o", str(tmp_path / "accounts.xlsx")).returncode == 0


def test_an_excel_file_has_the_color_of_the_workspace_that_was_named(tmp_path: Path) -> None:
    company = tmp_path / "company"
    write_sample_portfolio(company, 2)
    inner = company / "accounts" / "account-0000" / "kamctl.yaml"  # of the first plan
    for file, accent in ((company / "kamctl.yaml", "0b3d2e"), (inner, "7a1f2b")):
        before = file.read_text(encoding="utf-8") if file.exists() else "kamctl: 1\n"
        file.write_text(f'{before}branding: {{accent: "#{accent}"}}\n', encoding="utf-8")
    (tmp_path / "kamctl.yaml").write_text("kamctl: 1\n", encoding="utf-8")
    for name, words in (("a.xlsx", ("status",)), ("b.xlsx", ("render", "portfolio"))):
        done = kamctl_here(tmp_path, *words, "company", "-o", name, *TODAY)
        assert done.returncode == 0, done.stderr
        with zipfile.ZipFile(tmp_path / name) as parts:
            content = b"".join(parts.read(one) for one in parts.namelist()).lower()
        assert b"0b3d2e" in content and b"7a1f2b" not in content, name


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-o", "a.pdf"), "Use a file name that ends in .txt, .json, .csv, .md or .xlsx."),
        (("-o", "a.csv", "--format", "json"), "--format is json"),
        (("-o", " "), "accounts.xlsx"),
        (("-o", "accounts/account-0000/plan.yaml", "--force"), "would overwrite a plan"),
    ],
)
def test_where_the_status_cannot_go(
    run: Run, workspace: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    before = sorted(workspace.rglob("*"))
    done = run(workspace, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert sorted(workspace.rglob("*")) == before
