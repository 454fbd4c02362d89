"""The tables about all accounts that have a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.data import ChartColumn, Columns, Grid, GridCell, Panel
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chart, Table
from kamctl.i18n.message import NC_, counted
from kamctl.plan import labels
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.aggregates import by_function, wallets, white_space

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter
    from kamctl.portfolio.account_summary import AccountSummary
    from kamctl.portfolio.aggregates import FunctionTotals, WhitespaceTotals
    from kamctl.portfolio.portfolio import Portfolio

_LEVELS: Final = ("high", "medium", "low")
_IN_SQUARE: Final = 6
"""The number of names in a square; where there are more, the table has them all."""
_OFFERINGS: Final = 6
_UNITS: Final = 10
_FUNCTIONS: Final = 14


def stages_table(portfolio: Portfolio, formatter: PortfolioFormatter) -> Table | None:
    """Return how many accounts of each tier are at each stage, and how many do not meet it."""
    _ = formatter.translate
    if not portfolio.accounts:
        return None
    stages = [one.value for one in Stage]
    heads = [formatter.label(labels.STAGES, one) for one in stages]
    groups = {
        tier: [
            [one for one in portfolio.accounts if one.tier == tier and one.stage == stage]
            for stage in stages
        ]
        for tier in portfolio.tiers
    }
    most = max(len(group) for row in groups.values() for group in row)
    totals = [
        _number([one for group in column for one in group], formatter)
        for column in zip(*groups.values(), strict=True)
    ]
    names = {tier: tier_label(tier, portfolio, formatter) for tier in portfolio.tiers}
    caption = _("Accounts by stage")
    chart = Chart(
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
                    names[tier],
                    tuple(
                        GridCell(_number(group, formatter), weight=_weight(len(group), most))
                        for group in row
                    ),
                )
                for tier, row in groups.items()
            ),
        ),
    )
    return table(
        caption,
        (_("Tier") if any(portfolio.tiers) else _("Accounts"), *heads),
        [
            (names[tier], *(" ".join(_number(group, formatter)) for group in row))
            for tier, row in groups.items()
        ],
        numeric=range(1, len(heads) + 1),
        keep=range(1, len(heads) + 1),
        charts=(chart,),
        folded=True,
    )


def _number(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> tuple[str, ...]:
    """Return how many accounts there are, and how many of them do not meet their stage."""
    incomplete = sum(not one.is_stage_met for one in accounts)
    if not incomplete:
        return (str(len(accounts)),)
    return str(len(accounts)), formatter.translate("(not met: {count})", count=incomplete)


def tier_label(tier: str, portfolio: Portfolio, formatter: PortfolioFormatter) -> str:
    """Return the name of a tier; where none is known, as to who may not see it, all accounts."""
    _ = formatter.translate
    if not tier:
        return _("Without a tier") if len(portfolio.tiers) > 1 else _("All accounts")
    return formatter.label(labels.TIERS, tier)


def _weight(value: float, most: float) -> int:
    """Return how strong a square is, 0 to 3."""
    return 1 + min(2, int(3 * value / most)) if value > 0 and most > 0 else 0


def matrix_table(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Table | None:
    """Return how attractive the accounts are and how strong we are there, where plans say both."""
    _ = formatter.translate
    known = [one for one in accounts if one.attractiveness and one.strength]
    if not known:
        return None
    levels = {one: formatter.label_in_sentence(labels.LEVELS, one) for one in _LEVELS}
    heads = tuple(_("Strength: {level}", level=levels[one]) for one in _LEVELS)
    places: dict[tuple[str, str], list[AccountSummary]] = {}
    for one in known:
        places.setdefault((one.attractiveness, one.strength), []).append(one)
    most = max(map(len, places.values()))

    def square(attractiveness: str, strength: str) -> GridCell:
        there = places.get((attractiveness, strength), [])
        names = [one.name for one in there[:_IN_SQUARE]]
        if len(there) > _IN_SQUARE:
            names.append(formatter.and_more(len(there) - _IN_SQUARE))
        return GridCell(tuple(names), weight=_weight(len(there), most))

    attractive = [one for one in known if one.attractiveness == "high"]
    worthwhile = [one for one in attractive if one.strength != "high"]
    caption = _("Attractiveness of each account and our strength there")
    chart = Chart(
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
            heads,
            tuple(
                (
                    _(
                        "Attractiveness: {level}",
                        level=levels[one],
                    ),
                    tuple(square(one, each) for each in _LEVELS),
                )
                for one in _LEVELS
            ),
            min_column_width=80.0,
        ),
    )
    ranks = {level: place for place, level in enumerate(_LEVELS)}
    known.sort(key=lambda one: (ranks[one.attractiveness], ranks[one.strength], one.name))
    return table(
        caption,
        (_("Account"), _("Attractiveness to us"), _("Our strength")),
        [
            (
                formatter.account_cell(one),
                formatter.label(labels.LEVELS, one.attractiveness),
                formatter.label(labels.LEVELS, one.strength),
            )
            for one in known
        ],
        charts=(chart,),
        folded=most <= _IN_SQUARE,
    )


def wallet_table(accounts: Sequence[AccountSummary], formatter: PortfolioFormatter) -> Table | None:
    """Return the share of wallet over all accounts, year by year and currency by currency."""
    _ = formatter.translate
    years = wallets(accounts)
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
    labels_of = {tuple(one.label for one in panel.columns) for panel in panels}
    caption = _("Share of wallet over all accounts, year by year")
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
    chart = (
        # All panels share one line of years, below them.
        Chart("wallet", caption, description, Columns(tuple(panels), "", ""))
        if len(labels_of) == 1
        else None
    )
    return table(
        caption,
        (
            _("Year"),
            _("Accounts"),
            _("Turnover with us"),
            _("Total spend"),
            _("Share of wallet"),
        ),
        [
            (
                f"{one.year}, {one.currency}" if len(currencies) > 1 else str(one.year),
                formatter.number(one.accounts),
                formatter.short_amount(one.turnover, one.currency),
                formatter.short_amount(one.spend, one.currency),
                formatter.share(one.share),
            )
            for one in years
        ],
        numeric=(1, 2, 3, 4),
        charts=(chart,),
    )


def white_space_tables(
    accounts: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> Iterator[Table | None]:
    """Return what could become ours by unit and offering, a table for each currency."""
    found = white_space(accounts)
    for one in found:
        yield _white_space(one, formatter, several=len(found) > 1)


def _white_space(
    space: WhitespaceTotals, formatter: PortfolioFormatter, *, several: bool
) -> Table | None:
    _ = formatter.translate
    offerings = _first(space.offerings, _OFFERINGS, formatter)
    units = _first(space.units, _UNITS, formatter)
    is_whole = len(offerings) == len(space.offerings) and len(units) == len(space.units)
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
        if is_whole:
            number = space.accounts[unit, offering]
            accounts = counted("{count} account", "{count} accounts", number)
            lines.append(formatter.translate_message(accounts))
        return GridCell(tuple(lines), weight=_weight(amount, most))

    caption = _("Potential a year, by unit and offering")
    if several and space.currency:
        caption = f"{caption} ({space.currency})"
    best = max(space.amounts, key=lambda place: space.amounts[place])
    chart = Chart(
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
    rows = sorted(space.amounts, key=lambda place: (-space.amounts[place], place))
    return table(
        caption,
        (_("Unit"), _("Offering"), _("Potential"), _("Accounts")),
        [
            (
                place[0],
                place[1],
                formatter.short_amount(space.amounts[place], space.currency),
                formatter.number(space.accounts[place]),
            )
            for place in rows
        ],
        numeric=(2, 3),
        charts=(chart,),
        folded=is_whole,
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


def functions_table(
    accounts: Sequence[AccountSummary], formatter: PortfolioFormatter
) -> Table | None:
    """Return what is asked of each function over all accounts, and what it has answered."""
    _ = formatter.translate
    found = by_function(accounts)
    if not found:
        return None
    heads = (
        _("Asked"),
        _(NC_("sign-offs", "Agreed")),
        _("With conditions"),
        _("Not answered"),
        _(NC_("sign-offs", "Objected")),
        _(NC_("sign-offs", "Invalidated")),
        _("Blocking concerns"),
    )
    most = max(one.agreed.asked for one in found)
    blocking = max(found, key=lambda one: one.blocks)
    caption = _("Requests and blocking concerns by function")
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
    chart = Chart(
        "functions",
        caption,
        description,
        Grid(
            heads,
            tuple(
                (formatter.function_title(one.function), _squares(one, most))
                for one in found[:_FUNCTIONS]
            ),
            min_column_width=60.0,
        ),
    )
    return table(
        caption,
        (_("Function"), _("Accounts"), *heads),
        [
            (
                formatter.function_title(one.function),
                *(formatter.number(number) for number in (one.accounts, *one.counts)),
            )
            for one in found
        ],
        numeric=range(1, 9),
        keep=range(1, 9),
        charts=(chart,),
        folded=len(found) <= _FUNCTIONS,
    )


def _squares(one: FunctionTotals, most: int) -> tuple[GridCell, ...]:
    def tinted(number: int, kind: str) -> GridCell:
        return GridCell((str(number),), kind) if number else GridCell(("–",))

    asked, *numbers = one.counts
    kinds = ("good", "warn", "plain", "bad", "warn", "bad")
    return (
        GridCell((str(asked),), weight=_weight(asked, most)),
        *(tinted(number, kind) for number, kind in zip(numbers, kinds, strict=True)),
    )
