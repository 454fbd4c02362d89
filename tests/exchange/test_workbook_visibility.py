"""A workbook shows nothing that its reader may not see: proved byte by byte.

As the documents are (tests/briefing/visibility): a plan in which everything is other that a reader
sees in no document makes the same file, the hidden sheets included.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest

from kamctl.briefing.visibility.audience import ACCOUNT_TEAM
from kamctl.exchange.plan_workbook import plan_workbook
from kamctl.plan.values import FUNCTIONS
from tests.briefing.visibility.information_flow import TODAY, reading
from tests.briefing.visibility.visibility_table import AUDIENCES, audience_called, read_table
from tests.every_field import Leaf, value_at, with_other_values

READERS = [name for name, function in AUDIENCES.items() if function != ACCOUNT_TEAM]
TABLE = read_table()
DECIDING = {"plan.language", "plan.languages[]", "plan.currency"}
"""What decides how all else is written."""


def hidden_leaves(name: str) -> list[Leaf]:
    """Return the places that a reader sees in no document."""
    seen = {field for field, row in TABLE.items() if any(name in who for who in row.values())}
    leaves = reading(name, "agreed").planted.leaves
    return [one for one in leaves if one.name not in seen | DECIDING and one.path[0] != "signoffs"]


def parts(value: dict[str, Any], name: str) -> dict[str, bytes]:
    """Return every part of the file that a reader gets."""
    plan = {key: one for key, one in value.items() if key != "signoffs"}
    data = plan_workbook(plan, audience_called(name), "en", FUNCTIONS, TODAY)
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {one: archive.read(one) for one in archive.namelist()}


def marks(value: dict[str, Any], leaves: list[Leaf]) -> set[str]:
    """Return the texts of the plan that are at some places."""
    texts = (value_at(value, one.path) for one in leaves if one.path[0] != "signoffs")
    return {one for one in texts if isinstance(one, str) and re.fullmatch(r"zq\d+", one)}


@pytest.mark.parametrize("name", READERS)
def test_nobody_learns_of_what_is_not_for_them(name: str) -> None:
    planted = reading(name, "agreed").planted.plan
    leaves = hidden_leaves(name)
    assert len(leaves) > 100
    before = parts(planted, name)
    for which in (0, 1):
        assert parts(with_other_values(planted, leaves, which), name) == before, which
    shown = [one for one in reading(name, "agreed").planted.leaves if one not in leaves]
    marked = marks(planted, leaves) - marks(planted, shown)  # an id is shown where it is named
    assert len(marked) > 20
    everything = b"\n".join(before.values()).decode("utf-8", "replace")
    assert marked & set(re.findall(r"zq\d+", everything)) == set()


def test_the_account_team_sees_every_text() -> None:
    planted = reading("account-team", "agreed").planted.plan
    everything = b"\n".join(parts(planted, "account-team").values()).decode()
    left_out = {"objectives[].customer_confirmation.fingerprint"}
    missing = {
        leaf.name
        for leaf in reading("account-team", "agreed").planted.leaves
        if leaf.path[0] != "signoffs"
        and isinstance(word := value_at(planted, leaf.path), str)
        and re.fullmatch(r"zq\d+", word)
        and word not in everything
    }
    assert missing <= left_out


@pytest.mark.parametrize("name", ["finance", "executive", "everyone"])
def test_a_reader_sees_what_is_theirs(name: str) -> None:
    planted = reading(name, "agreed").planted.plan
    everything = b"\n".join(parts(planted, name).values()).decode()
    statement = planted["objectives"][0]["statement"]
    assert statement in everything
    own = planted["objectives"][0]["directions"][0]["resistances"][0]["our_part"]
    assert (own in everything) is (name != "everyone")
