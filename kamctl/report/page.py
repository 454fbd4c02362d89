"""The pages of the checks, for a terminal, for programs, and for the docs."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from kamctl.document.finding import Severity
from kamctl.plan.header import Stage
from kamctl.report.text import paint, plain
from kamctl.words.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.checks.catalogue import Option
    from kamctl.checks.reference import Entry

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.TODO: "to-do"}


def weight(entry: Entry) -> Message:
    """Say what a finding weighs, stage by stage: “to-do before shared, error from it on”."""
    steps: list[tuple[Stage, Severity]] = []
    for stage in Stage:
        severity = entry.severity_at(stage)
        if not steps or steps[-1][1] is not severity:
            steps.append((stage, severity))
    if len(steps) == 1:
        return message("{weight} at every stage", weight=Message(_WORDS[steps[0][1]]))
    if len(steps) == 2:
        return message(
            "{before} before stage {stage}, {after} from it on",
            before=Message(_WORDS[steps[0][1]]),
            stage=steps[1][0].value,
            after=Message(_WORDS[steps[1][1]]),
        )
    return message(
        "{first} in a draft, {second} from stage {stage}, {third} from stage {last}",
        first=Message(_WORDS[steps[0][1]]),
        second=Message(_WORDS[steps[1][1]]),
        stage=steps[1][0].value,
        third=Message(_WORDS[steps[2][1]]),
        last=steps[2][0].value,
    )


def page_text(entry: Entry, columns: int, *, colour: bool) -> str:
    """Lay a page out for a terminal."""
    style = paint if colour else plain
    said = entry.page
    blocks = [
        style(f"{entry.code} {entry.name}", "bold"),
        _wrapped(said.summary, columns),
    ]
    if said.more:
        blocks.append(_paragraphs(said.more, columns))
    blocks.append(style(_wrapped(f"{_capital(str(weight(entry)))}.", columns), "dim"))
    if said.why:
        blocks += [style("Why", "bold"), _paragraphs(said.why, columns)]
    if said.example:
        blocks += [style("For example", "bold"), _indented(said.example)]
    if said.instead:
        blocks += [style("Mended", "bold"), _indented(said.instead)]
    if entry.options:
        blocks += [style("Options in kamctl.yaml", "bold"), _indented(options_yaml(entry))]
    return "\n\n".join(blocks) + "\n"


def options_yaml(entry: Entry) -> str:
    """Write the options of a check with their defaults, as they would stand in `kamctl.yaml`."""
    lines = ["checks:", f"  {entry.name}:"]
    for option in entry.options:
        lines += [f"    # {line}" for line in textwrap.wrap(option.meaning, 70)]
        lines.append(f"    {option.name}: {_default(option)}")
    return "\n".join(lines)


def _default(option: Option[Any]) -> str:
    if isinstance(option.default, int):
        return str(option.default)
    return f"[{', '.join(option.default)}]"


def page_values(entry: Entry) -> dict[str, Any]:
    """Return a page as plain values, for programs."""
    said = entry.page
    return {
        "code": entry.code,
        "name": entry.name,
        "family": entry.family,
        "summary": said.summary,
        "details": said.more,
        "why": said.why,
        "example": said.example,
        "instead": said.instead,
        "severity": {stage.value: entry.severity_at(stage).value for stage in Stage},
        "options": [
            {"name": option.name, "default": option.default, "meaning": option.meaning}
            for option in entry.options
        ],
    }


def list_text(entries: Iterable[Entry], columns: int, *, colour: bool, off: frozenset[str]) -> str:
    """List the checks by family, a line each; those that the workspace switched off say so."""
    style = paint if colour else plain
    text, family = "", ""
    everyone = list(entries)
    room = max((len(entry.name) for entry in everyone), default=0)
    for entry in everyone:
        if entry.family != family:
            family = entry.family
            text += ("\n" if text else "") + style(family, "bold") + "\n"
        head = f"  {entry.code}  {entry.name:<{room}}  "
        said = f"off here. {entry.page.summary}" if entry.code in off else entry.page.summary
        lines = textwrap.wrap(said, max(30, columns - len(head)))
        text += head + ("\n" + " " * len(head)).join(lines) + "\n"
    return text


def page_markdown(entry: Entry) -> str:
    """Write a page for the docs."""
    said = entry.page
    lines = [f"# {entry.code} {entry.name}", "", said.summary, ""]
    if said.more:
        lines += [said.more, ""]
    lines += [f"*{_capital(str(weight(entry)))}.*", ""]
    if said.why:
        lines += ["## Why", "", said.why, ""]
    for heading, example in (("For example", said.example), ("Mended", said.instead)):
        if example:
            lines += [f"## {heading}", "", "```yaml", example, "```", ""]
    if entry.options:
        lines += ["## Options", "", "In `kamctl.yaml`, with what holds where nothing is said:", ""]
        lines += ["```yaml", options_yaml(entry), "```", ""]
    return "\n".join(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wrapped(text: str, columns: int) -> str:
    return "\n".join(textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False))


def _paragraphs(text: str, columns: int) -> str:
    return "\n\n".join(_paragraph(part, columns) for part in text.split("\n\n"))


def _paragraph(text: str, columns: int) -> str:
    """Wrap a paragraph; a list keeps its lines."""
    lines = text.splitlines()
    if any(line.lstrip().startswith(("- ", "* ")) for line in lines):
        return text
    return _wrapped(" ".join(text.split()), columns)


def _indented(text: str) -> str:
    return textwrap.indent(text, "  ")
