"""Family 6xx: do the figures agree with each other?"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, Option, plan_check
from kamctl.checks.plan_texts import quoted
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import Path
    from kamctl.plan.objectives import Measure, Point
    from kamctl.plan.position import YearFigures
    from kamctl.plan.values import PlanDate
    from kamctl.plan.whitespace import Cell

    Figures = Sequence[tuple[YearFigures, Path]]

YEARS = Option(
    "years", 2, "How many years of history there should be at least.", more_is_stricter=True
)
SHARE_NAMES: Option[tuple[str, ...]] = Option(
    "share_names", (), "Further names that a measure of the share of wallet has in the company."
)
TURNOVER_NAMES: Option[tuple[str, ...]] = Option(
    "turnover_names", (), "Further names that a measure of our turnover has in the company."
)

_WHOLE = 100.05
"""A share that is still written 100.0 %."""
_POINTS = 1 + 1e-9
"""How many points two shares of wallet may lie apart: both are rounded when told."""
_APART = 0.02
"""How far, as a part of it, a turnover may lie from that of `position`."""
_ROUNDING = 1.01
"""How far sums of rounded figures may go beyond the whole."""

_DECEMBER = 12
_JANUARY = 1

_SHARE = frozenset(
    {
        "share of wallet",
        "our share of wallet",
        "wallet share",
        "part de portefeuille",
        "notre part de portefeuille",
        "part de portefeuille client",
    }
)
_TURNOVER = frozenset(
    {
        "turnover",
        "our turnover",
        "annual turnover",
        "yearly turnover",
        "turnover with us",
        "revenue",
        "our revenue",
        "annual revenue",
        "yearly revenue",
        "chiffre d'affaires",
        "notre chiffre d'affaires",
        "chiffre d'affaires annuel",
        "ca annuel",
    }
)
_PERCENT = frozenset({"%", "percent", "per cent", "pct", "pour cent"})
_SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD"}


def _figures(context: Context, key: str) -> Figures:
    """Return the years of `history` or `targets`, each with its place."""
    position = context.plan.position
    if position is None:
        return ()
    return [(year, ("position", key, place)) for place, year in enumerate(getattr(position, key))]


def _money(context: Context, amount: float) -> str:
    """Write an amount so that it can be read in any language: EUR 19 000 000."""
    digits = f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.2f}"
    grouped = digits.replace(",", "\N{NO-BREAK SPACE}")
    currency = context.plan.plan.currency
    return f"{currency}\N{NO-BREAK SPACE}{grouped}" if currency else grouped


def _points(share: float) -> str:
    return f"{share:.1f}".removesuffix(".0")


@plan_check("KAM601", "share-of-wallet", required_from=Stage.DRAFT)
def share_of_wallet(context: Context) -> Iterator[Observation]:
    """The share of wallet lies between 0 and 100 % in each year, and each year stands once.

    The share of wallet is never written: it is `turnover` divided by `customer_spend`. A year may
    stand in `history` and in `targets` too: what was wanted, and what came.

    Why:
        Nobody buys more from us than from everybody together. A share above 100 % means that one
        of the two figures is of another year, another currency, or of fewer categories than the
        other; and every target that is derived from it is wrong too.

    Example:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 1_900_000}

    Instead:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
    """
    if not context.in_use("position"):
        return
    for key in ("history", "targets"):
        first: dict[int, Path] = {}
        for figures, path in _figures(context, key):
            if figures.year in first:
                yield Observation(
                    (*path, "year"),
                    message(
                        "The year {year} stands twice in `{list}`.", year=figures.year, list=key
                    ),
                    message("Keep one entry a year, or correct the year."),
                    beside=((message("It stands here first."), first[figures.year]),),
                )
            first.setdefault(figures.year, (*path, "year"))
            yield from _impossible_share(figures, path)


def _impossible_share(figures: YearFigures, path: Path) -> Iterator[Observation]:
    turnover, spend = figures.turnover, figures.customer_spend
    if turnover is None or spend is None:
        return
    share = figures.share_of_wallet
    if turnover < 0 or spend < 0:
        yield Observation(
            (*path, "turnover" if turnover < 0 else "customer_spend"),
            message("{year}: what a customer buys is never less than nothing.", year=figures.year),
            message("Take the minus sign out, or correct the figure."),
        )
    elif turnover > 0 and (share is None or share > _WHOLE):
        yield Observation(
            (*path, "turnover"),
            message(
                "{year}: they buy more from us than they spend in all, a share of wallet of "
                "{share} %.",
                year=figures.year,
                share=_points(share),
            )
            if share is not None
            else message(
                "{year}: they buy from us, and yet they spend nothing in all.", year=figures.year
            ),
            message(
                "Correct `turnover` or `customer_spend`, which is what they spend in our "
                "categories with everybody, us included."
            ),
        )


@plan_check(
    "KAM602",
    "history-and-target",
    warns_from=Stage.SHARED,
    options=(YEARS,),
)
def history_and_target(context: Context) -> Iterator[Observation]:
    """The position holds at least two years of history, and a target for the plan's last year.

    What counts is a year with its turnover; 0 is one too. A new customer needs no more
    history than there is (`account.customer_since`). Where the plan's period ends within a
    year, a target for the year before will do as well.

    Why:
        One year is a point, two are a direction; and without a figure for the end of the plan
        nobody can tell afterwards whether it was reached. Account managers whose projects follow
        one another see turnover grow and the share of wallet reach its maximum in three years.
        Source: K. Meraihia in H. Faucher, "Key Account Manager: vendeur ou chef d'orchestre ?"
        (2015).

    Example:
        plan: {period: {start: 2026-01-01, end: 2028-12-31}}
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
          targets:
            - {year: 2026, turnover: 5_900_000}

    Instead:
        plan: {period: {start: 2026-01-01, end: 2028-12-31}}
        position:
          history:
            - {year: 2024, turnover: 4_600_000, customer_spend: 18_200_000}
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
          targets:
            - {year: 2026, turnover: 5_900_000}
            - {year: 2028, turnover: 10_500_000}
    """
    history, targets = _figures(context, "history"), _figures(context, "targets")
    if not context.in_use("position") or not (history or targets):
        return  # an empty section is for KAM802 to name
    if context.is_whole("position", "history"):
        yield from _short_history(context, _years(history))
    if context.is_whole("position", "targets"):
        yield from _no_last_target(context, _years(targets))


def _years(figures: Figures) -> set[int]:
    return {one.year for one, _ in figures if one.turnover is not None}


def _short_history(context: Context, years: set[int]) -> Iterator[Observation]:
    wanted = context.option(YEARS)
    since = context.plan.account.customer_since
    if since is not None:
        wanted = min(wanted, max(0, context.today.year - since))
    if len(years) < wanted:
        yield Observation(
            ("position", "history"),
            message(
                "The history holds the turnover of {have} of the {wanted} years wanted.",
                have=len(years),
                wanted=wanted,
            ),
            message(
                "Add an entry for each year before, for example {form}; 0 where they bought "
                "nothing from us.",
                form=f"{{year: {_year_before(context, years)}, turnover: 1_200_000}}",
            ),
        )


def _year_before(context: Context, years: set[int]) -> int:
    return min(years, default=context.today.year) - 1


def _no_last_target(context: Context, years: set[int]) -> Iterator[Observation]:
    period = context.plan.plan.period
    end = period.end.day if period and period.end else None
    path = ("position", "targets")
    if end is None:
        if not years and context.is_whole("plan"):
            yield Observation(
                path,
                message("No target is set for the turnover of the years ahead."),
                message("Add one for each year ahead under `targets:`."),
            )
        return
    # A business year that ends within a calendar year has the name of either.
    if years.isdisjoint((end.year, end.year - (end.month < _DECEMBER))):
        yield Observation(
            path,
            message("No target is set for the turnover of {year}, the plan's last.", year=end.year),
            message(
                "Add it under `targets:`, for example {form}.",
                form=f"{{year: {end.year}, turnover: 1_200_000}}",
            ),
        )


@plan_check(
    "KAM603",
    "one-truth",
    warns_from=Stage.SHARED,
    options=(SHARE_NAMES, TURNOVER_NAMES),
)
def one_truth(context: Context) -> Iterator[Observation]:
    """A measure of the share of wallet or of the turnover says the same as `position`.

    The baseline is compared with the history, the target with the targets, each with the year
    that ends on its date: a date in December or January. A share may differ by one point, a
    turnover by 2 %. Only a measure with just that name is looked at (“Share of wallet”,
    “Turnover”, “Chiffre d'affaires”), and only where its unit is a percentage, or the plan's
    currency without thousands or millions.

    Why:
        Two figures for one thing, and soon neither is believed: the meeting is about which one is
        right, and not about the customer. Source: practitioners on why account plans fail: deck
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
    for objective in context.objectives:
        if objective.objective.is_closed:
            continue
        for place, measure in enumerate(objective.objective.measures):
            counts = _counts(context, measure)
            if counts is None:
                continue
            for key, point in (("history", measure.baseline), ("targets", measure.target)):
                if point is None or point.on is None:
                    continue
                end = "baseline" if key == "history" else "target"
                path = objective.at("measures", place, end, "value")
                yield from _other_truth(context, measure, counts, point, key, path)


def _counts(context: Context, measure: Measure) -> str | None:
    """Tell which figure of `position` a measure counts too: "share", "turnover" or None."""
    if is_share_of_wallet(measure, context.option(SHARE_NAMES)):
        return "share"
    unit = measure.unit_name
    if unit and _SYMBOLS.get(unit, unit.upper()) == context.plan.plan.currency:
        more = context.option(TURNOVER_NAMES)
        return "turnover" if _is_named(measure, _TURNOVER, more) else None
    return None


def is_share_of_wallet(measure: Measure, more: Iterable[str] = ()) -> bool:
    """Tell whether a measure counts the share of wallet; `more` are names it has in the company."""
    unit = measure.unit_name.lower()
    return unit in _PERCENT and _is_named(measure, _SHARE, more)


def _is_named(measure: Measure, known: frozenset[str], more: Iterable[str]) -> bool:
    names = {_normal(name) for name in texts_of(measure.name)}
    return not (names.isdisjoint(known) and names.isdisjoint(map(_normal, more)))


@lru_cache(maxsize=256)
def _normal(name: str) -> str:
    """Write a name in small letters, without what stands around it: `Share of wallet (%)`."""
    plain = " ".join(name.casefold().replace("’", "'").replace("-", " ").split())
    return plain.strip(" .:%()")


def _other_truth(
    context: Context, measure: Measure, counts: str, point: Point, key: str, path: Path
) -> Iterator[Observation]:
    assert point.on is not None
    known = [
        (figures, value, place)
        for figures, place in _figures(context, key)
        if figures.year in _years_that_end(point.on)
        and (value := _value(figures, counts)) is not None
    ]
    if not known or any(_agree(point.value, value, counts) for _, value, _ in known):
        return
    figures, value, place = known[0]
    is_share = counts == "share"
    yield Observation(
        path,
        message(
            "“{measure}”: {here} here ({on}), and {there} in `position` ({year}).",
            measure=quoted(context, measure.name),
            here=f"{point.value:g} %" if is_share else _money(context, point.value),
            on=point.on,
            there=f"{_points(value)} %" if is_share else _money(context, value),
            year=figures.year,
        ),
        message(
            "Correct the one that is wrong. If the measure counts only a part of the account, let "
            "its name say which part."
        ),
        beside=((message("`position` says so here."), place),),
    )


def _years_that_end(on: PlanDate) -> Iterable[int]:
    """Return the years whose figures may be meant; none on a date within a year."""
    if on.day.month == _DECEMBER:
        return (on.day.year,)
    return (on.day.year - 1, on.day.year) if on.day.month == _JANUARY else ()


def _value(figures: YearFigures, counts: str) -> float | None:
    return figures.share_of_wallet if counts == "share" else figures.turnover


def _agree(here: float, there: float, counts: str) -> bool:
    return abs(here - there) <= (_POINTS if counts == "share" else _APART * abs(there))


@plan_check("KAM604", "whitespace-sums", warns_from=Stage.DRAFT)
def whitespace_sums(context: Context) -> Iterator[Observation]:
    """The cells of the white space do not add up to more than `position` says.

    What is ours in a cell is part of what they spend there; all cells together are part of what
    they spend in all, and what is ours in them is part of our turnover. The cells are compared
    with the last year of history and with the targets up to this year, whichever is more, and may
    be 1 % above it.

    Why:
        The white space is where growth is looked for. If its cells add up to more than the
        customer spends, some spend is counted twice, and the growth that is seen there is not.

    Example:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
        whitespace:
          offerings: [Valves]
          units: [France, Germany]
          cells:
            - {unit: France, offering: Valves, spend: 16_000_000}
            - {unit: Germany, offering: Valves, spend: 12_000_000}

    Instead:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
        whitespace:
          offerings: [Valves]
          units: [France, Germany]
          cells:
            - {unit: France, offering: Valves, spend: 4_000_000}
            - {unit: Germany, offering: Valves, spend: 3_600_000}
    """
    whitespace = context.plan.whitespace
    if whitespace is None or not context.in_use("whitespace"):
        return
    cells: dict[tuple[str, str], Cell] = {}
    for place, cell in enumerate(whitespace.cells):
        cells.setdefault((cell.unit, cell.offering), cell)
        if cell.ours is not None and cell.spend is not None and cell.ours > cell.spend * _ROUNDING:
            yield Observation(
                ("whitespace", "cells", place, "ours"),
                message(
                    "{unit}, {offering}: {ours} is ours, and they spend only {spend} there.",
                    unit=cell.unit,
                    offering=cell.offering,
                    ours=_money(context, cell.ours),
                    spend=_money(context, cell.spend),
                ),
                message(
                    "Correct `ours` or `spend`, which is what they spend there with everybody, us "
                    "included."
                ),
            )
    if not context.in_use("position") or not context.is_whole("position"):
        return
    spend = sum(cell.spend or 0 for cell in cells.values())
    ours = sum(cell.ours or 0 for cell in cells.values())
    if limit := _beyond(context, spend, "customer_spend"):
        yield Observation(
            ("whitespace", "cells"),
            message(
                "The cells add up to {spend}, more than they spend in all in {year}: {limit}.",
                spend=_money(context, spend),
                year=limit[1],
                limit=_money(context, limit[0]),
            ),
            message(
                "Look for a spend that is counted twice, or correct `customer_spend` in `position`."
            ),
            beside=((message("`position` says so here."), limit[2]),),
        )
    if limit := _beyond(context, ours, "turnover"):
        yield Observation(
            ("whitespace", "cells"),
            message(
                "What is ours in the cells adds up to {ours}, more than our turnover in {year}: "
                "{limit}.",
                ours=_money(context, ours),
                year=limit[1],
                limit=_money(context, limit[0]),
            ),
            message("Look for an `ours` that is counted twice, or correct the turnover."),
            beside=((message("`position` says so here."), limit[2]),),
        )


def _beyond(context: Context, total: float, key: str) -> tuple[float, int, Path] | None:
    """Return the figure of `position` that `total` goes beyond, with its year and place.

    The white space is a picture of today: last year's figure and this year's both may bound it.
    """
    history = _with(_figures(context, "history"), key)
    targets = _with(_figures(context, "targets"), key)
    known = history[-1:] + [one for one in targets if one[1] <= context.today.year]
    limit = max(known or targets[:1], default=None)
    return limit if limit is not None and total > limit[0] * _ROUNDING else None


def _with(figures: Figures, key: str) -> list[tuple[float, int, Path]]:
    """Return what is known of one figure, oldest year first."""
    known = [
        (amount, one.year, (*path, key))
        for one, path in figures
        if (amount := getattr(one, key)) is not None
    ]
    return sorted(known, key=lambda one: one[1])
