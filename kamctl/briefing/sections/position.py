"""Where we are with the customer, year by year: the figures, as a table and a chart."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.charts.data import ChartColumn, Columns, Panel, Sparkline, TodayMark
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chart, Table
from kamctl.briefing.views.one_pager import KeyFigure
from kamctl.plan import labels
from kamctl.plan.position_years import past_years, targets_ahead
from kamctl.plan.share_of_wallet import share_of_wallet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.model import Plan
    from kamctl.plan.position import YearFigures

_LEFT_OUT: Final = 10
"""Years that the plan leaves out between two others, and that a picture has room for."""


def position_table(
    plan: Plan, audience: Audience, formatter: PlanFormatter, *, short: bool = False
) -> Table | None:
    """Return the figures of each year that `audience` may see, history first.

    `short` is for a briefing: a picture, with the table folded away; or, where the margin is shown,
    which the picture does not have, the table of the last two years, the next target and the last.
    """
    _, heading = formatter.translate, formatter.headings("position.history[]")
    if plan.position is None:
        return None

    def row(figures: YearFigures, kind: str) -> tuple[str, ...]:
        share = figures.share_of_wallet if audience.sees("turnover") else None
        margin = figures.margin if audience.sees("margin") else None
        volume = figures.volume if audience.sees("volumes") else None
        return (
            str(figures.year),
            kind,
            formatter.money(figures.turnover) if audience.sees("turnover") else "",
            formatter.money(figures.customer_spend) if audience.sees("turnover") else "",
            "" if share is None else formatter.percent(share, 1, fixed=True),
            "" if margin is None else formatter.percent(margin),
            "" if volume is None else formatter.number(volume),
        )

    history = sorted(plan.position.history, key=lambda one: one.year)
    targets = sorted(plan.position.targets, key=lambda one: one.year)
    chart = _chart(history, targets, audience, formatter)
    if short and audience.sees("margin"):
        ahead = targets_ahead(plan, formatter.today)
        history = past_years(plan, formatter.today)[-2:]
        targets, chart = [*ahead[:1], *ahead[1:][-1:]], None
    # What the picture does not have.
    others = (3, 5, 6) if audience.sees("turnover") else (3, 4, 5)
    rows = (
        *(row(one, _("Actual")) for one in history),
        *(row(one, _("Target")) for one in targets),
    )
    return table(
        _("Position by year"),
        (
            heading("year"),
            _("Type"),
            heading("turnover"),
            heading("customer_spend"),
            _("Share of wallet"),
            heading("margin"),
            heading("volume"),
        ),
        # A year without a figure that this audience may see says nothing.
        [shown for shown in rows if any(shown[2:])],
        numeric=(2, 3, 4, 5, 6),
        charts=(chart,),
        pictured=(2, 4) if audience.sees("turnover") else (6,),
        folded=short or not any(any(shown[place] for place in others) for shown in rows),
    )


class _Series(NamedTuple):
    """One figure of a year: what it is called, how it is read and said."""

    id: str
    title: str
    value: Callable[[YearFigures], float | None]
    format_value: Callable[[float], str]


class _KnownFigure(NamedTuple):
    """A figure of a series in a year; `planned`: a target."""

    year: int
    value: float
    planned: bool


def _of_turnover(formatter: PlanFormatter) -> list[_Series]:
    _, heading = formatter.translate, formatter.headings("position.history[]")
    return [
        _Series("turnover", heading("turnover"), lambda one: one.turnover, formatter.short_money),
        _Series(
            "share",
            _("Share of wallet"),
            lambda one: one.share_of_wallet,
            lambda share: formatter.percent(share, 1),
        ),
    ]


def _of_volume(formatter: PlanFormatter) -> _Series:
    heading = formatter.headings("position.history[]")
    return _Series("volume", heading("volume"), lambda one: one.volume, formatter.number)


def _columns(
    series: _Series,
    history: list[YearFigures],
    targets: list[YearFigures],
    this_year: int,
) -> tuple[ChartColumn, ...]:
    """Return a column for each year: what was, what is aimed at.

    A year that the plan leaves out has its place too, but for those of a plan that has too many.
    """
    years = _years(history, targets)
    columns = [
        (
            one.year,
            ChartColumn(
                str(one.year),
                value := series.value(one),
                "–" if value is None else series.format_value(value),
                planned,
            ),
        )
        for one, planned in years
    ]
    filled: list[ChartColumn] = []
    before: int | None = None
    for year, column in columns:
        left_out = range(year if before is None else before + 1, year)
        if len(left_out) <= _LEFT_OUT:
            # Between history and targets, what is past was not aimed at.
            is_planned = [
                column.planned and (filled[-1].planned or each >= this_year) for each in left_out
            ]
            filled += [
                ChartColumn(str(each), None, "–", planned)
                for each, planned in zip(left_out, is_planned, strict=True)
            ]
        filled.append(column)
        before = year
    return tuple(filled)


def _known(
    series: _Series, history: list[YearFigures], targets: list[YearFigures]
) -> list[_KnownFigure]:
    """Return the figures that there are, history first."""
    return [
        _KnownFigure(one.year, value, planned)
        for one, planned in _years(history, targets)
        if (value := series.value(one)) is not None
    ]


def _years(
    history: list[YearFigures], targets: list[YearFigures]
) -> list[tuple[YearFigures, bool]]:
    """Return all years, history first, each with whether it is planned."""
    return [*((one, False) for one in history), *((one, True) for one in targets)]


def _today(columns: Sequence[ChartColumn], formatter: PlanFormatter) -> TodayMark | None:
    """Return where today lies among the years; nowhere where nothing is aimed at."""
    if not any(one.planned for one in columns):
        return None
    today = formatter.today
    years = [int(one.label) for one in columns]
    if today.year in years:
        place = len(years) - 1 - years[::-1].index(today.year)
        days = 365 + calendar.isleap(today.year)
        at = place + (today.timetuple().tm_yday - 0.5) / days
        return TodayMark(formatter.today_label(is_outside=False), at)
    at = sum(year < today.year for year in years)
    is_outside = at in (0, len(years))
    return TodayMark(formatter.today_label(is_outside=is_outside), at, is_outside)


def _chart(
    history: list[YearFigures],
    targets: list[YearFigures],
    audience: Audience,
    formatter: PlanFormatter,
) -> Chart | None:
    _ = formatter.translate
    shown: list[_Series] = []
    if audience.sees("turnover"):
        shown = _of_turnover(formatter)
    elif audience.sees("volumes"):
        shown = [_of_volume(formatter)]
    panels = []
    descriptions = []
    for series in shown:
        known = _known(series, history, targets)
        if len(known) < 2:
            continue
        columns = _columns(series, history, targets, formatter.today.year)
        panels.append(Panel(series.title, columns))
        descriptions.append(_sentence(series, known, formatter))
    if not panels:
        return None
    today = _today(panels[0].columns, formatter)
    if today and today.is_outside:
        descriptions.append(formatter.today_outside(is_before=not today.at, is_after=True))
    return Chart(
        "position",
        _("Position by year"),
        " ".join(descriptions),
        Columns(tuple(panels), _("Actual"), _("Target"), today),
    )


def key_figures(plan: Plan, audience: Audience, formatter: PlanFormatter) -> Iterator[KeyFigure]:
    """Return the latest figures and the last targets, as far as seen, and the relationship."""
    _ = formatter.translate
    if plan.position is not None:
        history = past_years(plan, formatter.today)
        targets = targets_ahead(plan, formatter.today)
        shown = _of_turnover(formatter) if audience.sees("turnover") else []
        if audience.sees("volumes"):
            shown.append(_of_volume(formatter))
        for series in shown:
            now, now_on = _last(series, history)
            if series.id == "share" and (share := share_of_wallet(plan, formatter.today)):
                now, now_on = series.format_value(share.percent), str(share.day.year)
            target, target_on = _last(series, targets)
            if now or target:
                small = _small(series, history, targets, formatter)
                yield KeyFigure(series.title, now, now_on, target, target_on, small)
    if plan.whitespace is not None and audience.sees("whitespace"):
        space = sum(one.could_be_ours for one in plan.whitespace.cells)
        if space > 0:
            potential = formatter.short_money(space)
            yield KeyFigure(_("White space"), potential, _("per year"), "", "", None)
    relationship = plan.account.relationship if audience.sees("relationship") else None
    if relationship is not None and (relationship.now or relationship.target):
        yield KeyFigure(
            formatter.headings("account.relationship")("now"),
            formatter.label(labels.RELATIONSHIPS, relationship.now),
            "",
            formatter.label(labels.RELATIONSHIPS, relationship.target),
            formatter.short_date(relationship.by),
            None,
        )


def _last(series: _Series, years: list[YearFigures]) -> tuple[str, str]:
    """Return the last figure there is, and its year."""
    known = [(one.year, value) for one in years if (value := series.value(one)) is not None]
    return (series.format_value(known[-1][1]), str(known[-1][0])) if known else ("", "")


def _small(
    series: _Series,
    history: list[YearFigures],
    targets: list[YearFigures],
    formatter: PlanFormatter,
) -> Chart | None:
    """Draw a series without text, which is beside it."""
    known = _known(series, history, targets)
    if len(known) < 2:
        return None
    columns = _columns(series, history, targets, formatter.today.year)
    return Chart(
        f"small-{series.id}", series.title, _sentence(series, known, formatter), Sparkline(columns)
    )


def _sentence(series: _Series, known: list[_KnownFigure], formatter: PlanFormatter) -> str:
    """Say where a series starts, where it has come to, and where it is to go."""
    _ = formatter.translate
    actual = [one for one in known if not one.planned]
    planned = [one for one in known if one.planned]
    shown = [*actual[:1], *actual[1:][-1:], *planned[-1:]]
    figures = [
        _("{value} in {year} (target)", value=series.format_value(one.value), year=one.year)
        if one.planned
        else _("{value} in {year}", value=series.format_value(one.value), year=one.year)
        for one in shown
    ]
    return f"{series.title}{_(':')} {', '.join(figures)}."
