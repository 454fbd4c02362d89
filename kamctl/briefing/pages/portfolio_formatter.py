"""Says things of many accounts, whose currencies and pages differ."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kamctl.briefing import document_labels
from kamctl.briefing.formatter import Formatter
from kamctl.briefing.views import Cell, Link
from kamctl.i18n.formats import MINUS, Formats
from kamctl.portfolio.account_summary import STEADY_POINTS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from kamctl.portfolio.account_summary import AccountSummary

_SOME: Final = 4


class PortfolioFormatter(Formatter):
    """Says things of many accounts in one language, on one day."""

    def __init__(self, language: str, today: dt.date, links: Mapping[str, str]) -> None:
        super().__init__(language, today)
        self.links = links
        self._in = lru_cache(maxsize=64)(lambda code: Formats(language, self.t, code or None))

    def money(self, amount: float, currency: str) -> str:
        """Write an amount in full."""
        return self._in(currency).money(round(amount))

    def short_money(self, amount: float, currency: str) -> str:
        """Write an amount where room is scarce."""
        return self._in(currency).short_money(amount)

    def link(self, account: AccountSummary) -> Link:
        """Return an account's name, leading to its page where there is one."""
        return Link(account.name, self.links.get(account.file, ""))

    def cell(self, account: AccountSummary) -> Cell:
        """Return an account's name for a table."""
        link = self.link(account)
        return Cell(link.text, to=(link,)) if link.url else Cell(link.text)

    def some(self, names: Sequence[str]) -> str:
        """Name some, and say how many more there are."""
        shown = [*names[:_SOME], *([self.more(len(names) - _SOME)] if len(names) > _SOME else [])]
        return ", ".join(shown) if len(names) > _SOME else self.formats.list(shown)

    def points(self, moved: float) -> str:
        """Write by how many points a percentage has moved."""
        sign = "+" if moved >= 0 else MINUS
        number = self.formats.percent(abs(moved), 1, fixed=True)
        return self.say("{number} points", number=f"{sign}{number.replace('%', '').rstrip()}")

    def trend(self, moved: float | None) -> Cell:
        """Say whether a share of wallet grows."""
        if moved is None:
            return Cell("")
        if moved >= STEADY_POINTS:
            return Cell(self.t("Growing"), "good", self.points(moved))
        if moved <= -STEADY_POINTS:
            return Cell(self.t("Falling"), "bad", self.points(moved))
        return Cell(self.t("Steady"), "plain", self.points(moved))

    # How a page writes what stands in a message.

    def day(self, day: dt.date, /) -> str:
        """Write a day."""
        return self.formats.day(day, short=True)

    def percent(self, points: float, /) -> str:
        """Write a percentage."""
        return self.formats.percent(points, 1, fixed=True)

    def function(self, function: str) -> str:
        """Say a function, the decider or the sponsor inside a sentence."""
        return self.word(document_labels.AUDIENCES, function)

    def list(self, items: Sequence[str], /) -> str:
        """Join items as a sentence does."""
        return self.formats.list(list(items))
