"""What the checks of objectives say, where it depends on what is there."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.document.source import Source
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace.config import NO_WORKSPACE


def messages(code: str, objective: str, rest: str = "") -> list[str]:
    """Return what a check says of an objective."""
    text = (
        "kamctl: 1\naccount: {name: L}\nobjectives:\n"
        f"  - {{id: SO1, statement: Win., {objective}}}\n{rest}"
    )
    report = check_source(
        Source("plan.yaml", text),
        NO_WORKSPACE,
        dt.date(2026, 11, 23),
        CheckOptions(Stage.VALIDATED),
    )
    return [str(finding.message) for finding in report.findings if finding.code == code]


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        (
            "readings: [{value: 1, on: 2026-03-31}]",
            "The latest reading of “M” is 237 days old (31\N{NO-BREAK SPACE}March 2026).",
        ),
        (
            "baseline: {value: 1, on: 2025-12-31}, target: {value: 2, on: 2026-06-30}",
            "“M” has no reading since its baseline 327 days ago "
            "(31\N{NO-BREAK SPACE}December 2025).",
        ),
        (
            "target: {value: 2, on: 2026-06-30}, readings: [{value: 1, on: 2026-03-31}]",
            "“M”: the target date has passed (30\N{NO-BREAK SPACE}June 2026), "
            "the latest reading is older (31\N{NO-BREAK SPACE}March 2026).",
        ),
        (
            "target: {value: 2, on: 2026-11-23}, readings: [{value: 1, on: 2026-03-31}]",
            "The latest reading of “M” is 237 days old (31\N{NO-BREAK SPACE}March 2026).",
        ),
        (
            "readings: [{value: 1, on: 2026-03-31}, {value: 2}]",
            "“M” has readings without a date.",
        ),
    ],
)
def test_an_old_reading_is_told_by_what_is_there(measure: str, message: str) -> None:
    assert messages("KAM119", f"measures: [{{name: M, {measure}}}]") == [message]


def test_what_a_measure_lacks_is_told_at_once() -> None:
    measures = "measures: [{name: M, baseline: {value: 1}}]"
    assert messages("KAM110", measures) == [
        "“M” is incomplete. Missing: `unit`, `baseline.on`, `target`."
    ]


def test_the_figures_that_lack_are_named_at_once() -> None:
    assert messages("KAM114", "economics: {investment: 5}") == [
        "The economics are incomplete. Missing: `yearly_margin_gain`, `cost_to_serve`."
    ]
    assert messages("KAM114", "economics: {}") == ["The objective has no economics."]


@pytest.mark.parametrize(
    ("risk", "message"),
    [
        ("owner: a", "The risk “R” has no response."),
        ("response: Study", "The risk “R” has no owner."),
        ("likelihood: low", "The risk “R” has no response and no owner."),
    ],
)
def test_a_risk_is_asked_for_what_it_lacks(risk: str, message: str) -> None:
    rest = f"team: [{{id: a, name: A}}]\nrisks: [{{id: R1, text: R, threatens: [SO1], {risk}}}]\n"
    assert messages("KAM116", "due: 2028-12-31", rest) == [message]


def test_a_long_text_is_quoted_up_to_a_word() -> None:
    empty = "better value, more growth and success for all parties together, lasting trust"
    assert messages("KAM122", f'customer_gain: "{empty}"') == [
        "The customer's gain is not concrete: “better value, more growth and success for all "
        "parties…”"
    ]
    reason = "TBD with everybody who has to be asked before we can say anything at all here"
    assert messages("KAM102", f'customer_gain: "{reason}"') == [
        "“TBD with everybody who has to be asked before we can say…” is a placeholder."
    ]
