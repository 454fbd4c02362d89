"""A sign-off to be recorded: who signs, whether it counts, and what its note becomes."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kamctl.document.document import Document
from kamctl.document.errors import UserError
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.git.identity import User
from kamctl.plan.load import load_plan
from kamctl.signoffs.new_signoff import NewSignoff, record_signoff, signing_party
from kamctl.signoffs.pending_signoff import PendingSignoff, prepare_signoff
from kamctl.signoffs.signoff_file import read_signoffs
from kamctl.workspace.config import NO_WORKSPACE
from tests.signoffs.test_successors import PLAN
from tests.ssh_keys import make_key

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def pending_in(path: Path, party: str) -> tuple[PendingSignoff, Document]:
    source = read_source(path)
    assert isinstance(source, Source)
    loaded = load_plan(read(source))
    assert loaded.plan is not None
    found = prepare_signoff(
        loaded.plan, "SO1", party, here=User("Claire Morel"), day=NOW.date(), file="plan.yaml"
    )
    return found, loaded.document


@pytest.mark.parametrize(
    ("function", "role", "party"),
    [
        ("finance", None, "finance"),
        (None, "sponsor", "sponsor"),
        (None, None, None),
        ("finance", "decider", None),
        (None, "finance", None),
    ],
)
def test_a_function_or_a_role_signs(
    function: str | None, role: str | None, party: str | None
) -> None:
    if party is not None:
        assert signing_party(function, role) == party
        return
    with pytest.raises(UserError):
        signing_party(function, role)


def test_a_validation_counts_with_the_signature_that_is_required(plan: Path) -> None:
    pending, _ = pending_in(plan, "decider")
    strict = replace(NO_WORKSPACE, signatures_required=True)
    validation = NewSignoff(str(plan), pending, "validate")
    counts = {
        (one.decision, one.with_key): one.counts_in(strict)
        for one in (
            validation,
            replace(validation, with_key=True),
            replace(validation, decision="object"),
        )
    }
    assert counts == {("validate", False): False, ("validate", True): True, ("object", False): True}
    assert validation.counts_in(NO_WORKSPACE)


@pytest.mark.parametrize(
    ("decision", "severity"),
    [("agree", None), ("agree_with_conditions", "condition"), ("object", "blocking")],
)
def test_a_note_that_is_to_be_answered_becomes_a_concern(
    plan: Path, decision: str, severity: str | None
) -> None:
    pending, _ = pending_in(plan, "finance")
    new = NewSignoff(str(plan), pending, decision, "From Q3 only.")  # type: ignore[arg-type]
    assert new.may_be_concern is new.needs_note is (severity is not None)
    done = record_signoff(
        new,
        lambda: pending_in(plan, "finance"),
        lambda: NOW,
        NOW.date(),
        add_concern=new.may_be_concern,
    )
    assert done == (None, None)
    (entry,) = read_signoffs(new.path).entries
    assert (entry.decision, entry.note, entry.instant) == (decision, "From Q3 only.", NOW)
    concerns = pending_in(plan, "finance")[0].objective.directions[0].resistances
    assert [(str(one.concern), one.severity, one.raised_by) for one in concerns] == (
        [("From Q3 only.", severity, "flo")] if severity else []
    )


def test_the_same_sign_off_is_not_recorded_again(plan: Path) -> None:
    pending, _ = pending_in(plan, "finance")
    new = NewSignoff(str(plan), pending, "agree")
    for expected in (None, 2):
        done = record_signoff(new, lambda: pending_in(plan, "finance"), lambda: NOW, NOW.date())
        assert (done.repeats.line if done.repeats else None) == expected
    assert len(read_signoffs(new.path).entries) == 1


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not here")
def test_another_key_makes_a_sign_off_of_its_own(plan: Path, tmp_path: Path) -> None:
    """Who signed with a key that is not known can sign again, with the right one."""
    pending, _ = pending_in(plan, "finance")
    new = NewSignoff(str(plan), pending, "agree", with_key=True)
    wrong, right = make_key(tmp_path / "wrong"), make_key(tmp_path / "right")
    tries = ((wrong, None), (wrong, 2), (right, None), (right, 3))
    for minutes, (key, line) in enumerate(tries):
        now = NOW + dt.timedelta(minutes=minutes)
        assert new.recorded(new.entry(now)) is None  # before it is signed, nobody knows the key
        done = record_signoff(
            new,
            lambda: pending_in(plan, "finance"),
            lambda now=now: now,  # type: ignore[misc]
            now.date(),
            key=str(key),
        )
        assert (done.repeats.line if done.repeats else None) == line
