"""Every field of every plan: reading it changes nothing, its own value is no change, another and
back restores each byte.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kamctl.document.writing import locked
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.field_changes import commit_field
from kamctl.web.editing.field_keys import field_key, place_of
from kamctl.web.editing.form_field import FormField, Widget
from kamctl.web.editing.outcome import OutcomeStatus
from tests.every_field import filled_plan
from tests.paths import LACTEA_PLAN, ROOT

TODAY = dt.date(2026, 11, 23)
PLANS = [LACTEA_PLAN, *sorted(ROOT.glob("examples/*/plan.yaml"))]
every_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.parent.name)


def opened(plan: Path, folder: Path) -> EditSession:
    copy = folder / plan.name
    copy.write_bytes(plan.read_bytes())
    return session_of(copy)


def session_of(plan: Path) -> EditSession:
    return EditSession(plan, today=lambda: TODAY)


def typed_fields(fields: list[FormField]) -> Iterator[FormField]:
    """Give every field that has a value of its own, translations and entries included."""
    for one in fields:
        if one.widget.is_typed:
            yield one
        yield from typed_fields([*one.fields, *one.translations])
        for entry in one.entries:
            yield from typed_fields(list(entry.fields))


def another(field: FormField) -> str:
    """Return another text that can be read in a field."""
    match field.widget:
        case Widget.CHOICE | Widget.CHOICES:
            others = [one.value for one in field.choices if not one.is_chosen]
            return others[-1] if others else ""
        case Widget.DATE:
            return "2027-Q3" if "2027" not in field.value else "2029-02-11"
        case Widget.MONEY | Widget.NUMBER:
            return "6" if field.value != "6" else "5"
        case Widget.PERCENT:
            return "12 %" if not field.value.startswith("12") else "15 %"
        case Widget.TEXTS:
            return f"{field.value}\nsomething: new #1"
        case Widget.LONG_TEXT:
            return f"One: line # one.\n{field.value}"
    if field.name.endswith(("year", "customer_since")):
        return "2031"
    return f"{field.value} and 'more'"


@every_plan
def test_reading_every_form_changes_no_byte(plan: Path, tmp_path: Path) -> None:
    session = opened(plan, tmp_path)
    fields = list(typed_fields(session.fields()))
    assert len(fields) > 100
    for one in fields[::23]:
        assert field_key(place_of(one.key)) == one.key
        assert session.field(one.key) == one
    assert session.path.read_bytes() == plan.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == [plan.name]


@every_plan
def test_the_value_shown_is_no_change(plan: Path, tmp_path: Path) -> None:
    session = opened(plan, tmp_path)
    before = session.path.stat()
    with locked(session.path):
        for one in typed_fields(session.fields()):
            done = commit_field(session, one.key, one.value, one.value)
            assert (done.status, done.value) == (OutcomeStatus.UNCHANGED, one.value), one
            # As a browser sends it.
            text = f" {one.value}\n".replace("\n", "\r\n")
            assert (
                commit_field(session, one.key, one.value, text).status is OutcomeStatus.UNCHANGED
            ), one
    after = session.path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@every_plan
def test_another_value_and_back(plan: Path, tmp_path: Path) -> None:
    """Of every fifth field: each value by itself is in `tests/document/test_change_bytes.py`."""
    session = opened(plan, tmp_path)
    for one in list(typed_fields(session.fields()))[::5]:
        check_change(session, one, another(one), plan.read_bytes())


@every_plan
def test_a_field_emptied_and_back(plan: Path, tmp_path: Path) -> None:
    session = opened(plan, tmp_path)
    filled = [one for one in typed_fields(session.fields()) if one.value]
    for one in filled[::4]:
        done = commit_field(session, one.key, one.value, "")
        assert (done.status, done.value) == (OutcomeStatus.SAVED, ""), one
        session.undo()
        assert session.path.read_bytes() == plan.read_bytes(), one


def check_change(session: EditSession, field: FormField, text: str, before: bytes) -> None:
    if not text:
        return
    done = commit_field(session, field.key, field.value, text)
    assert done.status is OutcomeStatus.SAVED, (field, done)
    assert done.value != field.value
    for key in (done.key, field.key):  # its former name still leads to it
        again = commit_field(session, key, done.value, done.value)
        assert (again.status, again.value) == (OutcomeStatus.UNCHANGED, done.value), (field, again)
    session.undo()
    assert session.path.read_bytes() == before, field


@pytest.mark.parametrize("flow", [False, None], ids=["block", "flow"])
def test_a_plan_with_something_in_every_field(tmp_path: Path, flow: bool | None) -> None:
    plan = tmp_path / "plan.yaml"
    text = yaml.safe_dump(
        filled_plan("finance").plan, allow_unicode=True, sort_keys=False, default_flow_style=flow
    )
    plan.write_bytes(text.encode())
    session = session_of(plan)
    fields = list(typed_fields(session.fields()))
    assert all(one.value for one in fields if one.widget is not Widget.TEXTS)
    for one in fields:
        assert (
            commit_field(session, one.key, one.value, one.value).status is OutcomeStatus.UNCHANGED
        ), one
    for one in fields[::6]:
        check_change(session, one, another(one), text.encode())


@settings(max_examples=15)
@given(data=st.data())
def test_changes_of_many_fields_and_all_of_them_back(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = data.draw(st.sampled_from(PLANS))
    session = opened(plan, tmp_path_factory.mktemp("plan"))
    count = data.draw(st.integers(1, 6))
    for _ in range(count):
        fields = list(typed_fields(session.fields()))
        one = fields[data.draw(st.integers(0, len(fields) - 1))]
        text = data.draw(st.one_of(st.just(another(one)), st.text(max_size=30), st.just("")))
        done = commit_field(session, one.key, one.value, text)
        assert done.status in (
            OutcomeStatus.SAVED, OutcomeStatus.UNCHANGED, OutcomeStatus.HELD_BACK,
        ), (one, text, done)  # fmt: skip
        assert done.status is not OutcomeStatus.HELD_BACK or done.findings
    while session.undo_label:
        assert session.undo().status is OutcomeStatus.SAVED
    assert session.path.read_bytes() == plan.read_bytes()
