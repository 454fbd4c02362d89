"""What holds for every kind of page."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from tests.briefing.conftest import KINDS
from tests.paths import COMPLETE_EXAMPLES


@pytest.mark.parametrize("kind", ["onepage", "plan"])
def test_same_plan_same_bytes(brief, kind: str) -> None:
    views = [brief(audience="account-team", kind=kind) for _ in range(2)]
    assert len({render_html(view, kind=kind) for view in views}) == 1
    assert len({render_markdown(view, kind=kind) for view in views}) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_month_has_no_article_in_french(root: Path, brief, kind: str) -> None:
    """A date may be a month or a quarter: “le 31 mars 2027”, but never “le mars 2027”."""
    text = (root / "examples" / "complete-fr" / "plan.yaml").read_text(encoding="utf-8")
    text = re.sub(
        r"\b(due|on|close|by|last_contact|notice_by): (20\d\d-\d\d)-\d\d", r"\1: \2", text
    )
    text = text.replace("    title: Acheteur", "    left: 2026-09\n    title: Acheteur")
    text = text.replace("    title: Acheteur", "    successor: lanvers\n    title: Acheteur", 1)
    text = text.replace("title: Directeur financier,", "title: Directeur financier, left: 2026-10,")
    text = text.replace(
        "        ask: Accepter", "        answer_by: 2027-02\n        ask: Accepter"
    )
    articles = re.compile(r"\b(?:le|du|au)\s(?:[a-zéû]{3,9}\.?|T[1-4]|S[12])\s20\d\d\b", re.I)
    for audience in ("account-team", "finance", "supply-chain"):
        page = render_markdown(brief(text, audience, "fr", kind=kind), kind=kind)
        assert re.search(r"(?:févr|déc)\S* 202[678]", page)
        assert not articles.findall(page)


@pytest.mark.parametrize("example", [*COMPLETE_EXAMPLES, "typical-mistakes"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_holds_one_thing(root: Path, brief, example: str, kind: str) -> None:
    """On a phone each thing in a cell stands on a line of its own, a semicolon too."""
    text = (root / "examples" / example / "plan.yaml").read_text(encoding="utf-8")
    page = render_html(brief(text, "account-team", kind=kind), kind=kind)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    assert len(cells) >= 10
    for cell in cells:
        parts = ET.fromstring(f"<td>{cell}</td>")
        loose = [parts.text, *(one.tail for one in parts)]
        count = len(parts) + sum(bool((text or "").strip()) for text in loose)
        assert count <= 1, cell
