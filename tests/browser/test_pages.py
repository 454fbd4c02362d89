"""The briefings in a real browser: for everyone, self-contained, on a phone and on paper."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TODAY = "2026-11-23"
PAGES = (
    *(("complete-en", who) for who in (None, "finance", "executive", "account-team")),
    *(("complete-fr", who) for who in (None, "finance", "supply-chain")),
    ("first-draft", None),
    ("typical-mistakes", None),
)
"""Each example, and every kind of audience in one language or the other."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "msedge")
    return next((found for name in names if (found := shutil.which(name))), None)


def _tool(name: str) -> str | None:
    return shutil.which(name, path=str(HERE / "node_modules" / ".bin"))


def _need(what: str, found: object) -> None:
    """Skip where a tool is missing; on a build server that is a failure instead."""
    if found:
        return
    if os.environ.get("KAMCTL_REQUIRE_BROWSER"):
        pytest.fail(f"{what} is not here, and KAMCTL_REQUIRE_BROWSER is set")
    pytest.skip(f"{what} is not here")


def _render(out: Path, example: str, audience: str | None, suffix: str) -> Path:
    path = out / f"{example}-{audience or 'everyone'}{suffix}"
    command = [sys.executable, "-m", "kamctl", "render", "briefing", "--today", TODAY]
    command += [str(ROOT / "examples" / example / "plan.yaml"), "-o", str(path)]
    command += ["--for", audience] if audience else []
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return path


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("pages")
    paths = [_render(out, example, who, ".html") for example, who in PAGES]
    return {path.stem: path for path in paths}


@pytest.fixture(scope="module")
def seen(
    pages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What the browser saw of each page; `out` is where its pictures and its paper are."""
    chromium, node = _chromium(), shutil.which("node")
    _need("Chromium", chromium)
    _need("playwright-core", node and (HERE / "node_modules" / "playwright-core").is_dir())
    out = tmp_path_factory.mktemp("seen")
    request = {
        "pages": [{"name": name, "html": str(path)} for name, path in pages.items()],
        "out": str(out),
        "chromium": chromium,
        "pictures": bool(os.environ.get("KAMCTL_PICTURES")),
    }
    assert node is not None
    answer = subprocess.run(
        [node, str(HERE / "page.mjs")],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=HERE,
    )
    assert answer.returncode == 0, answer.stderr
    return {page["name"]: page | {"out": out} for page in json.loads(answer.stdout)}


NAMES = [f"{example}-{who or 'everyone'}" for example, who in PAGES]


@pytest.mark.parametrize("name", NAMES)
def test_accessible_in_light_and_dark(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["violations"] == []


@pytest.mark.parametrize("name", NAMES)
def test_keeps_its_policy_and_asks_nobody(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["console"] == []
    assert seen[name]["requests"] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_scrolls_sideways_on_a_phone(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["widths"]["scroll"] <= seen[name]["widths"]["client"]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_blank_on_paper(seen: dict[str, dict[str, Any]], name: str, paper: str) -> None:
    _need("pdftotext", shutil.which("pdftotext"))
    pdf = seen[name]["out"] / f"{name}-{paper}.pdf"
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    leaves = text.split("\f")[:-1]
    assert leaves
    for number, leaf in enumerate(leaves, 1):
        lines = [line for line in leaf.splitlines() if line.strip()]
        assert len(lines) > 2, f"page {number} of {pdf.name} holds nothing but its margins"


def test_html_is_valid(pages: dict[str, Path]) -> None:
    tool = _tool("html-validate")
    _need("html-validate", tool)
    command = [tool, "--config", str(HERE / "htmlvalidate.json"), *map(str, pages.values())]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_markdown_is_clean(tmp_path: Path) -> None:
    tool = _tool("markdownlint-cli2")
    _need("markdownlint-cli2", tool)
    for example, who in PAGES:
        _render(tmp_path, example, who, ".md")
    shutil.copy(HERE / ".markdownlint-cli2.jsonc", tmp_path)
    answer = subprocess.run(
        [tool, "*.md"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
