"""A page over all accounts, as one audience may see them."""

from typing import NamedTuple

from kamctl.briefing.views.elements import Chapter, Fact, Link, Notice


class PriorityView(NamedTuple):
    """An account that needs attention, and why."""

    account: Link
    """The account; it leads to its page, where there is one."""
    facts: tuple[Fact, ...]
    """Tier, owner and the like."""
    reasons: tuple[str, ...]
    """Why, the heaviest reason first."""


class PortfolioView(NamedTuple):
    """A page over all accounts, as one audience may see them."""

    language: str
    """The language of the page, such as `en`."""
    title: str
    """The title of the page."""
    account: str
    """The heading."""
    company: str
    """The name of our company."""
    audience: str
    """For whom it was made, in words."""
    date: str
    """The day, in words."""
    date_iso: str
    """The day, such as 2026-11-23."""
    confidentiality: str
    """Internal or restricted, in words."""
    notices: tuple[Notice, ...]
    """What the reader must know before the rest."""
    summary: tuple[Fact, ...]
    """The totals of the accounts."""
    priorities: tuple[PriorityView, ...]
    """The accounts needing attention this week, the most urgent first."""
    more_priorities: str
    """Shown if there are more of them than listed."""
    no_priorities: str
    """Shown if there is none."""
    chapters: tuple[Chapter, ...]
    """The rest, each with its tables and charts."""
