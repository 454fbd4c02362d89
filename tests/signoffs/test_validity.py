"""Whatever lines somebody writes, with a seal that fits: only what was really signed counts."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamctl.document.errors import UserError
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.git.identity import User
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.plan.people import member_with_id
from kamctl.signoffs.agreement_status import SignoffRules, agreement_status
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.pending_signoff import prepare_signoff
from kamctl.signoffs.signers import account_names, is_of_account
from kamctl.signoffs.signoff import Signoff, as_line, in_effect_order, last_moment, sealed
from kamctl.signoffs.signoff_file import signoffs_in
from kamctl.signoffs.unread_text import check_read
from kamctl.signoffs.validity import changes_since_signed, is_valid
from kamctl.workspace.config import Workspace
from tests.signing import signed

TEXT = """\
kamctl: 1
account: {name: Lactéa, id: lactea, formerly: [Laiteries Réunies]}
plan: {stage: shared, currency: EUR, sponsor: thomas}
objectives:
  - id: SO1
    statement: Become their one partner for cleaning.
    decider: thomas
    measures:
      - {name: Share, unit: "%", target: {value: 42, on: 2028-12-31}}
    directions:
      - {function: finance, leader: paulo, ask: Accept 60 days.}
team:
  - {id: paulo, name: Paulo Ferreira, email: paulo@corvane.example, function: finance}
  - {id: thomas, name: Thomas Berger}
"""
AGREE = "kamctl align record plan.yaml SO1 --for finance --decision agree"
TODAY = dt.date(2026, 11, 23)


def plan_of(text: str) -> Plan:
    plan = load_plan(read(Source("plan.yaml", text))).plan
    assert plan is not None
    return plan


PLAN = plan_of(TEXT)
GOOD = signed(TEXT, AGREE)


def counts(entry: Signoff, plan: Plan = PLAN) -> bool:
    """Tell whether an entry counts, read from a file as any command reads it."""
    found = signoffs_in(f"{as_line(entry)}\n".encode(), "signoffs.yaml").entries
    return any(
        is_of_account(account_names(plan), one)
        and member_with_id(plan, one.by) is not None
        and is_valid(one, plan, plan.objectives[0])
        for one in in_effect_order(found, last_moment(TODAY))
    )


def test_what_was_signed_counts() -> None:
    assert counts(GOOD)
    assert changes_since_signed(GOOD, PLAN, PLAN.objectives[0]) == ()


MOMENTS = st.datetimes(dt.datetime(2026, 11, 25), dt.datetime(9998, 1, 1))


@settings(max_examples=50, deadline=None)
@given(MOMENTS)
def test_not_from_the_future(moment: dt.datetime) -> None:
    assert not counts(sealed(replace(GOOD, on=f"{moment:%Y-%m-%dT%H:%M:%S}Z")))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="time zones cannot be changed there")
@pytest.mark.parametrize("zone", ["UTC+11", "UTC", "UTC-13"])
def test_the_same_count_in_every_time_zone(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    """A day ends where it ends last on Earth: nobody's own sign-off is in their future."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert counts(sealed(replace(GOOD, on="2026-11-24T11:59:59Z")))
        assert not counts(sealed(replace(GOOD, on="2026-11-24T12:00:00Z")))
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_have_a_last_moment(day: dt.date) -> None:
    assert last_moment(day).date() >= day


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1))
def test_not_of_another_account(account: str) -> None:
    own = ("lactea", "Lactéa", "Laiteries Réunies")
    entry = sealed(replace(GOOD, account=account))
    assert is_of_account(account_names(PLAN), entry) == counts(entry)
    if not any(account.strip().casefold()[:2] == one.casefold()[:2] for one in own):
        assert not counts(entry)


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1))
def test_not_with_another_seal(seal: str) -> None:
    assert counts(replace(GOOD, seal=seal)) == (seal == GOOD.seal)


def with_due(signed: Any) -> Any:
    return signed | {"due": "2027-12-31"}


def without_measures(signed: Any) -> Any:
    return {key: value for key, value in signed.items() if key != "measures"}


