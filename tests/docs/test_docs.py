"""The documentation tells the truth."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from kamctl.checks.run import check_source
from kamctl.document.finding import Severity
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests.generated import ROOT, stale

PAGES = (ROOT / "README.md", ROOT / "examples" / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


def test_generated_files_and_printed_output_are_fresh() -> None:
    assert list(stale()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lost = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    assert lost == []


def test_what_the_tutorial_shows_is_a_plan_without_errors() -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    plan = f"kamctl: 1\naccount: {{name: Groupe Lactéa}}\n{shown}"
    report = check_source(Source("tutorial", plan), NO_WORKSPACE, dt.date(2026, 11, 23))
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    assert errors == []


def test_every_code_has_its_place_in_the_reference() -> None:
    from kamctl.checks.catalogue import catalogue
    from kamctl.document.problems import ALL

    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    codes = [one.code for one in ALL] + [check.code for check in catalogue()]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if code not in text] == []


def test_every_check_says_why() -> None:
    from kamctl.checks.catalogue import catalogue

    for check in catalogue():
        first = check.page.strip().split("\n")[0]
        assert first.endswith("."), check.code
