"""`kamctl render site`: each reader apart, links that lead somewhere, and nothing left behind."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from kamctl.cli.page_names import ascii_page_names, unique_names
from tests.paths import LACTEA_PLAN
from tests.portfolio.sample_portfolio import write_sample_portfolio
from tests.running import kamctl, plain_environment, without_crash

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run_in(request: pytest.FixtureRequest) -> Run:
    def run_it(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        words = ("render", "site", "--today", "2026-11-23", *arguments)
        return without_crash(kamctl(folder, *words, env=plain_environment()))

    return run_it


SECRETS = {
    "our_part: Two deliveries": "our_part: ZQPART",
    "margin: 33%": "margin: 38.25%",
    "Buys fluid control": "ZQSUMMARY buys fluid control",
    "My team loses its bonus on local deals.": "ZQCONCERN loses its bonus.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, run_in: Run) -> Path:
    """A site of four accounts: one shared, one restricted, one a draft, one without finance."""
    workspace = tmp_path_factory.mktemp("house")
    (workspace / "kamctl.yaml").write_text("kamctl: 1\ncompany: Corvane\n", encoding="utf-8")
    lactea = LACTEA_PLAN.read_text(encoding="utf-8")
    for old, new in SECRETS.items():
        lactea = lactea.replace(old, new)
    plans = {
        "open": lactea,
        "hush": lactea.replace("  currency: EUR", "  currency: EUR\n  confidentiality: restricted"),
        "draft": lactea.replace("stage: shared", "stage: draft"),
        "apart": lactea.replace("function: finance\n", "function: marketing\n"),
    }
    for name, text in plans.items():
        path = workspace / name / "plan.yaml"
        path.parent.mkdir()
        named = text.replace("  id: lactea", f"  id: {name}").replace("Groupe Lactéa", f"Zq{name}")
        path.write_text(named, encoding="utf-8")
    done = run_in(workspace, ".", "-o", "out", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    return workspace / "out"


def site_text(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html")))


def accounts_in(folder: Path) -> set[str]:
    return {name for name in ("open", "hush", "draft", "apart") if f"Zq{name}" in site_text(folder)}


def test_each_reader_has_a_folder(site: Path) -> None:
    folders = {path.name for path in site.iterdir() if path.is_dir()}
    assert folders == {
        *("everyone", "for-executive", "for-sponsor", "for-account-team", "for-finance"),
        *("for-supply-chain", "for-research-development", "for-local-sales", "for-marketing"),
    }
    assert {path.name for path in site.iterdir() if path.is_file()} == {"index.html"}


@pytest.mark.parametrize(
    ("folder", "accounts"),
    [
        ("everyone", {"open", "apart"}),
        ("for-finance", {"open", "hush"}),
        ("for-marketing", {"apart"}),
        ("for-supply-chain", {"open", "hush", "apart"}),
        ("for-executive", {"open", "hush", "draft", "apart"}),
        ("for-account-team", {"open", "hush", "draft", "apart"}),
    ],
)
def test_a_folder_knows_of_those_accounts_only(site: Path, folder: str, accounts: set[str]) -> None:
    assert accounts_in(site / folder) == accounts
    names = " ".join(path.name for path in (site / folder).iterdir())
    listed = (site / folder / ".kamctl-site").read_text(encoding="utf-8")
    for name in {"open", "hush", "draft", "apart"} - accounts:
        assert f"{name}-" not in names + listed


def test_the_first_page_says_nothing_of_accounts(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "Zq" not in re.sub(r"'sha256-[^']*'", "", text)  # a hash may hold any letters
    assert "for-finance/index.html" in text


@pytest.mark.parametrize(
    ("secret", "readers"),
    [
        ("38.25", {"for-account-team", "for-finance"}),
        (
            "ZQCONCERN",
            {"for-account-team", "for-executive", "for-sponsor", "for-local-sales"},
        ),
    ],
)
def test_what_is_not_for_a_reader_is_nowhere_in_the_folder(
    site: Path, secret: str, readers: set[str]
) -> None:
    found = {path.name for path in site.iterdir() if path.is_dir() and secret in site_text(path)}
    assert found == readers


def test_tactics_and_people_are_for_the_account_team(site: Path) -> None:
    for secret in ("Hydrax", "Key person dependence", "Dieter Weiss"):
        where = {
            path.name for path in site.iterdir() if path.is_dir() and secret in site_text(path)
        }
        assert where <= {"for-account-team", "for-local-sales", "for-executive", "for-sponsor"}


def test_links_lead_to_pages_and_stay_in_their_folder(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        text = page.read_text(encoding="utf-8")
        ids = set(re.findall(r'\bid="([^"]+)"', text))
        for link in re.findall(r'href="([^"]+)"', text):
            if link.startswith(("http", "mailto:")):
                continue
            if link.startswith("#"):
                assert link[1:] in ids, (page, link)
                continue
            target = page.parent / unquote(link)
            assert target.is_file(), (page, link)
            if page.parent != site:
                assert target.parent == page.parent, (page, link)


def test_every_page_can_be_reached(site: Path) -> None:
    for folder in (path for path in site.iterdir() if path.is_dir()):
        index = (folder / "index.html").read_text(encoding="utf-8")
        led = {unquote(link) for link in re.findall(r'href="([^"#:]+)"', index)}
        assert led == {path.name for path in folder.glob("*.html")} - {"index.html"}
        portfolio = (folder / "portfolio.html").read_text(encoding="utf-8")
        assert re.search(r'href="[a-z]+-briefing\.html"', portfolio)


def test_several_processes_write_the_same(tmp_path: Path, run_in: Run) -> None:
    write_sample_portfolio(tmp_path / "house", 3)
    for jobs in ("1", "2"):
        run_in(tmp_path, "house", "-o", f"out{jobs}", "--jobs", jobs)
    one, two = (
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("out1", "out2")
    )
    assert one == two


def test_what_is_made_no_more_is_taken_away_and_nothing_else(tmp_path: Path, run_in: Run) -> None:
    paths = write_sample_portfolio(tmp_path / "house", 2)
    run_in(tmp_path, "house", "-o", "out")
    team = tmp_path / "out" / "for-account-team"
    (team / "notes.txt").write_text("mine", encoding="utf-8")
    (team / "mine.html").write_text((team / "index.html").read_text("utf-8"), encoding="utf-8")
    overwritten = team / "account-1-plan.html"
    overwritten.write_text("by hand", encoding="utf-8")
    paths[1].unlink()
    text = paths[0].read_text(encoding="utf-8")
    paths[0].write_text(text.replace("function: finance\n", "function: marketing\n"), "utf-8")
    done = run_in(tmp_path, "house", "-o", "out")
    assert done.returncode == 0
    assert "removed" in done.stderr
    assert not (tmp_path / "out" / "for-finance").exists()
    assert (team / "notes.txt").exists() and (team / "mine.html").exists()
    assert overwritten.exists()
    assert [path.name for path in team.glob("account-1-*")] == ["account-1-plan.html"]


def test_a_list_written_by_somebody_else_takes_nothing_away(tmp_path: Path, run_in: Run) -> None:
    write_sample_portfolio(tmp_path / "house", 1)
    run_in(tmp_path, "house", "-o", "out")
    ours = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    (tmp_path / "precious.html").write_text(ours, encoding="utf-8")
    listed = tmp_path / "out" / "everyone" / ".kamctl-site"
    listed.parent.mkdir(exist_ok=True)
    head = "# Made by kamctl render site: the pages it may take away again."
    listed.write_text(f"{head}\n../../precious.html\n../index.html\n", encoding="utf-8")
    run_in(tmp_path, "house", "-o", "out")
    assert (tmp_path / "precious.html").exists()
    assert (tmp_path / "out" / "index.html").exists()


def test_nothing_of_others_is_written_over(tmp_path: Path, run_in: Run) -> None:
    write_sample_portfolio(tmp_path / "house", 1)
    mine = tmp_path / "out" / "for-account-team" / "account-0-briefing.html"
    mine.parent.mkdir(parents=True)
    mine.write_text("<p>mine</p>", encoding="utf-8")
    done = run_in(tmp_path, "house", "-o", "out")
    assert done.returncode == 2
    assert "already exists" in done.stderr
    assert mine.read_text(encoding="utf-8") == "<p>mine</p>"
    assert run_in(tmp_path, "house", "-o", "out", "--force").returncode == 0


def test_a_file_is_no_folder(tmp_path: Path, run_in: Run) -> None:
    write_sample_portfolio(tmp_path / "house", 1)
    (tmp_path / "out").write_text("", encoding="utf-8")
    done = run_in(tmp_path, "house", "-o", "out")
    assert done.returncode == 2
    assert "a site needs a folder" in done.stderr


def test_half_of_the_plans_broken(tmp_path: Path, run_in: Run) -> None:
    paths = write_sample_portfolio(tmp_path / "house", 4)
    paths[1].write_text("kamctl: [", encoding="utf-8")
    paths[3].unlink()
    named = [path.relative_to(tmp_path).as_posix() for path in paths]
    done = run_in(tmp_path, *named, "-o", "out", "--jobs", "2")
    assert done.returncode == 2
    assert done.stderr.count("cannot be read") == 2
    team = tmp_path / "out" / "for-account-team"
    assert len(list(team.glob("*-plan.html"))) == 2
    portfolio = (team / "portfolio.html").read_text(encoding="utf-8")
    assert "2 plans could not be read and are not included" in portfolio


def test_names_are_distinguished_whatever_plans_are_called(tmp_path: Path) -> None:
    texts = {
        "a/plan.yaml": "kamctl: 1\naccount: {id: alpa, name: A}\n",
        "b/plan.yaml": "kamctl: 1\naccount: {id: ALPA, name: B}\n",
        "c/plan.yaml": "kamctl: 1\naccount: {id: alpa-2, name: C}\n",
        "d é/plan.yaml": "kamctl: 1\naccount: {name: D}\n",
        "e/north.plan.yaml": "kamctl: 1\naccount: {id: '../../x', name: E}\n",
        "f/plan.yaml": "account: [\n",
        "g/plan.yaml": "- a\n",
        "ü/plan.yaml": "kamctl: 1\n",
    }
    files = []
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
        files.append((tmp_path / name).as_posix())
    names = ascii_page_names([*files, (tmp_path / "gone" / "plan.yaml").as_posix()])
    assert names == [
        *("alpa", "ALPA-2", "alpa-2-2", "d", "north", "f", "g", "account", "gone"),
    ]
    assert len({name.casefold() for name in names}) == len(names)


def test_thousands_of_equal_names_are_numbered_without_a_search_for_each() -> None:
    class Name(str):
        """A name that counts how often it is written out."""

        times = 0
        __slots__ = ()

        def __format__(self, form: str) -> str:
            Name.times += 1
            return super().__format__(form)

    names = unique_names(
        [*(Name("north") for _ in range(500)), Name("North"), "north-2", "north-2"]
    )
    assert names[:3] == ["north", "north-2", "north-3"]
    assert names[499:] == ["north-500", "North-501", "north-2-2", "north-2-3"]
    assert Name.times <= 1000