def by_another(signed: Any) -> Any:
    return signed | {"signer": {"name": "erik lund"}}


@pytest.mark.parametrize("change", [with_due, without_measures, by_another])
@pytest.mark.parametrize("own", [True, False], ids=["own fingerprint", "the plan's fingerprint"])
def test_not_with_a_text_that_is_not_the_plans(change: Callable[[Any], Any], own: bool) -> None:
    other = change(dict(GOOD.signed))
    entry = replace(GOOD, signed=other)
    if own:
        entry = replace(entry, fingerprint=fingerprint(other))
    assert not counts(sealed(entry))


def test_not_by_somebody_who_does_not_answer_for_it() -> None:
    assert not counts(sealed(replace(GOOD, by="thomas")))
    assert not counts(sealed(replace(GOOD, by="nobody")))


@pytest.mark.parametrize(
    ("leader", "state"),
    [("leader: thomas, ", "invalidated"), ("", "invalidated"), ("leader: paulo, ", "agreed")],
)
def test_only_for_the_direction_whose_leader_has_signed(leader: str, state: str) -> None:
    first = "      - {function: finance, leader: paulo, ask: Accept 60 days.}\n"
    second = f"      - {{function: finance, {leader}ask: Hand over the bonus pool.}}\n"
    twice = TEXT.replace(first, first + second)
    plan = plan_of(twice)
    entry = signed(twice, AGREE)
    (status,) = agreement_status(plan, [entry], SignoffRules(Workspace(), TODAY))
    assert [one.state for one in status.functions] == ["agreed", state]


def test_an_address_that_is_added_later_changes_nothing() -> None:
    without = TEXT.replace(", email: paulo@corvane.example", "")
    entry = signed(without, AGREE)
    assert counts(entry, plan_of(without)) and counts(entry, PLAN)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Paulo Ferreira", "Erik Lund", "signatory: Paulo Ferreira → Erik Lund"),
        ("paulo@corvane", "erik@corvane", "paulo@corvane.example → erik@corvane.example"),
        ("currency: EUR", "currency: JPY", "currency: EUR → JPY"),
        ("currency: EUR, ", "", "currency: EUR → nothing"),
        ("Thomas Berger", "Erik Lund", "decider Thomas Berger → Erik Lund"),
    ],
)
def test_what_is_different_is_said_in_words(old: str, new: str, reason: str) -> None:
    plan = plan_of(TEXT.replace(old, new))
    assert not counts(GOOD, plan)
    sentences = [str(one) for one in changes_since_signed(GOOD, plan, plan.objectives[0])]
    assert any(reason in one for one in sentences), sentences


def version_1(text: str) -> Signoff:
    from kamctl.signoffs.signed_content import signed_content

    plan = plan_of(text)
    what = signed_content(plan, plan.objectives[0], "finance", 1)
    return sealed(
        Signoff(
            version=1, on="2026-11-20T12:00:00Z", account="lactea", objective="SO1",
            function="finance", by="paulo", decision="agree", signed=what,
            fingerprint=fingerprint(what, 1),
        )
    )  # fmt: skip


def test_version_1_counts_until_its_text_changes() -> None:
    entry = version_1(TEXT)
    assert counts(entry)
    assert counts(entry, plan_of(TEXT.replace("currency: EUR", "currency: JPY")))
    changed = plan_of(TEXT.replace("value: 42", "value: 38"))
    assert not counts(entry, changed)
    sentences = [str(one) for one in changes_since_signed(entry, changed, changed.objectives[0])]
    assert sentences == ["target of Share 42% → 38%"]


@pytest.mark.parametrize("name", ["\u0301", "Ferreira", "\u0301 \u0302"])
def test_a_name_that_is_nothing_but_accents_is_another(name: str) -> None:
    plan = plan_of(TEXT.replace("Paulo Ferreira", name))
    assert not counts(GOOD, plan)
    (sentence,) = changes_since_signed(GOOD, plan, plan.objectives[0])[:1]
    assert str(sentence).startswith("signatory: Paulo Ferreira → ")


