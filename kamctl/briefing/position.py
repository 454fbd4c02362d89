"""Where we stand with the customer, year by year: the figures, and their picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamctl.briefing.pictures.shapes import Column, Columns, Panel
from kamctl.briefing.resolve import table
from kamctl.briefing.view import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.briefing import view
    from kamctl.briefing.audience import Audience
    from kamctl.briefing.resolve import Resolver
    from kamctl.plan.model import Plan
    from kamctl.plan.position import YearFigures


def position_table(plan: Plan, audience: Audience, say: Resolver) -> view.Table | None:
    """Return the figures of each year that `audience` may see, history first."""
    if plan.position is None:
        return None

    def row(figures: YearFigures, kind: str) -> tuple[str, ...]:
        share = figures.share_of_wallet if audience.sees("turnover") else None
        margin = figures.margin if audience.sees("margin") else None
        volume = figures.volume if audience.sees("volumes") else None
        return (
            str(figures.year),
            kind,
            say.money(figures.turnover) if audience.sees("turnover") else "",
            say.money(figures.customer_spend) if audience.sees("turnover") else "",
            "" if share is None else say.formats.percent(share, 1, fixed=True),
            "" if margin is None else say.formats.percent(margin),
            "" if volume is None else say.formats.number(volume),
        )

    history = sorted(plan.position.history, key=lambda one: one.year)
    targets = sorted(plan.position.targets, key=lambda one: one.year)
    rows = (
        *(row(one, say.t("actual")) for one in history),
        *(row(one, say.t("target")) for one in targets),
    )
    return table(
        say.t("Where we stand, year by year"),
        (
            say.t("Year"),
            say.t("Figures are"),
            say.t("Turnover with us"),
            say.t("What they spend in all"),
            say.t("Share of wallet"),
            say.t("Margin"),
            say.t("Volume"),
        ),
        # A year without a figure that this audience may see says nothing.
        [shown for shown in rows if any(shown[2:])],
        numeric=(2, 3, 4, 5, 6),
        pictures=(_picture(history, targets, audience, say),),
    )


class _Series(NamedTuple):
    """One figure of a year: what it is called, how it is read and said."""

    title: str
    value: Callable[[YearFigures], float | None]
    said: Callable[[float], str]


def _picture(
    history: list[YearFigures], targets: list[YearFigures], audience: Audience, say: Resolver
) -> Picture | None:
    shown: list[_Series] = []
    if audience.sees("turnover"):
        shown = [
            _Series(say.t("Turnover with us"), lambda one: one.turnover, say.formats.short_money),
            _Series(
                say.t("Share of wallet"),
                lambda one: one.share_of_wallet,
                lambda share: say.formats.percent(share, 1),
            ),
        ]
    elif audience.sees("volumes"):
        shown = [_Series(say.t("Volume"), lambda one: one.volume, say.formats.number)]
    years = [*((one, False) for one in history), *((one, True) for one in targets)]
    panels = []
    told = []
    for series in shown:
        known = [
            (one.year, value, planned)
            for one, planned in years
            if (value := series.value(one)) is not None
        ]
        if len(known) < 2:
            continue
        columns = tuple(
            Column(
                str(one.year),
                value := series.value(one),
                "–" if value is None else series.said(value),
                planned,
            )
            for one, planned in years
        )
        panels.append(Panel(series.title, columns))
        told.append(_told(series, known, say))
    if not panels:
        return None
    return Picture(
        "position",
        say.t("Where we stand, year by year"),
        " ".join(told),
        Columns(
            tuple(panels),
            say.t("actual") if history else "",
            say.t("target") if targets else "",
            say.t("Today"),
        ),
    )


def _told(series: _Series, known: list[tuple[int, float, bool]], say: Resolver) -> str:
    """Say where a series starts, where it has come to, and where it is to go."""
    actual = [one for one in known if not one[2]]
    marks = [*actual[:1], *actual[1:][-1:], *[one for one in known if one[2]][-1:]]
    figures = [
        say.say("{value} in {year} (target)", value=series.said(value), year=year)
        if planned
        else say.say("{value} in {year}", value=series.said(value), year=year)
        for year, value, planned in marks
    ]
    return f"{series.title}{say.t(':')} {', '.join(figures)}."
