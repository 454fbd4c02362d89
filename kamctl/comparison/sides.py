"""The two plans of a comparison, as their readers read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.text_normalization import normalized_text
from kamctl.plan.people import all_names
from kamctl.plan.text import text_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.plan.model import Plan
    from kamctl.plan.text import Text


class Sides:
    """The two plans, and the language in which their texts are read.

    `slips` tells how often a date has slipped between the two, by its path.
    """

    def __init__(
        self,
        before: Plan,
        after: Plan,
        language: str,
        slips: Mapping[tuple[str, ...], int] | None = None,
    ) -> None:
        self.before, self.after, self.language = before, after, language
        self.slips = slips or {}
        old, new = all_names(before), all_names(after)
        self._names_before, self._names = new | old, old | new
        self._texts_before, self._texts = _texts_by_id(before), _texts_by_id(after)

    def person(self, who: str, *, then: bool = False) -> str:
        """Return a person's name, as the plan has or had it."""
        return (self._names_before if then else self._names).get(who, who).strip()

    def text(self, text: Text | None, *, then: bool = False) -> str:
        """Return a text of the plan as its reader reads it, in one line."""
        plan = self.before if then else self.after
        return normalized_text(text_in(text, self.language, plan.plan.language))

    def text_of(self, entry: str, *, then: bool = False) -> str | None:
        """Return the text of the goal, need, initiative or line of the SWOT with this id."""
        text = (self._texts_before if then else self._texts).get(entry)
        return None if text is None else self.text(text, then=then)

    def currency(self, *, then: bool = False) -> str | None:
        """Return the currency of the amounts."""
        return (self.before if then else self.after).plan.currency

    def wordings(self, text: Text | None, *, then: bool = False) -> dict[str, str]:
        """Return a text in each of its languages."""
        if isinstance(text, str):
            plan = self.before if then else self.after
            text = {plan.plan.language: text}
        found = text.items() if isinstance(text, dict) else ()
        return {language: line for language, wording in found if (line := normalized_text(wording))}


def _texts_by_id(plan: Plan) -> dict[str, Text]:
    customer, swot = plan.customer, plan.swot
    lists = [
        *((customer.goals, customer.needs, customer.initiatives) if customer else ()),
        *((swot.strengths, swot.weaknesses, swot.opportunities, swot.threats) if swot else ()),
    ]
    return {one.id: one.text for entries in lists for one in entries if one.id}
