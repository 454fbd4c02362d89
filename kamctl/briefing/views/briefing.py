"""What the template of a briefing, one-pager, full plan or review gets as `view`."""

from typing import NamedTuple

from kamctl.briefing.views.elements import Fact, Link, Notice, Table
from kamctl.briefing.views.full_plan import FullPlanView
from kamctl.briefing.views.objective import ObjectiveView, RequestView
from kamctl.briefing.views.one_pager import OnePagerView
from kamctl.briefing.views.review import ReviewView


class BriefingView(NamedTuple):
    """What a template gets as `view`: one plan as one audience may see it.

    `one_pager`, `full_plan` and `review` are there for the documents of that name.
    """

    language: str
    """The language of the page, such as `en`."""
    title: str
    """The title of the page."""
    account: str
    """The name of the account."""
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
    request: RequestView | None
    """What the reader is asked to do, over all objectives; none for the account team."""
    objectives: tuple[ObjectiveView, ...]
    """The objectives; the reader's own first."""
    no_objectives: str
    """Shown if there is none yet."""
    about: tuple[str, ...]
    """Who the customer is, in paragraphs."""
    about_facts: tuple[Fact, ...]
    """Industry, head office and the like."""
    website: Link | None
    """The customer's website."""
    relationship: tuple[Fact, ...]
    """The relationship now and as it should be."""
    tables: tuple[Table, ...]
    """What is said about the whole account: figures, needs, people and so on."""
    one_pager: OnePagerView | None = None
    """A few of each kind, for one printed page."""
    full_plan: FullPlanView | None = None
    """The full plan, for its account team."""
    review: ReviewView | None = None
    """What has changed in the plan since a date, for its review."""
