"""A version is this plan and its sign-offs, and nothing else; a refusal is a plain sentence."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kamctl.git.identity import User
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.field_changes import commit_field
from kamctl.web.editing.outcome import OutcomeStatus
from kamctl.web.editing.versions import save_version, unsaved_changes
from tests.repositories import GitRepository

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ANA = User("Ana Ruiz", "ana@corvane.example")
PLAN = """\
kamctl: 1
account: {name: Norrvik}
plan: {owner: amir, stage: draft, language: en}
team:
  - {id: amir, name: Amir Rostami, function: sales}
objectives:
  - id: SO1
    statement: Renew the substations.
    due: 2028-12-31
"""
DUE = '["objectives",{"id":"SO1"},"due"]'


def opened(plan: Path) -> EditSession:
    return EditSession(plan, today=NOW.date, now=lambda: NOW)


@pytest.fixture
def known(repo: GitRepository) -> GitRepository:
    repo.git("config", "user.name", "Mara Dekker")
    repo.git("config", "user.email", "mara@corraline.example")
    return repo


@pytest.fixture
def session(known: GitRepository) -> EditSession:
    known.write("other.txt", "one\n")
    plan = known.write("plan.yaml", PLAN)
    known.commit("A plan")
    return opened(plan)


def change_due(session: EditSession) -> None:
    assert commit_field(session, DUE, "31 December 2028", "2029-Q1").is_saved


def test_a_version_is_the_plan_and_its_signoffs_alone(
    session: EditSession, known: GitRepository
) -> None:
    assert unsaved_changes(session).is_empty
    change_due(session)
    known.write("other.txt", "two\n")
    known.write("staged.txt", "new\n")
    known.write("signoffs.yaml", "# none yet\n")
    known.git("add", "other.txt", "staged.txt")
    changes = unsaved_changes(session)
    assert (changes.is_first, changes.in_git) == (False, True)
    assert len(changes.changes) == 1 and "Q1 2029" in changes.changes[0]
    assert save_version(session).message == "The version is saved."
    assert known.git("show", "--name-only", "--format=%s%n%an", "HEAD").splitlines() == [
        "Norrvik: 1 change", "Mara Dekker", "", "plan.yaml", "signoffs.yaml",
    ]  # fmt: skip
    assert "Q1 2029" in known.git("log", "-1", "--format=%b")
    assert known.git("diff", "--cached", "--name-only").split() == ["other.txt", "staged.txt"]
    assert unsaved_changes(session).is_empty
    assert save_version(session).status is OutcomeStatus.UNCHANGED


def test_the_first_version_of_a_repository(known: GitRepository) -> None:
    session = opened(known.write("plan.yaml", PLAN))
    assert unsaved_changes(session).is_first
    assert save_version(session, "# Begun\nwith Ana").is_saved
    assert known.git("log", "--format=%s") == "# Begun with Ana"


def refusing_hook(repo: GitRepository) -> None:
    hook = repo.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'Plans are frozen this week.' >&2\nexit 1\n")
    hook.chmod(0o755)


def merge(repo: GitRepository) -> None:
    (repo.folder / ".git" / "MERGE_HEAD").write_text(repo.git("rev-parse", "HEAD") + "\n")


def earlier_state(repo: GitRepository) -> None:
    repo.git("checkout", "-q", "--detach")


def being_used(repo: GitRepository) -> None:
    (repo.folder / ".git" / "index.lock").touch()


def nobody(repo: GitRepository) -> None:
    repo.git("config", "--unset", "user.name")
    repo.git("config", "--unset", "user.email")
    repo.git("config", "user.useConfigOnly", "true")


def ignored_signoffs(repo: GitRepository) -> None:
    repo.write(".gitignore", "signoffs.yaml\n")
    repo.write("signoffs.yaml", "# none yet\n")


REFUSALS = {
    refusing_hook: "A rule of this folder refuses the version: Plans are frozen this week.",
    merge: "Changes of several people are being merged in this folder.",
    earlier_state: "This folder shows an earlier state; no version can be saved in it.",
    being_used: "Another program is saving a version in this folder.",
    nobody: "A version carries your name and e-mail address, which are not known here.",
    ignored_signoffs: "signoffs.yaml is excluded from the versions of this folder.",
}


@pytest.mark.parametrize("prepare", REFUSALS, ids=lambda one: one.__name__)
def test_a_refusal_is_a_sentence_and_leaves_all_as_it_was(
    session: EditSession, known: GitRepository, prepare: Callable[[GitRepository], None]
) -> None:
    if prepare is refusing_hook and os.name == "nt":
        pytest.skip("hooks are scripts of a shell")
    change_due(session)
    known.write("x.signoffs.yaml", "")
    prepare(known)
    before = known.git("rev-parse", "HEAD"), known.git("status", "--porcelain")
    done = save_version(session, "A note")
    assert (done.status, done.message) == (OutcomeStatus.REFUSED, REFUSALS[prepare])
    assert done.hint and done.mine == "A note"
    assert (known.git("rev-parse", "HEAD"), known.git("status", "--porcelain")) == before


def test_a_new_plan_that_a_hook_refuses_stays_unknown_to_git(known: GitRepository) -> None:
    if os.name == "nt":
        pytest.skip("hooks are scripts of a shell")
    session = opened(known.write("plan.yaml", PLAN))
    refusing_hook(known)
    assert save_version(session).status is OutcomeStatus.REFUSED
    assert known.git("status", "--porcelain") == "?? plan.yaml"


def test_who_git_does_not_know_may_say_who_they_are(
    session: EditSession, known: GitRepository
) -> None:
    change_due(session)
    assert not unsaved_changes(session).asks_author
    nobody(known)
    assert unsaved_changes(session).asks_author
    assert save_version(session, author=ANA._replace(email="")).status is OutcomeStatus.REFUSED
    assert save_version(session, author=ANA).is_saved
    assert known.git("log", "-1", "--format=%an <%ae>") == str(ANA)


def test_without_git_a_version_is_a_dated_copy(isolated_git: None, tmp_path: Path) -> None:
    plan = tmp_path / "lager.plan.yaml"
    plan.write_text(PLAN)
    (tmp_path / "lager.signoffs.yaml").write_text("# none yet\n")
    session = opened(plan)
    assert unsaved_changes(session).is_first
    assert save_version(session).is_saved
    assert save_version(session).status is OutcomeStatus.UNCHANGED
    change_due(session)
    changes = unsaved_changes(session)
    assert (changes.in_git, len(changes.changes)) == (False, 1)
    assert changes.last.startswith("23\u00a0Nov 2026 ")
    assert save_version(session).is_saved
    copies = sorted(one.name for one in (tmp_path / "versions").iterdir())
    assert len(copies) == 4
    assert not [one for one in copies if one.endswith((".plan.yaml", ".signoffs.yaml"))]
    texts = [(tmp_path / "versions" / one).read_text() for one in copies]
    assert texts.count(PLAN) == 1 and texts.count(plan.read_text()) == 1
    assert unsaved_changes(session).is_empty


def test_a_plan_that_git_ignores_gets_dated_copies(known: GitRepository) -> None:
    known.write(".gitignore", "*.yaml\n")
    session = opened(known.write("plan.yaml", PLAN))
    assert not unsaved_changes(session).in_git
    assert save_version(session).is_saved
    assert len(list((known.folder / "versions").iterdir())) == 1
