"""Which plans are found in a folder, and that each is read once."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kamctl.git import process
from kamctl.questionnaires.record import record_path
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.plan_checker import PlanChecker
from kamctl.web.preview_session import PreviewSession
from kamctl.workspace.discovery import find_plans, find_workspace
from tests.paths import ROOT
from tests.running import kamctl_here

PLAN = """kamctl: 1
account: {{id: {id}, name: {id}}}
objectives: [{{id: SO1, statement: Win the plants.}}]
"""
DAY = dt.date(2026, 11, 23)
TODAY = ("--today", "2026-11-23")
posix = pytest.mark.skipif(os.name != "posix", reason="names and links of POSIX")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do everything"
)
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "nothing"))
    process._program.cache_clear()


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = PLAN.format(id=Path(name).parent.name or "top")
        (folder / name).write_text(text, encoding="utf-8")


def git(folder: Path, *words: str) -> None:
    me = ("-c", "user.name=Mara", "-c", "user.email=mara@corvane.example")
    subprocess.run(["git", *me, *words], cwd=folder, check=True, capture_output=True)


def found(folder: Path, *exclude: str) -> list[str]:
    plans = find_plans(folder, exclude).plans
    return [Path(plan).relative_to(folder).as_posix() for plan in plans]


def read(folder: Path, *words: str) -> list[str]:
    """Return the names of the plans that `validate` speaks of, in order."""
    done = kamctl_here(folder, "validate", *words, "--format", "concise", *TODAY)
    assert done.returncode in (0, 1, 2), done.stderr
    lines = [line for line in done.stdout.splitlines() if "KAM956" not in line]
    return list(dict.fromkeys(line.partition(":")[0] for line in lines))


@needs_git
def test_what_git_ignores_is_not_found(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    write(tmp_path, *(f"{name}/plan.yaml" for name in ("a", "build/b", "c", "kept", ":odd", "*")))
    (tmp_path / ".gitignore").write_text("build/\n/c/*\nkept/\n", encoding="utf-8")
    (tmp_path / ".git" / "info" / "exclude").write_text("secret/\n", encoding="utf-8")
    write(tmp_path, "a/secret/plan.yaml", "c/deep/plan.yaml")
    git(tmp_path, "add", "-f", "kept/plan.yaml")
    everything = ["*/plan.yaml", ":odd/plan.yaml", "a/plan.yaml", "kept/plan.yaml"]
    assert found(tmp_path) == everything
    assert found(tmp_path / "a") == ["plan.yaml"]
    assert read(tmp_path, "build/b/plan.yaml") == ["build/b/plan.yaml"], "named, it is read"
    done = kamctl_here(tmp_path, "validate", "build")
    assert done.returncode == 2
    assert "ignored by git or excluded" in done.stderr
    assert "build/b/plan.yaml" in done.stderr


@needs_git
def test_repositories_inside_of_others(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for name in ("inner", "copies/one"):
        (tmp_path / name).mkdir(parents=True)
        git(tmp_path / name, "init", "-q")
    write(tmp_path, "inner/plan.yaml", "inner/old/plan.yaml", "copies/one/plan.yaml", "a/plan.yaml")
    (tmp_path / ".gitignore").write_text("copies/\n", encoding="utf-8")
    (tmp_path / "inner" / ".gitignore").write_text("old/\n", encoding="utf-8")
    assert found(tmp_path) == ["a/plan.yaml", "inner/plan.yaml"]


@needs_git
def test_without_git_or_with_a_damaged_repository_all_plans_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    write(tmp_path, "a/plan.yaml", "build/plan.yaml")
    (tmp_path / ".gitignore").write_text("build/\n", encoding="utf-8")
    assert found(tmp_path) == ["a/plan.yaml"]
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        process._program.cache_clear()
        assert found(tmp_path) == ["a/plan.yaml", "build/plan.yaml"]
    process._program.cache_clear()
    (tmp_path / ".git" / "HEAD").write_text("", encoding="utf-8")
    assert found(tmp_path) == ["a/plan.yaml", "build/plan.yaml"]


def test_what_a_workspace_excludes_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text(
        'exclude: [archive, accounts/*/old/, "*.copy.plan.yaml", /top]\n', encoding="utf-8"
    )
    write(
        tmp_path,
        *("accounts/a/plan.yaml", "accounts/a/old/plan.yaml", "accounts/old/plan.yaml"),
        *("accounts/b/x.copy.plan.yaml", "archive/plan.yaml", "accounts/archive/c/plan.yaml"),
        *("top/plan.yaml", "accounts/top/plan.yaml"),
    )
    kept = ["accounts/a/plan.yaml", "accounts/old/plan.yaml", "accounts/top/plan.yaml"]
    assert found(tmp_path) == kept
    assert found(tmp_path / "accounts") == [one.removeprefix("accounts/") for one in kept]
    write(tmp_path, "accounts/inner/archive/plan.yaml", "accounts/inner/plan.yaml")
    (tmp_path / "accounts/inner/kamctl.yaml").write_text("exclude: [none]\n", encoding="utf-8")
    assert "accounts/inner/plan.yaml" in found(tmp_path)
    assert found(tmp_path / "accounts" / "inner") == ["plan.yaml"], "a workspace above counts, too"
    assert read(tmp_path, "archive/plan.yaml") == ["archive/plan.yaml"]


def test_a_workspace_with_a_mistake_still_excludes(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text("exclude: [old]\nzzz: 1\n", encoding="utf-8")
    write(tmp_path, "a/plan.yaml", "old/plan.yaml")
    assert found(tmp_path) == ["a/plan.yaml"]


@pytest.mark.parametrize("more", ["", "zzz: 1\n"], ids=["sound", "with a mistake"])
def test_a_workspace_inside_another_hides_no_plan(tmp_path: Path, more: str) -> None:
    (tmp_path / "kamctl.yaml").write_text("company: Corvane\n", encoding="utf-8")
    write(tmp_path, "inner/plan.yaml", "inner/old/plan.yaml")
    (tmp_path / "inner/kamctl.yaml").write_text(f"exclude: [plan.yaml]\n{more}", encoding="utf-8")
    assert found(tmp_path) == ["inner/plan.yaml", "inner/old/plan.yaml"]


def test_exclude_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "sub/a/plan.yaml", "sub/b/plan.yaml", "sub/c/b/plan.yaml")
    assert read(tmp_path, "sub", "--exclude", "b") == ["sub/a/plan.yaml"]
    only = read(tmp_path, "sub", "--exclude", "sub/b")
    assert only == ["sub/a/plan.yaml", "sub/c/b/plan.yaml"]
    assert read(tmp_path, "--exclude", "sub/c/", "--exclude", "a") == ["sub/b/plan.yaml"]
    for words in (("status", "--format", "csv"), ("render", "portfolio", "-o", "-")):
        done = kamctl_here(tmp_path, *words, "--exclude", "b", *TODAY)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == 2 or "<html" in done.stdout
    done = kamctl_here(tmp_path, "render", "briefing", "--exclude", "b", *TODAY, "-o", "page.html")
    assert done.returncode == 0, "there is one plan left"


def test_what_is_excluded_is_not_walked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kamctl.yaml").write_text("exclude: [archive]\n", encoding="utf-8")
    write(tmp_path, *(f"{name}/b/plan.yaml" for name in ("a", "archive/2020", "data")))
    looked: list[str] = []
    scandir = os.scandir

    def watched(place: str) -> object:
        looked.append(Path(place).name)
        return scandir(place)

    monkeypatch.setattr(os, "scandir", watched)
    monkeypatch.chdir(tmp_path)
    assert find_plans(Path(), ["data"]) == (["a/b/plan.yaml"], [], [])
    assert looked == ["", "a", "b"]
    left_out = [f"{name}/b/plan.yaml" for name in ("a", "archive/2020", "data")]
    assert find_plans(Path(), ["a", "data"]) == ([], [], left_out), "else there is nothing to tell"


@posix
def test_a_plan_that_is_reached_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "b/plan.yaml")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "plan.yaml").symlink_to("../b/plan.yaml")
    (tmp_path / "c").symlink_to("b")
    assert read(tmp_path) == ["b/plan.yaml"], "the name that is no link has the sign-offs"
    assert read(tmp_path, "a/plan.yaml", "b/plan.yaml") == ["b/plan.yaml"]
    assert read(tmp_path, "a/plan.yaml") == ["a/plan.yaml"]
    assert read(tmp_path, "b/plan.yaml", "./b/../b/plan.yaml", "b") == ["b/plan.yaml"]
    assert read(tmp_path, "b/plan.yaml", "c/plan.yaml", str(tmp_path / "b")) == ["b/plan.yaml"]
    done = kamctl_here(tmp_path, "status", "--format", "csv", *TODAY)
    assert len(done.stdout.splitlines()) == 2


@posix
def test_a_link_to_a_plan_has_the_signoffs_and_the_workspace_of_the_plan(tmp_path: Path) -> None:
    def answer(*words: str) -> str:
        return kamctl_here(tmp_path, *words, *TODAY).stdout.replace("a/plan.yaml", "b/plan.yaml")

    shutil.copytree(ROOT / "examples" / "complete-en", tmp_path / "b")
    (tmp_path / "b" / "kamctl.yaml").write_text("kamctl: 1\nsignatures: {required: true}\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "plan.yaml").symlink_to("../b/plan.yaml")
    (tmp_path / "a" / "kamctl.yaml").write_text("kamctl: 1\n")
    lines = (tmp_path / "b" / "signoffs.yaml").read_text(encoding="utf-8").splitlines()
    (tmp_path / "a" / "signoffs.yaml").write_text("\n".join(lines[:3]), encoding="utf-8")
    for words in (("validate", "--format", "json", "--stage", "validated"), ("align", "status")):
        of_plan, of_link = answer(*words, "b/plan.yaml"), answer(*words, "a/plan.yaml")
        assert of_link == of_plan
    record = ("align", "record", "a/plan.yaml", "SO1", "--as", "sponsor", "--by", "henrik")
    done = kamctl_here(tmp_path, *record, "--decision", "object", "--note", "No.", "--yes")
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "a" / "signoffs.yaml").read_text(encoding="utf-8").splitlines()) == 3
    now = (tmp_path / "b" / "signoffs.yaml").read_text(encoding="utf-8").splitlines()
    assert len(now) == len(lines) + 1


@posix
def test_a_link_to_a_plan_is_edited_shown_and_added_to_by_the_rules_of_the_plan(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "examples" / "complete-en", tmp_path / "b")
    rules = "kamctl: 1\nfunctions: [legal-affairs]\nsignatures: {required: true}\n"
    (tmp_path / "b" / "kamctl.yaml").write_text(rules)
    (tmp_path / "a").mkdir()
    link, plan = tmp_path / "a" / "plan.yaml", tmp_path / "b" / "plan.yaml"
    link.symlink_to("../b/plan.yaml")
    (tmp_path / "a" / "kamctl.yaml").write_text("kamctl: 1\n")
    session = EditSession(link, today=lambda: DAY)
    assert session.report.findings == EditSession(plan, today=lambda: DAY).report.findings
    assert session.workspace.root == plan.parent
    shown = PreviewSession(PlanChecker(link, "plan.yaml", lambda: DAY))
    assert shown.state.latest.workspace.root == plan.parent
    for file in (plan.with_name("kamctl.yaml"), plan.with_name("signoffs.yaml")):
        file.write_bytes(file.read_bytes() + b"# more\n")
        assert shown.poll(), file
    assert record_path(link) == plan.with_name("questions.yaml")
    plan.write_text(PLAN.format(id="velopar"), encoding="utf-8")
    done = kamctl_here(tmp_path, "add", "team", "a/plan.yaml", *TODAY)
    assert done.returncode == 0, done.stderr
    assert "legal-affairs" in plan.read_text(encoding="utf-8")


@posix
def test_a_link_to_a_folder_and_a_plan_in_it_have_one_workspace(tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        text = f"kamctl: 1\ncompany: {name}\n"
        (tmp_path / name / "kamctl.yaml").write_text(text, encoding="utf-8")
    write(tmp_path / "there", "accounts/plan.yaml")
    linked = tmp_path / "here" / "accounts"
    linked.symlink_to("../there/accounts", target_is_directory=True)
    places = (linked, linked / "plan.yaml", linked / "new.plan.yaml")
    assert [find_workspace(one).shown_name for one in places] == ["here"] * 3


@posix
def test_a_link_that_leads_nowhere_stops_no_other_plan(tmp_path: Path) -> None:
    write(tmp_path, "a/plan.yaml", "c/plan.yaml")
    (tmp_path / "b.plan.yaml").symlink_to("nowhere")
    done = kamctl_here(tmp_path, "validate", *TODAY)
    assert done.returncode == 2
    assert "KAM001" in done.stdout and "This link points to" in done.stdout
    assert read(tmp_path) == ["b.plan.yaml", "a/plan.yaml", "c/plan.yaml"]
    done = kamctl_here(tmp_path, "status", "--format", "csv", *TODAY)
    assert (done.returncode, len(done.stdout.splitlines())) == (2, 3)
    done = kamctl_here(tmp_path, "render", "briefing", "-o", "out", *TODAY)
    assert done.returncode == 2
    made = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert made == ["a-briefing.html", "c-briefing.html", "index.html"]


@posix
def test_folders_that_lead_to_themselves_end(tmp_path: Path) -> None:
    write(tmp_path, "a/plan.yaml")
    (tmp_path / "a" / "up").symlink_to("..")
    (tmp_path / "a" / "self").symlink_to("self")
    (tmp_path / "loop.plan.yaml").symlink_to("loop.plan.yaml")
    assert found(tmp_path) == ["loop.plan.yaml", "a/plan.yaml"]
    done = kamctl_here(tmp_path, "validate", *TODAY)
    assert done.returncode == 2
    assert "cannot be read" in done.stdout


@posix
@not_root
def test_a_folder_that_is_closed_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a/plan.yaml", "b/plan.yaml")
    (tmp_path / "b").chmod(0)
    try:
        done = kamctl_here(tmp_path, "validate", *TODAY)
    finally:
        (tmp_path / "b").chmod(0o700)
    assert done.returncode == 2
    assert "permission to read this folder" in done.stdout


@needs_git
def test_a_closed_folder_that_is_left_out_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the data of a container are, which git ignores."""
    git(tmp_path, "init", "-q")
    write(tmp_path, "a/plan.yaml")
    for name in ("data", "old", "shut"):
        (tmp_path / name).mkdir()
    (tmp_path / ".gitignore").write_text("data/\n", encoding="utf-8")
    scandir = os.scandir

    def closed(place: str) -> object:
        if Path(place).name in ("data", "old", "shut"):
            raise PermissionError(13, "Permission denied", str(place))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", closed)
    monkeypatch.chdir(tmp_path)
    assert find_plans(Path(), ["old"]).closed == ["shut"]


