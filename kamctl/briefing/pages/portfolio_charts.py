"""The charts about all accounts; each is above the table of the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.data import ChartColumn, Columns, Grid, GridCell, Panel, cell_weight
from kamctl.briefing.views.elements import Chart
from kamctl.i18n.message import counted
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter
    from kamctl.portfolio.account_summary import AccountSummary
    from kamctl.portfolio.aggregates import FunctionTotals, WalletTotals, WhitespaceTotals

HIGH_TO_LOW: Final = ("high", "medium", "low")
NAMES_IN_SQUARE: Final = 6
"""The number of names in a square; where there are more, the table has them all."""
SHOWN_FUNCTIONS: Final = 14
"""The number of functions in a chart."""
_OFFERINGS: Final = 6
_UNITS: Final = 10


def stages_chart(
    rows: Sequence[tuple[str, Sequence[Sequence[AccountSummary]]]],
    heads: Sequence[str],
    caption: str,
    formatter: PortfolioFormatter,
) -> Chart:
    """Show how many accounts are at each stage; each row has a name, and a group for each head."""
    _ = formatter.translate
    most = max(len(group) for _name, groups in rows for group in groups)
    totals = [
        stage_counts([one for group in column for one in group], formatter)
        for column in zip(*(groups for _name, groups in rows), strict=True)
    ]
    return Chart(
        "stages",
        caption,
        " ".join(
            f"{head}{_(':')} {' '.join(number)}."
            for head, number in zip(heads, totals, strict=True)
        ),
        Grid(
            tuple(heads),
            tuple(
                (
                    name,
                    tuple(
                        GridCell(
                            stage_counts(group, formatter), weight=cell_weight(len(group), most)
                        )
                        for group in groups
                    ),
                )
                for name, groups in rows
            ),
        ),
    )


def stage_counts(
    accounts: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> tuple[str, ...]:
    """Return how many accounts there are, and how many of them do not meet their stage."""
    incomplete = sum(not one.is_stage_met for one in accounts)
    if not incomplete:
        return (str(len(accounts)),)
    return str(len(accounts)), formatter.translate("(incomplete: {count})", count=incomplete)


def matrix_chart(
    accounts: Sequence[AccountSummary], caption: str, formatter: PortfolioFormatter
) -> Chart:
    """Show which accounts are how attractive, and how strong we are there; each says both."""
    _ = formatter.translate
    levels = {one: formatter.label_in_sentence(labels.LEVELS, one) for one in HIGH_TO_LOW}
    places: dict[tuple[str, str], list[AccountSummary]] = {}
    for one in accounts:
        places.setdefault((one.attractiveness, one.strength), []).append(one)
    most = max(map(len, places.values()))

    def square(attractiveness: str, strength: str) -> GridCell:
        names = [one.name for one in places.get((attractiveness, strength), ())]
        shown = formatter.first_of(names, NAMES_IN_SQUARE)
        return GridCell(shown, weight=cell_weight(len(names), most))

    attractive = [one for one in accounts if one.attractiveness == "high"]
    worthwhile = [one for one in attractive if one.strength != "high"]
    return Chart(
        "matrix",
        caption,
        _(
            "Attractive, but our position is not strong: {accounts}.",
            accounts=formatter.some_names([one.name for one in worthwhile]),
        )
        if worthwhile
        else _("We are strong in the most attractive accounts.")
        if attractive
        else _("No account has high attractiveness."),
        Grid(
            tuple(_("Strength: {level}", level=levels[one]) for one in HIGH_TO_LOW),
            tuple(
                (
                    _("Attractiveness: {level}", level=levels[one]),
                    tuple(square(one, each) for each in HIGH_TO_LOW),
                )
                for one in HIGH_TO_LOW
            ),
            min_column_width=80.0,
        ),
    )


def wallet_chart(
    years: Sequence[WalletTotals], caption: str, formatter: PortfolioFormatter
) -> Chart | None:
    """Show the share of wallet over the years, a panel for each currency.

    None where the panels are not of the same years: all share one line of years, below them.
    """
    _ = formatter.translate
    currencies = list(dict.fromkeys(one.currency for one in years))
    panels = []
    for currency in currencies:
        own = [one for one in years if one.currency == currency]
        if len(own) > 1:
            title = _("Share of wallet") + (f" ({currency})" if len(currencies) > 1 else "")
            columns = (
                ChartColumn(str(one.year), one.share, formatter.share(one.share)) for one in own
            )
            panels.append(Panel(title, tuple(columns)))
    if len({tuple(one.label for one in panel.columns) for panel in panels}) != 1:
        return None
    description = " ".join(
        f"{panel.title}{_(':')} "
        + _(
            "from {before} in {first} to {now} in {last}.",
            before=panel.columns[0].value_text,
            first=panel.columns[0].label,
            now=panel.columns[-1].value_text,
            last=panel.columns[-1].label,
        )
        for panel in panels
    )
    return Chart("wallet", caption, description, Columns(tuple(panels), "", ""))


def has_room_for(space: WhitespaceTotals) -> bool:
    """Tell whether the chart shows each unit and each offering for itself."""
    return len(space.offerings) <= _OFFERINGS and len(space.units) <= _UNITS


def white_space_chart(
    space: WhitespaceTotals, caption: str, formatter: PortfolioFormatter
) -> Chart:
    """Show what could become ours by unit and offering, in one currency."""
    _ = formatter.translate
    offerings = _first(space.offerings, _OFFERINGS, formatter)
    units = _first(space.units, _UNITS, formatter)
    sums = {
        (unit, offering): sum(
            space.amounts.get((one, each), 0.0)
            for one in units[unit]
            for each in offerings[offering]
        )
        for unit in units
        for offering in offerings
    }
    most = max(sums.values())

    def square(unit: str, offering: str) -> GridCell:
        amount = sums[unit, offering]
        if not amount:
            return GridCell(("–",))
        lines = [formatter.short_amount(amount, space.currency)]
        if has_room_for(space):
            number = space.accounts[unit, offering]
            accounts = counted("{count} account", "{count} accounts", number)
            lines.append(formatter.translate_message(accounts))
        return GridCell(tuple(lines), weight=cell_weight(amount, most))

    best = max(space.amounts, key=lambda place: space.amounts[place])
    return Chart(
        formatter.unique_id("space"),
        caption,
        _(
            "Total {total}; the largest, {most}, in {unit} with {offering}.",
            total=formatter.short_amount(space.total, space.currency),
            most=formatter.short_amount(space.amounts[best], space.currency),
            unit=best[0],
            offering=best[1],
        )
        + "".join(
            f" {_('{head}: {names}.', head=head, names=formatter.list(names))}"
            for group in (offerings, units)
            for head, names in group.items()
            if len(names) > 1
        ),
        Grid(
            tuple(offerings),
            tuple((unit, tuple(square(unit, one) for one in offerings)) for unit in units),
        ),
    )


def _first(
    names: Sequence[str], room: int, formatter: PortfolioFormatter
) -> dict[str, tuple[str, ...]]:
    """Return the names a chart has room for, each for itself, then the others as one."""
    if len(names) <= room:
        return {name: (name,) for name in names}
    others = tuple(names[room - 1 :])
    head = formatter.translate("Other ({count})", count=len(others))
    return {**{name: (name,) for name in names[: room - 1]}, head: others}


def functions_chart(
    found: Sequence[FunctionTotals],
    given: Sequence[int],
    heads: Sequence[str],
    caption: str,
    formatter: PortfolioFormatter,
) -> Chart:
    """Show what is asked of the first functions, and what they have answered.

    `given` has the places of those `counts` that are shown, `heads` the name of each.
    """
    _ = formatter.translate
    most = max(one.agreed.asked for one in found)
    blocking = max(found, key=lambda one: one.blocks)
    description = _(
        "Most requests: {function}, {count}.",
        function=formatter.function_name(found[0].function),
        count=found[0].agreed.asked,
    )
    if blocking.blocks:
        description += " " + _(
            "Most blocking concerns: {function}, {count}.",
            function=formatter.function_name(blocking.function),
            count=blocking.blocks,
        )
    return Chart(
        "functions",
        caption,
        description,
        Grid(
            tuple(heads),
            tuple(
                (formatter.function_title(one.function), _squares(one, given, most))
                for one in found[:SHOWN_FUNCTIONS]
            ),
            min_column_width=60.0,
        ),
    )


def _squares(one: FunctionTotals, given: Sequence[int], most: int) -> tuple[GridCell, ...]:
    def square(number: int, kind: str) -> GridCell:
        if not kind:
            return GridCell((str(number),), weight=cell_weight(number, most))
        return GridCell((str(number),), kind) if number else GridCell(("–",))

    kinds = ("", "good", "warn", "plain", "bad", "warn", "bad")
    return tuple(square(one.counts[at], kinds[at]) for at in given)
