"""A field is saved where it can be read, and nothing that somebody else has saved is lost."""

from __future__ import annotations

import datetime as dt
import errno
import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent

import pytest

from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.message import message
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.entry_changes import insert_entry, move_entry, remove_part
from kamctl.web.editing.field_changes import commit_field
from kamctl.web.editing.outcome import OutcomeStatus

PLAN = """\
kamctl: 1
account: {name: Norrvik}
plan: {owner: amir, stage: draft, currency: EUR}
team:
  - {id: amir, name: Amir Rostami, function: sales}
customer:
  goals:
    - Fewer call-outs   # said in May
objectives:
  - id: SO1
    statement: Renew the substations.   # as agreed
    due: 2028-12-31
"""
DUE = '["objectives",{"id":"SO1"},"due"]'
STATEMENT = '["objectives",{"id":"SO1"},"statement"]'


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes(PLAN.encode())
    return path


def opened(plan: Path) -> EditSession:
    return EditSession(plan, today=lambda: dt.date(2026, 11, 23))


def test_a_field_is_saved_and_taken_back(plan: Path) -> None:
    session = opened(plan)
    done = commit_field(session, DUE, "31 December 2028", "end of March 2028")
    assert (done.status, done.value) == (OutcomeStatus.SAVED, "31 March 2028")
    assert plan.read_text() == PLAN.replace("2028-12-31", "2028-03-31")
    assert session.undo_label == "Due"
    assert session.undo().message == "Undone: Due"
    assert plan.read_text() == PLAN


def test_what_cannot_be_read_is_held_back_in_the_words_of_the_finding(plan: Path) -> None:
    done = commit_field(opened(plan), DUE, "31 December 2028", "tomorrow")
    assert done.status is OutcomeStatus.HELD_BACK
    assert [one.message for one in done.findings] == ["“tomorrow” is not a date."]
    assert plan.read_text() == PLAN


def test_what_is_not_in_a_menu_is_held_back(plan: Path) -> None:
    owner = '["plan","owner"]'
    done = commit_field(opened(plan), owner, "amir", "Somebody else")
    assert done.status is OutcomeStatus.HELD_BACK
    assert [one.message for one in done.findings] == [
        "“Somebody else” is not in the list. Choose one of its entries."
    ]
    assert plan.read_text() == PLAN


@pytest.mark.parametrize(
    ("typed", "readings", "hint"),
    [
        ("03/04/2027", ("3 April 2027", "4 March 2027"), "write 3 April 2027 or 4 March 2027."),
        ("31/12/27", (), "Write the year with four digits, for example 31 March 2027."),
        ("2027-02-30", (), "the last day of that month is 28 February 2027."),
    ],
)
def test_a_date_that_is_not_clear(
    plan: Path, typed: str, readings: tuple[str, ...], hint: str
) -> None:
    session = opened(plan)
    done = commit_field(session, DUE, "31 December 2028", typed)
    assert (done.status, done.readings) == (OutcomeStatus.HELD_BACK, readings)
    assert done.findings[0].hint.replace("\xa0", " ").endswith(hint)
    for one in readings:
        shown = session.field(DUE)
        assert shown is not None
        assert commit_field(session, DUE, shown.value, one).value == one


def test_characters_that_nobody_sees_are_left_out_and_said(plan: Path) -> None:
    session = opened(plan)
    done = commit_field(session, STATEMENT, "Renew the substations.", "Sell\x07 the\x00 stations.")
    assert (done.status, done.value) == (OutcomeStatus.SAVED, "Sell the stations.")
    assert done.message == "Invisible characters were left out."
    done = commit_field(session, STATEMENT, "Sell the stations.", "Sell the stations.\x1b\r\n")
    assert (done.status, done.message) == (
        OutcomeStatus.UNCHANGED, "Invisible characters were left out.",
    )  # fmt: skip
    assert commit_field(session, STATEMENT, "Sell the stations.", "Sell\r\nthem.").message == ""


def test_the_same_field_is_a_conflict(plan: Path) -> None:
    session = opened(plan)
    plan.write_text(PLAN.replace("Renew", "Replace"))
    done = commit_field(session, STATEMENT, "Renew the substations.", "Sell the substations.")
    assert (done.status, done.mine, done.theirs, done.was) == (
        OutcomeStatus.CONFLICT, "Sell the substations.", "Replace the substations.",
        "Renew the substations.",
    )  # fmt: skip
    assert plan.read_text() == PLAN.replace("Renew", "Replace")


