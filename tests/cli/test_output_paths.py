"""Where output goes: under a name that says what it is, and never over what is read."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kamctl.document.changes import SetValue
from kamctl.document.errors import UserError
from kamctl.document.source import Source, read_source
from kamctl.plan.plan_file import change_plan
from tests.briefing.conftest import KINDS
from tests.running import COMMAND, ROOT, kamctl_here

PLAN = """kamctl: 1
account: {{id: {id}, name: {name}}}
objectives: [{{id: SO1, statement: Win the plants.}}]
"""
WORKSPACE = """kamctl: 1
branding: {logo: logo.svg}
signatures: {allowed_signers: keys.txt}
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg"/>'
TODAY = ("--today", "2026-11-23")
posix = pytest.mark.skipif(os.name != "posix", reason="links and devices of POSIX")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with all that a run may read, and its plan one folder below."""
    for name, text in (
        ("kamctl.yaml", WORKSPACE),
        ("logo.svg", LOGO),
        ("keys.txt", ""),
        ("templates/letter.html.j2", "<p>Dear reader</p>"),
        ("accounts/north/plan.yaml", PLAN.format(id="north", name="North")),
        ("accounts/north/signoffs.yaml", "# none\n"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


KEPT = (
    *("accounts/north/plan.yaml", "accounts/north/signoffs.yaml", "kamctl.yaml", "logo.svg"),
    *("keys.txt", "templates/letter.html.j2"),
)
COMMANDS = (
    (("render", "briefing", "accounts", "--force"), ".html"),
    (("render", "portfolio", "accounts", "--force"), ".html"),
    (("validate", "accounts"), ".json"),
)


def everything(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in KEPT}


@pytest.mark.parametrize(("command", "ending"), COMMANDS)
def test_nothing_that_is_read_is_overwritten(
    workspace: Path, command: tuple[str, ...], ending: str
) -> None:
    before = everything(workspace)
    for number, name in enumerate(KEPT):
        names = [name, f"./accounts/../{name}"]
        if os.name == "posix":
            link, hard = f"link{number}{ending}", f"hard{number}{ending}"
            (workspace / link).symlink_to(workspace / name)
            os.link(workspace / name, workspace / hard)
            names += [link, hard]
        for one in names:
            done = kamctl_here(workspace, *command, *TODAY, "-o", one)
            assert done.returncode == 2, one
            assert done.stdout == ""
            assert any(
                sentence in done.stderr
                for sentence in (
                    "would overwrite",
                    "cannot write",
                    "one of the plans",
                    "is not clear",
                )
            ), one
            assert "→" in done.stderr
        assert everything(workspace) == before


@posix
def test_a_file_system_without_capitals_keeps_the_plan(workspace: Path) -> None:
    """There, PLAN.YAML is the plan; here, it is protected as well."""
    for name in ("accounts/north/PLAN.YAML", "KAMCTL.yaml", "accounts/north/SignOffs.yaml"):
        done = kamctl_here(
            workspace, "render", "briefing", "accounts", *TODAY, "--force", "-o", name
        )
        assert done.returncode == 2
        assert "would overwrite" in done.stderr


@posix
def test_a_site_and_templates_follow_no_link_to_a_plan(workspace: Path) -> None:
    before = everything(workspace)
    (workspace / "out").mkdir()
    (workspace / "out" / "index.html").symlink_to(workspace / "accounts/north/plan.yaml")
    done = kamctl_here(workspace, "render", "site", "accounts", "-o", "out", "--force", *TODAY)
    assert (done.returncode, "would overwrite a plan" in done.stderr) == (2, True)
    (workspace / "templates" / "style.css.j2").symlink_to(workspace / "kamctl.yaml")
    done = kamctl_here(workspace, "templates", "eject", "style.css.j2", "--force")
    assert (done.returncode, "would overwrite a workspace" in done.stderr) == (2, True)
    assert everything(workspace) == before


@pytest.mark.parametrize("kind", [*KINDS, "portfolio", "review", "letter"])
@pytest.mark.parametrize("name", ["p.xls", "P.PPTX", "p.7z", "p.csv", "p.txt", "sub/p.json"])
def test_an_ending_that_kamctl_does_not_make_is_refused(
    workspace: Path, kind: str, name: str
) -> None:
    before = sorted(workspace.rglob("*"))
    done = kamctl_here(workspace, "render", kind, "accounts", *TODAY, "-o", name)
    assert done.returncode == 2
    assert f"cannot write {Path(name).suffix.lower()} files" in done.stderr
    assert ("or .xlsx." if kind == "portfolio" else ".html, .md or .pdf.") in done.stderr
    assert sorted(workspace.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("render", "briefing", "-o", "p.html", "--format", "pdf"), "--format is pdf"),
        (("render", "onepage", "-o", "p.pdf", "--format", "markdown"), "--format is markdown"),
        (("render", "portfolio", "-o", "p.md", "--format", "html"), "--format is html"),
        (("render", "briefing", "--for", "all", "-o", "out.xlsx"), "cannot write .xlsx"),
        (("render", "briefing", "-o", ""), "has no file name"),
        (("render", "site", "-o", ""), "has no folder name"),
        (("render", "site", "-o", "site.html"), "is a file name"),
        (("validate", "-o", "json:r.xml"), "ends in .xml"),
        (("validate", "-o", "json:r.xlsx"), "ends in .xlsx"),
        (("validate", "-o", "junit:r.sarif"), "ends in .sarif"),
        (("validate", "-o", ""), "has no file name"),
    ],
)
def test_what_is_asked_and_how_it_is_called_must_agree(
    workspace: Path, words: tuple[str, ...], sentence: str
) -> None:
    before = sorted(workspace.rglob("*"))
    done = kamctl_here(workspace, *words, *TODAY)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert sorted(workspace.rglob("*")) == before


@pytest.mark.parametrize("name", ["p.htm", "P.HTML", "p.markdown", "page", "out.2026", "v1.2"])
def test_other_names_are_taken(workspace: Path, name: str) -> None:
    done = kamctl_here(workspace, "render", "briefing", "accounts", *TODAY, "-o", name)
    assert done.returncode == 0, done.stderr
    assert (workspace / name).is_file()


@posix
@pytest.mark.parametrize("words", [("render", "briefing", "accounts"), ("render", "portfolio")])
def test_devices_and_what_is_open_are_written_to(workspace: Path, words: tuple[str, ...]) -> None:
    (workspace / "void").symlink_to("/dev/null")
    for name in ("/dev/null", "void"):
        done = kamctl_here(workspace, *words, *TODAY, "-o", name)
        assert done.returncode == 0, done.stderr
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    with (workspace / "out").open("wb") as out:
        command = [*COMMAND, *words, *TODAY, "-o", "/dev/stdout"]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        subprocess.run(command, cwd=workspace, env=env, stdout=out, check=True)
    page = (workspace / "out").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and page.rstrip().endswith("</html>")


@posix
def test_a_pipe_is_written_to(workspace: Path) -> None:
    os.mkfifo(workspace / "pipe")
    with subprocess.Popen(
        [sys.executable, "-c", "print(len(open('pipe').read()))"],
        cwd=workspace,
        stdout=subprocess.PIPE,
    ) as reader:
        done = kamctl_here(workspace, "render", "briefing", "accounts", *TODAY, "-o", "pipe")
        assert done.returncode == 0, done.stderr
        assert int(reader.communicate(timeout=60)[0]) > 1000
    assert stat.S_ISFIFO((workspace / "pipe").stat().st_mode)


# --- Several at once, and days at the ends of the calendar ----------------------------------------


def test_commands_that_change_one_plan_at_once_lose_nothing(tmp_path: Path, lactea: Path) -> None:
    """What was accepted is there: each function's own words."""
    (tmp_path / "plan.yaml").write_bytes(lactea.read_bytes())
    functions = ("finance", "supply-chain", "local-sales")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [*COMMAND, "align", "restate", "plan.yaml", "SO1", "--for", function, "--yes",
             "--text", f"Words of {function}."],
            cwd=tmp_path,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for function in functions
    ]  # fmt: skip
    outputs = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0] * len(functions), outputs
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert [text.count(f"Words of {function}.") for function in functions] == [1, 1, 1]
    assert [one.name for one in tmp_path.iterdir()] == ["plan.yaml"]


