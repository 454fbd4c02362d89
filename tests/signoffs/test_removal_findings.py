"""Which removed sign-offs a plan is told of: those of what it still has, whatever its id."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.signoffs import removal_findings
from kamctl.signoffs.removal_findings import removed_findings
from kamctl.signoffs.signed_content import signed_content
from kamctl.signoffs.signoff import Signoff, last_moment
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, RemovedSignoff
from tests.comparison.test_difference import PLAN
from tests.signing import signed

TODAY = last_moment(dt.date(2026, 11, 23))
OBJECT = "kamctl align record plan.yaml SO1 --for finance --decision object --note No."
STATEMENT = "Become the one partner for cleaning at 14 plants."
ASK = "Accept 60 days."
LONG = (
    "Clean the tanks, lines and fillers of all fourteen plants with one supplier by the end of "
    "the year, measure water, energy and chemicals each week, train the teams of every shift, "
    "and halve the hours that production stands still for cleaning between two batches."
)
OTHER = (
    "Renew the framework contract for three years before summer, agree on prices that follow an "
    "index, move the safety stock to the northern warehouse, and let the technical service answer "
    "within four hours at the plants where a stop costs more than the yearly margin."
)


def found(text: str, *gone: Signoff, origin: str = "gone/signoffs.yaml") -> list[str]:
    """Return what is reported where the plan of these sign-offs was deleted."""
    plan = load_plan(read(Source("plan.yaml", text))).plan
    assert plan is not None
    removed = tuple(RemovedSignoff(one, "signoffs.yaml", None, origin) for one in gone)
    reported = removed_findings(plan, replace(NO_SIGNOFFS, removed=removed), TODAY)
    return [one.message.say() for one in reported]


def with_statement(text: str) -> str:
    assert PLAN.count(STATEMENT) == 1 and PLAN.count(ASK) == 1
    # Nothing but the statement may be alike, and no id.
    return (
        PLAN.replace(STATEMENT, text)
        .replace("id: SO1", "id: SO9")
        .replace(ASK, "Insure the stock of the two depots.")
    )


@pytest.mark.parametrize(
    ("was", "now", "is_same"),
    [
        (STATEMENT, STATEMENT, True),
        (STATEMENT, STATEMENT.upper(), True),
        (STATEMENT, "Become the one partner for cleaning.", True),
        (STATEMENT, "Become the partner for water at 14 plants.", True),
        (STATEMENT, "Sell at 14 plants.", False),
        ("Grow by 10 points.", "Grow by 12 points.", True),
        (LONG, LONG.replace("Clean the tanks", "Wash all tanks"), True),
        (LONG, f"From 2027 on, {LONG}", True),
        (LONG, LONG.replace(", and halve", ". Halve"), True),
        (LONG, OTHER, False),
        (LONG, LONG[:100] + OTHER[100:], False),
    ],
)
def test_a_statement_is_found_again(was: str, now: str, is_same: bool) -> None:
    gone = signed(PLAN.replace(STATEMENT, was), OBJECT)
    assert bool(found(with_statement(now), gone)) is is_same


def test_a_text_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    contents: list[str] = []
    compared: list[tuple[str, str]] = []
    compare = removal_findings._are_similar

    def counted_content(plan: object, objective: object, *rest: object) -> object:
        contents.append(objective.id)  # type: ignore[attr-defined]
        return signed_content(plan, objective, *rest)  # type: ignore[arg-type]

    def counted(one: str, other: str) -> bool:
        compared.append((one, other))
        return compare(one, other)

    monkeypatch.setattr(removal_findings, "signed_content", counted_content)
    monkeypatch.setattr(removal_findings, "_are_similar", counted)
    gone = [signed(PLAN, f"{OBJECT} --on 2026-09-{day:02}") for day in range(1, 21)]
    text = with_statement("Sell at 14 plants.")
    assert found(text, *gone) == []
    assert contents == ["SO9"]
    assert len(compared) == len(set(compared)) == 2  # the statement and the ask


def test_nothing_is_compared_where_the_ids_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal_findings, "signed_content", None)
    assert len(found(PLAN, signed(PLAN, OBJECT), origin="")) == 1