def test_other_fields_that_were_changed_are_kept_and_said(plan: Path) -> None:
    session = opened(plan)
    plan.write_text(PLAN.replace("Renew", "Replace"))
    done = commit_field(session, DUE, "31 December 2028", "2028-Q1")
    assert done.status is OutcomeStatus.SAVED
    assert len(done.meanwhile) == 1 and "Replace" in done.meanwhile[0]
    assert plan.read_text() == PLAN.replace("Renew", "Replace").replace("2028-12-31", "2028-Q1")


def test_both_have_typed_the_same(plan: Path) -> None:
    session = opened(plan)
    plan.write_text(PLAN.replace("2028-12-31", "2029-03"))
    assert (
        commit_field(session, DUE, "31 December 2028", "March 2029").status
        is OutcomeStatus.UNCHANGED
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - id: SO1\n", "  - id: SO2\n"),
        ("    - Fewer call-outs   # said in May\n", "    - Other\n"),
    ],
    ids=["entry", "text"],
)
def test_what_was_typed_into_a_deleted_entry_is_kept(plan: Path, old: str, new: str) -> None:
    session = opened(plan)
    text = '["customer","goals",{"is":"Fewer call-outs","at":0},"text"]'
    assert session.field(text) is not None
    plan.write_text(PLAN.replace(old, new))
    key, shown = (DUE, "31 December 2028") if "SO1" in old else (text, "Fewer call-outs")
    done = commit_field(session, key, shown, "Mine")
    assert (done.status, done.mine) == (OutcomeStatus.GONE, "Mine")
    assert done.message and done.hint and done.meanwhile
    assert plan.read_text() == PLAN.replace(old, new)
    assert session.field(key) is None and session.entry(key) is None and session.fields(key) == []


def test_a_field_that_was_deleted_is_a_conflict_with_nothing(plan: Path) -> None:
    session = opened(plan)
    plan.write_text(PLAN.replace("    due: 2028-12-31\n", ""))
    done = commit_field(session, DUE, "31 December 2028", "2029-Q1")
    assert (done.status, done.mine, done.theirs, done.was) == (
        OutcomeStatus.CONFLICT, "2029-Q1", "", "31 December 2028",
    )  # fmt: skip
    # Chosen all the same: as it is now is what was shown.
    assert commit_field(session, DUE, "", "2029-Q1").is_saved
    assert "due: 2029-Q1" in plan.read_text()


def test_a_file_that_was_deleted_moved_or_replaced(plan: Path) -> None:
    session = opened(plan)
    plan.rename(plan.with_name("moved.yaml"))
    done = commit_field(session, DUE, "31 December 2028", "2029-Q1")
    assert (done.status, done.mine) == (OutcomeStatus.REFUSED, "2029-Q1")
    assert done.message == "The file of this plan was deleted, moved or renamed."
    assert session.refresh() == ()
    assert [one.name for one in plan.parent.iterdir()] == ["moved.yaml"]
    plan.with_name("moved.yaml").replace(plan)
    assert session.refresh() == ()
    assert commit_field(session, DUE, "31 December 2028", "2029-Q1").is_saved


BROKEN = {
    "kamctl: 1\n": ("kamctl: 1\nkamctl: 1\n", 2),
    "{name: Norrvik}": ("&a {name: Norrvik}", 2),
    "owner: amir, stage": ("owner: amir, stage: [", 3),
    "objectives:\n": ("<<<<<<< HEAD\n=======\n>>>>>>> theirs\nobjectives:\n", 9),
}


@pytest.mark.parametrize("old", BROKEN)
def test_a_plan_that_a_change_could_not_keep_is_read_only(plan: Path, old: str) -> None:
    new, line = BROKEN[old]
    text = PLAN.replace(old, new)
    plan.write_text(text)
    session = opened(plan)
    found = session.read_only
    assert found is not None and found.message and found.hint
    assert found.line == line
    assert session.fields()
    for done in (
        commit_field(session, DUE, "31 December 2028", "2029-Q1"),
        insert_entry(session, '["objectives"]', {"statement": "More."}),
        remove_part(session, '["team"]'),
    ):
        assert not done.is_saved
    assert plan.read_text() == text
    # Once it is corrected, editing goes on.
    plan.write_text(PLAN)
    session.refresh()
    assert session.read_only is None
    assert commit_field(session, DUE, "31 December 2028", "2029-Q1").is_saved


def test_what_is_no_plan_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile):
        opened(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    "key", ["x", "{}", '["objectives",0]', '[["a"]]', '[{"is":1,"at":-1}]', "[" * 9]
)
def test_a_key_that_no_page_was_given(plan: Path, key: str) -> None:
    with pytest.raises(UserError):
        commit_field(opened(plan), key, "", "x")
    assert plan.read_text() == PLAN


