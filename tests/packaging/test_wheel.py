"""The wheel and the sdist: what they hold, and that each is enough by itself."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

from kamctl import __version__
from kamctl.i18n.catalog import LOCALE_DIR, languages
from tests.page_runner import refreshed
from tests.paths import ROOT

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]
PARTS_OF_THE_SUITE = (
    "tests/docs/test_docs.py::test_links_lead_somewhere",
    "tests/docs/test_documented_commands.py",
    "tests/docs/test_examples.py",
    "tests/cli/test_init.py",
    "tests/scaffold/test_account_slug.py",
    "tests/scaffold/test_sections.py",
)


@dataclass(frozen=True)
class Built:
    """An sdist, and the wheel that was built from it."""

    sdist: Path
    wheel: Path

    def files_of_sdist(self) -> set[str]:
        """Return the paths of the files in the sdist, below its only folder."""
        with tarfile.open(self.sdist) as archive:
            return {one.name.partition("/")[2] for one in archive if one.isfile()}

    def files_of_wheel(self) -> set[str]:
        with ZipFile(self.wheel) as archive:
            return set(archive.namelist())

    def metadata(self) -> Message:
        with ZipFile(self.wheel) as archive:
            (name,) = (one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
            return Parser().parsestr(archive.read(name).decode("utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    if importlib.util.find_spec("hatchling"):  # what builds is here already: nothing to fetch
        build.append("--no-isolation")
    _run(build, ROOT)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return Built(sdist, wheel)


@pytest.fixture(scope="module")
def kamctl(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, from the wheel in an environment of its own."""
    place = tmp_path_factory.mktemp("wheel")
    venv.create(place / "alone")
    folder = place / "alone" / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "python")]
    _run([*pip, "install", "--quiet", "--no-compile", str(built.wheel)], place)
    return folder / "kamctl"


def _run(command: list[str], folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    answer = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, timeout=300
    )
    text = answer.stdout.decode() + answer.stderr.decode()
    assert answer.returncode == 0, text
    return text


@pytest.mark.parametrize("language", languages())
def test_from_an_empty_folder_to_a_briefing(kamctl: Path, tmp_path: Path, language: str) -> None:
    command = str(kamctl)
    assert _run([command, "--version"], tmp_path).startswith("kamctl ")
    name = "Groupe « Été »"
    _run([command, "init", "account", name, "--no-input", "--language", language], tmp_path)
    plan = tmp_path / "groupe-ete" / "plan.yaml"
    assert plan.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")
    assert (tmp_path / "groupe-ete" / "plan.schema.json").is_file()
    assert "0 errors" not in _run([command, "validate"], tmp_path)
    printed = _run([command, "schema", "plan"], tmp_path)
    assert printed == (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8")
    for suffix in ("html", "md"):
        output = tmp_path / f"briefing.{suffix}"
        _run([command, "render", "briefing", str(plan), "-o", str(output)], tmp_path)
        text = output.read_text(encoding="utf-8")
        assert "Été" in text
        assert str(tmp_path) not in text
        assert str(ROOT) not in text


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_the_first_pages_run_with_the_wheel_alone(kamctl: Path, page: str) -> None:
    """In an empty folder, as somebody types them who has no clone."""
    (packages,) = kamctl.parent.parent.glob("[Ll]ib/**/site-packages")
    text = (ROOT / page).read_text(encoding="utf-8")
    assert refreshed(text, packages) == text


def test_the_wheel_speaks_every_language(kamctl: Path, tmp_path: Path) -> None:
    assert "Usage" in _run([str(kamctl), "--lang", "en", "--help"], tmp_path)
    for folder in LOCALE_DIR.glob("*/LC_MESSAGES"):
        language = folder.parent.name
        english, other = (
            _run([str(kamctl), "--lang", lang, "explain", "KAM104"], tmp_path)
            for lang in ("en", language)
        )
        assert english != other


def test_the_metadata_says_what_an_index_shows(built: Built) -> None:
    metadata = built.metadata()
    assert (metadata["Name"], metadata["Version"]) == ("kamctl", __version__)
    required = [one for one in metadata.get_all("Requires-Dist", []) if "extra ==" not in one]
    names = {re.split(r"[^\w-]", one)[0] for one in required}
    assert names >= {"typer", "pydantic", "pyyaml", "rich", "jinja2"}
    assert [one for one in required if ">=" not in one] == [], "a floor for each"
    urls = dict(one.split(", ") for one in metadata.get_all("Project-URL", []))
    assert set(urls) == {"Homepage", "Documentation", "Changelog", "Issues", "Source"}
    assert [url for url in urls.values() if not url.startswith("https://")] == []
    assert metadata["Description-Content-Type"] == "text/markdown"


def test_the_wheel_holds_the_package_and_nothing_else(built: Built) -> None:
    files = built.files_of_wheel()
    (info,) = {one.partition("/")[0] for one in files if ".dist-info/" in one}
    assert {one.partition("/")[0] for one in files} == {"kamctl", info}
    assert {"kamctl/py.typed", f"{info}/licenses/LICENSE"} <= files
    assert "kamctl/templates/account/plan.en.yaml.j2" in files
    examples = {one.relative_to(ROOT / "examples") for one in (ROOT / "examples").glob("*/*.yaml")}
    assert {f"kamctl/examples/{one.as_posix()}" for one in examples} <= files
    package = ROOT / "kamctl"
    catalogs = {po.relative_to(ROOT).with_suffix(".mo") for po in package.rglob("*.po")}
    assert {one for one in files if one.endswith(".mo")} == {one.as_posix() for one in catalogs}
    assert len(catalogs) > 1
    assert [one for one in files if one.endswith((".po", ".pot", ".part"))] == []
    data = {one.relative_to(ROOT).as_posix() for one in package.rglob("*.toml")}
    assert {one for one in files if one.endswith(".toml")} == data
    assert {one.rpartition("/")[2] for one in data} == {
        "words.toml",
        "questions.toml",
        "systems.toml",
    }


def test_the_sdist_holds_every_file_that_git_keeps(built: Built) -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout")
    tracked = _run(["git", "ls-files", "-z"], ROOT).strip("\0").split("\0")
    kept = {name for name in tracked if (ROOT / name).is_file()}
    assert len(kept) > 500
    files = built.files_of_sdist()
    assert kept - files == set()
    assert [one for one in files if one.endswith(".mo") or "node_modules/" in one] == []


def test_git_keeps_no_link() -> None:
    """A link leads to a place of one machine; one called node_modules replaces what is there."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout")
    listed = _run(["git", "ls-files", "--stage"], ROOT).splitlines()
    assert [one for one in listed if one.startswith("120000 ")] == []


def test_the_suite_runs_from_the_sdist(built: Built, tmp_path: Path) -> None:
    """It needs no checkout: no git, no compiled catalog, no file that the sdist lacks."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is an unpacked sdist")
    with tarfile.open(built.sdist) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # since Python 3.11.4
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    printed = _run([sys.executable, "-m", "pytest", "-q", *PARTS_OF_THE_SUITE], folder)
    assert re.search(r"\d{3} passed", printed), printed
    assert "skipped" not in printed
    assert list(folder.glob("kamctl/i18n/locale/*/LC_MESSAGES/*.mo"))
