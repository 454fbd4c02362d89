"""What has changed in a plan since a day."""

from typing import NamedTuple

from kamctl.briefing.views.elements import Cell, Fact, Table


class ChangeGroupView(NamedTuple):
    """What has changed in one part of the plan: an objective, the people, the figures, the rest."""

    title: str
    """The objective's sentence, or what the part is called."""
    lines: tuple[Cell, ...]
    """The changes in words, the most important first."""


class ReviewView(NamedTuple):
    """What has changed in the plan since a date, as far as the reader may see it."""

    since: str
    """Since when, in words."""
    facts: tuple[Fact, ...]
    """How much has changed and slipped, and how many sign-offs were invalidated."""
    no_changes: str
    """Shown if nothing has changed that the reader may see."""
    decisions: tuple[str, ...]
    """What is to be decided, the most important first."""
    no_decisions: str
    """Shown if nothing is to be decided."""
    measures: Table | None
    """Each measure: its value, what is expected by then, its target, and what is to be decided."""
    invalidated: Table | None
    """The sign-offs that no longer count, and why."""
    slipped: Table | None
    """What is due later than it was."""
    changes: tuple[ChangeGroupView, ...]
    """What has changed besides, part by part."""
    history: Table | None
    """How the plan was from commit to commit, with a chart."""
    next_review: str
    """The date of the next review."""
