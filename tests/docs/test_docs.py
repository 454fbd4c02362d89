"""The documentation tells the truth."""

from __future__ import annotations

import ast
import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from kamctl.briefing.visibility.audience import audience_names
from kamctl.checks.engine.code_index import entries
from kamctl.cli.main import load_all_commands
from kamctl.plan.values import FUNCTIONS
from kamctl.workspace.config import read_workspace
from kamctl.workspace.model import Config
from tests.briefing.visibility.visibility_table import read_table
from tests.generated import generated, run_kamctl, slug, stale
from tests.paths import ROOT

PAGES = (
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "examples" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#]*)(?:#([^)]+))?\)")
_TABLE_KEYS = re.compile(r"^\| (`[^|]+`) \|", re.MULTILINE)


def _text(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def test_generated_files_are_fresh() -> None:
    assert list(stale(generated())) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link, anchor in _LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / link if link else page
        headings = (
            re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            if (anchor and target.exists())
            else []
        )
        if not target.exists() or (anchor and anchor not in map(slug, headings)):
            lost.append(f"{link}#{anchor}")
    assert lost == []


def test_links_and_pictures_of_the_readme_work_on_an_index_page() -> None:
    """An index shows the README without the files around it: each link is absolute and exists."""
    site = {
        "href": "https://github.com/kamctl/kamctl/blob/main/",
        "src": "https://raw.githubusercontent.com/kamctl/kamctl/main/",
    }
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    tokens = MarkdownIt().enable("table").parse(text)
    parts = [part for token in tokens for part in token.children or ()]
    assert [part.content for part in parts if "[" in part.content and part.type == "text"] == []
    links = [(kind, str(part.attrs[kind])) for part in parts for kind in site if kind in part.attrs]
    assert {kind for kind, _ in links} == set(site)
    assert len(links) > 15
    lost = [
        url
        for kind, url in links
        if not (url.startswith(site[kind]) and (ROOT / url.removeprefix(site[kind])).is_file())
    ]
    assert lost == []


def test_every_key_of_the_json_report_is_described() -> None:
    folder = ROOT / "examples"
    plans = sorted(plan.relative_to(folder).as_posix() for plan in folder.glob("*/plan.yaml"))
    answer = run_kamctl(["validate", "--format", "json", "--today", "2026-11-23", *plans], folder)
    described = set(re.findall(r"`(\w+)`", _text("json-report.md")))
    stages = {"draft", "shared", "aligned", "validated"}
    assert set(_keys(json.loads(answer))) - stages - described == set()


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        yield from itertools.chain.from_iterable(map(_keys, value.values()))
    elif isinstance(value, list):
        yield from itertools.chain.from_iterable(map(_keys, value))


def test_the_audiences_of_the_briefings_are_those_there_are() -> None:
    named = re.findall(r"`([^`]+)`", "".join(_TABLE_KEYS.findall(_text("briefings.md"))))
    assert len(named) > 5
    assert set(named) - set(audience_names(FUNCTIONS)) == set()


def test_every_field_that_somebody_sees_is_on_the_page() -> None:
    seen = {re.sub(r" \(.*", "", field) for field, row in read_table().items() if any(row.values())}
    shown = set()
    details = _text("who-sees-what.md").partition("## Field by field")[2]
    for part in details.split("\n### ")[1:]:
        section, _, lines = part.partition("\n")
        cells = re.findall(
            r"^\| (`.+?) \||^- .*?: (.*)$", lines.partition("\n## ")[0], re.MULTILINE
        )
        for entry in "; ".join(map("".join, cells)).split("; "):
            above, _, names = entry.rpartition(": ")
            for place, name in itertools.product(above.split(", "), names.split(", ")):
                path = ".".join(filter(None, (place, name))).replace("`", "")
                shown.add(section if path == "all of it" else f"{section}.{path}")
    assert {field.replace("[]", "") for field in seen} == {one.replace("[]", "") for one in shown}


def test_the_workspace_page_shows_every_key_and_no_other(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", _text("workspace.md"), re.DOTALL)
    (tmp_path / "kamctl.yaml").write_text(shown, encoding="utf-8")
    assert read_workspace(tmp_path / "kamctl.yaml").company == "Corvane"
    assert set(re.findall(r"^(\w+):", shown, re.MULTILINE)) == set(Config.model_fields)


def test_every_option_is_in_the_reference_of_commands() -> None:
    """However this version of Typer lays out its help."""

    text = " ".join(_text("commands.md").split())
    lost = []
    commands = [("kamctl", load_all_commands())]
    while commands:
        name, command = commands.pop()
        commands += [
            (f"{name} {key}", one) for key, one in getattr(command, "commands", {}).items()
        ]
        lost += [name] if f"## {name}" not in text else []
        for one in command.params:
            if getattr(one, "hidden", False) or "completion" in one.name:
                continue
            wanted = [" ".join((getattr(one, "help", "") or "").split())]
            wanted += [flag for flag in one.opts if flag.startswith("-")]
            lost += [f"{name}: {want}" for want in wanted if want not in text]
    assert lost == []


def test_every_code_has_its_page_and_no_page_is_left_over() -> None:
    codes = [entry.code for entry in entries()]
    assert len(set(codes)) == len(codes)
    assert len({entry.name for entry in entries()}) == len(codes)
    pages = {page.stem for page in (ROOT / "docs" / "checks").glob("KAM*.md")}
    assert pages == set(codes)
    listed = (ROOT / "docs" / "checks" / "README.md").read_text(encoding="utf-8")
    assert [code for code in codes if f"[{code}]({code}.md)" not in listed] == []


_CODE = re.compile(r"`([\w./-]+/|[\w./-]+\.(?:py|toml))(?:: (\w+(?:\.\w+)*))?`")


def test_what_the_architecture_names_exists() -> None:
    """Each folder and file, and each class and function that is named with its file."""
    named = _CODE.findall(" ".join(_text("architecture.md").split()))
    assert len(named) > 80
    assert [" ".join(one) for one in named if not any(map(_defines(one[1]), _places(one[0])))] == []


def _places(path: str) -> list[Path]:
    """Return where a path may be: from the top, in the package, or in a folder just named."""
    return [
        place
        for place in (
            ROOT / path,
            ROOT / "kamctl" / path,
            *(ROOT / "kamctl").rglob(path.rstrip("/")),
        )
        if place.exists()
    ]


def _defines(name: str) -> Callable[[Path], bool]:
    """Return what tells whether a file defines the name; without a name it need only be there."""

    def defines(place: Path) -> bool:
        if not name:
            return True
        body = ast.parse(place.read_text(encoding="utf-8")).body
        for step in name.split("."):
            found = next((one for one in body if step in _names(one)), None)
            if found is None:
                return False
            body = getattr(found, "body", [])
        return True

    return defines


def _names(statement: ast.stmt) -> list[str]:
    """Return what a statement defines: a class, a function, or what it assigns to."""
    if isinstance(statement, ast.ClassDef | ast.FunctionDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return [one.id for one in targets if isinstance(one, ast.Name)]