def test_folders_of_tools_are_skipped(tmp_path: Path) -> None:
    write(
        tmp_path,
        *(f"{name}/x/plan.yaml" for name in (".venv", "venv", "node_modules", ".git", ".hidden")),
        "a/plan.yaml",
    )
    assert found(tmp_path) == ["a/plan.yaml"]


@pytest.mark.parametrize(
    "words",
    [
        ("validate", ""), ("validate", "plan.yaml", ""), ("next", ""), ("status", ""),
        ("align", "status", ""), ("render", "briefing", ""), ("render", "portfolio", ""),
        ("render", "site", "", "-o", "out"), ("diff", ""), ("diff", "", "plan.yaml"),
        ("history", ""), ("plan", "stage", "", "draft"), ("preview", ""),
        ("align", "restate", "", "SO1", "--for", "finance", "--text", "x", "--yes"),
        ("validate", "-", "--stdin-filename", ""),
    ],
)  # fmt: skip
def test_an_empty_path_is_not_this_folder(tmp_path: Path, words: tuple[str, ...]) -> None:
    write(tmp_path, "plan.yaml")
    done = kamctl_here(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "The path is empty." in done.stderr


ODD = "a\nerror: all is lost\x1b[31m\x07"


@posix
@pytest.mark.parametrize(
    "words",
    [
        ("validate",), ("validate", "--todo"), ("validate", "--format", "concise"),
        ("validate", "--diff"), ("validate", "--fix"),
        ("next",), ("status",), ("align", "status"), ("render", "briefing", "-o", "{}"),
        ("render", "portfolio", "-o", "{}/p.html"), ("render", "site", "-o", "{}/out"),
        ("validate", "{}/broken.yaml"), ("plan", "stage", "{}/plan.yaml", "shared"),
        ("history", "{}/plan.yaml"), ("diff",), ("validate", "--since", "HEAD"),
        ("templates", "list"), ("templates", "eject", "style.css.j2"),
    ],
)  # fmt: skip
def test_no_name_adds_lines_or_moves_the_cursor(tmp_path: Path, words: tuple[str, ...]) -> None:
    workspace = tmp_path / ODD
    write(workspace, "plan.yaml", f"{ODD}/plan.yaml")
    (workspace / ODD / "plan.yaml").write_text(
        "kamctl: 1.0\naccount: {name: X}\n", encoding="utf-8"
    )
    (workspace / "kamctl.yaml").write_text("company: Corvane\n", encoding="utf-8")
    (workspace / ODD / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    where = workspace if words[0] == "templates" else tmp_path
    done = kamctl_here(
        where, *(word.format(ODD + "/" + ODD if "broken" in word else ODD) for word in words)
    )
    output = done.stdout + done.stderr
    assert "\x1b" not in output and "\x07" not in output
    assert not any(line.startswith("error: all is lost") for line in output.splitlines())


# --- Names of pages -------------------------------------------------------------------------------


def test_pages_of_alike_names_are_all_written(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, f"{name}/plan.yaml")
        (tmp_path / name / "plan.yaml").write_text(PLAN.format(id="acme"), encoding="utf-8")
    (tmp_path / "d.plan.yaml").write_text(PLAN.format(id="ACME-2"), encoding="utf-8")
    (tmp_path / "e.plan.yaml").write_text("kamctl: 1\naccount: {name: E}\n", encoding="utf-8")
    done = kamctl_here(tmp_path, "render", "briefing", ".", "-o", "out", *TODAY)
    assert done.returncode in (0, 2), done.stderr
    made = [one.name for one in (tmp_path / "out").iterdir()]
    assert len({one.casefold() for one in made}) == len(made)
    assert len(made) == 6, made
    assert {"acme-briefing.html", "e-briefing.html"} < set(made)
    again = kamctl_here(tmp_path, "render", "briefing", ".", "-o", "out", *TODAY)
    assert again.returncode == done.returncode
    assert sorted(made) == sorted(one.name for one in (tmp_path / "out").iterdir())


# --- Standard input as a file ---------------------------------------------------------------------


def test_standard_input_is_checked_as_a_file(tmp_path: Path) -> None:
    write(tmp_path, "house/a/plan.yaml")
    (tmp_path / "house" / "kamctl.yaml").write_text('checks: {KAM104: "off"}\n', encoding="utf-8")
    (tmp_path / "house" / "a" / "signoffs.yaml").write_text("- {broken\n", encoding="utf-8")
    text = (tmp_path / "house/a/plan.yaml").read_text(encoding="utf-8")
    form = ("--format", "concise", *TODAY)
    there = kamctl_here(tmp_path, "validate", "house/a/plan.yaml", *form)
    assert "KAM121" in there.stdout and "KAM104" not in there.stdout
    assert "signoffs.yaml:1" in there.stdout
    as_file = ("--stdin-filename", "house/a/plan.yaml")
    (tmp_path / "house/a/plan.yaml").write_text("kamctl: 1\naccount: {name: Old}\n")
    done = kamctl_here(tmp_path, "validate", "-", *as_file, *form, stdin=text)
    assert (done.returncode, done.stdout) == (there.returncode, there.stdout)
    both = kamctl_here(tmp_path, "validate", "house", "-", *as_file, *form, stdin=text)
    assert both.stdout == there.stdout, "what is being written counts, not what was saved"
    new = kamctl_here(tmp_path, "validate", "-", "--stdin-filename", "house/new.plan.yaml", *form,
                 stdin=text)  # fmt: skip
    assert "house/new.plan.yaml:" in new.stdout and "KAM121" in new.stdout
    corrected = kamctl_here(
        tmp_path, "validate", "-", *as_file, "--diff", stdin=text.replace("id: a", "id: A b")
    )
    assert "<stdin>" not in corrected.stdout
    kept = kamctl_here(
        tmp_path, "validate", "-", *as_file, "-o", "json:house/a/plan.yaml", stdin=text
    )
    assert (kept.returncode, "one of the plans" in kept.stderr) == (2, True)


def test_a_name_for_standard_input_needs_it(tmp_path: Path) -> None:
    write(tmp_path, "plan.yaml")
    done = kamctl_here(tmp_path, "validate", "plan.yaml", "--stdin-filename", "plan.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kamctl validate - --stdin-filename plan.yaml" in done.stderr
