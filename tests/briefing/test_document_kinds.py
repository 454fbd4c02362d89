"""The table of the kinds of documents: what it says of each is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kamctl.briefing.document_kinds import (
    BRIEFING,
    CURRENT_DOCUMENTS,
    DOCUMENT_KINDS,
    INDEX,
    PLAN_DOCUMENTS,
    custom_kinds,
    document_kind,
)
from kamctl.briefing.engine.custom_templates import SUFFIXES
from kamctl.briefing.engine.environment import builtin_folder
from kamctl.cli.main import load_all_commands
from tests.paths import ROOT


@pytest.mark.parametrize("name", DOCUMENT_KINDS)
def test_a_kind_has_a_template_for_each_format(name: str) -> None:
    for suffix in SUFFIXES.values():
        assert (builtin_folder() / f"{name}{suffix}").is_file(), suffix


def test_the_command_line_and_its_page_have_all_kinds() -> None:
    commands = load_all_commands().commands["render"].commands
    made = [name for name in DOCUMENT_KINDS if name != INDEX.name]
    assert [name for name in commands if name in DOCUMENT_KINDS] == made
    page = (ROOT / "docs" / "briefings.md").read_text(encoding="utf-8")
    table = page.partition("| document |")[2].partition("\n\n")[0]
    listed = re.findall(r"^\| ([a-z, ]+) \|", table, re.MULTILINE)
    named = ", ".join(listed).split(", ")
    assert [name for name in named if name in DOCUMENT_KINDS] == made


def test_a_kind_takes_the_options_that_make_sense_for_it() -> None:
    commands = load_all_commands().commands["render"].commands
    own = {
        kind.name: {one.name for one in commands[kind.name].params} & {"since", "function", "full"}
        for kind in PLAN_DOCUMENTS
    }
    assert own == {
        "briefing": {"function", "full"},
        "onepage": {"function"},
        "plan": set(),
        "review": {"since", "function"},
    }


def test_a_name_that_is_no_kind_is_one_of_the_company() -> None:
    letter = document_kind("thank-you")
    assert (letter.name, letter.label, letter.title) == ("thank-you", "Thank you", BRIEFING.title)
    assert letter not in PLAN_DOCUMENTS
    assert {one.name for one in CURRENT_DOCUMENTS} == {"briefing", "onepage", "plan"}


def test_what_replaces_a_part_of_ours_is_no_kind(tmp_path: Path) -> None:
    for name in ("letter.md.j2", "note.html.j2", "base.html.j2", "briefing.html.j2", "_x.html.j2"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert custom_kinds(tmp_path) == ["letter", "note"]
    assert custom_kinds(tmp_path, "html") == ["note"]
    assert custom_kinds(None) == []
