"""Recording while others record and write: what is last is last, and nothing is half said."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kamctl.checks.engine.runner import check_source
from kamctl.cli import clock
from kamctl.cli.main import app
from kamctl.document.errors import UserError
from kamctl.document.source import Source
from kamctl.document.writing import locked
from kamctl.i18n.message import message
from kamctl.signoffs import new_signoff
from kamctl.signoffs.agreement_status import agreement_status
from kamctl.signoffs.signatures import SignatureState
from kamctl.signoffs.signoff import Signoff
from kamctl.signoffs.signoff_file import read_signoffs
from kamctl.signoffs.signoff_writing import appending
from tests.cli.test_align import GOOD
from tests.paths import ROOT
from tests.running import COMMAND
from tests.signing import append, in_a_file, signed, workspace_of

OBJECT = ("SO1", "--for", "finance", "--decision", "object", "--note", "No.", "--yes")
COMMAND_AGREE = "kamctl align record plan.yaml SO1 --for finance --decision agree"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(GOOD, encoding="utf-8", newline="\n")
    return path


def agreed(at: dt.datetime) -> Signoff:
    return signed(GOOD, COMMAND_AGREE, at)


def before(
    taken: Callable[[Path], AbstractContextManager[Any]], happens: Callable[[], None]
) -> Callable[[Path], AbstractContextManager[Any]]:
    """Return what takes a lock after something else has happened."""

    @contextmanager
    def take(path: Path) -> Iterator[Any]:
        happens()
        with taken(path) as got:
            yield got

    return take


def agrees_meanwhile(path: Path) -> Callable[[], None]:
    def agree() -> None:
        time.sleep(0.01)  # sign-offs are dated to the millisecond
        append(path, agreed(dt.datetime.now(dt.UTC)))
        time.sleep(0.01)

    return agree


def test_what_is_recorded_last_is_the_last(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plan.with_name("signoffs.yaml")
    monkeypatch.setattr(new_signoff, "appending", before(appending, agrees_meanwhile(path)))
    done = CliRunner().invoke(app, ["align", "record", str(plan), *OBJECT])
    assert done.exit_code == 0, done.output
    assert [one.decision for one in read_signoffs(path).entries] == ["agree", "object"]


def test_what_was_signed_before_another_is_not_recorded(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plan.with_name("signoffs.yaml")
    monkeypatch.setattr(new_signoff, "appending", before(appending, agrees_meanwhile(path)))
    monkeypatch.setattr(new_signoff, "sign_payload", lambda *_: "c2ln")
    text = plan.read_bytes()
    done = CliRunner().invoke(app, ["align", "record", str(plan), *OBJECT, "--sign"])
    assert done.exit_code == 2
    output = " ".join(done.output.split())
    assert "while this one was being signed" in output and "Nothing was recorded" in output
    assert "clock" not in output
    assert [one.decision for one in read_signoffs(path).entries] == ["agree"]
    assert plan.read_bytes() == text


def test_a_plan_saved_before_it_is_locked_gets_the_resistance(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save() -> None:
        text = plan.read_text(encoding="utf-8")
        if not text.startswith("# Saved"):
            plan.write_text(f"# Saved meanwhile.\n{text}", encoding="utf-8", newline="\n")

    monkeypatch.setattr(new_signoff, "locked", before(locked, save))
    done = CliRunner().invoke(app, ["align", "record", str(plan), *OBJECT])
    assert done.exit_code == 0, done.output
    text = plan.read_text(encoding="utf-8")
    assert text.startswith("# Saved meanwhile.\n") and "concern: No.\n" in text


def test_where_the_resistance_cannot_be_added_nothing_is_recorded(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_lines(*_: object, **__: object) -> object:
        raise UserError(message("No."))

    monkeypatch.setattr(new_signoff, "prepare_change", no_lines)
    done = CliRunner().invoke(app, ["align", "record", str(plan), *OBJECT])
    assert done.exit_code == 2
    assert not plan.with_name("signoffs.yaml").exists()


def test_an_error_after_recording_does_not_say_that_nothing_was(tmp_path: Path) -> None:
    path = tmp_path / "signoffs.yaml"
    with pytest.raises(OSError, match="elsewhere"), appending(path) as add:
        add(agreed(dt.datetime.now(dt.UTC)))
        raise OSError("elsewhere")
    assert len(read_signoffs(path).entries) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need permission there")
def test_a_link_is_locked_where_it_leads(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    link = tmp_path / "signoffs.yaml"
    link.symlink_to(there / "signoffs.yaml")
    with appending(link) as add:
        assert (there / ".signoffs.yaml.lock").exists()
        add(agreed(dt.datetime.now(dt.UTC)))
    assert len(read_signoffs(there / "signoffs.yaml").entries) == 1
    assert [one.name for one in there.iterdir()] == ["signoffs.yaml"]


@pytest.mark.parametrize("hours", [-12, 14], ids=["behind UTC", "ahead of UTC"])
@pytest.mark.parametrize(
    "words",
    [("restate", "SO1", "--for", "finance", "--text", "We wait.", "-y"), ("record", *OBJECT)],
)
def test_what_is_noted_in_the_plan_has_the_day_of_here(
    plan: Path, hours: int, words: tuple[str, ...]
) -> None:
    """At every hour one of these zones has another day than UTC."""
    here = dt.timezone(dt.timedelta(hours=hours))
    environment = os.environ | {"TZ": f"HERE{-hours:+}", "PYTHONPATH": str(ROOT)}
    first = dt.datetime.now(here).date()
    subprocess.run(
        [*COMMAND, "align", words[0], "plan.yaml", *words[1:]],
        cwd=plan.parent, env=environment, stdin=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    days = {first, dt.datetime.now(here).date()}
    text = plan.read_text(encoding="utf-8")
    assert any(f"  on: {day}\n" in text for day in days)
    found = subprocess.run(
        [*COMMAND, "validate", "plan.yaml", "--select", "KAM203,KAM319"],
        cwd=plan.parent, env=environment, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert found.returncode == 0


def test_an_objection_in_between_does_not_move_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("plan.yaml", "signoffs.yaml"):
        shutil.copy(ROOT / "examples" / "complete-en" / name, tmp_path)
    plan = str(tmp_path / "plan.yaml")
    today = ("--today", "2026-11-23")
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC))
    move = ["plan", "stage", plan]
    assert CliRunner().invoke(app, [*move, "shared", *today]).exit_code == 0
    runs = []

    def object_once() -> None:
        if not runs:
            words = ["SO1", "--for", "local-sales", "--decision", "object", "--note", "No."]
            runs.append(
                CliRunner().invoke(
                    app, ["align", "record", plan, *words, "--no-resistance", "--yes"]
                )
            )

    monkeypatch.setattr("kamctl.cli.plan_stage.locked", before(locked, object_once))
    done = CliRunner().invoke(app, [*move, "aligned", *today])
    assert [one.exit_code for one in runs] == [0], runs
    assert done.exit_code == 1, done.output
    assert "Stage not changed" in done.output and "objects" in done.output
    assert "stage: shared" in Path(plan).read_text(encoding="utf-8")


def test_a_signature_is_verified_once_and_agreement_judged_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One person is decider and sponsor; a check, the status and its provenance ask for it."""
    asked: list[Signoff] = []
    judged: list[object] = []

    def verify(entry: Signoff, *_: object) -> SignatureState:
        asked.append(entry)
        return SignatureState.VERIFIED

    def judge(*given: Any) -> Any:
        judged.append(given)
        return agreement_status(*given)

    monkeypatch.setattr("kamctl.signoffs.agreement_status.signature_of", verify)
    monkeypatch.setattr("kamctl.checks.engine.context.agreement_status", judge)
    monkeypatch.setattr("kamctl.signoffs.agreement_status.agreement_status", judge)
    validation = signed(GOOD, "kamctl align record plan.yaml SO1 --as decider --decision validate")
    workspace = workspace_of("kamctl: 1\nsignatures: {allowed_signers: keys, required: true}\n")
    report = check_source(
        Source("plan.yaml", GOOD),
        workspace,
        dt.date(2026, 11, 23),
        signoffs=in_a_file([replace(validation, signature="c2ln")]),
    )
    (status,) = report.agreement
    assert (status.decider.state, status.sponsor.state) == ("validated", "validated")
    assert status.decider.is_signed and status.sponsor.is_signed
    assert (len(asked), len(judged)) == (1, 1)
    assert report.without_plan().agreement == ()


