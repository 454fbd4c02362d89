"""The pages of the checks, for a terminal, for programs, and for the docs."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from kamctl.checks.page import DOMAIN, is_list
from kamctl.document.finding import Severity
from kamctl.plan.header import Stage
from kamctl.report.text import paint, plain
from kamctl.report.weights import stage_word
from kamctl.words.catalogue import SOURCE_LANGUAGE, translator
from kamctl.words.message import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.checks.catalogue import Option
    from kamctl.checks.reference import Entry
    from kamctl.words.message import Translate

WEIGHTS = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.TODO: N_("to-do"),
}
"""What a finding weighs, as msgids."""
_WHY, _EXAMPLE, _INSTEAD = N_("Why"), N_("For example"), N_("Mended")
_MARKDOWN = 96
"""How many columns a paragraph of the docs has."""


def weight(entry: Entry) -> Message:
    """Say what a finding weighs, stage by stage: “to-do before shared, error from it on”."""
    steps: list[tuple[Stage, Severity]] = []
    for stage in Stage:
        severity = entry.severity_at(stage)
        if not steps or steps[-1][1] is not severity:
            steps.append((stage, severity))
    if len(steps) == 1:
        return message("{weight} at every stage", weight=Message(WEIGHTS[steps[0][1]]))
    if len(steps) == 2:
        return message(
            "{before} before stage {stage}, {after} from it on",
            before=Message(WEIGHTS[steps[0][1]]),
            stage=stage_word(steps[1][0]),
            after=Message(WEIGHTS[steps[1][1]]),
        )
    return message(
        "{first} in a draft, {second} from stage {stage}, {third} from stage {last}",
        first=Message(WEIGHTS[steps[0][1]]),
        second=Message(WEIGHTS[steps[1][1]]),
        stage=stage_word(steps[1][0]),
        third=Message(WEIGHTS[steps[2][1]]),
        last=stage_word(steps[2][0]),
    )


def page_text(entry: Entry, columns: int, *, colour: bool, language: str = SOURCE_LANGUAGE) -> str:
    """Lay a page out for a terminal."""
    style = paint if colour else plain
    say, told = translator(language), translator(language, DOMAIN)
    said = entry.page.said(told)
    blocks = [
        style(f"{entry.code} {entry.name}", "bold"),
        _wrapped(said.summary, columns),
    ]
    if said.more:
        blocks.append(_paragraphs(said.more, columns))
    blocks.append(style(_wrapped(_weight(entry, say), columns), "dim"))
    if said.why:
        blocks += [style(say(_WHY), "bold"), _paragraphs(said.why, columns)]
    if said.example:
        blocks += [style(say(_EXAMPLE), "bold"), _indented(said.example)]
    if said.instead:
        blocks += [style(say(_INSTEAD), "bold"), _indented(said.instead)]
    if entry.options:
        heading = say(N_("Options in kamctl.yaml"))
        blocks += [style(heading, "bold"), _indented(options_yaml(entry, told))]
    return "\n\n".join(blocks) + "\n"


def options_yaml(entry: Entry, told: Translate) -> str:
    """Write the options of a check with their defaults, as they would stand in `kamctl.yaml`."""
    lines = ["checks:", f"  {entry.name}:"]
    for option in entry.options:
        lines += [f"    # {line}" for line in textwrap.wrap(told(option.meaning), 70)]
        lines.append(f"    {option.name}: {_default(option)}")
    return "\n".join(lines)


def _default(option: Option[Any]) -> str:
    if isinstance(option.default, int):
        return str(option.default)
    return f"[{', '.join(option.default)}]"


def page_values(entry: Entry, language: str = SOURCE_LANGUAGE) -> dict[str, Any]:
    """Return a page as plain values, for programs."""
    told = translator(language, DOMAIN)
    said = entry.page.said(told)
    return {
        "code": entry.code,
        "name": entry.name,
        "language": language,
        "family": translator(language)(entry.family),
        "summary": said.summary,
        "details": said.more,
        "why": said.why,
        "example": said.example,
        "instead": said.instead,
        "severity": {stage.value: entry.severity_at(stage).value for stage in Stage},
        "options": [
            {"name": option.name, "default": option.default, "meaning": told(option.meaning)}
            for option in entry.options
        ],
    }


def list_text(
    entries: Iterable[Entry],
    columns: int,
    *,
    colour: bool,
    off: frozenset[str],
    language: str = SOURCE_LANGUAGE,
) -> str:
    """List the checks by family, a line each; those that the workspace switched off say so."""
    style = paint if colour else plain
    say, told = translator(language), translator(language, DOMAIN)
    text, family = "", ""
    everyone = list(entries)
    room = max((len(entry.name) for entry in everyone), default=0)
    for entry in everyone:
        if entry.family != family:
            family = entry.family
            text += ("\n" if text else "") + style(say(family), "bold") + "\n"
        head = f"  {entry.code}  {entry.name:<{room}}  "
        said = told(entry.page.summary)
        if entry.code in off:
            said = message("off here. {summary}", summary=said).say(say)
        lines = textwrap.wrap(said, max(30, columns - len(head)))
        text += head + ("\n" + " " * len(head)).join(lines) + "\n"
    return text


def page_markdown(entry: Entry, language: str = SOURCE_LANGUAGE) -> str:
    """Write a page for the docs."""
    say, told = translator(language), translator(language, DOMAIN)
    said = entry.page.said(told)
    lines = [f"# {entry.code} {entry.name}", "", _wrapped(said.summary, _MARKDOWN), ""]
    if said.more:
        lines += [_paragraphs(said.more, _MARKDOWN), ""]
    lines += [f"*{_weight(entry, say)}*", ""]
    if said.why:
        lines += [f"## {say(_WHY)}", "", _paragraphs(said.why, _MARKDOWN), ""]
    for heading, example in ((_EXAMPLE, said.example), (_INSTEAD, said.instead)):
        if example:
            lines += [f"## {say(heading)}", "", "```yaml", example, "```", ""]
    if entry.options:
        lines += [f"## {say(N_('Options'))}", ""]
        lines += [say(N_("In `kamctl.yaml`, with what holds where nothing is said:")), ""]
        lines += ["```yaml", options_yaml(entry, told), "```", ""]
    return "\n".join(lines)


def _weight(entry: Entry, say: Translate) -> str:
    text = weight(entry).say(say)
    return f"{text[:1].upper()}{text[1:]}."


def _wrapped(text: str, columns: int) -> str:
    return "\n".join(textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False))


def _paragraphs(text: str, columns: int) -> str:
    """Wrap each paragraph; a list keeps its lines."""
    return "\n\n".join(
        part if is_list(part) else _wrapped(part, columns) for part in text.split("\n\n")
    )


def _indented(text: str) -> str:
    return textwrap.indent(text, "  ")