def test_a_plan_that_changed_since_it_was_checked_keeps_its_stage(
    tmp_path: Path, lactea: Path
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(lactea.read_bytes())
    seen = read_source(path)
    assert isinstance(seen, Source)
    path.write_text(seen.text + "# more\n", encoding="utf-8")
    with pytest.raises(UserError, match="changed while"):
        change_plan(str(path), [SetValue(("plan", "stage"), "draft")], seen=seen)
    change_plan(str(path), [SetValue(("plan", "stage"), "draft")])
    assert "stage: draft" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize(
    "words",
    ["validate", "next", "status", "align status", "align ask plan.yaml", "ask plan.yaml -o q",
     "import crm crm.csv --as salesforce --into accounts --dry-run", "render site -o s",
     "render briefing -o -", "render onepage -o -", "render plan -o -", "render portfolio -o -"],
)  # fmt: skip
def test_days_at_the_ends_of_the_calendar(
    tmp_path: Path, lactea: Path, day: str, words: str
) -> None:
    (tmp_path / "plan.yaml").write_bytes(lactea.read_bytes())
    (tmp_path / "crm.csv").write_text("Account ID,Account Name\n1,A\n", encoding="utf-8")
    done = kamctl_here(tmp_path, *words.split(), "--today", day)
    assert done.returncode in (0, 1), done.stderr


@pytest.mark.parametrize(
    "day", ["2026-W01-1", "20260101", "2026-1-1", "2026-13-01", "", "٢٠٢٦-٠١-٠١"]
)
@pytest.mark.parametrize("words", ["validate", "next", "status", "render portfolio -o -"])
def test_a_day_has_one_form(tmp_path: Path, lactea: Path, day: str, words: str) -> None:
    (tmp_path / "plan.yaml").write_bytes(lactea.read_bytes())
    done = kamctl_here(tmp_path, *words.split(), "--today", day)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a date.\n  → Write --today " in done.stderr