@pytest.mark.parametrize("key", ['["nothing"]', '["account","name","x"]', '["objectives","due"]'])
def test_a_key_of_no_field(plan: Path, key: str) -> None:
    assert commit_field(opened(plan), key, "", "x").status is OutcomeStatus.GONE
    assert plan.read_text() == PLAN


def test_entries_are_added_moved_and_removed(plan: Path) -> None:
    session = opened(plan)
    done = insert_entry(session, '["team"]', {"name": "Lena Berg", "function": "service"})
    assert (done.status, done.key) == (OutcomeStatus.SAVED, '["team",{"id":"berg"}]')
    second = insert_entry(
        session, '["objectives"]', {"statement": "Fewer call-outs.", "due": "fin mars 2029"}
    )
    assert second.key == '["objectives",{"id":"SO2"}]'
    assert "due: 2029-03-31" in plan.read_text()
    assert move_entry(session, second.key, '["objectives",{"id":"SO1"}]').is_saved
    assert plan.read_text().index("SO2") < plan.read_text().index("SO1")
    assert remove_part(session, done.key).is_saved
    assert "Lena" not in plan.read_text()
    assert remove_part(session, done.key).status is OutcomeStatus.GONE
    assert insert_entry(session, '["objectives"]', before='["objectives",{"id":"SO7"}]').status is (
        OutcomeStatus.GONE
    )
    for _ in range(4):
        assert session.undo().is_saved
    assert plan.read_text() == PLAN and session.undo_label == ""


def test_an_entry_whose_value_cannot_be_read_is_held_back(plan: Path) -> None:
    done = insert_entry(opened(plan), '["objectives"]', {"statement": "More.", "due": "soon"})
    assert done.status is OutcomeStatus.HELD_BACK and done.findings
    assert plan.read_text() == PLAN


def test_an_entry_keeps_its_former_name_for_a_page_that_is_still_open(plan: Path) -> None:
    session = opened(plan)
    goals = '["customer","goals",{"is":"Fewer call-outs","at":0}'
    done = commit_field(session, f'{goals},"text"]', "Fewer call-outs", "No call-outs")
    assert done.keys == ((f"{goals}]", '["customer","goals",{"is":"No call-outs","at":0}]'),)
    assert commit_field(session, f'{goals},"told_by"]', "", "amir").is_saved
    assert "text: No call-outs" in plan.read_text() and "told_by: amir" in plan.read_text()


def test_undo_survives_other_changes(plan: Path) -> None:
    session = opened(plan)
    commit_field(session, DUE, "31 December 2028", "2029-Q1")
    plan.write_text("# New.\n" + plan.read_text().replace("Renew", "Replace"))
    done = session.undo()
    assert done.is_saved and done.meanwhile
    assert plan.read_text() == "# New.\n" + PLAN.replace("Renew", "Replace")


def test_undo_of_a_field_that_was_changed_since_is_refused(plan: Path) -> None:
    session = opened(plan)
    commit_field(session, DUE, "31 December 2028", "2029-Q1")
    text = PLAN.replace("2028-12-31", "2030-01-31")
    plan.write_text(text)
    assert session.undo().status is OutcomeStatus.REFUSED
    assert plan.read_text() == text


@pytest.mark.parametrize("is_whole_text", [False, True])
def test_undo_waits_for_an_editor_that_is_saving(plan: Path, is_whole_text: bool) -> None:
    session = opened(plan)
    if is_whole_text:
        with session.exclusively():
            session.write_text(PLAN.replace("Renew", "Replace"), message("Text"))
    else:
        commit_field(session, STATEMENT, "Renew the substations.", "Replace the substations.")
    saved = plan.read_text()
    plan.write_text(saved + "swot: [")
    for _ in range(2):
        assert session.undo().status is OutcomeStatus.REFUSED
    plan.write_text(saved)
    assert session.undo().is_saved
    assert plan.read_text() == PLAN


def test_what_cannot_be_undone_any_more_does_not_bar_what_can(plan: Path) -> None:
    session = opened(plan)
    commit_field(session, STATEMENT, "Renew the substations.", "Replace the substations.")
    commit_field(session, DUE, "31 December 2028", "2029-Q1")
    plan.write_text(plan.read_text().replace("2029-Q1", "2030-Q1"))
    assert session.undo().status is OutcomeStatus.REFUSED
    assert session.undo().is_saved
    assert plan.read_text() == PLAN.replace("2028-12-31", "2030-Q1")


