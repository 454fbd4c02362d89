"""How a sentence writes the values in it: in the language of whoever reads the sentence.

Babel is loaded only where a value is written: a check compares, and seldom writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_, Localized, Message, message

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from kamctl.i18n.formats import Dated, Formats, UnitForms
    from kamctl.i18n.message import Translate

SentenceValue = Message | Localized | str
"""The values that a sentence can contain."""


def language_of(translate: Translate) -> str:
    """Return the language in which `translate` speaks."""
    return str(getattr(translate, "language", SOURCE_LANGUAGE))


def formats_for(translate: Translate, currency: str | None = None) -> Formats:
    """Return how numbers and dates are written for whoever reads what `translate` says."""
    return _formats_in(language_of(translate), translate, currency)


@lru_cache(maxsize=16)
def _formats_in(language: str, translate: Translate, currency: str | None) -> Formats:
    from kamctl.i18n.formats import Formats

    return Formats(language, translate, currency)


@dataclass(frozen=True, slots=True)
class StartOfSentence(Localized):
    """Messages, one after the other, at the beginning of a sentence."""

    parts: tuple[Message, ...]

    def say(self, translate: Translate) -> str:
        """Write them, with a capital at the beginning."""
        return capitalized(translate(N_("; ")).join(one.say(translate) for one in self.parts))


@dataclass(frozen=True, slots=True)
class LocalizedDay(Localized):
    """A day of the calendar, such as today or that of a commit or a sign-off."""

    day: dt.date
    short: bool = False

    def say(self, translate: Translate) -> str:
        """Write it: 30 June 2027, or 30 Jun 2027 where `short`."""
        return formats_for(translate).day(self.day, short=self.short)


@dataclass(frozen=True, slots=True)
class LocalizedDate(Localized):
    """A date, as exactly as it is known."""

    date: Dated

    def say(self, translate: Translate) -> str:
        """Write it short: 30 Jun 2027."""
        return formats_for(translate).date(self.date, short=True)


@dataclass(frozen=True, slots=True)
class LocalizedQuantity(Localized):
    """A value with its unit; `exact` with all its decimals."""

    value: float | Decimal
    unit: str | UnitForms | None = None
    currency: str | None = None
    exact: bool = False

    def say(self, translate: Translate) -> str:
        """Write it: 42%, in French 42 %."""
        formats = formats_for(translate, self.currency)
        return formats.quantity(self.value, self.unit, exact=self.exact)


@dataclass(frozen=True, slots=True)
class LocalizedMoney(Localized):
    """An amount, in a currency where there is one."""

    amount: float
    currency: str | None = None

    def say(self, translate: Translate) -> str:
        """Write it: €1,200,000."""
        return formats_for(translate, self.currency).money(self.amount)


@dataclass(frozen=True, slots=True)
class LocalizedPercent(Localized):
    """A percentage, in points."""

    points: float
    decimals: int = 2

    def say(self, translate: Translate) -> str:
        """Write it: 23.5%, in French 23,5 %."""
        return formats_for(translate).percent(self.points, self.decimals)


@dataclass(frozen=True, slots=True)
class LocalizedCountry(Localized):
    """A country."""

    code: str

    def say(self, translate: Translate) -> str:
        """Write its name."""
        return formats_for(translate).country(self.code)


@dataclass(frozen=True, slots=True)
class LocalizedList(Localized):
    """Several things, one after the other as a sentence names them."""

    things: tuple[SentenceValue, ...]

    def say(self, translate: Translate) -> str:
        """Write them: a, b and c."""
        return formats_for(translate).list(
            [one if isinstance(one, str) else one.say(translate) for one in self.things]
        )


@dataclass(frozen=True, slots=True)
class QuotedText(Localized):
    """What somebody wrote, in the quotation marks of the language."""

    text: str

    def say(self, translate: Translate) -> str:
        """Write it between them."""
        return message("“{text}”", text=self.text).say(translate)
