"""What is imported before a command is known: little, or every command starts late."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

OURS = frozenset(
    {
        "kamctl",
        "kamctl.__main__",
        "kamctl._version",
        "kamctl.cli",
        "kamctl.cli.commands",
        "kamctl.cli.console",
        "kamctl.cli.errors",
        "kamctl.cli.help",
        "kamctl.cli.language_context",
        "kamctl.git",
        "kamctl.git.root",
        "kamctl.workspace",
        "kamctl.workspace.files",
        "kamctl.cli.main",
        "kamctl.cli.paragraphs",
        "kamctl.cli.streams",
        "kamctl.cli.global_options",
        "kamctl.cli.typed_command",
        "kamctl.document",
        "kamctl.document.code_frame",
        "kamctl.document.errors",
        "kamctl.document.os_errors",
        "kamctl.i18n",
        "kamctl.i18n.catalog",
        "kamctl.i18n.language",
        "kamctl.i18n.locales",
        "kamctl.i18n.marked_text",
        "kamctl.i18n.message",
        "kamctl.i18n.nearest",
        "kamctl.i18n.words_error",
        "kamctl.reports",
        "kamctl.reports.terminal_text",
    }
)
"""Our modules that `kamctl --help` needs; a new one here has its reason in the review."""
SERVER = ("starlette", "uvicorn", "watchfiles", "anyio")
"""What only `preview` and `edit` need."""
HEAVY = (
    "babel",
    "concurrent.futures",
    "defusedxml",
    "filelock",
    "jinja2",
    "lxml",
    "multiprocessing",
    "openpyxl",
    "pptx",
    "xlsxwriter",
    "yaml",
    *SERVER,
)
"""What only some commands need."""
_RUN = """
import contextlib, io, json, sys
from kamctl.__main__ import main
sys.argv = ["kamctl", *sys.argv[1:]]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
json.dump(sorted(sys.modules), sys.stdout)
"""


def imported(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-P", "-c", _RUN, *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("words", [("--help",), ("--version",)], ids=" ".join)
def test_only_what_is_needed_is_imported(words: tuple[str, ...]) -> None:
    found = imported(*words)
    assert {name for name in found if name.partition(".")[0] == "kamctl"} <= OURS
    assert [name for name in HEAVY if name in found] == []


@pytest.mark.parametrize("command", ["validate", "next"])
def test_a_check_needs_no_document(command: str) -> None:
    found = imported(command, str(ROOT / "examples" / "complete-en" / "plan.yaml"))
    assert [
        name
        for name in found
        if name.startswith(
            (
                "kamctl.briefing",
                "kamctl.pdf",
                "jinja2",
                "babel",
                "openpyxl",
                "xlsxwriter",
                "email.policy",
                "html",
                *SERVER,
            )
        )
    ] == []


def test_a_check_needs_neither_fixes_nor_history_nor_the_models_of_a_workspace() -> None:
    found = imported("validate", str(ROOT / "examples" / "complete-en" / "plan.yaml"))
    assert [
        name
        for name in sorted(found)
        if name.startswith(
            (
                "kamctl.cli.fix",
                "kamctl.document.apply_changes",
                "kamctl.history",
                "kamctl.workspace.model",
            )
        )
    ] == []


def test_a_status_needs_no_excel_and_no_slides() -> None:
    found = imported("status", str(ROOT / "examples" / "complete-en"))
    assert found & {"xlsxwriter", "openpyxl", "pptx", "jinja2"} == set()


def test_a_document_needs_no_server(tmp_path: Path) -> None:
    plan, page = ROOT / "examples" / "complete-en" / "plan.yaml", tmp_path / "page.html"
    found = imported("render", "briefing", str(plan), "--output", str(page))
    assert page.exists()
    assert [name for name in SERVER if name in found] == []
