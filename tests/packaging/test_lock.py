"""The locks say what pyproject.toml allows, with hashes, and nothing about where it was fetched."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.paths import ROOT

NPM_LOCKS = sorted((ROOT / "tests").glob("*/package-lock.json"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PYPROJECT["dependency-groups"]
LOCKS = {"runtime": ["build"], "dev": [one["include-group"] for one in GROUPS["dev"]]}
"""Each lock with its dependency groups; both have what kamctl itself needs."""


def text_of(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")


def locked(lock: str) -> dict[str, str]:
    """Return the version of each package in a lock."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text_of(lock), re.MULTILINE))


def wanted(lock: str) -> Iterator[Requirement]:
    yield from map(Requirement, PYPROJECT["project"]["dependencies"])
    for group in LOCKS[lock]:
        yield from map(Requirement, GROUPS[group])


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_has_what_pyproject_asks_for(lock: str) -> None:
    """If this fails, run `make update`."""
    versions = locked(lock)
    asked = [*wanted(lock), *map(Requirement, PYPROJECT["build-system"]["requires"])]
    assert len(asked) > 8
    wrong = [
        f"{one}: {versions.get(canonicalize_name(one.name), 'not locked')}"
        for one in asked
        if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"))
    ]
    assert wrong == []


def test_both_locks_have_the_same_versions() -> None:
    assert locked("runtime").items() <= locked("dev").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_the_lock_has_hashes_and_no_address(lock: str) -> None:
    entries = re.split(r"^(?=[\w.-]+==)", text_of(lock), flags=re.MULTILINE)[1:]
    assert len(entries) == len(locked(lock)) > 20
    assert [one for one in entries if "--hash=sha256:" not in one] == []
    assert re.findall(r".*(?:://|--index|--find-links|file:).*", text_of(lock)) == []


def _npm(lock: Path) -> dict[str, dict[str, Any]]:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {name: package for name, package in packages.items() if name}


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda lock: lock.parent.name)
def test_every_npm_package_has_a_hash_and_no_address(lock: Path) -> None:
    packages = _npm(lock)
    assert len(packages) > 10
    assert [name for name, one in packages.items() if "integrity" not in one] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []
    asked = json.loads(lock.with_name("package.json").read_text(encoding="utf-8"))["dependencies"]
    assert asked == {name: packages[f"node_modules/{name}"]["version"] for name in asked}


def test_every_npm_tool_is_locked() -> None:
    folders = {file.parent for file in (ROOT / "tests").glob("*/package.json")}
    assert folders == {lock.parent for lock in NPM_LOCKS}
    assert len(folders) == 3
