"""Streams that are closed, full or not read: quiet, and with the right exit code."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kamctl.cli.main import load_all_commands
from tests.paths import ROOT
from tests.running import COMMAND, kamctl_in_bytes

pytestmark = pytest.mark.skipif(
    os.name != "posix" or not Path("/dev/full").exists(), reason="streams as a shell has them"
)
PLAN = "lactea/plan.yaml"
TODAY = "--today 2026-11-23"

PRODUCTS = (
    *("--version", "--help", f"validate {PLAN} {TODAY}", f"validate --format json {PLAN} {TODAY}"),
    *(f"next {PLAN} {TODAY}", f"status {TODAY}", f"align status {PLAN} {TODAY}"),
    *(f"align ask {PLAN} --objective SO1", f"diff {PLAN}", f"history {PLAN}"),
    *(f"render briefing {PLAN} -o - {TODAY}", "templates list", "explain KAM101", "checks"),
    *("schema plan", "schema workspace", f"render onepage {PLAN} -o - {TODAY}"),
    *(f"render plan {PLAN} -o - {TODAY}", f"render review {PLAN} --since HEAD -o - {TODAY}"),
    *(f"render portfolio -o - {TODAY}", f"ask {PLAN} {TODAY}", f"ask {PLAN} --status {TODAY}"),
    *(f"ask {PLAN} --format json {TODAY}", f"ask {PLAN} --for nadia -o - {TODAY}"),
    f"render calendar {PLAN} -o - {TODAY}",
)
"""Commands whose product goes to standard output: where that is full, they cannot end well."""
DEEDS = (
    *(
        f"add opportunities {PLAN}",
        f"plan stage {PLAN} draft",
        "init account Acme --no-input",
        "init example",
        "init workspace --no-input",
    ),
    f"align restate {PLAN} SO1 --for finance --text Later --yes",
    f"align record {PLAN} SO1 --for finance --decision agree --yes",
    f"align confirm {PLAN} SO1 --by mercier --how Minutes --yes",
    *(f"render onepage {PLAN} -o o.html {TODAY}", f"render plan {PLAN} -o l.html {TODAY}"),
    f"render review {PLAN} --since HEAD -o r.html {TODAY}",
    *(f"render briefing {PLAN} -o b.html {TODAY}", f"render portfolio -o p.html {TODAY}"),
    *(f"render site -o site {TODAY}", "templates eject briefing"),
    *(f"export xlsx {PLAN} -o x.xlsx {TODAY}", f"render deck {PLAN} -o d.pptx {TODAY}"),
    *(f"import xlsx x.xlsx --into {PLAN} --yes", "import crm a.csv --as salesforce --into a --yes"),
    *(f"ask {PLAN} -o asked {TODAY}", f"answers {PLAN} reply.txt {TODAY}"),
)
"""Commands that write files: what they say about it is talk."""
REFUSED = ("--nope", "validate nope.yaml", "nope", "render nope", "init", "plan stage nope draft")
"""Commands that cannot be done, and end with 2 whatever happens to the talk."""


@pytest.fixture
def folder(tmp_path: Path, lactea: Path) -> Path:
    folder = tmp_path / "here"
    shutil.copytree(lactea.parent, folder / "lactea")
    for words in ("init -q", "add .", "-c user.name=M -c user.email=m@e.example commit -qm x"):
        subprocess.run(["git", *words.split()], cwd=folder, check=True, capture_output=True)
    return folder


def run(folder: Path, words: str, *, full: bool = False, together: bool = True) -> tuple[int, str]:
    """Run kamctl; return its exit code and all that is heard of it.

    Where `full`, its standard output is a disk that is full, and `together` its errors as well.
    """
    with Path("/dev/full").open("wb") if full else nullcontext() as disk:
        done = kamctl_in_bytes(folder, *words.split(), together=together, stdout=disk)
    return done.returncode, (done.stdout or done.stderr or b"").decode()


def run_from_shell(folder: Path, words: str, streams: str) -> tuple[int, str]:
    """Start kamctl with streams that a shell has closed: Python finds them so when it begins."""
    command = " ".join(map(shlex.quote, COMMAND))
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    script = f"{command} {words} {streams}"
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=folder,
        env=env,
        input=b"",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.decode()


def prepare(folder: Path, words: str) -> None:
    """Put a workspace where templates go, and away where a new one begins."""
    if words.startswith("templates eject"):
        (folder / "kamctl.yaml").write_text("company: Corvane\n", encoding="utf-8")
    if words.startswith("import xlsx"):
        run(folder, f"export xlsx {PLAN} -o x.xlsx")
        change_a_text(folder / "x.xlsx")
    if words.startswith("import crm"):
        (folder / "a.csv").write_text("Account ID,Account Name\n001,Fromagerie\n", encoding="utf-8")
    if words.startswith("answers"):
        run(folder, f"ask {PLAN} -o asked {TODAY}")
        text = (folder / "lactea" / "questions.yaml").read_text(encoding="utf-8")
        code = text.partition("code: ")[2].split()[0]
        reply = f"[Q1-{code}] The plant in Kempten, weekly [/Q1-{code}]\n"
        (folder / "reply.txt").write_text(reply, encoding="utf-8")


def change_a_text(file: Path) -> None:
    workbook = openpyxl.load_workbook(file)
    cells = (one for sheet in workbook for row in sheet.iter_rows() for one in row)
    asked = next(one for one in cells if str(one.value).startswith("Accept 60 instead of 45"))
    asked.value = "Accept 50 instead of 45 days."
    workbook.save(file)


def test_every_command_is_tried() -> None:
    tried = (*PRODUCTS, *DEEDS)
    missing = {
        name for name in names(load_all_commands()) if not any(is_run(name, one) for one in tried)
    }
    assert missing == {"edit", "preview"}, "which serve until they are stopped"


def names(command: Any, *above: str) -> Iterator[str]:
    """Return what each command is called in full, down to those that have no others below."""
    below = getattr(command, "commands", {})
    if not below:
        yield " ".join(above)
    for name, one in below.items():
        yield from names(one, *above, name)


def is_run(name: str, words: str) -> bool:
    return f"{words} ".startswith(f"{name} ")


@pytest.mark.parametrize("words", [*PRODUCTS, *DEEDS, *REFUSED])
def test_a_run_that_nobody_hears_ends_as_one_that_is_heard(folder: Path, words: str) -> None:
    shutil.copytree(folder, folder.parent / "heard")
    prepare(folder.parent / "heard", words)
    code, _ = run(folder.parent / "heard", words)
    prepare(folder, words)
    assert run_from_shell(folder, words, ">&- 2>&- <&-") == (code, "")
    if words in DEEDS:
        assert made(folder) == made(folder.parent / "heard")
        assert code == 0


def made(folder: Path) -> list[str]:
    return sorted(
        one.relative_to(folder).as_posix()
        for one in folder.rglob("*")
        if ".git" not in one.relative_to(folder).parts
    )


@pytest.mark.parametrize("words", PRODUCTS)
def test_a_product_that_cannot_be_written_is_an_error(folder: Path, words: str) -> None:
    code, output = run(folder, words, full=True, together=False)
    assert code == 2
    assert output.startswith("error: The operating system refused: the disk is full.")
    assert output.count("\n") == 2
    assert run(folder, words, full=True) == (2, "")


@pytest.mark.parametrize("words", PRODUCTS)
def test_a_reader_that_has_gone_is_no_error(folder: Path, words: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        # Python has to find a pipe there when it begins: a fork of `kamctl_in_bytes` does not.
        done = subprocess.run(
            [*COMMAND, *words.split()],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=gone,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("words", DEEDS)
def test_what_was_written_is_written_whatever_happens_to_the_talk(folder: Path, words: str) -> None:
    prepare(folder, words)
    before = made(folder), (folder / PLAN).read_bytes()
    assert run(folder, words, full=True) == (0, "")
    assert (made(folder), (folder / PLAN).read_bytes()) != before


@pytest.mark.parametrize(
    "words", ["validate -", "render briefing - -o -", "diff - lactea/plan.yaml"]
)
def test_a_standard_input_that_is_closed_is_told(folder: Path, words: str) -> None:
    code, output = run_from_shell(folder, words, "<&-")
    assert code == 2
    assert "Standard input is not available." in output


def test_a_preview_that_cannot_tell_its_address_ends(folder: Path) -> None:
    code, output = run(folder, f"preview {PLAN}", full=True, together=False)
    assert code == 2
    assert "the disk is full" in output
