"""What to do next, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from kamctl.checks.engine.next_steps import MAX_STEPS, NextStep, next_stage, next_steps
from kamctl.document.code_frame import printable
from kamctl.document.command_text import as_argument
from kamctl.document.error_codes import is_structural
from kamctl.i18n.message import Message, Translate, counted, message, untranslated
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.labels import stage_label, stated_stage
from kamctl.plan.plan_metadata import Stage
from kamctl.reports.json_text import json_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.finding import Finding
    from kamctl.plan.team import Member

_VERSION = 1
"""The version of the JSON, described in docs/json-report.md."""
_LINES = 4
"""How many findings of a step are shown; the others are counted."""
_CLOSING = "”»\"' \xa0\u202f"
"""What may come after the last mark of a quoted sentence."""
_STOPS = (".", "!", "?", "…", ":")


def next_text(
    report: PlanReport, translate: Translate = untranslated, reader: Member | None = None
) -> Text:
    """Compose the three most useful next steps for one plan, as `next_steps` orders them.

    The `reader` is not told to ask themselves.
    """
    steps = next_steps(report, reader)
    file = printable(report.file)  # a line break in a name would forge a line of the report
    head = printed_line(report.account or file)
    if report.stage:
        stage = stated_stage(report.stage, is_met=report.is_stage_met)
        head += f" · {stage.say(translate)}"
    if report.agreed.asked:
        head += f" · {report.agreed.message.say(translate)}"
    text = Text().append(f"{head}\n", "bold")
    if not steps:
        return text.append(f"  {_nothing_missing(report).say(translate)}\n")
    for number, step in enumerate(steps[:MAX_STEPS], 1):
        text.append("\n").append(_step_text(number, step, report, translate, reader))
    left = len(steps) - MAX_STEPS
    again = message("Then run: kamctl next {file}", file=as_argument(report.file)).say(translate)
    if left > 0:
        more = counted("{count} more step after these.", "{count} more steps after these.", left)
        again = f"{more.say(translate)} {again}"
    return text.append(f"\n  {again}\n")


def _nothing_missing(report: PlanReport) -> Message:
    coming = next_stage(report)
    if coming is None or report.stage is None:
        return message("All requirements of the last stage are met.")
    command = f"kamctl plan stage {as_argument(report.file)} {coming.value}"
    if coming is Stage.VALIDATED:
        return message(
            "Decider and sponsor have validated the current text. Change the stage: {command}",
            command=command,
        )
    return message(
        "All requirements of stage {stage} are met. When you are ready: {command}",
        stage=stage_label(coming),
        command=command,
    )


def _step_text(
    number: int, step: NextStep, report: PlanReport, say: Translate, reader: Member | None
) -> Text:
    what = printed_line(step.what.say(say))
    text = Text().append(f"  {number}. {what}\n", "bold")
    if step.whom and str(step.whom.values["name"]) not in what:
        text.append(f"     {printed_line(message('Ask {whom}.', whom=step.whom).say(say))}\n")
    shown = step.findings[:_LINES]
    for finding in shown:
        where = str(finding.span.line) if finding.file == report.file else _place(finding)
        text.append(f"     {where:>4}  ", "dim")
        text.append(f"{printed_line(_finding_text(finding, say, reader))}\n")
    hidden = len(step.findings) - len(shown)
    if hidden:
        more = counted("and {count} more", "and {count} more", hidden)
        text.append(f"           {more.say(say)}\n")
    for one in _what_to_do(step, report):
        text.append(f"     → {one.say(say)}\n", "hint")
    return text


def _place(finding: Finding) -> str:
    return f"{printable(finding.file)}:{finding.span.line}"


def _what_to_do(step: NextStep, report: PlanReport) -> Iterator[Message]:
    """Say where the first finding is resolved, in a file or with a command, and how to see why.

    Each has a line of its own, so that a command can be copied. What cannot be read in the sign-off
    file is corrected there; of its other findings the hint says what is to be done. In a plan that
    cannot be opened there is no place to write.
    """
    first, signoffs = step.findings[0], report.signoffs.source
    is_signoff = signoffs is not None and first.file == signoffs.name
    has_command = first.hint is not None and "command" in first.hint.values
    if step.asks_for_signoff:
        if report.stage is not Stage.DRAFT:  # nobody is asked to sign a draft
            yield message(
                "Write the request: kamctl align ask {file}", file=as_argument(report.file)
            )
    elif (
        report.source is not None
        and not has_command
        and (is_structural(first.code) or not is_signoff)
    ):
        yield message("Write it in {place}", place=_place(first))
    yield message("For the reason: kamctl explain {code}", code=first.code)


def _finding_text(finding: Finding, say: Translate, reader: Member | None) -> str:
    sentence = finding.message.say(say)
    hint = _hint(finding, reader)
    if hint is None:
        return sentence
    if not sentence.rstrip(_CLOSING).endswith(_STOPS):
        sentence += "."
    return f"{sentence} {hint.say(say)}"


def _hint(finding: Finding, reader: Member | None) -> Message | None:
    """Return what to do about a finding; where it names the reader, what they do themselves.

    A hint that names people has, as `own`, what each of them does.
    """
    hint = finding.hint
    if hint is None or reader is None:
        return hint
    command = hint.values.get("command")
    named = (*hint.values.values(), *finding.message.values.values())
    if command and reader.name in named:
        return message("Record your own answer with: {command}", command=command)
    own: Any = hint.values.get("own", ())
    return next((text for name, text in own if name == reader.name), hint)


def next_document(plans: Sequence[Mapping[str, Any]]) -> str:
    """Return the JSON document of the steps of several plans, as `next_values` gives them."""
    return json_document({"version": _VERSION, "plans": plans})


def next_values(
    report: PlanReport, say: Translate = untranslated, reader: Member | None = None
) -> dict[str, Any]:
    """Return the steps of one plan as plain values, all of them."""
    return {
        "path": report.file,
        "account": report.account,
        "stage": report.stage.value if report.stage else None,
        "stage_met": report.is_stage_met if report.stage else None,
        "agreement": report.agreed.values,
        "steps": [
            {
                "what": step.what.say(say),
                "ask": step.whom.say(say) if step.whom else None,
                "findings": [
                    {
                        "code": finding.code,
                        "severity": finding.severity.value,
                        "message": finding.message.say(say),
                        "hint": hint.say(say) if (hint := _hint(finding, reader)) else None,
                        "path": finding.file,
                        "line": finding.span.line,
                        "column": finding.span.column,
                        "objective": finding.objective,
                    }
                    for finding in step.findings
                ],
            }
            for step in next_steps(report, reader)
        ],
    }
