"""The full plan, for its account team."""

from typing import NamedTuple

from kamctl.briefing.views.elements import Chapter, Fact


class FullPlanView(NamedTuple):
    """The full plan: what comes before the objectives, and what comes after them."""

    cover: tuple[Fact, ...]
    """The facts on the cover."""
    before: tuple[Chapter, ...]
    """The chapters before the objectives."""
    after: tuple[Chapter, ...]
    """The chapters after them."""
