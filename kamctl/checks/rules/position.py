"""Family 6xx: are the figures of `position` possible, and all there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, Option, plan_check
from kamctl.checks.helpers.measure_points import values_of_measures
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.checks.helpers.position_figures import SHARE_NAMES, percentage
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.share_of_wallet import is_share_of_wallet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, Figures
    from kamctl.document.span import KeyPath
    from kamctl.plan.position import YearFigures


MIN_YEARS = Option("years", 2, "Minimum number of years of history.", more_is_stricter=True)

_MAX_SHARE = 100.05
"""A share that is still written 100.0%."""

_DECEMBER = 12


@plan_check("KAM601", "share-of-wallet", required_from=Stage.DRAFT)
def valid_share_of_wallet(context: Context) -> Iterator[Observation]:
    """The share of wallet is between 0 and 100% in each year, and each year occurs once.

    The share of wallet is calculated: `turnover` divided by `customer_spend`; a measure of it,
    under its usual name or one of the `share_names` of KAM603, is between 0 and 100%, too. A year
    may occur in `history` and in `targets`: the result and the target. Of two entries for one year
    in a list, the last one counts until it is corrected.

    Why:
        A customer cannot buy more from us than in total. A share above 100% means that the two
        figures differ in year, currency or categories, and every target derived from them is wrong
        too.

    Example:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 1_900_000}

    Instead:
        position:
          history:
            - {year: 2025, turnover: 5_200_000, customer_spend: 19_000_000}
    """
    yield from _impossible_measures(context)
    if not context.in_use("position"):
        return
    for key in ("history", "targets"):
        first: dict[int, KeyPath] = {}
        for figures, path in context.yearly_figures[key]:
            if figures.year in first:
                yield Observation(
                    (*path, "year"),
                    message(
                        "The year {year} occurs twice in `{list}`.", year=figures.year, list=key
                    ),
                    message("Keep one entry per year, or correct the year."),
                    related=((message("First occurrence"), first[figures.year]),),
                )
            first.setdefault(figures.year, (*path, "year"))
            yield from _impossible_share(figures, path)


def _impossible_measures(context: Context) -> Iterator[Observation]:
    names = context.option(SHARE_NAMES)
    for measure, path, values in values_of_measures(
        context, lambda measure: is_share_of_wallet(measure, names)
    ):
        for steps, value in values:
            if not 0 <= value <= _MAX_SHARE:
                yield Observation(
                    (*path, *steps),
                    message(
                        "“{measure}” cannot be {share}.",
                        measure=quoted(context, measure.name),
                        share=percentage(value),
                    ),
                    message("Correct the figure: it is between 0 and 100%."),
                )


def _impossible_share(figures: YearFigures, path: KeyPath) -> Iterator[Observation]:
    turnover, spend = figures.turnover, figures.customer_spend
    if turnover is None or spend is None or turnover <= spend:
        return
    share = figures.share_of_wallet
    if spend >= 0 < turnover and (share is None or share > _MAX_SHARE):
        yield Observation(
            (*path, "turnover"),
            message(
                "{year}: our turnover exceeds the customer's spend, a share of wallet of {share}.",
                year=figures.year,
                share=percentage(share),
            )
            if share is not None
            else message(
                "{year}: the customer's spend is 0, but our turnover is not.", year=figures.year
            ),
            message(
                "Correct `turnover` or `customer_spend`. `customer_spend` is the customer's "
                "total spend in our categories, including with us."
            ),
        )


@plan_check(
    "KAM602",
    "history-and-target",
    warns_from=Stage.SHARED,
    options=(MIN_YEARS,),
)
def history_and_target(context: Context) -> Iterator[Observation]:
    """The position has at least two years of history, and a target for the plan's last year.

    A year counts if it has a turnover, even 0. A new customer needs no more history than exists
    (`account.customer_since`). If the plan's period ends before December, a target for the year
    before is accepted.

    Why:
        One year is a point, two are a trend; and without a figure for the end of the plan nobody
        can tell whether it was achieved. Account managers whose projects follow one another see
        turnover grow and the share of wallet reach its maximum in three years. Source: K. Meraihia
        in H. Faucher, "Key Account Manager: vendeur ou chef d'orchestre ?" (2015).

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
    history, targets = context.yearly_figures["history"], context.yearly_figures["targets"]
    if not context.in_use("position") or not (history or targets):
        return  # an empty section is for KAM802 to name
    if context.is_whole("position", "history"):
        yield from _short_history(context, _years(history))
    if context.is_whole("position", "targets"):
        yield from _missing_last_target(context, _years(targets))


def _years(figures: Figures) -> set[int]:
    return {one.year for one, _ in figures if one.turnover is not None}


def _short_history(context: Context, years: set[int]) -> Iterator[Observation]:
    wanted = context.option(MIN_YEARS)
    since = context.plan.account.customer_since
    if since is not None:
        wanted = min(wanted, max(0, context.today.year - since))
    if len(years) < wanted:
        yield Observation(
            ("position", "history"),
            message(
                "The turnover history covers {have} of {wanted} years.",
                have=len(years),
                wanted=wanted,
            ),
            message(
                "Add an entry for each earlier year, for example {form}; 0 if they bought "
                "nothing from us.",
                form=f"{{year: {_year_before(context, years)}, turnover: 1_200_000}}",
            ),
        )


def _year_before(context: Context, years: set[int]) -> int:
    return min(years, default=context.today.year) - 1


def _missing_last_target(context: Context, years: set[int]) -> Iterator[Observation]:
    period = context.plan.plan.period
    end = period.end.day if period and period.end else None
    path = ("position", "targets")
    if end is None:
        if not years and context.is_whole("plan"):
            yield Observation(
                path,
                message("Turnover has no targets for the coming years."),
                message("Add one for each year ahead under `targets:`."),
            )
        return
    # A fiscal year that ends within a calendar year has the name of either.
    if years.isdisjoint((end.year, end.year - (end.month < _DECEMBER))):
        yield Observation(
            path,
            message("Turnover has no target for {year}, the plan's last year.", year=end.year),
            message(
                "Add it under `targets:`, for example {form}.",
                form=f"{{year: {end.year}, turnover: 1_200_000}}",
            ),
        )
