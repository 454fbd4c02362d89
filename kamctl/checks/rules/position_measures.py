"""Family 6xx: do measures say the same as the figures of `position`?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, Option, plan_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.checks.helpers.position_figures import (
    SHARE_NAMES,
    amount_with_currency,
    percentage,
)
from kamctl.i18n.localized import LocalizedPercent
from kamctl.i18n.message import message
from kamctl.i18n.words import all_words
from kamctl.plan.amounts import is_currency
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.share_of_wallet import has_name, is_share_of_wallet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath
    from kamctl.plan.objectives import Measure, Point
    from kamctl.plan.plan_date import PlanDate
    from kamctl.plan.position import YearFigures


TURNOVER_NAMES: Option[tuple[str, ...]] = Option(
    "turnover_names", (), "Additional names of a turnover measure in the company."
)

_SHARE_TOLERANCE = 1 + 1e-9
"""How many points two shares of wallet may differ: both are rounded when shown."""

_TURNOVER_TOLERANCE = 0.02
"""How far, as a part of it, a turnover may lie from that of `position`."""

_DECEMBER = 12

_JANUARY = 1


@plan_check(
    "KAM603",
    "one-truth",
    warns_from=Stage.SHARED,
    options=(SHARE_NAMES, TURNOVER_NAMES),
)
def one_truth(context: Context) -> Iterator[Observation]:
    """A measure of the share of wallet or of the turnover agrees with `position`.

    The baseline is compared with the history, the target with the targets, each for the year that
    ends on its date: a date in December or January. A share may differ by one point, a turnover by
    2%. Only measures with exactly that name are checked (“Share of wallet”, “Turnover”, “Chiffre
    d'affaires”), if their unit is a percentage, or the plan's currency without thousands or
    millions.

    Why:
        If two figures for the same thing differ, neither is trusted, and the meeting is about the
        figures and not about the customer. Source: practitioners on why account plans fail: deck
        and records diverge, and nobody trusts either.

    Example:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            measures:
              - name: Share of wallet
                unit: '%'
                baseline: {value: 35, on: 2025-12-31}

    Instead:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            measures:
              - name: Share of wallet
                unit: '%'
                baseline: {value: 27, on: 2025-12-31}
    """
    if context.plan.position is None or not context.in_use("position"):
        return
    for objective in context.open_objectives:
        for index, measure in enumerate(objective.model.measures):
            counts = _counted_figure(context, measure)
            if counts is None:
                continue
            for key, point in (("history", measure.baseline), ("targets", measure.target)):
                if point is None or point.on is None:
                    continue
                end = "baseline" if key == "history" else "target"
                path = objective.at("measures", index, end, "value")
                yield from _contradiction(context, measure, counts, point, key, path)


def _counted_figure(context: Context, measure: Measure) -> str | None:
    """Tell which figure of `position` a measure counts too: "share", "turnover" or None."""
    if is_share_of_wallet(measure, context.option(SHARE_NAMES)):
        return "share"
    if is_currency(measure.unit_name, context.plan.plan.currency):
        more = context.option(TURNOVER_NAMES)
        return "turnover" if has_name(measure, all_words().measures.turnover, more) else None
    return None


def _contradiction(
    context: Context, measure: Measure, counts: str, point: Point, key: str, path: KeyPath
) -> Iterator[Observation]:
    assert point.on is not None
    known = [
        (figures, value, place)
        for figures, place in context.yearly_figures[key]
        if figures.year in _years_that_end(point.on)
        and (value := _figure(figures, counts)) is not None
    ]
    if not known or any(_agree(point.value, value, counts) for _, value, _ in known):
        return
    figures, value, place = known[0]
    is_share = counts == "share"
    yield Observation(
        path,
        message(
            "“{measure}”: {here} here ({on}), but {there} in `position` ({year}).",
            measure=quoted(context, measure.name),
            here=(
                LocalizedPercent(point.value)
                if is_share
                else amount_with_currency(context, point.value)
            ),
            on=point.on,
            there=(percentage(value) if is_share else amount_with_currency(context, value)),
            year=figures.year,
        ),
        message(
            "Correct the wrong one. If the measure covers only part of the account, name "
            "that part in its name."
        ),
        related=((message("The figure in `position` is here."), place),),
    )


def _years_that_end(on: PlanDate) -> Iterable[int]:
    """Return the years whose figures may be meant; none on a date within a year."""
    if on.day.month == _DECEMBER:
        return (on.day.year,)
    return (on.day.year - 1, on.day.year) if on.day.month == _JANUARY else ()


def _figure(figures: YearFigures, counts: str) -> float | None:
    return figures.share_of_wallet if counts == "share" else figures.turnover


def _agree(here: float, there: float, counts: str) -> bool:
    return abs(here - there) <= (
        _SHARE_TOLERANCE if counts == "share" else _TURNOVER_TOLERANCE * abs(there)
    )
