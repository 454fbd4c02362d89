"""Pictures for Markdown: Mermaid, which GitHub, GitLab and many wikis draw.

What Mermaid cannot draw is left to the table that is below every picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.charts.data import Columns, Timeline, Tree
from kamctl.briefing.charts.text_layout import label_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.briefing.charts.data import ChartColumn, Panel, Task
    from kamctl.briefing.views.elements import Chart


def mermaid(chart: Chart) -> str:
    """Return the lines of Mermaid that draw `chart`; empty where Mermaid cannot.

    Mermaid has one scale to a diagram: of several panels, each is in a block of its own.
    """
    drawing = chart.drawing
    if isinstance(drawing, Timeline):
        return "\n".join(_gantt(chart, drawing))
    if isinstance(drawing, Tree):
        return "\n".join(_flowchart(chart, drawing))
    if isinstance(drawing, Columns):
        diagrams = ["\n".join(_chart(chart, drawing, panel)) for panel in drawing.panels]
        return "\n```\n\n```mermaid\n".join(diagrams)
    return ""


def encoded(text: str) -> str:
    """Write `text` so that no character of it means anything to Mermaid."""
    return "".join(
        one if (one.isascii() and one.isalnum()) or one == " " else f"#{ord(one)};"
        for one in label_text(text)
    )


def _named(chart: Chart) -> Iterator[str]:
    yield f"    accTitle: {encoded(chart.title)}"
    yield f"    accDescr: {encoded(chart.description)}"


def _gantt(chart: Chart, timeline: Timeline) -> Iterator[str]:
    yield "gantt"
    yield from _named(chart)
    yield "    dateFormat YYYY-MM-DD"
    yield "    axisFormat %m/%Y"
    # Mermaid's own line is where today is when somebody reads the page.
    yield "    todayMarker off"
    today = timeline.today.isoformat()
    yield f"    {_begun(timeline.today_label)} :milestone, today, {today}, 0d"
    for number, task in enumerate(timeline.tasks, 1):
        dates = _dates(task)
        if dates:
            label = f"{task.label} ({task.conflict})" if task.conflict else task.label
            yield f"    {_begun(label)} :{_state(task)}t{number}, {dates}"


def _begun(label: str) -> str:
    """Write a label that begins a line, where a word such as “title” would be a keyword."""
    written = encoded(label).strip() or "#8211;"
    return f"#{ord(written[0])};{written[1:]}" if written[0].isalnum() else written


def _dates(task: Task) -> str:
    end = task.end or task.start
    if end is None:
        return ""
    if task.start is None or task.end is None or task.end <= task.start:
        return f"milestone, {end.isoformat()}, 0d"
    return f"{task.start.isoformat()}, {task.end.isoformat()}"


def _state(task: Task) -> str:
    if task.kind == "good":
        return "done, "
    if task.kind == "bad" or task.conflict:
        return "crit, "
    return "active, " if task.done else ""


def _flowchart(chart: Chart, tree: Tree) -> Iterator[str]:
    yield "flowchart TD"
    yield from _named(chart)
    above: dict[int, int] = {}
    for number, node in enumerate(tree.nodes):
        label = f"{node.label}, {node.note}" if node.note else node.label
        yield f'    n{number}["{encoded(label)}"]'
        if node.depth and node.depth - 1 in above:
            yield f"    n{above[node.depth - 1]} --> n{number}"
        above[node.depth] = number


def _chart(chart: Chart, columns: Columns, panel: Panel) -> Iterator[str]:
    known = [one for one in panel.columns if one.value is not None]
    labels = ", ".join(f'"{_quoted(_with_value(one, columns))}"' for one in known)
    # Labels lie below one another: side by side, Mermaid would write one over the next.
    yield "xychart-beta horizontal"
    yield from _named(chart)
    yield f'    title "{_quoted(panel.title)}"'
    yield f"    x-axis [{labels}]"
    values = [one.value or 0.0 for one in known]
    least, most = min([0.0, *values]), max([panel.min_top, *values]) or 1.0
    yield f'    y-axis "{_quoted(panel.title)}" {least:.10g} --> {most:.10g}'
    yield f"    bar [{', '.join(f'{value:.10g}' for value in values)}]"


def _with_value(one: ChartColumn, columns: Columns) -> str:
    """Label a bar with what it is and its value: Mermaid writes none beside it."""
    kind = columns.planned if one.planned else columns.actual
    return f"{one.label} {kind}, {one.value_text}" if kind else f"{one.label}, {one.value_text}"


def _quoted(text: str) -> str:
    """Write words of the tool inside quotation marks, where Mermaid decodes nothing."""
    kept = (" " if one in "\u00a0\u202f" else one for one in label_text(text))
    return "".join(one for one in kept if one.isalnum() or one in " -.,()'’%€$£")
