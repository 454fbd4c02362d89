"""Paths and fingerprints: what other programs tell files and findings by."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.reports.fingerprints import Fingerprints
from kamctl.reports.repository_paths import RepositoryPaths
from kamctl.workspace.config import NO_WORKSPACE

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a folder in it."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "sales").mkdir()
    return tmp_path / "repository"


def test_standard_input_is_no_place(repository: Path) -> None:
    places = RepositoryPaths.around(repository / "sales")
    assert places.relative("<stdin>") == "<stdin>"
    assert places.uri("<stdin>") == "%3Cstdin%3E"
    assert not places.holds("<stdin>")


def test_what_lies_outside_keeps_its_name(repository: Path) -> None:
    places = RepositoryPaths.around(repository)
    assert places.relative("../other/plan.yaml") == "../other/plan.yaml"
    outside = repository.parent / "other & more" / "plan.yaml"
    assert places.relative(str(outside)) == outside.as_posix()
    assert places.uri(str(outside)) == outside.as_uri()
    assert not places.holds(str(outside))


def test_a_folder_whose_name_begins_alike_is_outside(repository: Path) -> None:
    places = RepositoryPaths.around(repository)
    assert not places.holds(str(repository.parent / "repository-2" / "plan.yaml"))


@pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX only")
def test_a_repository_may_be_named_by_a_link(repository: Path) -> None:
    link = repository.parent / "link"
    link.symlink_to(repository, target_is_directory=True)
    assert (
        RepositoryPaths.around(repository).relative(str(link / "sales/plan.yaml"))
        == "sales/plan.yaml"
    )


@pytest.mark.skipif(os.name != "posix", reason="POSIX only")
def test_a_name_that_is_not_utf_8_becomes_its_bytes(repository: Path) -> None:
    assert RepositoryPaths.around(repository).uri(os.fsdecode(b"caf\xe9.yaml")) == "caf%E9.yaml"


# --- Fingerprints ---------------------------------------------------------------------------------

HEAD = "kamctl: 1\naccount: {name: L}\nplan: {stage: shared}\nobjectives:\n"
FIRST = "  - {id: SO0, statement: Win the dairies., owner: nobody}\n"
SECOND = "  - {id: SO1, statement: TBD, owner: gunnar, custmer_gain: x}\n"


def prints(text: str, objective: str) -> list[str]:
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)
    names = Fingerprints()
    all_of_them = [(one, names.of(one, one.file)) for one in report.findings]
    assert len({name for _, name in all_of_them}) == len(all_of_them) > 0
    return sorted(name for one, name in all_of_them if one.objective == objective)


def test_an_entry_put_in_before_changes_no_fingerprint() -> None:
    alone = prints(HEAD + SECOND, "SO1")
    assert len(alone) > 3
    assert prints(HEAD + FIRST + SECOND, "SO1") == alone


def test_another_file_or_another_word_is_another_finding() -> None:
    text = "kamctl: 1\naccount: {name: L, zzz: 1}\n"
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)
    other = check_source(Source("plan.yaml", text.replace("z", "y")), NO_WORKSPACE, TODAY)
    (one,) = (one for one in report.findings if one.code == "KAM010")
    (two,) = (one for one in other.findings if one.code == "KAM010")
    names = {Fingerprints().of(one, "a"), Fingerprints().of(one, "b"), Fingerprints().of(two, "a")}
    assert len(names) == 3


def test_a_name_that_is_not_utf_8_has_a_fingerprint_too() -> None:
    report = check_source(Source("\udce9.yaml", "kamctl: 2\n"), NO_WORKSPACE, TODAY)
    assert len(Fingerprints().of(report.findings[0], "\udce9.yaml")) == 32
