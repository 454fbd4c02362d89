"""The company's own fields are filled in as its workspace declares them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamctl.web.edit_addresses import part_address
from kamctl.web.edit_views import shown_finding
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.field_changes import commit_field
from kamctl.web.editing.form_field import FormField, Widget
from kamctl.web.editing.outcome import OutcomeStatus

WORKSPACE = """\
kamctl: 1
custom:
  plan: {fiscal_year: {type: number}}
  account:
    region: {type: choice, choices: [north, south], required_from: shared, description: Who sells.}
    go_live: {type: date}
    vip: {type: yes_no}
    tag: {}
  objective: {programme: {}, year: {type: text}}
"""
PLAN = """\
kamctl: 1
account:
  name: Norrvik
  custom: {other: 2027}   # keep
plan: {currency: EUR}
custom: {code: X1, codes: [a, b]}
objectives:
  - {id: SO1, statement: Renew the substations.}
"""


@pytest.fixture
def session(tmp_path: Path) -> EditSession:
    (tmp_path / "kamctl.yaml").write_text(WORKSPACE)
    path = tmp_path / "a" / "plan.yaml"
    path.parent.mkdir()
    path.write_text(PLAN)
    return EditSession(path, today=lambda: dt.date(2026, 11, 23))


def own_fields(session: EditSession, key: str) -> dict[str, FormField]:
    groups = [one for one in session.fields(key) if one.name.endswith("custom")]
    return {one.label: one for group in groups for one in group.fields}


def test_declared_fields_and_those_the_plan_has(session: EditSession) -> None:
    found = own_fields(session, '["account"]')
    assert {name: (one.widget, one.value) for name, one in found.items()} == {
        "Region": (Widget.CHOICE, ""),
        "Go live": (Widget.DATE, ""),
        "Vip": (Widget.CHOICE, ""),
        "Tag": (Widget.TEXT, ""),
        "Other": (Widget.NUMBER, "2027"),
    }
    assert [one.label for one in found["Vip"].choices] == ["Yes", "No"]
    assert found["Region"].why == "Who sells."
    assert found["Region"].seen_by
    # Those of the plan are shown where they are: at the top of its file.
    assert {name: one.key for name, one in own_fields(session, '["plan"]').items()} == {
        "Fiscal year": '["custom","fiscal_year"]',
        "Code": '["custom","code"]',
        "Codes": '["custom","codes"]',
    }
    assert list(own_fields(session, '["objectives",{"id":"SO1"}]')) == ["Programme", "Year"]


@pytest.mark.parametrize(
    ("key", "old", "typed", "shown", "written"),
    [
        ('["account","custom","region"]', "", "south", "south", "region: south"),
        ('["account","custom","go_live"]', "", "fin mars 2027", "31 March 2027",
         "go_live: 2027-03-31"),
        ('["account","custom","vip"]', "", "true", "true", "vip: true"),
        ('["account","custom","vip"]', "", "false", "false", "vip: false"),
        ('["account","custom","tag"]', "", "12", "12", 'tag: "12"'),
        ('["account","custom","other"]', "2027", "2,028", "2028", "other: 2028"),
        ('["custom","fiscal_year"]', "", "2027", "2027", "fiscal_year: 2027"),
        ('["custom","codes"]', "a\nb", "b\nc", "b\nc", "codes: [b, c]"),
        ('["objectives",{"id":"SO1"},"custom","programme"]', "", "Blue", "Blue",
         "custom: {programme: Blue}"),
        ('["objectives",{"id":"SO1"},"custom","year"]', "", "2027", "2027",
         'custom: {year: "2027"}'),
    ],
)  # fmt: skip
def test_a_value_is_saved_and_taken_back(
    session: EditSession, key: str, old: str, typed: str, shown: str, written: str
) -> None:
    done = commit_field(session, key, old, typed)
    assert (done.status, done.value) == (OutcomeStatus.SAVED, shown)
    assert written in session.path.read_text()
    assert commit_field(session, key, shown, shown).status is OutcomeStatus.UNCHANGED
    session.undo()
    assert session.path.read_text() == PLAN


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ('["account","custom","go_live"]', "soon", "`Go live` should be a date."),
        ('["account","custom","region"]', "west", "`Region` should be one of: north, south."),
        ('["custom","fiscal_year"]', "12 €", "`Fiscal year` should be a number."),
    ],
)
def test_what_is_of_another_type_is_held_back(
    session: EditSession, key: str, typed: str, why: str
) -> None:
    done = commit_field(session, key, "", typed)
    assert done.status is OutcomeStatus.HELD_BACK
    assert [one.message for one in done.findings] == [why]
    assert done.findings[0].hint
    assert session.path.read_text() == PLAN


def test_the_hint_on_a_number_is_as_people_write_it(session: EditSession) -> None:
    (found,) = commit_field(session, '["custom","fiscal_year"]', "", "about 42").findings
    assert found.hint == "Write the number without a unit, for example 1,200,000 or 12.5."


def test_a_finding_leads_to_the_field(session: EditSession) -> None:
    of_fields = (one for one in session.report.findings if one.code == "KAM803")
    found = {one.key: one for one in (shown_finding(session, each) for each in of_fields)}
    assert set(found) == {
        '["custom","code"]', '["custom","codes"]',
        '["account","custom","other"]', '["account","custom","region"]',
    }  # fmt: skip
    assert found['["custom","code"]'].address.startswith(part_address('["plan"]'))
    region = found['["account","custom","region"]']
    assert region.place == "Account › Custom account field › Region"


def test_a_field_that_nobody_has_declared_or_written_is_none(session: EditSession) -> None:
    key = '["account","custom","nothing"]'
    assert session.field(key) is None
    assert commit_field(session, key, "", "x").status is OutcomeStatus.GONE
    assert session.path.read_text() == PLAN
