"""A deck shows nothing that its reader may not see: neither on a slide nor in its notes.

As tests/exchange/test_workbook_visibility.py does for workbooks: a plan in which everything is
other that a reader sees in no document makes the same deck.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from kamctl.briefing.pages.plan_page import page_content
from kamctl.briefing.slides.deck import ALIGNMENT, deck_of
from kamctl.briefing.visibility.audience import ACCOUNT_TEAM
from kamctl.signoffs.signoff_file import Signoffs
from tests.briefing.visibility.information_flow import counted_alike, known, reading
from tests.briefing.visibility.visibility_table import AUDIENCES, audience_called, read_table
from tests.every_field import value_at, with_other_values

TABLE = read_table()
READERS = [name for name, function in AUDIENCES.items() if function != ACCOUNT_TEAM]


def deck_of_plan(value: dict[str, Any], name: str) -> str:
    """Return everything that the deck of a reader has, but for what all are told as a number."""
    one = counted_alike(known(value, Signoffs()))
    audience = audience_called(name)
    content = page_content(one.report, audience, "en", full=True)
    return re.sub(r"\d+ points? (is|are) incomplete", "", repr(deck_of(ALIGNMENT, content)))


@pytest.mark.parametrize("situation", ["late", "heated"])
@pytest.mark.parametrize("name", READERS)
def test_nobody_learns_of_what_is_not_for_them(name: str, situation: str) -> None:
    planted = reading(name, situation).planted
    seen = {field for field, row in TABLE.items() if any(name in who for who in row.values())}
    in_plan = [one for one in planted.leaves if one.path[0] != "signoffs"]
    leaves = [one for one in in_plan if one.name not in seen]
    assert len(leaves) > 100
    before = deck_of_plan(planted.plan, name)
    for which in (0, 1):
        after = deck_of_plan(with_other_values(planted.plan, leaves, which), name)
        assert after == before, which
    shown = {str(value_at(planted.plan, one.path)) for one in in_plan if one.name in seen}
    assert sum(one in before for one in shown if re.fullmatch(r"zq\d+", one)) > 5
