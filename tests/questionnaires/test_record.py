"""The file of questions beside a plan: whole or not at all, and never taken for something else."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kamctl.document.errors import UserError
from kamctl.document.source import read_source
from kamctl.questionnaires.record import (
    CODE_LETTERS,
    LONGEST_CODE,
    QuestionRecord,
    RecordedQuestion,
    locked_record,
    new_code,
    read_record,
    record_path,
)
from tests.questionnaires.account import PLAN, asked_of, merged, reply


@pytest.mark.parametrize(
    ("plan", "file"),
    [
        ("plan.yaml", "questions.yaml"),
        ("plan.yml", "questions.yaml"),
        ("north.plan.yaml", "north.questions.yaml"),
        ("north.yaml", "north.questions.yaml"),
    ],
)
def test_where_it_is(plan: str, file: str) -> None:
    assert record_path(Path("a", plan)) == Path("a", file)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    asked = asked_of()
    first = asked.questions[0]
    answers = "colons: and # signs", "“quotes” – 'and' \"more\"", "a\ttab", "é" * 300
    for answer in answers:
        done = merged(PLAN, asked, reply((first.code, answer)))
        with locked_record(path) as (_, write):
            write(done.record)
        assert read_record(path).questions == done.record.questions
    assert path.read_text("utf-8").startswith("# Questions to colleagues")


def test_no_file_is_no_question(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    assert read_record(path).questions == ()
    with locked_record(path) as (record, write):
        write(record)
    assert not path.exists()
    assert list(tmp_path.iterdir()) == []


def test_taking_questions_back_removes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    with locked_record(path) as (record, write):
        write(asked_of())
        assert path.exists()
        write(record)
    assert not path.exists()


BROKEN = [
    "",
    "[]",
    "version: 2\nquestions: []\n",
    "version: 1\nquestions: [{code: k7f2}]\n",
    "version: 1\nquestions: 5\n",
    "version: 1\nmore: x\n",
    "version: 1\n<<<<<<< HEAD\nquestions: []\n=======\nquestions: []\n>>>>>>> other\n",
    "version: 1\nquestions: [\n",
    "\udcff",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_is_told_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "questions.yaml"
    data = text.encode("utf-8", "surrogateescape")
    path.write_bytes(data)
    with pytest.raises(UserError) as error:
        read_record(path)
    assert "cannot be read" in str(error.value.message)
    with pytest.raises(UserError), locked_record(path):
        raise AssertionError
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("key", "value"),
    [("asked", "soon"), ("code", "K7F2"), ("code", "a"), ("outcome", "lost"), ("more", "x")],
)
def test_every_field_is_checked(tmp_path: Path, key: str, value: str) -> None:
    path = tmp_path / "questions.yaml"
    with locked_record(path) as (_, write):
        write(QuestionRecord(asked_of().questions[:1]))
    lines = [
        one for one in path.read_text("utf-8").splitlines() if one.split(":")[0].strip() != key
    ]
    path.write_text("\n".join([*lines, f"    {key}: {value}"]) + "\n", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read"):
        read_record(path)


def test_a_folder_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "questions.yaml").mkdir()
    with pytest.raises(UserError, match="cannot be read"):
        read_record(tmp_path / "questions.yaml")


def test_it_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    with locked_record(path) as (_, write):
        write(asked_of())
    found = read_source(path)
    assert "questions to colleagues" in str(getattr(found, "message", ""))


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    questions = asked_of().questions

    def add(one: RecordedQuestion) -> None:
        with locked_record(path) as (record, write):
            write(record.with_questions([one]))

    threads = [threading.Thread(target=add, args=(one,)) for one in questions]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(read_record(path).by_code) == {one.code for one in questions}


def test_an_editor_that_writes_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    with locked_record(path) as (record, write):
        path.write_text("version: 1\n", encoding="utf-8")
        with pytest.raises(UserError, match="changed while"):
            write(record.with_questions(asked_of().questions))
    assert path.read_text("utf-8") == "version: 1\n"


def test_codes_are_unlike_each_other() -> None:
    taken: set[str] = set()
    for _ in range(30):
        taken.add(new_code(("velopar", "anke", "stop-doing"), taken))
    assert len(taken) == 30
    assert all(set(one) <= set(CODE_LETTERS) and len(one) <= LONGEST_CODE for one in taken)
    assert not set("01ilo") & set(CODE_LETTERS)
