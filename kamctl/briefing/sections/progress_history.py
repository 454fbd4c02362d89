"""A plan's history: completeness and share of wallet over time, drawn and in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.data import ChartColumn, Columns, Panel
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chart, Table
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.history.timeline import TimelineStep

_MAX_STEPS: Final = 16
"""How many steps are drawn; the first and the last always are."""
_MIN_STEPS: Final = 3
"""Two are compared as well in the table."""


def progress_table(
    steps: Sequence[TimelineStep], audience: Audience, formatter: PlanFormatter
) -> Table | None:
    """Return the last step of each day, of which `audience` sees nothing but the day."""
    _ = formatter.translate
    shown = list({one.day: one for one in steps if one.read}.values())
    if len(shown) < 2:
        return None
    drawn = _drawn(shown)
    turnover = audience.sees("turnover")
    return table(
        _("Plan history"),
        (_("Day"), _("Stage"), _("Completeness"), _("Share of wallet")),
        (
            (
                _day(one, formatter),
                formatter.label(labels.STAGES, one.stage),
                _("{met} of {of}", met=one.met, of=one.required) if one.required else "",
                formatter.percent(one.share, 1) if turnover and one.share is not None else "",
            )
            for one in reversed(shown)
        ),
        numeric=(2, 3),
        charts=(_chart(drawn, formatter, turnover=turnover),) if len(drawn) >= _MIN_STEPS else (),
    )


def _day(one: TimelineStep, formatter: PlanFormatter) -> str:
    day = formatter.day(one.day, short=True)
    return day if one.id else formatter.translate("{date} (current version)", date=day)


def _drawn(steps: Sequence[TimelineStep]) -> list[TimelineStep]:
    """Return so many of the steps as go beside one another."""
    if len(steps) <= _MAX_STEPS:
        return list(steps)
    places = {round(number * (len(steps) - 1) / (_MAX_STEPS - 1)) for number in range(_MAX_STEPS)}
    return [steps[place] for place in sorted(places)]


def _chart(
    steps: Sequence[TimelineStep], formatter: PlanFormatter, *, turnover: bool
) -> Chart | None:
    _ = formatter.translate
    panels, descriptions = [], []
    series = [
        (
            _("Completeness"),
            [100 * one.met / one.required if one.required else None for one in steps],
            0,
            100.0,
        )
    ]
    if turnover:
        series.append((_("Share of wallet"), [one.share for one in steps], 1, 0.0))
    for title, values, decimals, whole in series:
        known = [
            (one, value) for one, value in zip(steps, values, strict=True) if value is not None
        ]
        if len(known) < 2:
            continue
        columns = tuple(
            ChartColumn(
                formatter.unbroken(formatter.day(one.day, short=True)),
                value,
                "–" if value is None else formatter.percent(value, decimals),
            )
            for one, value in zip(steps, values, strict=True)
        )
        panels.append(Panel(title, columns, whole))
        ends = [
            _(
                "{value} on {date}",
                value=formatter.percent(value, decimals),
                date=formatter.day(one.day),
            )
            for one, value in (known[0], known[-1])
        ]
        descriptions.append(f"{title}{_(':')} {', '.join(ends)}.")
    if not panels:
        return None
    return Chart(
        "history", _("Plan history"), " ".join(descriptions), Columns(tuple(panels), "", "")
    )
