"""The wheel, installed alone in an environment of its own, does the three commands."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.generated import ROOT

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def kamctl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, from a wheel that was built from the sdist."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--outdir", str(place / "dist"), str(ROOT)]
    if importlib.util.find_spec("hatchling"):  # what builds is here already: nothing to fetch
        build.append("--no-isolation")
    _run(build, ROOT)
    (wheel,) = (place / "dist").glob("*.whl")
    venv.create(place / "alone")
    folder = place / "alone" / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "python")]
    _run([*pip, "install", "--quiet", "--no-compile", str(wheel)], place)
    return folder / "kamctl"


def _run(command: list[str], folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    answer = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, timeout=300
    )
    said = answer.stdout.decode() + answer.stderr.decode()
    assert answer.returncode == 0, said
    return said


@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_an_empty_folder_to_a_briefing(kamctl: Path, tmp_path: Path, language: str) -> None:
    command = str(kamctl)
    assert _run([command, "--version"], tmp_path).startswith("kamctl ")
    name = "Groupe « Été »"
    _run([command, "init", "account", name, "--no-input", "--language", language], tmp_path)
    plan = tmp_path / "groupe-ete" / "plan.yaml"
    assert plan.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")
    assert (tmp_path / "groupe-ete" / "plan.schema.json").is_file()
    assert "0 errors" not in _run([command, "validate"], tmp_path)
    said = _run([command, "schema", "plan"], tmp_path)
    assert said == (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8")
    for suffix in ("html", "md"):
        output = tmp_path / f"briefing.{suffix}"
        _run([command, "render", "briefing", str(plan), "-o", str(output)], tmp_path)
        text = output.read_text(encoding="utf-8")
        assert "Été" in text
        assert str(tmp_path) not in text
        assert str(ROOT) not in text
