"""What to do next, for people and for programs."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from kamctl.checks.next_steps import AT_ONCE, Step, coming_stage, next_steps
from kamctl.document.frame import printable
from kamctl.plan.header import Stage
from kamctl.report.text import paint, plain

if TYPE_CHECKING:
    from kamctl.checks.run import PlanReport
    from kamctl.document.finding import Finding

_LINES = 4
"""How many findings of a step are shown; the others are counted."""


def next_text(report: PlanReport, columns: int, *, colour: bool) -> str:
    """Write the three most useful things to do for one plan."""
    style = paint if colour else plain
    steps = next_steps(report)
    name = printable(report.account or report.file)
    stage = f" · {report.stage.value}" if report.stage else ""
    text = style(f"{name}{stage}", "bold") + "\n"
    if not steps:
        return text + "\n".join(_wrapped(_nothing(report), columns, "  ")) + "\n"
    for number, step in enumerate(steps[:AT_ONCE], 1):
        text += "\n" + _step(number, step, report.file, columns, colour=colour)
    left = len(steps) - AT_ONCE
    more = f"{left} more {'step' if left == 1 else 'steps'} after these. " if left > 0 else ""
    again = f"{more}Then ask again: kamctl next {report.file}"
    return text + "\n" + "\n".join(_wrapped(again, columns, "  ")) + "\n"


def _nothing(report: PlanReport) -> str:
    coming = coming_stage(report)
    if coming is None or report.stage is None:
        return "Nothing is missing: the plan is what its last stage asks for."
    if coming is Stage.VALIDATED:
        return (
            "Nothing is missing: decider and sponsor have validated this very text. Move it on: "
            f"kamctl plan stage {report.file} {coming.value}"
        )
    return (
        f"Nothing is missing for stage {coming.value}. When you are ready: "
        f"kamctl plan stage {report.file} {coming.value}"
    )


def _step(number: int, step: Step, file: str, columns: int, *, colour: bool) -> str:
    style = paint if colour else plain
    head = _wrapped(f"{number}. {step.what}", columns, "  ", "     ")
    lines = [style(line, "bold") for line in head]
    if step.whom and step.whom.split(" (")[0] not in str(step.what):
        lines += _wrapped(f"Ask {step.whom}.", columns, "     ")
    shown = step.findings[:_LINES]
    for finding in shown:
        lines += _wrapped(_said(finding), columns, f"     {finding.span.line:>4}  ", " " * 11)
    hidden = len(step.findings) - len(shown)
    if hidden:
        lines.append(f"           and {hidden} more")
    first = shown[0]
    place = f"Write it in {file}:{first.span.line}. Why: kamctl explain {first.code}"
    lines += _wrapped(place, columns, "     → ", "       ")
    return "\n".join(lines) + "\n"


def _said(finding: Finding) -> str:
    return f"{finding.message} {finding.hint}" if finding.hint else str(finding.message)


def _wrapped(text: str, columns: int, first: str, rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        printable(text),
        columns,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def next_values(report: PlanReport) -> dict[str, Any]:
    """Return the steps of one plan as plain values, all of them."""
    return {
        "path": report.file,
        "account": report.account,
        "stage": report.stage.value if report.stage else None,
        "steps": [
            {
                "what": str(step.what),
                "ask": step.whom,
                "findings": [
                    {
                        "code": finding.code,
                        "severity": finding.severity.value,
                        "message": str(finding.message),
                        "hint": str(finding.hint) if finding.hint else None,
                        "line": finding.span.line,
                        "column": finding.span.column,
                        "objective": finding.objective,
                    }
                    for finding in step.findings
                ],
            }
            for step in next_steps(report)
        ],
    }
