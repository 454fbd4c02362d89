"""A plan on one page: a few of each kind, the most important first."""

from typing import NamedTuple

from kamctl.briefing.views.elements import Chart, Fact, Table
from kamctl.briefing.views.objective import MeasureView, RequestView


class KeyFigure(NamedTuple):
    """A figure as it is and as it should become, each with its year or date."""

    label: str
    """What it is."""
    now: str
    """Its current value."""
    now_date: str
    """As of when."""
    target: str
    """Where it should get."""
    target_date: str
    """By when."""
    chart: Chart | None
    """The years between as a chart, where there are enough figures."""


class KeyObjectiveView(NamedTuple):
    """An objective on one page: its measures, what it asks of whom and what they answered."""

    number: int
    """Which one it is, where there are several."""
    statement: str
    """The one sentence."""
    facts: tuple[Fact, ...]
    """Due, owner, decider and the like."""
    measures: tuple[MeasureView, ...]
    """Its measures, as figures."""
    success_criterion: str
    """When it counts as reached."""
    more_measures: str
    """Shown if there are more than fit."""
    directions: Table | None
    """What it asks of whom, and what they answered."""


class OnePagerView(NamedTuple):
    """What goes on one page: a few of each, the most important first, and no text at length."""

    objectives: tuple[KeyObjectiveView, ...]
    """The objectives, briefly."""
    more_objectives: str
    """Shown if there are more than fit."""
    priorities: Table | None
    """What matters to the customer."""
    figures: tuple[KeyFigure, ...]
    """Our position with the customer."""
    actions: Table | None
    """What is to be done next."""
    risks: Table | None
    """The most serious risks."""
    people: Table | None
    """The people who matter most."""
    request: RequestView | None
    """What is asked now."""
    next_review: str
    """The date of the next review."""
