"""What a change is about, written as each language writes it: days, amounts, values, lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.i18n.localized import formats_for
from kamctl.i18n.message import Localized, Message, message

if TYPE_CHECKING:
    from decimal import Decimal

    from kamctl.i18n.formats import UnitForms
    from kamctl.i18n.message import Translate
    from kamctl.plan.plan_date import PlanDate

SentenceValue = Message | Localized | str
"""The values that a sentence can contain."""


@dataclass(frozen=True, slots=True)
class LocalizedDate(Localized):
    """A date of the plan, as exactly as it is known."""

    date: PlanDate

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
    """An amount in the plan's currency."""

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
    """A text of the plan, in the quotation marks of the language."""

    text: str

    def say(self, translate: Translate) -> str:
        """Write it between them."""
        return message("“{text}”", text=self.text).say(translate)
