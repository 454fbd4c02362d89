"""The pages of the checks, for a terminal, for programs, and for the docs."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from rich.console import ConsoleRenderable
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kamctl.checks.engine.rule_docs import PAGES_DOMAIN, is_bullet_list
from kamctl.document.finding import Severity
from kamctl.i18n.catalog import SOURCE_LANGUAGE, translator
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.labels import stage_label
from kamctl.plan.plan_metadata import Stage
from kamctl.reports.terminal_text import MAX_WIDTH, encodable, hide_no_break_spaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from kamctl.checks.engine.code_index import IndexedCode
    from kamctl.checks.engine.registry import Option
    from kamctl.i18n.message import Translate

SEVERITY_NOUNS = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.TODO: N_("to-do"),
}
"""The severities as nouns, as msgids."""
_WHY, _EXAMPLE, _INSTEAD = N_("Why"), N_("For example"), N_("Fixed")
_MARKDOWN = 96
"""How many columns a paragraph of the docs has."""
_READABLE: Final = 30
"""With fewer columns for its summary, a check has it below its name."""


def severity_by_stage(entry: IndexedCode) -> Message:
    """Return the severity stage by stage: “to-do before stage shared, error from it on”."""
    steps: list[tuple[Stage, Severity]] = []
    for stage in Stage:
        severity = entry.severity_at(stage)
        if not steps or steps[-1][1] is not severity:
            steps.append((stage, severity))
    if len(steps) == 1:
        return message("{weight} at every stage", weight=Message(SEVERITY_NOUNS[steps[0][1]]))
    if len(steps) == 2 and entry.is_silent_at(steps[0][0]):
        return message(
            "{weight} from stage {stage}, not checked before",
            weight=Message(SEVERITY_NOUNS[steps[1][1]]),
            stage=stage_label(steps[1][0]),
        )
    if len(steps) == 2:
        return message(
            "{before} before stage {stage}, {after} from then on",
            before=Message(SEVERITY_NOUNS[steps[0][1]]),
            stage=stage_label(steps[1][0]),
            after=Message(SEVERITY_NOUNS[steps[1][1]]),
        )
    return message(
        "{first} in a draft, {second} from stage {stage}, {third} from stage {last}",
        first=Message(SEVERITY_NOUNS[steps[0][1]]),
        second=Message(SEVERITY_NOUNS[steps[1][1]]),
        stage=stage_label(steps[1][0]),
        third=Message(SEVERITY_NOUNS[steps[2][1]]),
        last=stage_label(steps[2][0]),
    )


def page_text(
    entry: IndexedCode, *, highlighted: bool = False, language: str = SOURCE_LANGUAGE
) -> list[Text]:
    """Compose a page of several blocks, each with the blank line after it.

    The YAML in it is not wrapped, and `highlighted` for a colored terminal.
    """
    say, translate_page = translator(language), translator(language, PAGES_DOMAIN)
    texts = entry.page.translated(translate_page)
    code = _highlighted if highlighted else Text
    blocks = [Text(f"{entry.code} {entry.name}", "bold"), Text(texts.summary)]
    if texts.more:
        blocks.append(Text(texts.more))
    blocks.append(Text(_severity_sentence(entry, say), "dim"))
    if texts.why:
        blocks += [Text(say(_WHY), "bold"), Text(texts.why)]
    for heading, example in ((_EXAMPLE, texts.example), (_INSTEAD, texts.instead)):
        if example:
            blocks += [Text(say(heading), "bold"), _indented(code(example))]
    if entry.options:
        heading = say(N_("Options in kamctl.yaml"))
        blocks += [Text(heading, "bold"), _indented(code(options_yaml(entry, translate_page)))]
    return [
        *(block.append("\n\n") for block in blocks[:-1]),
        *(block.append("\n") for block in blocks[-1:]),
    ]


def _highlighted(code: str) -> Text:
    """Return YAML with its keys and comments highlighted, in the terminal's own colors."""
    # Imported here: the lexers are slow to load, and few runs are colored.
    from rich.style import Style
    from rich.syntax import ANSISyntaxTheme, Syntax

    # Rich's own ANSI themes show the values of a flow list in red, as if they were wrong.
    theme = ANSISyntaxTheme({("Name", "Tag"): Style(color="cyan"), ("Comment",): Style(dim=True)})
    return Syntax(code, "yaml", theme=theme).highlight(code)


def _indented(code: Text) -> Text:
    """Return code that is indented and keeps its lines: wrapped, it would not be valid."""
    lines = (Text("  ").append(line) if line else line for line in code.split("\n"))
    indented = Text("\n").join(lines)
    indented.no_wrap = True
    return indented


