"""Values of many accounts, whose currencies and pages differ, in the reader's language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kamctl.briefing.formatter import Formatter
from kamctl.briefing.views.elements import Cell, Link
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import counted
from kamctl.portfolio.account_summary import STEADY_POINTS
from kamctl.portfolio.aggregates import unweighted, weighted_sums

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from kamctl.portfolio.account_summary import AccountSummary
    from kamctl.portfolio.aggregates import OpportunityTotals
    from kamctl.signoffs.party_status import AgreementCount

_MAX_NAMES: Final = 4
_BESIDE_A_NUMBER: Final = re.compile(r"(?<=\d) (?=\D+\d)|(?<!,) (?=\d)")


class PortfolioFormatter(Formatter):
    """Adds what the accounts know: their currencies, and `links`, their pages by file."""

    def __init__(self, language: str, today: dt.date, links: Mapping[str, str]) -> None:
        super().__init__(language, today)
        self.links = links
        self._in_currency = lru_cache(maxsize=64)(
            lambda currency: Formats(language, self._words, currency or None)
        )

    def short_amount(self, amount: float, currency: str) -> str:
        """Write an amount where room is scarce."""
        return self._in_currency(currency).short_money(amount)

    def amounts(self, amounts: Mapping[str, float]) -> str:
        """Write amounts by currency: those of several are listed, never added."""
        return self.list(
            [self.short_amount(amount, currency) for currency, amount in sorted(amounts.items())]
        )

    def weighted(self, by_currency: Mapping[str, OpportunityTotals]) -> Cell:
        """Write weighted opportunities, and how many cannot be weighted."""
        return Cell(self.amounts(weighted_sums(by_currency)), note=self._not_weighted(by_currency))

    def weighted_in_words(self, by_currency: Mapping[str, OpportunityTotals]) -> str:
        """Write the same as one text."""
        written = self.weighted(by_currency)
        return " · ".join(filter(None, (written.text, written.note)))

    def _not_weighted(self, by_currency: Mapping[str, OpportunityTotals]) -> str:
        missing = unweighted(by_currency)
        if not missing:
            return ""
        text = counted(
            "{count} without a value or a probability",
            "{count} without a value or a probability",
            missing,
        )
        return self.translate_message(text)

    def agreed(self, count: AgreementCount) -> str:
        """Say how many functions of those asked have agreed; numbers stay with their words."""
        written = self.translate_message(count.message) if count.asked else ""
        return _BESIDE_A_NUMBER.sub("\N{NO-BREAK SPACE}", written)

    def short_day(self, day: dt.date) -> str:
        """Write a day for a table, on one line."""
        return self.unbroken(self.day(day, short=True))

    def share(self, points: float) -> str:
        """Write a percentage with one decimal."""
        return self.percent(points, 1, fixed=True)

    def account_link(self, account: AccountSummary) -> Link:
        """Return an account's name; a link where it has a page."""
        return Link(account.name, self.links.get(account.file, ""))

    def account_cell(self, account: AccountSummary) -> Cell:
        """Return an account's name for a table."""
        link = self.account_link(account)
        return Cell(link.text, links=(link,)) if link.url else Cell(link.text)

    def some_names(self, names: Sequence[str], most: int = _MAX_NAMES) -> str:
        """List the first names, at most `most`, and say how many more there are."""
        more = len(names) - most
        if more <= 0:
            return self.list(names)
        return f"{', '.join(names[:most])} {self.and_more(more)}"

    def same_id(self, accounts: Sequence[AccountSummary]) -> str:
        """Say that several plans have the same id: such accounts are counted once."""
        text = counted(
            "{count} plan has the id “{id}”: {accounts}.",
            "{count} plans have the id “{id}”: {accounts}.",
            len(accounts),
            id=accounts[0].id,
            accounts=self.some_names([one.name for one in accounts]),
        )
        return self.translate_message(text)

    def trend(self, change: float | None) -> Cell:
        """Say whether a share of wallet grows; `change` is in points."""
        _ = self.translate
        if change is None:
            return Cell("")
        if change >= STEADY_POINTS:
            return Cell(_("Growing"), "good", self._points(change))
        if change <= -STEADY_POINTS:
            return Cell(_("Falling"), "bad", self._points(change))
        return Cell(_("Steady"), "plain", self._points(change))

    def _points(self, change: float) -> str:
        return self.translate("{number} points", number=self.points(change))


class ReasonWording:
    """How a document writes the values inside a reason of `portfolio.priorities`."""

    def __init__(self, formatter: PortfolioFormatter) -> None:
        self._formatter = formatter

    def day(self, day: dt.date, /) -> str:
        """Write a day."""
        return self._formatter.short_day(day)

    def percent(self, points: float, /) -> str:
        """Write a percentage."""
        return self._formatter.share(points)

    def function(self, code: str, /) -> str:
        """Return the name of a function, the decider or the sponsor."""
        return self._formatter.function_name(code)

    def list(self, items: Sequence[str], /) -> str:
        """Join items as a sentence does."""
        return self._formatter.list(items)
