"""Findings write amounts and percentages as the reader's language does."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.document.source import Source
from kamctl.i18n.catalog import translator
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace.config import NO_WORKSPACE

NARROW, SPACE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
PLAN = """\
kamctl: 1
account: {name: L}
plan: {currency: EUR}
position:
  history: [{year: 2025, turnover: 5460000, customer_spend: 20000000}]
whitespace:
  units: [A]
  offerings: [B]
  cells: [{unit: A, offering: B, spend: 1200000.5, ours: 3000000}]
buying: {levers: [{text: Price, weight: 27.5%}, {text: Quality, weight: 60%}]}
objectives:
  - id: SO1
    statement: Win.
    measures:
      - name: Share of wallet
        unit: "%"
        baseline: {value: 35.5, on: 2025-12-31}
    actions: [{title: Trial, status: done, progress: 62.5%}]
"""


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "en",
            {
                "KAM604": "(€3,000,000) is higher than the customer's spend (€1,200,000.50)",
                "KAM603": "35.5% here (31\N{NO-BREAK SPACE}December 2025), but 27.3% in",
                "KAM504": "add up to 87.5%, not 100%",
                "KAM702": "progress is 62.5%",
            },
        ),
        (
            "fr",
            {
                "KAM604": f"3{NARROW}000{NARROW}000{SPACE}€",
                "KAM603": f"27,3{SPACE}%",
                "KAM504": f"87,5{SPACE}%",
                "KAM702": f"62,5{SPACE}%",
            },
        ),
    ],
)
def test_figures_in_the_language_of_the_reader(language: str, parts: dict[str, str]) -> None:
    report = check_source(
        Source("plan.yaml", PLAN),
        NO_WORKSPACE,
        dt.date(2026, 11, 23),
        CheckOptions(Stage.VALIDATED),
    )
    say = translator(language)
    messages = dict.fromkeys(parts, "")
    for finding in report.findings:
        if finding.code in messages:
            messages[finding.code] += finding.message.say(say) + "\n"
    for code, part in parts.items():
        assert part in messages[code], (code, messages[code])