@pytest.mark.parametrize(
    ("account", "given_for", "counted"),
    [
        ("{name: Lactéa, id: lactea-iberia}", "lactea", False),
        ("{name: LACTEA, id: iberia}", "lactea", False),
        ("{name: Lactéa, id: iberia, formerly: [Lactéa]}", "Lactéa", True),
        ("{name: Lactéa}", "lactea", True),
        ("{name: Groupe Lactéa, id: lactea}", "Groupe Lactéa", True),
        ("{name: Groupe Lactéa, id: Lactea}", "lactea", True),
    ],
)
def test_a_name_is_no_id_of_another_account(account: str, given_for: str, counted: bool) -> None:
    before = "{name: Lactéa, id: lactea, formerly: [Laiteries Réunies]}"
    plan = plan_of(TEXT.replace(before, account))
    assert counts(sealed(replace(GOOD, account=given_for)), plan) is counted


READ = TEXT.replace("decider: thomas", "decider: thomas\n    actions: [{title: Call}]")


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ("decider: thomas", "decider: thomas", False),
        ("value: 42", "value: .nan", True),
        ("value: 42", "value: .inf", True),
        ("target: {", "targt: {", True),
        ("currency: EUR", "currency: Euros", True),
        ("currency: EUR", "curency: EUR", True),
        ("ask: Accept", "impact: {budget: {amount: lots}}, ask: Accept", True),
        ("statement:", "custmer_gain: Less water.\n    statement:", True),
        ("{title: Call}", "{title: Call, due: soon}", False),
        ("sponsor: thomas", "sponsor: thomas, next_review: soon", False),
        ("ask: Accept", "restatement: {text: Ok, on: soon}, ask: Accept", False),
        ("team:", "risks: [{text: R, likelihood: odd}]\nteam:", False),
    ],
)
def test_nobody_signs_what_could_not_be_read(old: str, new: str, refused: bool) -> None:
    assert READ.count(old) == 1
    source = Source("plan.yaml", READ.replace(old, new))
    loaded = load_plan(read(source))
    assert loaded.plan is not None
    assert bool(loaded.findings) == (old != new)
    pending = prepare_signoff(
        loaded.plan, "SO1", "finance", here=User("Claire"), day=TODAY, file="plan.yaml"
    )
    if not refused:
        check_read(pending.objective.id, loaded.findings, source)
        return
    with pytest.raises(UserError, match="could not be read"):
        check_read(pending.objective.id, loaded.findings, source)


def test_an_entry_left_out_before_makes_no_objective_another() -> None:
    left_out = "objectives:\n  - no keys\n"
    unreadable = '  - {id: SO2, statement: {en: " ", fr: 5}}\nteam:\n'
    text = READ.replace("objectives:\n", left_out).replace("team:\n", unreadable)
    source = Source("plan.yaml", text)
    findings = load_plan(read(source)).findings
    # The empty statement is found once the entry is left out: SO2 is the second by then.
    assert ("objectives", 1, "statement") in [one.path for one in findings]
    check_read("SO1", findings, source)
    with pytest.raises(UserError, match="could not be read"):
        check_read("SO2", findings, source)


def test_nobody_signs_more_than_can_be_read_again() -> None:
    plan = plan_of(TEXT.replace("Accept 60 days.", "Accept 60 days. " * 80_000))
    pending = prepare_signoff(
        plan, "SO1", "finance", here=User("Claire"), day=TODAY, file="plan.yaml"
    )
    with pytest.raises(UserError, match="larger than 1 MB"):
        pending.signed("agree", "", dt.datetime(2026, 11, 20, tzinfo=dt.UTC))


def test_of_two_measures_with_one_name_the_same_is_the_same() -> None:
    second = "      - {name: Calls, unit: calls, target: {value: 9, on: 2028-12-31}}\n"
    text = TEXT.replace("      - {name: Share", second + "      - {name: Share")
    assert text != TEXT
    entry = signed(text, AGREE)
    renamed = plan_of(text.replace("name: Calls", "name: Share"))
    change_sentences = [
        one.say() for one in changes_since_signed(entry, renamed, renamed.objectives[0])
    ]
    assert not any("target of" in one for one in change_sentences), change_sentences
