"""The table of all dates of the format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, create_model

from kamctl.checks.rules.dates import OPTIONS
from kamctl.plan.dates import DATES, dates_of, deadlines, urgent_deadlines
from kamctl.plan.model import Plan
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.references import HISTORY_DATES

TODAY = dt.date(2026, 11, 23)
NEAR = {name: option.default for name, option in OPTIONS.items()}


def fields_of_dates(model: type[BaseModel], at: str = "") -> Iterator[str]:
    """Return the paths of all dates below a model, as the table writes them."""
    for name, info in model.model_fields.items():
        path = f"{at}{info.alias or name}"
        yield from _in(info.annotation, path)


def _in(annotation: Any, path: str) -> Iterator[str]:
    if annotation is PlanDate or annotation is dt.date:
        yield path
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from fields_of_dates(annotation, f"{path}.")
    elif get_origin(annotation) is Annotated:
        yield from _in(get_args(annotation)[0], path)
    elif get_origin(annotation) in (tuple, list):
        for each in get_args(annotation):
            if each is not Ellipsis:
                yield from _in(each, f"{path}[]")
    else:
        for each in get_args(annotation):
            yield from _in(each, path)


def test_every_date_of_the_format_is_in_the_table_once() -> None:
    paths = [row.path for row in DATES]
    assert sorted(paths) == sorted(fields_of_dates(Plan))
    assert len(set(paths)) == len(paths)


def test_a_new_date_would_be_missed() -> None:
    grown = create_model("Grown", __base__=Plan, signed_on=(PlanDate | None, None))
    assert set(fields_of_dates(grown)) - {row.path for row in DATES} == {"signed_on"}


def test_the_table_agrees_with_the_checks() -> None:
    assert {row.path for row in DATES if row.kind == "history"} == set(HISTORY_DATES)
    for row in DATES:
        assert row.name
        assert row.kind == "deadline" or not row.option
    assert {row.option for row in DATES if row.option} == set(OPTIONS)


FULL = {
    "kamctl": 1,
    "account": {
        "name": "A",
        "renewal": "2026-12-31",
        "relationship": {"now": "basic", "target": "integrated", "by": "2026-12"},
    },
    "plan": {"period": {"start": "2024-01-01", "end": "2026-12-31"}, "next_review": "2026-11-24"},
    "buying": {
        "process": [{"step": "Award", "due": "2026-11-20"}],
        "contracts": [{"title": "Frame", "end": "2027-01-31", "notice_by": "2026-11-26"}],
    },
    "whitespace": {
        "cells": [
            {"unit": "FR", "offering": "V", "status": "competitor", "contract_end": "2026-12-01"}
        ]
    },
    "opportunities": [{"title": "Deal", "close": "2026-Q3", "stage": "offer"}],
    "objectives": [
        {
            "id": "SO1",
            "statement": "Win.",
            "due": "2026-10-31",
            "directions": [
                {
                    "function": "finance",
                    "answer_by": "2026-11-25",
                    "resistances": [{"concern": "Dear", "due": "2026-11-01"}],
                }
            ],
            "actions": [{"title": "Trial", "start": "2026-10-01", "due": "2026-11-10"}],
        }
    ],
    "risks": [{"text": "Price", "due": "2026-11-30"}],
    "reviews": [
        {
            "date": "2026-10-01",
            "decisions": [
                {"text": "Trial first", "due": "2026-11-15"},
                {"text": "Ask", "due": "2026-11-15", "status": "done"},
                {"text": "Stop", "due": "2026-11-15", "status": "dropped"},
                {"text": "Call", "due": "2026-11-15", "done_on": "2026-11-12"},
            ],
        }
    ],
}  # fmt: skip


def test_what_is_urgent_the_oldest_first() -> None:
    found = urgent_deadlines(Plan.model_validate(FULL), TODAY, NEAR)
    assert [(one.row.path, one.days_left(TODAY)) for one in found] == [
        ("opportunities[].close", -54),
        ("objectives[].due", -23),
        ("reviews[].decisions[].due", -8),
        ("buying.process[].due", -3),
        ("objectives[].directions[].answer_by", 2),
        ("buying.contracts[].notice_by", 3),
        ("whitespace.cells[].contract_end", 8),
        ("account.renewal", 38),
        ("account.relationship.by", 38),
        ("plan.period.end", 38),
        ("buying.contracts[].end", 69),
    ]
    assert {one.path for one in found} < {one.path for one in dates_of(Plan.model_validate(FULL))}


def _changed(**changes: Any) -> dict[str, Any]:
    return FULL | changes


@pytest.mark.parametrize(
    ("plan", "path"),
    [
        (_changed(opportunities=[{"title": "D", "close": "2026-Q3", "stage": stage}]),
         "opportunities[].close")
        for stage in ("won", "Closed-lost", "5 Won", "gagnée", "Perdu", "annulé")
    ]
    + [
        (_changed(objectives=[FULL["objectives"][0] | {"status": "closed"}]), "objectives[].due"),
        (_changed(objectives=[FULL["objectives"][0] | {"status": "on_hold"}]),
         "objectives[].actions[].due"),
        (_changed(risks=[{"text": "P", "due": "2026-01-01", "status": "closed"}]), "risks[].due"),
    ],
)  # fmt: skip
def test_what_is_over_is_not_open(plan: dict[str, Any], path: str) -> None:
    assert path in {one.row.path for one in deadlines(Plan.model_validate(FULL))}
    assert path not in {one.row.path for one in deadlines(Plan.model_validate(plan))}


def test_a_relationship_as_wanted_is_told_once_its_day_is_past() -> None:
    wanted = {"now": "basic", "target": "basic", "by": "2026-12-01"}
    plan = Plan.model_validate(_changed(account={"name": "A", "relationship": wanted}))
    for day, is_reported in ((1, False), (2, True)):
        found = {one.row.path for one in urgent_deadlines(plan, dt.date(2026, 12, day), NEAR)}
        assert ("account.relationship.by" in found) == is_reported


def test_notice_that_is_due_after_the_end_is_told_until_it_is_past() -> None:
    contract = {"title": "F", "end": "2026-10-31", "notice_by": "2026-12-01"}
    plan = Plan.model_validate(_changed(buying={"contracts": [contract]}))
    for today, is_reported in ((dt.date(2026, 12, 1), True), (dt.date(2026, 12, 2), False)):
        found = {one.row.path for one in urgent_deadlines(plan, today, NEAR)}
        assert ("buying.contracts[].notice_by" in found) == is_reported
        assert "buying.contracts[].end" in found


def test_of_a_contract_that_has_ended_only_the_end_is_told() -> None:
    contract = {"title": "F", "end": "2026-10-31", "notice_by": "2026-06-30"}
    plan = Plan.model_validate(_changed(buying={"contracts": [contract]}))
    for today, paths in (
        (dt.date(2026, 10, 31), {"buying.contracts[].notice_by", "buying.contracts[].end"}),
        (dt.date(2026, 11, 1), {"buying.contracts[].end"}),
    ):
        found = {one.row.path for one in urgent_deadlines(plan, today, NEAR)}
        assert {one for one in found if "contracts" in one} == paths


def test_a_function_that_has_answered_is_not_waited_for() -> None:
    plan = Plan.model_validate(FULL)
    paths = {one.row.path for one in deadlines(plan, answered={("SO1", "finance")})}
    assert "objectives[].directions[].answer_by" not in paths
    others = {one.row.path for one in deadlines(plan, answered={("SO1", "legal")})}
    assert "objectives[].directions[].answer_by" in others
