"""Why an account needs attention, as reports write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.localized import formats_for
from kamctl.plan.functions import party_name
from kamctl.portfolio.priorities import with_formatted_values

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kamctl.i18n.message import Translate
    from kamctl.portfolio.priorities import Reason


def reason_text(reason: Reason, translate: Translate) -> str:
    """Return a reason in the reader's language."""
    return with_formatted_values(reason.message, _ReasonValues(translate)).say(translate)


class _ReasonValues:
    """How a report writes the values inside a reason."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate

    def day(self, day: dt.date, /) -> str:
        return formats_for(self._translate).day(day)

    def percent(self, points: float, /) -> str:
        return formats_for(self._translate).percent(points, 1, fixed=True)

    def function(self, code: str, /) -> str:
        return party_name(code).say(self._translate)

    def list(self, items: Sequence[str], /) -> str:
        return ", ".join(items)
