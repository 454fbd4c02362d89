"""Digits grouped by threes are a number: plain, and in quotes, as editors read the plain ones."""

from __future__ import annotations

import jsonschema
import pytest

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.plan.schema import plan_schema

VALIDATOR = jsonschema.Draft202012Validator(plan_schema())


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(
    ("employees", "turnover", "holds"),
    [
        ("11_000", "4_100_000", True),
        ("+11_000", "-4_100_000.50", True),
        ("1_1000", "4_100_000", False),
        ("11_000", "41_00", False),
        ("-11_000", "4_100_000", False),
        ("11_000.5", "4_100_000", False),
        ("11_000", "4_100_000 pieces", False),
        ("_11_000", "4_100_000", False),
    ],
)
def test_tool_and_schema_agree(employees: str, turnover: str, holds: bool, quote: str) -> None:
    text = (
        f"kamctl: 1\naccount: {{name: L, employees: {quote}{employees}{quote}}}\n"
        f"position:\n  history:\n    - {{year: 2025, turnover: {quote}{turnover}{quote}}}\n"
    )
    document = read(Source("plan.yaml", text))
    loaded = load_plan(document)
    assert (not loaded.findings) == holds
    assert VALIDATOR.is_valid(document.value) == holds
    as_an_editor_reads_it = {
        "kamctl": 1,
        "account": {"name": "L", "employees": employees},
        "position": {"history": [{"year": 2025, "turnover": turnover}]},
    }
    assert VALIDATOR.is_valid(as_an_editor_reads_it) == holds
    if holds:
        assert loaded.plan is not None and loaded.plan.position is not None
        assert loaded.plan.account.employees == 11_000
        assert abs(loaded.plan.position.history[0].turnover or 0) // 100 == 41_000
