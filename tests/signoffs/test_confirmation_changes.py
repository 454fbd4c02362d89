"""Which of the customer's confirmations a change invalidates, as diff and an import name them."""

from __future__ import annotations

import pytest

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.signoffs.confirmation_changes import confirmation_changes, lost_confirmations
from tests.paths import ROOT

TEXT = (ROOT / "examples" / "complete-en" / "plan.yaml").read_text(encoding="utf-8")
DUE = "    due: 2028-12-31\n"


def plan(text: str) -> Plan:
    found = load_plan(read(Source("plan.yaml", text))).plan
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        (DUE, "    due: 2028-09-30\n", ["SO1"]),
        ("name: Share of wallet", "name: Wallet", ["SO1"]),
        ("Velopar Group", "Velopar", []),
    ],
)
def test_what_a_change_invalidates(old: str, new: str, lost: list[str]) -> None:
    assert old in TEXT
    before, after = plan(TEXT), plan(TEXT.replace(old, new))
    found = list(confirmation_changes(before, after))
    assert [one.objective for one in found] == lost
    assert {str(one.text) for one in found} <= {"invalidates the customer's confirmation"}
    assert [str(one) for one in lost_confirmations(before, after)] == [
        f"{one}: invalidates the customer's confirmation" for one in lost
    ]


CONFIRMED = next(line for line in TEXT.splitlines(True) if line.startswith("    customer_conf"))


@pytest.mark.parametrize(
    "then", [TEXT.replace(CONFIRMED, ""), TEXT.replace("- id: SO1", "- id: SO9")]
)
def test_a_confirmation_that_was_given_and_lost_since_is_named(then: str) -> None:
    now = plan(TEXT.replace(DUE, "    due: 2028-09-30\n"))
    assert [one.objective for one in confirmation_changes(plan(then), now)] == ["SO1"]


def test_a_confirmation_that_did_not_count_is_not_lost_again() -> None:
    before = plan(TEXT.replace(DUE, "    due: 2028-10-31\n"))
    after = plan(TEXT.replace(DUE, "    due: 2028-09-30\n"))
    assert list(confirmation_changes(before, after)) == []
