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
from click.testing import Result
from typer.testing import CliRunner

from kamctl.checks.run import check_source
from kamctl.cli import app
from kamctl.cli.reporting import ReportFile, report_files, write_reports
from kamctl.cli.validate import Format
from kamctl.document.source import Source
from kamctl.report.formats import NAMES, Wishes
from kamctl.report.places import Places
from kamctl.workspace.config import NO_WORKSPACE

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
    assert tuple(one.value for one in Format) == NAMES


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
    for name in NAMES:
        validate("-o", f"{name}:report.txt", "--color", "never")
        printed = validate("--format", name, "--color", "never").stdout
        assert (folder / "report.txt").read_text(encoding="utf-8") == printed, name


def test_a_file_has_no_colour(folder: Path) -> None:
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
    said = refused("-o", asked)
    assert f"“{asked}”" in said
    assert "gitlab:report.json" in said
    assert [one.name for one in folder.iterdir()] == ["plan.yaml"]


@pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX only")
def test_a_plan_that_is_a_link_in_a_circle_stops_no_report(folder: Path) -> None:
    (folder / "a.plan.yaml").symlink_to(folder / "a.plan.yaml")
    assert validate("a.plan.yaml", "-o", "a.json").exit_code == 2
    assert "KAM001" in (folder / "a.json").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX only")
def test_a_link_to_a_plan_is_that_plan(folder: Path) -> None:
    (folder / "a.json").symlink_to(folder / "plan.yaml")
    assert "one of the plans" in refused("plan.yaml", "-o", "a.json")


@pytest.mark.parametrize("asked", ["", "json:"])
def test_no_file_at_all(folder: Path, asked: str) -> None:
    assert "names no file" in refused("-o", asked)


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


THEIRS = (
    ("other.plan.yaml", BAD),
    ("typical.md", "plan.yaml:2:22 error KAM010 unknown-key\n"),
    ("briefing.html", "<p>1 plan, nothing to mend.\n"),
    ("package.json", '{"name": "kamctl", "description": "KAMERA"}\n'),
    ("pom.xml", '<project name="kamctl"><!-- KAM104 --></project>\n'),
    ("other.sarif", '{"runs": [{"tool": {"driver": {"name": "other"}}}]}\n'),
    ("notes.txt", "There is nothing to mend.\nAsk about KAM104.\n"),
    ("list.json", "[1, 2]\n"),
)


@pytest.mark.parametrize(("name", "theirs"), THEIRS)
def test_somebody_elses_file_is_never_written_over(folder: Path, name: str, theirs: str) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / name).write_text(theirs, encoding="utf-8")
    for form in NAMES:
        said = refused("plan.yaml", "-o", f"{form}:sub/{name}")
        assert "does not look like a report" in said
    assert (folder / "sub" / name).read_text(encoding="utf-8") == theirs


CLEAN = "kamctl: 1\naccount: {name: L}\nplan: {next_review: 2027-01-20}\n"


@pytest.mark.parametrize("form", NAMES)
@pytest.mark.parametrize("text", [CLEAN, BAD])
def test_an_earlier_report_is_written_over(folder: Path, text: str, form: str) -> None:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    first, second = (validate("-o", f"{form}:out") for _ in range(2))
    assert first.exit_code == second.exit_code == (1 if text == BAD else 0)


def test_a_long_earlier_report_is_written_over(folder: Path) -> None:
    (folder / "plan.yaml").unlink()
    for number in range(150):
        name, text = f"{number:03}.plan.yaml", CLEAN.replace("L", "A long name " * 3)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "999.plan.yaml").write_text(BAD, encoding="utf-8")
    for form in ("text", "junit"):
        assert validate("-o", f"{form}:out.{form}").exit_code == 1
        assert (folder / f"out.{form}").stat().st_size > 5000
        assert validate("-o", f"{form}:out.{form}").exit_code == 1


def test_an_empty_file_may_be_written_over(folder: Path) -> None:
    (folder / "a.json").touch()
    assert validate("-o", "a.json").exit_code == 1


@pytest.mark.parametrize("form", NAMES)
def test_a_house_file_that_cannot_be_read_leaves_no_half_report(folder: Path, form: str) -> None:
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
    assert "no check called “KAM999”" in refused("--select", "KAM999")


def test_asked_for_some_checks_one_hears_of_nothing_else(folder: Path) -> None:
    (folder / "plan.yaml").write_text(OPEN, encoding="utf-8")
    said = validate("--select", "KAM104").stdout
    assert "KAM104" in said
    assert "next:" not in said and "still needs" not in said
    assert "next:" in validate("--ignore", "KAM104").stdout


def codes(*arguments: str) -> set[str]:
    return {one.split()[2] for one in lines(validate("--format", "concise", *arguments))}


def lines(result: Result) -> list[str]:
    return result.stdout.splitlines()


def test_a_name_that_is_no_character_still_gives_a_report(folder: Path) -> None:
    today = dt.date(2026, 11, 23)
    report = check_source(Source("\udce9.yaml", BAD), NO_WORKSPACE, today)
    files = [ReportFile(folder / f"a.{form}", form) for form in NAMES]
    write_reports([report], "concise", files, Wishes(today, Places(folder, folder)), 1)
    assert "?.yaml" in (folder / "a.json").read_text(encoding="utf-8")
    assert json.loads((folder / "a.gitlab").read_text(encoding="utf-8"))


def test_text_alone_loads_no_other_form(folder: Path) -> None:
    code = (
        "import sys\nfrom kamctl.__main__ import main\n"
        "sys.argv = ['kamctl', 'validate', 'plan.yaml']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "loaded = [n for n in sys.modules if n.startswith('kamctl.report.')]\n"
        "print(sorted(loaded), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = done.stderr.splitlines()[-1]
    assert "kamctl.report.text" in loaded
    assert not any(f"kamctl.report.{form}'" in loaded for form in NAMES[1:])
