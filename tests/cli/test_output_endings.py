"""Every ending of `-o`, of every command: the file is what its name says, or it is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kamctl.cli import page_output
from kamctl.cli.main import load_all_commands
from kamctl.cli.output_paths import RESERVED_ENDINGS
from kamctl.reports.report_formats import file_endings
from tests.cli.test_help import tree
from tests.running import kamctl_here

PLAN = """kamctl: 1
account: {id: north, name: North}
plan: {stage: shared, owner: ana}
team:
- {id: ana, name: Ana Silva, function: sales}
- {id: luca, name: Luca Rossi, function: finance}
objectives:
- id: SO1
  statement: Win the plants.
  due: 2027-06-30
  directions: [{function: finance, leader: luca, ask: Finance the rollout.}]
"""
ENDINGS = sorted({*RESERVED_ENDINGS, *file_endings(), ".unknown"})
WRITING = {
    path: command
    for path, command in tree(load_all_commands())
    if any("-o" in one.opts for one in getattr(command, "params", ()))
}
ARGUMENTS = {
    ("align", "ask"): ("accounts/north/plan.yaml",),
    ("ask",): ("accounts/north/plan.yaml", "--for", "luca"),
    ("export", "xlsx"): ("accounts/north/plan.yaml",),
    ("render", "review"): ("accounts", "--since", "2026-01-01"),
}
FOLDERS = {("render", "site")}
"""The commands that write a folder: no ending is right."""


class Printer:
    """Stands in for a browser."""

    def printed(self, text: str, paper: str, *, on_one_sheet: bool) -> bytes:
        return b"%PDF-1.7"


def is_what_it_says(data: bytes, ending: str) -> bool:
    """Tell whether the bytes of a file are those of its ending."""
    text = data.decode("utf-8", "replace").lstrip()
    match ending:
        case ".html" | ".htm":
            return text.startswith("<!doctype html>")
        case ".md" | ".markdown":
            return text.startswith(("#", "| ")) and "<html" not in text
        case ".pdf":
            return data.startswith(b"%PDF")
        case ".json" | ".sarif":
            return isinstance(json.loads(text), dict | list)
        case ".xml":
            return text.startswith(("<?xml", "<testsuites"))
        case ".ics":
            return text.startswith("BEGIN:VCALENDAR")
        case ".eml":
            return "Subject:" in text
        case ".csv":
            return text.startswith("\ufeffaccount,")
        case ".txt":
            return bool(text) and text[0] not in "{<"
        case ".xlsx":
            return data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in data
        case ".pptx":
            return data.startswith(b"PK\x03\x04") and b"ppt/presentation.xml" in data
    return False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "accounts" / "north"
    place.mkdir(parents=True)
    (place / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


ONE_FILE = [path for path in WRITING if path[0] in ("export", "render", "status")
            and path not in FOLDERS]  # fmt: skip


def test_all_commands_with_an_output_are_known() -> None:
    assert {
        ("validate",),
        ("status",),
        ("ask",),
        ("render", "plan"),
        ("render", "calendar"),
    } <= set(WRITING)


@pytest.mark.parametrize("path", WRITING, ids=[" ".join(path) for path in WRITING])
def test_a_file_is_what_its_ending_says_or_is_refused(
    folder: Path, path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_output, "find_printer", lambda _: Printer())
    words: tuple[Any, ...] = (*path, *ARGUMENTS.get(path, ("accounts",)), "--today", "2026-11-23")
    accepted = set()
    for ending in ENDINGS:
        target = folder / f"p{ending}"
        done = kamctl_here(folder, *words, "-o", target.name)
        if "is not in a git repository" in done.stderr:  # the name was taken, and there is no past
            accepted.add(ending)
        elif target.is_dir():
            assert path in FOLDERS
            accepted.add(ending)
        elif target.exists():
            accepted.add(ending)
            assert is_what_it_says(target.read_bytes(), ending), ending
            target.unlink()
        else:
            assert done.returncode == 2, (ending, done.stderr)
            hint = "Use a folder" if path in FOLDERS else "that ends in "
            assert hint in done.stderr, (ending, done.stderr)
        for left in folder.glob("accounts/north/*"):
            if left.name != "plan.yaml":
                left.unlink()  # the record of what was asked
    if path in FOLDERS:
        assert accepted <= {".unknown"}
    else:
        assert accepted
        assert ".unknown" not in accepted


@pytest.mark.parametrize("path", WRITING, ids=[" ".join(path) for path in WRITING])
def test_a_blank_is_no_name(folder: Path, path: tuple[str, ...]) -> None:
    done = kamctl_here(folder, *path, *ARGUMENTS.get(path, ("accounts",)), "-o", " ")
    assert (done.returncode, done.stdout) == (2, "")
    assert "→" in done.stderr  # what to do
    assert not (folder / " ").exists()


@pytest.mark.parametrize("path", ONE_FILE, ids=[" ".join(path) for path in ONE_FILE])
def test_what_ends_as_a_folder_is_one(folder: Path, path: tuple[str, ...]) -> None:
    words = (*path, *ARGUMENTS.get(path, ("accounts",)))
    done = kamctl_here(folder, *words, "-o", "new/", "--today", "2026-11-23")
    if "is not in a git repository" in done.stderr:  # there is no past
        return
    assert done.returncode == 0, done.stderr
    (file,) = (folder / "new").iterdir()
    assert done.stderr.endswith(f"new/{file.name}\n")
    assert file.suffix


@pytest.mark.parametrize(
    ("language", "words"), [("en", ".html, .md or .pdf."), ("fr", ".html, .md ou .pdf.")]
)
def test_the_possible_endings_are_named_as_a_sentence_does(
    folder: Path, language: str, words: str
) -> None:
    done = kamctl_here(folder, "--lang", language, "render", "plan", "accounts", "-o", "p.docx")
    assert words in done.stderr