def options_yaml(entry: IndexedCode, translate_page: Translate) -> str:
    """Write the options of a check with their defaults, as in `kamctl.yaml`."""
    lines = ["checks:", f"  {entry.name}:"]
    for option in entry.options:
        lines += [f"    # {line}" for line in textwrap.wrap(translate_page(option.meaning), 70)]
        lines.append(f"    {option.name}: {_default(option)}")
    return "\n".join(lines)


def _default(option: Option[Any]) -> str:
    if isinstance(option.default, int):
        return str(option.default)
    return f"[{', '.join(option.default)}]"


def page_values(entry: IndexedCode, language: str = SOURCE_LANGUAGE) -> dict[str, Any]:
    """Return a page as plain values, for programs."""
    translate_page = translator(language, PAGES_DOMAIN)
    texts = entry.page.translated(translate_page)
    return {
        "code": entry.code,
        "name": entry.name,
        "language": language,
        "family": translator(language)(entry.family),
        "summary": texts.summary,
        "details": texts.more,
        "why": texts.why,
        "example": texts.example,
        "instead": texts.instead,
        "severity": {
            stage.value: None if entry.is_silent_at(stage) else entry.severity_at(stage).value
            for stage in Stage
        },
        "options": [
            {
                "name": option.name,
                "default": option.default,
                "meaning": translate_page(option.meaning),
            }
            for option in entry.options
        ],
    }


class CheckList(ConsoleRenderable):
    """The checks by family, a line each; those that the workspace switches off are marked."""

    def __init__(
        self,
        entries: Iterable[IndexedCode],
        *,
        off: frozenset[str],
        language: str = SOURCE_LANGUAGE,
    ) -> None:
        self.families: dict[str, list[Sequence[str]]] = {}
        say, translate_page = translator(language), translator(language, PAGES_DOMAIN)
        for entry in entries:
            summary = translate_page(entry.page.summary)
            if entry.code in off:
                summary = message("disabled here. {summary}", summary=summary).say(say)
            row = (entry.code, entry.name, summary)
            self.families.setdefault(say(entry.family), []).append(row)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = [row for family in self.families.values() for row in family]
        code, name = (max(len(row[place]) for row in rows) for place in (0, 1))
        width = min(options.max_width, MAX_WIDTH) if options.is_terminal else options.max_width
        room = width - len("  ") * 3 - code - name
        for number, (family, listed) in enumerate(self.families.items()):
            if number:
                yield ""
            yield Text(family, "bold")
            if room < _READABLE:
                for row in listed:
                    yield Padding(Text.assemble((row[0], "code"), " ", row[1]), (0, 0, 0, 2))
                    yield Padding(Text(hide_no_break_spaces(row[2])), (0, 0, 0, 4))
                continue
            table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
            table.add_column(style="code", min_width=code, no_wrap=True)
            table.add_column(min_width=name, no_wrap=True)
            table.add_column(max_width=room)
            for row in listed:
                table.add_row(
                    *(Text(hide_no_break_spaces(encodable(part, options.encoding))) for part in row)
                )
            yield Padding(table, (0, 0, 0, 2), expand=False)


def page_markdown(entry: IndexedCode, language: str = SOURCE_LANGUAGE) -> str:
    """Write a page for the docs."""
    say, translate_page = translator(language), translator(language, PAGES_DOMAIN)
    texts = entry.page.translated(translate_page)
    lines = [f"# {entry.code} {entry.name}", "", _wrapped(texts.summary, _MARKDOWN), ""]
    if texts.more:
        lines += [_paragraphs(texts.more, _MARKDOWN), ""]
    lines += [f"*{_severity_sentence(entry, say)}*", ""]
    if texts.why:
        lines += [f"## {say(_WHY)}", "", _paragraphs(texts.why, _MARKDOWN), ""]
    for heading, example in ((_EXAMPLE, texts.example), (_INSTEAD, texts.instead)):
        if example:
            lines += [f"## {say(heading)}", "", "```yaml", example, "```", ""]
    if entry.options:
        lines += [f"## {say(N_('Options'))}", ""]
        lines += [say(N_("In `kamctl.yaml`, with the default values:")), ""]
        lines += ["```yaml", options_yaml(entry, translate_page), "```", ""]
    return "\n".join(lines)


def _severity_sentence(entry: IndexedCode, say: Translate) -> str:
    text = severity_by_stage(entry).say(say)
    return f"{capitalized(text)}."


def _wrapped(text: str, columns: int) -> str:
    return "\n".join(textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False))


def _paragraphs(text: str, columns: int) -> str:
    """Wrap each paragraph; a list keeps its lines."""
    return "\n\n".join(
        part if is_bullet_list(part) else _wrapped(part, columns) for part in text.split("\n\n")
    )
