"""Every block of every page runs, in order, and prints what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.generated import pages, run_kamctl
from tests.page_runner import PageError, not_run, refreshed
from tests.paths import ROOT

NOT_RUN = {
    "CONTRIBUTING.md": ["builds an environment", "runs in a clone"],
    "README.md": ["make builds an environment from the network", "installs kamctl"],
    "docs/briefings.md": ["a PDF needs a browser"],
    "docs/languages.md": ["runs in a clone"],
    "docs/edit.md": ["serves until Ctrl-C"],
    "docs/preview.md": ["serves until Ctrl-C"],
    "docs/slides.md": ["installs kamctl"],
    "docs/install.md": ["installs kamctl", "needs Docker"],
    "docs/signatures.md": [
        "needs an SSH key",
        "needs an SSH key",
        "needs an e-mail",
        "needs an SSH key",
    ],
}
"""The blocks that no test runs, and why."""


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", list(pages()), ids=_name)
def test_each_block_runs_and_prints_what_the_page_shows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert refreshed(text) == text, "run `make generate`"


def test_few_blocks_are_not_run() -> None:
    everywhere = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("examples/*.md"))
    found = {_name(page): list(not_run(page.read_text(encoding="utf-8"))) for page in everywhere}
    assert {name: reasons for name, reasons in found.items() if reasons} == NOT_RUN


def test_pages_that_are_not_run_have_no_commands() -> None:
    """But those that are listed above, in the pages for contributors."""
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs" / "checks").rglob("*.md")):
        if page not in set(pages()):
            blocks = re.findall(r"^ *```(?:sh|console|bash)$", page.read_text("utf-8"), re.M)
            assert len(blocks) == len(NOT_RUN.get(_name(page), [])), page


def test_the_tutorial_names_people_as_the_new_plan_does(tmp_path: Path) -> None:
    """A reader copies from the page into the plan that `init account` has made."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (owner,) = re.findall(r"^\$ kamctl init account .*--owner \"(.*?)\"", text, re.MULTILINE)
    run_kamctl(["init", "account", "Groupe", "--no-input", "--owner", owner], tmp_path)
    plan = (tmp_path / "groupe" / "plan.yaml").read_text(encoding="utf-8")
    (short,) = re.findall(r"^  owner: (\S+)$", plan, re.MULTILINE)
    assert f"owner: {short}" in text


def test_the_story_ends_with_a_validated_plan_and_its_review() -> None:
    for name in ("README.md", "docs/tutorial.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "→ validated.\n" in text
        assert re.search(r"^\$ kamctl render review .*\n\S+-review\.html$", text, re.MULTILINE)


# --- The runner -----------------------------------------------------------------------------------


def test_what_is_shown_is_written_anew() -> None:
    page = "```console\n$ kamctl explain KAM104 | head -1\nsomething else\n```\n"
    assert "something else" not in refreshed(page)
    assert "one-owner" in refreshed(page)


@pytest.mark.parametrize("kind", ["sh", "console"])
@pytest.mark.parametrize("line", ["ls", "kamctl next | sort", "kamctl next && kamctl next"])
def test_only_kamctl_and_git_run(kind: str, line: str) -> None:
    sign = "$ " if kind == "console" else ""
    with pytest.raises(PageError, match="only kamctl"):
        refreshed(f"```{kind}\n{sign}{line}\n```\n")


def test_a_command_that_fails_is_refused() -> None:
    with pytest.raises(PageError, match="exit code 2"):
        refreshed("```sh\nkamctl validate nothing.yaml\n```\n")
    with pytest.raises(PageError, match="exit code 2"):
        refreshed("```console\n$ kamctl validate nothing.yaml\n```\n")
    with pytest.raises(PageError, match="exit code 0"):
        refreshed("<!-- exit code 2 -->\n```console\n$ kamctl --version\n```\n")
    failing = "<!-- exit code 2 -->\n```console\n$ kamctl validate nothing.yaml\n```\n"
    assert "no such file" in refreshed(failing)


def test_a_block_in_a_list_runs_too() -> None:
    with pytest.raises(PageError, match="exit code 2"):
        refreshed("1. First\n\n   ```sh\n   kamctl validate nothing.yaml\n   ```\n")


def test_a_block_that_is_marked_is_left_alone() -> None:
    page = "<!-- not run: needs a browser -->\n```sh\nbrowser page.html\n```\n"
    assert refreshed(page) == page
    assert list(not_run(page)) == ["needs a browser"]


def test_a_page_begins_in_an_empty_folder_and_goes_on_in_it() -> None:
    page = "```sh\nkamctl init example\nkamctl validate example > report.txt\n```\n"
    assert refreshed(page) == page
    with pytest.raises(PageError, match="already exists"):
        refreshed(page + page)


def test_time_passes_on_a_page() -> None:
    page = "```sh\ngit init -q\nkamctl init example\n```\n\n{}```console\n{}\n```\n"
    status = "$ kamctl validate example | tail -1\n"
    early, late = (
        refreshed(page.format(day, status)) for day in ("", "<!-- day: 2027-12-01 -->\n")
    )
    assert "No errors or warnings" in early
    assert re.search(r"\d+ errors?", late)


def test_a_change_that_fits_no_line_of_the_plan_is_told() -> None:
    page = "<!-- a/plan.yaml -->\n```yaml\nkamctl: 1\n```\n\n```diff\n-kamctl: 2\n+kamctl: 1\n```\n"
    with pytest.raises(PageError, match="not one line"):
        refreshed(page)


def test_a_line_may_become_several(tmp_path: Path) -> None:
    plan = "<!-- plan.yaml -->\n```yaml\nkamctl: 1\naccount: {name: L}\n```\n\n"
    change = "```diff\n-account: {name: L}\n+account:\n+  name: Lactea\n```\n\n"
    shown = refreshed(plan + change + "```console\n$ kamctl next\n```\n")
    assert "Lactea · draft" in shown