class Recorder:
    """Records sign-offs of finance on one plan, at a time that the test sets."""

    def __init__(self, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.plan = plan
        self.signoffs = plan.with_name("signoffs.yaml")
        self.now = dt.datetime.now(dt.UTC).replace(hour=10)
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(new_signoff, "sign_payload", lambda *_: "c2ln")

    def record(self, *words: str) -> str:
        """Record what `words` say, a moment after the one before, and return what was printed."""
        self.now += dt.timedelta(seconds=1)
        command = ["align", "record", str(self.plan), "SO1", "--for", "finance", "--decision"]
        done = CliRunner().invoke(app, [*command, *words, "--yes"])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    @property
    def count(self) -> int:
        return len(read_signoffs(self.signoffs).entries)


@pytest.fixture
def recorder(plan: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    return Recorder(plan, monkeypatch)


@pytest.mark.parametrize(
    "words",
    [
        ("agree",),
        ("agree", "--note", "With pleasure."),
        ("agree", "--sign"),
        ("object", "--note", "No."),
        ("agree_with_conditions", "--note", "If we wait."),
    ],
)
def test_the_same_sign_off_is_recorded_once(recorder: Recorder, words: tuple[str, ...]) -> None:
    recorder.record(*words)
    before = recorder.signoffs.read_bytes(), recorder.plan.read_bytes()
    output = recorder.record(*words)
    assert "is already recorded" in output and "line 2" in output
    assert (recorder.signoffs.read_bytes(), recorder.plan.read_bytes()) == before


def test_of_two_who_record_the_same_at_once_one_does(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first: list[str] = []

    def record_once() -> None:
        if not first:
            first.append("")
            first.append(recorder.record("agree"))

    monkeypatch.setattr(new_signoff, "locked", before(locked, record_once))
    assert "is already recorded" in recorder.record("agree")
    assert first[1].endswith("Recorded: Paulo Ferreira agrees (SO1, finance).")
    assert recorder.count == 1


def test_a_sign_off_that_says_more_is_recorded(recorder: Recorder) -> None:
    recorder.record("agree")
    recorder.record("agree", "--note", "With pleasure.")
    recorder.record("object", "--note", "No.", "--no-resistance")
    recorder.record("agree")  # after an objection, it is a decision of its own
    assert recorder.count == 4
    recorder.record("agree", "--sign")
    assert recorder.count == 5
    assert "is already recorded" in recorder.record("agree")
    assert recorder.count == 5


def test_a_sign_off_with_another_e_mail_is_recorded(recorder: Recorder) -> None:
    recorder.record("agree")
    for number, count in ((1, 2), (1, 2), (2, 3)):
        reply = recorder.plan.with_name("reply.eml")
        reply.write_text(
            f"From: paulo@corvane.example\nMessage-ID: <{number}@corvane.example>\n"
            f"Date: {recorder.now:%a, %d %b %Y %H:%M:%S} +0000\n\nAgreed.\n",
            encoding="utf-8",
        )
        recorder.record("agree", "--evidence", str(reply))
        assert recorder.count == count


def test_an_agreement_is_renewed_on_a_later_day(recorder: Recorder) -> None:
    recorder.record("agree")
    recorder.now += dt.timedelta(days=1)
    recorder.record("agree")
    assert recorder.count == 2
