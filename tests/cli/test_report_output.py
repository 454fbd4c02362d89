"""`--format` and `--output`: what goes to the terminal, and what goes to files."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from kamctl.checks.engine.runner import check_source
from kamctl.cli.console import Console
from kamctl.cli.main import app
from kamctl.cli.report_output import (
    ReportFile,
    formats_with_options,
    report_files,
    write_reports,
)
from kamctl.cli.validate import ReportFormatName
from kamctl.document.source import Source
from kamctl.reports.report_formats import REPORT_FORMATS, ReportFormatEntry
from kamctl.reports.report_options import ReportOptions
from kamctl.reports.repository_paths import RepositoryPaths
from kamctl.workspace.config import NO_WORKSPACE

posix_links = pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX only")
BAD = "kamctl: 1\naccount: {name: L, zzz: 1, summary: One, two}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plan, where the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(BAD, encoding="utf-8")
    return tmp_path


def validate(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["validate", "--today", "2026-11-23", *arguments])


def refused(*arguments: str) -> str:
    """Run what must be refused before anything is checked; return what is said."""
    result = validate(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "→" in result.stderr
    return result.stderr


def test_the_command_line_offers_every_form() -> None:
    assert [one.value for one in ReportFormatName] == list(REPORT_FORMATS)


def test_several_reports_of_one_run(folder: Path) -> None:
    (folder / "out").mkdir()
    result = validate(
        *("-o", "out/a.sarif", "-o", "out/a.xml", "-o", "out/a.json", "--output", "out/a.txt"),
        *("-o", "gitlab:out/gl.json", "-o", "concise:out/list", "--format", "github"),
    )
    assert result.exit_code == 1
    assert result.stdout.startswith("::")
    sarif = json.loads((folder / "out/a.sarif").read_text(encoding="utf-8"))
    assert len(sarif["runs"][0]["results"]) == result.stdout.count("\n")
    suite = ElementTree.parse(folder / "out/a.xml").getroot()[0]
    assert suite.attrib["name"] == "plan.yaml"
    assert json.loads((folder / "out/a.json").read_text(encoding="utf-8"))["version"] == 1
    assert json.loads((folder / "out/gl.json").read_text(encoding="utf-8"))[0]["fingerprint"]
    assert "zzz" in (folder / "out/a.txt").read_text(encoding="utf-8")
    assert (folder / "out/list").read_bytes().startswith(b"plan.yaml:")


def test_a_file_holds_what_would_have_been_printed(folder: Path) -> None:
    for name in REPORT_FORMATS:
        validate("-o", f"{name}:report.txt", "--color", "never")
        printed = validate("--format", name, "--color", "never").stdout
        assert (folder / "report.txt").read_text(encoding="utf-8") == printed, name


def test_a_file_has_no_color(folder: Path) -> None:
    assert "\x1b" in validate("--color", "always", "-o", "report.txt").stdout
    assert "\x1b" not in (folder / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "form", "path"),
    [
        ("a.sarif", "sarif", "a.sarif"),
        ("a.XML", "junit", "a.XML"),
        ("sarif:a.json", "sarif", "a.json"),
        ("text:a", "text", "a"),
        ("C:a.json", "json", "C:a.json"),
        ("sarif:C:a.json", "sarif", "C:a.json"),
        ("./gitlab:a.json", "json", "./gitlab:a.json"),
    ],
)
def test_the_form_is_told_by_the_name(folder: Path, asked: str, form: str, path: str) -> None:
    (file,) = report_files([asked], [])
    assert (file.form, file.path) == (form, Path(path))


@pytest.mark.parametrize("asked", ["report", "report.pdf", "gitlap:report.json", "-", ".sarif"])
def test_a_form_that_cannot_be_told(folder: Path, asked: str) -> None:
    output = refused("-o", asked)
    assert f"“{asked}”" in output
    assert "gitlab:report.json" in output
    assert [one.name for one in folder.iterdir()] == ["plan.yaml"]


@posix_links
def test_the_endings_of_a_new_format_are_accepted_and_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ends in .ods" in refused("-o", "concise:report.ods")
    entry = ReportFormatEntry("kamctl.reports.concise:ConciseReport", (".ods",))
    monkeypatch.setitem(REPORT_FORMATS, "table", entry)
    assert [one.form for one in report_files(["report.ods"], [])] == ["table"]
    assert ".ods (table)" in " ".join(refused("-o", "report").split())


def test_a_plan_that_is_a_link_in_a_circle_stops_no_report(folder: Path) -> None:
    (folder / "a.plan.yaml").symlink_to(folder / "a.plan.yaml")
    assert validate("a.plan.yaml", "-o", "a.json").exit_code == 2
    assert "KAM001" in (folder / "a.json").read_text(encoding="utf-8")


@posix_links
def test_a_link_to_a_plan_is_that_plan(folder: Path) -> None:
    (folder / "a.json").symlink_to(folder / "plan.yaml")
    assert "one of the plans" in refused("plan.yaml", "-o", "a.json")


@pytest.mark.parametrize("asked", ["", "json:"])
def test_no_file_at_all(folder: Path, asked: str) -> None:
    assert "has no file name" in refused("-o", asked)


def test_a_folder_a_missing_folder_and_a_file_twice(folder: Path) -> None:
    (folder / "out.json").mkdir()
    assert "is a folder" in refused("-o", "out.json")
    assert "There is no folder nowhere" in refused("-o", "nowhere/a.json")
    assert "twice" in refused("-o", "a.json", "-o", "sarif:./a.json")


def test_a_plan_is_never_written_over(folder: Path) -> None:
    (folder / "plan.json").write_text(BAD, encoding="utf-8")
    assert "one of the plans" in refused("plan.json", "-o", "plan.json")
    assert "one of the plans" in refused(".", "-o", "sarif:plan.yaml")
    assert (folder / "plan.yaml").read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize("form", REPORT_FORMATS)
@pytest.mark.parametrize("there", [b"", b"notes\n", b'{"name": "other"}\n', b"\xff\x00"])
def test_an_existing_file_is_overwritten(folder: Path, form: str, there: bytes) -> None:
    (folder / "out").write_bytes(there)
    assert validate("plan.yaml", "-o", f"{form}:out").exit_code == 1
    over = (folder / "out").read_bytes()
    assert validate("plan.yaml", "-o", f"{form}:anew").exit_code == 1
    assert over == (folder / "anew").read_bytes() != there


RESERVED = (
    ("plan.yaml", "a plan"),
    ("plan.yml", "a plan"),
    ("other.plan.yaml", "a plan"),
    ("Other.Plan.YAML", "a plan"),
    ("signoffs.yaml", "a sign-off file"),
    ("other.signoffs.yaml", "a sign-off file"),
    ("kamctl.yaml", "a workspace file"),
)


@pytest.mark.parametrize(("name", "what"), RESERVED)
@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_plans_signoffs_and_workspaces_are_never_overwritten(
    folder: Path, form: str, name: str, what: str
) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / name).write_text("theirs", encoding="utf-8")
    output = refused("plan.yaml", "-o", f"{form}:sub/{name}")
    assert f"The output would overwrite {what}: {Path('sub', name)}." in output
    assert (folder / "sub" / name).read_text(encoding="utf-8") == "theirs"


@pytest.mark.parametrize(("name", "what"), RESERVED)
def test_no_report_takes_the_name_of_a_plan_or_its_like(folder: Path, name: str, what: str) -> None:
    (folder / "sub").mkdir()
    assert f"would overwrite {what}" in refused("plan.yaml", "-o", f"text:sub/{name}")
    assert list((folder / "sub").iterdir()) == []


@posix_links
@pytest.mark.parametrize(("name", "what"), RESERVED)
@pytest.mark.parametrize("exists", [True, False])
def test_nor_through_a_link(folder: Path, name: str, what: str, *, exists: bool) -> None:
    (folder / "sub").mkdir()
    target = folder / "sub" / name
    if exists:
        target.write_text("theirs", encoding="utf-8")
    (folder / "hop.json").symlink_to(target)
    (folder / "a.json").symlink_to("hop.json")
    assert f"The output would overwrite {what}: a.json." in refused("plan.yaml", "-o", "a.json")
    assert (folder / "a.json").is_symlink()
    assert target.exists() == exists
    assert not exists or target.read_text(encoding="utf-8") == "theirs"


WORKSPACE = """kamctl: 1
branding: {logo: logo.svg}
signatures: {allowed_signers: keys.txt}
"""


@pytest.fixture
def workspace(folder: Path) -> Path:
    """A workspace with all that a run may read, and its plan one folder below."""
    for name, text in (
        ("kamctl.yaml", WORKSPACE),
        ("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("keys.txt", ""),
        ("templates/letter/letter.md.j2", "Dear reader"),
        ("accounts/north/plan.yaml", BAD),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


OF_THE_WORKSPACE = ("logo.svg", "keys.txt", "templates/letter/letter.md.j2")


@pytest.mark.parametrize("name", OF_THE_WORKSPACE)
def test_what_a_workspace_names_is_never_overwritten(workspace: Path, name: str) -> None:
    before = (workspace / name).read_bytes()
    output = refused("accounts", "-o", f"text:{name}")
    assert f"The output would overwrite a file that this command reads: {Path(name)}." in output
    assert (workspace / name).read_bytes() == before
    assert validate("plan.yaml", "accounts", "-o", "text:logo.txt").exit_code == 1


@posix_links
@pytest.mark.parametrize("name", OF_THE_WORKSPACE)
def test_nor_is_it_through_a_link(workspace: Path, name: str) -> None:
    (workspace / "a.json").symlink_to(workspace / name)
    assert "a file that this command reads: a.json" in refused("accounts", "-o", "a.json")


@posix_links
@pytest.mark.parametrize("name", ["accounts/north/signoffs.yaml", "kamctl.yaml"])
def test_signoffs_and_a_workspace_that_are_links_lead_to_files_that_stay(
    workspace: Path, name: str
) -> None:
    text = (workspace / name).read_text(encoding="utf-8") if (workspace / name).exists() else ""
    (workspace / "kept.txt").write_text(text, encoding="utf-8")
    (workspace / name).unlink(missing_ok=True)
    (workspace / name).symlink_to(workspace / "kept.txt")
    assert "a file that this command reads: kept.txt" in refused("accounts", "-o", "kept.txt")
    assert (workspace / "kept.txt").read_text(encoding="utf-8") == text


@posix_links
def test_a_plan_that_is_a_link_leads_to_a_file_that_stays(folder: Path) -> None:
    (folder / "kept.txt").write_text(BAD, encoding="utf-8")
    (folder / "other.plan.yaml").symlink_to("kept.txt")
    assert "kept.txt is one of the plans" in refused("other.plan.yaml", "-o", "kept.txt")
    assert (folder / "kept.txt").read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_a_workspace_file_that_cannot_be_read_leaves_no_half_report(
    folder: Path, form: str
) -> None:
    (folder / "kamctl.yaml").write_text("kamctl: 1\nzzz: 1\n", encoding="utf-8")
    result = validate("--format", form, "-o", "a.json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert not (folder / "a.json").exists()


OPEN = """kamctl: 1
account: {name: L}
plan: {stage: shared}
objectives: [{id: SO1, statement: Win the plants.}]
"""


def test_only_some_of_the_checks(folder: Path) -> None:
    (folder / "plan.yaml").write_text(OPEN, encoding="utf-8")
    everything = codes()
    assert {"KAM103", "KAM104", "KAM108", "KAM301", "KAM303"} < everything
    assert codes("--select", "KAM104, customer-gain", "--select", "KAM3") == {
        one for one in everything if one in ("KAM104", "KAM108") or one.startswith("KAM3")
    }
    assert codes("--ignore", "KAM1,KAM3") == {
        one for one in everything if not one.startswith(("KAM1", "KAM3"))
    }
    assert "Unknown check “KAM999”" in refused("--select", "KAM999")


def test_asked_for_some_checks_one_hears_of_nothing_else(folder: Path) -> None:
    (folder / "plan.yaml").write_text(OPEN, encoding="utf-8")
    output = validate("--select", "KAM104").stdout
    assert "KAM104" in output
    assert "next:" not in output and "Missing for stage" not in output
    assert "next:" in validate("--ignore", "KAM104").stdout


def codes(*arguments: str) -> set[str]:
    return {one.split()[2] for one in lines(validate("--format", "concise", *arguments))}


def lines(result: Result) -> list[str]:
    return result.stdout.splitlines()


def test_a_name_that_is_no_character_still_gives_a_report(folder: Path) -> None:
    today = dt.date(2026, 11, 23)
    report = check_source(Source("\udce9.yaml", BAD), NO_WORKSPACE, today)
    files = [ReportFile(folder / f"a.{form}", form) for form in REPORT_FORMATS]
    options = ReportOptions(today, RepositoryPaths(folder, folder))
    formats = formats_with_options("concise", files, options)
    write_reports([report], formats, files, 1, Console())
    assert "?.yaml" in (folder / "a.json").read_text(encoding="utf-8")
    assert json.loads((folder / "a.gitlab").read_text(encoding="utf-8"))


def test_text_alone_loads_no_other_form(folder: Path) -> None:
    code = (
        "import sys\nfrom kamctl.__main__ import main\n"
        "sys.argv = ['kamctl', 'validate', 'plan.yaml']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "loaded = [n for n in sys.modules if n.startswith('kamctl.reports.')]\n"
        "print(sorted(loaded), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = done.stderr.splitlines()[-1]
    assert "kamctl.reports.text" in loaded
    assert not any(f"kamctl.reports.{form}'" in loaded for form in [*REPORT_FORMATS][1:])
