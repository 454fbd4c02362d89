"""How a sentence writes the values in it: in the language of whoever reads the sentence.

Babel is loaded only where a value is written: a check compares, and seldom writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_, Localized

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.i18n.formats import Formats
    from kamctl.i18n.message import Message, Translate


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