def test_zero_and_false_are_kept_and_nothing_is_removed(plan: Path) -> None:
    session = opened(plan)
    done = insert_entry(
        session, '["opportunities"]', {"title": "Sensors", "value": "0", "probability": "0"}
    )
    assert done.is_saved
    assert "value: 0\n" in plan.read_text() and "probability: 0%" in plan.read_text()
    value = done.key.replace("]", ',"value"]')
    assert commit_field(session, value, "0", "").is_saved
    assert "value" not in plan.read_text()


def test_two_sessions_lose_nothing(plan: Path) -> None:
    sessions = [opened(plan) for _ in range(4)]

    def add(number: int) -> None:
        for each in range(6):
            done = insert_entry(
                sessions[number], '["team"]', {"name": f"P {number}x{each}", "function": "sales"}
            )
            assert done.is_saved, done

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    value = read(Source("plan.yaml", plan.read_text())).value
    assert len(value["team"]) == 1 + 24
    assert [one.name for one in plan.parent.iterdir()] == ["plan.yaml"]


def add_people(path: str, number: int) -> int:
    session = opened(Path(path))
    return sum(
        insert_entry(
            session, '["team"]', {"name": f"P {number}x{each}", "function": "sales"}
        ).is_saved
        for each in range(5)
    )


def test_two_processes_lose_nothing(plan: Path) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        saved = list(pool.map(add_people, [str(plan)] * 2, range(2)))
    assert saved == [5, 5]
    assert len(read(Source("plan.yaml", plan.read_text())).value["team"]) == 1 + 10


def test_a_run_that_is_killed_while_it_saves_leaves_a_whole_file(plan: Path) -> None:
    script = dedent("""
        import os, signal, sys
        from pathlib import Path
        from kamctl.web.editing.edit_session import EditSession
        from kamctl.web.editing.field_changes import commit_field
        kill = Path.replace
        def killed(self, target):
            if sys.argv[2] == "after":
                kill(self, target)
            os._exit(9) if os.name == "nt" else os.kill(os.getpid(), signal.SIGKILL)
        Path.replace = killed
        commit_field(EditSession(Path(sys.argv[1])), sys.argv[3], "31 December 2028", "2029-Q1")
    """)
    for moment, text in (("before", PLAN), ("after", PLAN.replace("2028-12-31", "2029-Q1"))):
        plan.write_text(PLAN)
        command = [sys.executable, "-c", script, str(plan), moment, DUE]
        done = subprocess.run(command, env=os.environ, check=False)
        assert done.returncode == (9 if os.name == "nt" else -signal.SIGKILL)
        assert plan.read_text() == text
        # The next one goes on, and nothing is left behind.
        assert commit_field(
            opened(plan), STATEMENT, "Renew the substations.", "Sell them."
        ).is_saved
        assert [one.name for one in plan.parent.iterdir()] == ["plan.yaml"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that count")
def test_a_folder_that_cannot_be_written(plan: Path) -> None:
    session = opened(plan)
    plan.parent.chmod(0o555)
    try:
        done = commit_field(session, DUE, "31 December 2028", "2029-Q1")
    finally:
        plan.parent.chmod(0o755)
    assert (done.status, done.mine) == (OutcomeStatus.REFUSED, "2029-Q1")
    assert done.message and done.hint


def test_a_full_disk_leaves_the_plan_and_what_was_typed(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    session = opened(plan)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        done = commit_field(session, DUE, "31 December 2028", "2029-Q1")
    assert (done.status, done.mine) == (OutcomeStatus.REFUSED, "2029-Q1")
    assert done.message == "The file of this plan cannot be written: the disk is full."
    assert done.hint
    assert plan.read_text() == PLAN
    assert [one.name for one in plan.parent.iterdir()] == ["plan.yaml"]
    assert commit_field(session, DUE, "31 December 2028", "2029-Q1").is_saved
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert session.undo().status is OutcomeStatus.REFUSED
    assert session.undo().is_saved
    assert plan.read_text() == PLAN


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ('["plan","stage"]', "draft", "validated"),
        ('["objectives",{"id":"SO1"},"customer_confirmation","fingerprint"]', "", "v2:0"),
        ('["objectives",{"id":"SO1"},"customer_confirmation","by"]', "", "amir"),
    ],
)
def test_what_only_kamctl_writes_cannot_be_typed(plan: Path, key: str, old: str, new: str) -> None:
    session = opened(plan)
    assert commit_field(session, key, old, new).status is OutcomeStatus.GONE
    assert plan.read_text() == PLAN
    assert session.fields(key) == []
