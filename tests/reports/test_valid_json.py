"""Whatever a plan holds, JSON is JSON: no NaN and no Infinity in any format of any command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamctl.reports.report_formats import REPORT_FORMATS
from tests.running import kamctl

EXTREME = """\
kamctl: 1
account: {name: L, id: l, employees: 999999999999999999999}
plan: {currency: EUR, owner: a}
team: [{id: a, name: A, function: sales, email: a@l.example}]
position:
  history:
    - {year: 2023, turnover: .inf, customer_spend: .nan, margin: 130%, volume: -.inf}
    - {year: 2024, turnover: 9e17, customer_spend: 5e-324, margin: -9e8, volume: 9e17}
    - {year: 2025, turnover: 1e308, customer_spend: 0, volume: 1e300}
  targets: [{year: 2028, turnover: -9e17, customer_spend: 1e-300}]
whitespace:
  offerings: [P]
  units: [U]
  cells: [{unit: U, offering: P, status: open, spend: 9e17, potential: 9e17}]
opportunities: [{title: O, value: 9e17, probability: 1e9}]
objectives:
  - id: S
    statement: Win.
    owner: a
    decider: a
    economics: {investment: 5e-324, yearly_margin_gain: 9e17, cost_to_serve: -9e17}
    measures:
      - {name: M, unit: x, baseline: {value: 5e-324, on: 2025-01-01},
         target: {value: 9e17, on: 2028-01-01}, readings: [{value: -9e17, on: 2026-01-01}]}
    directions:
      - {function: finance, leader: a, ask: Pay., impact: {budget: {amount: 9e17}}}
"""

COMMANDS = [
    *(
        f"validate plan.yaml --format {name}"
        for name, one in REPORT_FORMATS.items()
        if ".json" in one.endings
    ),
    "validate plan.yaml other.plan.yaml --format json",
    "status . --format json",
    "next plan.yaml --format json",
    "align status plan.yaml --format json",
    "diff other.plan.yaml plan.yaml --format json",
    "schema plan",
]


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


@pytest.mark.parametrize("command", COMMANDS)
def test_json_is_valid(command: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(EXTREME, encoding="utf-8")
    other = EXTREME.replace("9e17", "8e17").replace("name: L", "name: M").replace("id: l", "id: m")
    (tmp_path / "other.plan.yaml").write_text(other, encoding="utf-8")
    done = kamctl(tmp_path, *command.split())
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr and "bug in kamctl" not in done.stderr
    assert json.loads(done.stdout, parse_constant=no_constant)
