"""What one audience may see of a plan: words and figures in the reader's language, nothing else.

A template gets these and never the plan, so what an audience may not see cannot reach its page.
An empty string or tuple means that there is nothing to show. They are named tuples because twenty
dataclasses would cost every briefing more to define than it costs to fill its template.
"""

from typing import NamedTuple

from kamctl.briefing.charts.data import Drawing


class Link(NamedTuple):
    """Something to follow: `url` is empty where it is not an address a page may link to."""

    text: str
    """What stands there to follow."""
    url: str
    """Its address, or empty."""


class Fact(NamedTuple):
    """A label and what stands beside it."""

    label: str
    """What it is."""
    value: str
    """What stands beside it."""


class Cell(NamedTuple):
    """A cell of a table; `kind` (good, warn, bad, plain) makes it a label with a sign.

    `note` is a figure that goes with it; `to` are its parts where they lead to places of a book.
    """

    text: str
    """What stands in it."""
    kind: str = ""
    """Good, warn, bad or plain; empty for a cell that is no label."""
    note: str = ""
    """A figure that goes with it, such as an amount."""
    to: tuple[Link, ...] = ()
    """Its parts, where they lead to places of a book."""


class Picture(NamedTuple):
    """A picture: what it is called, what it shows in words, and the same as data.

    `id` is its name within the page.
    """

    id: str
    """Its name within the page."""
    title: str
    """What it is called."""
    description: str
    """What it shows, in words."""
    drawing: Drawing
    """What it shows, as data: `| draw` makes SVG of it, `| mermaid` Mermaid."""


class Table(NamedTuple):
    """A table whose first column names the row; `numeric` are the columns of figures.

    `pictures` show the same figures. A `folded` table says nothing that they do not: it is there
    for those who cannot see them, and opened by those who want it. `ids` are the rows' names
    within a book, for others to lead to; empty ones have none. An `unbroken` one holds a word that
    is longer than a column.
    """

    caption: str
    """What it is called."""
    columns: tuple[str, ...]
    """The heads of its columns."""
    rows: tuple[tuple[Cell, ...], ...]
    """Its rows, a cell for each column."""
    numeric: frozenset[int] = frozenset()
    """The columns of figures, counted from 0."""
    pictures: tuple[Picture, ...] = ()
    """Pictures of the same figures."""
    folded: bool = False
    """Whether the pictures say all that it says."""
    ids: tuple[str, ...] = ()
    """The names of its rows within a book."""
    unbroken: bool = False
    """Whether a word in it is longer than a column."""
    """Whether it holds a word that is longer than a column."""


class Notice(NamedTuple):
    """Something the reader must know before the rest; `kind` is bad or warn."""

    kind: str
    """Bad or warn."""
    text: str
    """What is to be known."""
    command: str = ""
    """A command that helps, or empty."""


class Served(NamedTuple):
    """A goal, need or initiative of the customer that the objective serves, with its id."""

    id: str
    """Its id in the plan."""
    what: str
    """Whether it is a goal, a need or an initiative."""
    text: str
    """What the customer wants."""
    standing: Cell
    """Whether it is confirmed or assumed."""
    source: str
    """Who said so, where and when."""
    so_what: str
    """What it means for us."""


class ImpactView(NamedTuple):
    """What the objective does to a function's budget, resources or business."""

    on: str
    """Budget, resources or business."""
    effect: Cell
    """Whether it is negative, neutral or positive."""
    amount: str
    """How much, if anybody says."""
    note: str
    """What it is."""


class Concern(NamedTuple):
    """A resistance, with our part in it and our answer."""

    text: str
    """What is held against the objective."""
    severity: Cell
    """How much it weighs."""
    status: str
    """Whether it is open or answered."""
    raised: str
    """Who raised it, and when."""
    our_part: str
    """Our part in it."""
    response: str
    """Our answer."""
    no_answer: str
    """Said where there is no answer yet."""
    follow_up: str
    """Who sees to it, and by when."""


class FeedbackView(NamedTuple):
    """What a function said, and what changed because of it."""

    title: str
    """The heading."""
    nothing: str
    """Said where nothing was heard yet."""
    signed: str
    """Whether this function has signed, and when."""
    changed: tuple[str, ...]
    """Why the sign-off no longer counts, reason by reason; empty where it does."""
    restatement: str
    """The objective in this function's own words."""
    restated: str
    """Who said it so, and when."""
    their_need: str
    """What the function needs."""
    our_adjustment: str
    """What was changed for it."""
    concerns: tuple[Concern, ...]
    """Its resistances."""


class DirectionView(NamedTuple):
    """What the objective means for one function."""

    title: str
    """The heading."""
    ask: str
    """What is asked of the function."""
    no_ask: str
    """Said where nothing is asked yet."""
    facts: tuple[Fact, ...]
    """Who leads, by when, with what."""
    gain: str
    """What the function gains."""
    impacts: tuple[ImpactView, ...]
    """What it does to the function, the negative first."""
    mitigation: str
    """What is done about the negative effects."""
    no_mitigation: str
    """Said where there are some and nothing is done yet."""
    heard: FeedbackView
    """What was heard from the function."""
    opens: bool
    """Whether the briefing opens with what was heard: it is the reader's own, and there is some."""


class Asks(NamedTuple):
    """What the reader is asked to do now, by when, and whom to write to."""

    steps: tuple[str, ...]
    """What to do, one after the other."""
    by: str
    """By when."""
    to: str
    """Whom to write to."""
    email: Link | None
    """The address to write to."""


class Bar(NamedTuple):
    """The way from baseline to target as fractions from 0 to 1, and the same in words."""

    done: float
    """How much of the way is done, from 0 to 1."""
    due: float | None
    """How much should have been done by the latest reading, else today, from 0 to 1."""
    title: str
    """What the bar is called."""
    description: str
    """What it shows, in words."""


class PointView(NamedTuple):
    """A value of a measure and its date."""

    label: str
    """Baseline, latest reading or target."""
    value: str
    """The value with its unit."""
    on: str
    """Its date."""


class MeasureView(NamedTuple):
    """One measure: figures as text, and a bar where there is enough to draw one."""

    name: str
    """What is measured."""
    points: tuple[PointView, ...]
    """Its values: baseline, latest reading, target."""
    pace: Cell
    """Whether it is on its way."""
    way: str
    """How much of the way is done, in words."""
    due: str
    """Where it should have stood at the latest reading, else today, in words."""
    bar: Bar | None
    """The same as a bar, where there is enough to draw one."""


class Missing(NamedTuple):
    """What is still to be done before a stage."""

    before: str
    """Before which stage."""
    steps: tuple[str, ...]
    """What is to be done."""


class ObjectiveView(NamedTuple):
    """One objective as this audience may see it."""

    id: str
    """Its id in the plan."""
    statement: str
    """The one sentence."""
    no_statement: str
    """Said where there is no sentence yet."""
    facts: tuple[Fact, ...]
    """Due, owner, decider, sponsor, stage, alignment, completeness."""
    scope: tuple[Fact, ...]
    """Where and with what: countries, units, products."""
    served: tuple[Served, ...]
    """What of the customer's it serves."""
    no_served: str
    """Said where it serves nothing yet."""
    customer_gain: str
    """What the customer gains."""
    our_gain: str
    """What we gain."""
    confirmation: str
    """Whether the customer has confirmed it, who and when."""
    not_asked: str
    """Said to a reader whose function is asked for nothing."""
    directions: tuple[DirectionView, ...]
    """What it means for the reader's function; for the account team, for every function."""
    asks: Asks | None
    """What the reader is asked to do now."""
    measures: tuple[MeasureView, ...]
    """How we know."""
    success_criterion: str
    """When it counts as reached."""
    all_directions: Table | None
    """What is asked of each function."""
    effects: Table | None
    """What it does to each function."""
    adjustments: Table | None
    """What the functions need, and what was changed."""
    escalations: Table | None
    """What blocks."""
    strategy: str
    """How we get there."""
    economics: tuple[Fact, ...]
    """The case in figures."""
    economics_note: str
    """What is to be said of the figures."""
    actions: Table | None
    """The roadmap."""
    risks: Table | None
    """What threatens it."""
    missing: tuple[Missing, ...]
    """What is still to be done before each stage."""
    signoffs: Table | None
    """Who has signed, and lines for those who have not."""


class Figure(NamedTuple):
    """Where something stands and where it is to go, each with its year or date.

    `picture` shows the years between.
    """

    label: str
    """What it is."""
    now: str
    """Where it stands."""
    now_on: str
    """As of when."""
    goal: str
    """Where it should get."""
    goal_on: str
    """By when."""
    picture: Picture | None
    """The way as a picture, where there are enough figures."""


class KeyObjectiveView(NamedTuple):
    """An objective on one page: how we know, what it asks of whom and what they answered."""

    number: int
    """Which one it is, where there are several."""
    statement: str
    """The one sentence."""
    facts: tuple[Fact, ...]
    """Due, owner, decider and the like."""
    measures: tuple[MeasureView, ...]
    """How we know, as figures."""
    criterion: str
    """When it counts as reached."""
    more: str
    """Said where there are more than fit."""
    asks: Table | None
    """What it asks of whom, and what they answered."""


class OnePagerView(NamedTuple):
    """What goes on one page: a few of each, the most important first, and no text at length."""

    aims: tuple[KeyObjectiveView, ...]
    """The objectives, briefly."""
    more: str
    """Said where there are more than fit."""
    priorities: Table | None
    """What matters to the customer."""
    standing: tuple[Figure, ...]
    """Where we stand with the customer."""
    actions: Table | None
    """What is to be done next."""
    risks: Table | None
    """What threatens most."""
    people: Table | None
    """The people who matter most."""
    asks: Asks | None
    """What is asked now."""
    review: str
    """When the plan is looked at next."""


class Chapter(NamedTuple):
    """A chapter of the whole plan; `id` is its name within the book."""

    id: str
    """Its name within the book."""
    title: str
    """Its heading."""
    texts: tuple[Fact, ...]
    """Its texts, each with a label."""
    facts: tuple[Fact, ...]
    """Its facts."""
    tables: tuple[Table, ...]
    """Its tables."""


class FullPlanView(NamedTuple):
    """The whole plan: what comes before the objectives, and what comes after them."""

    cover: tuple[Fact, ...]
    """What stands on the cover."""
    before: tuple[Chapter, ...]
    """The chapters before the objectives."""
    after: tuple[Chapter, ...]
    """The chapters after them."""


class Changed(NamedTuple):
    """What has changed in one part of the plan: an objective, the people, the figures, the rest."""

    title: str
    """The objective's sentence, or what the part is called."""
    lines: tuple[Cell, ...]
    """The changes in words, the weightiest first."""


class ReviewView(NamedTuple):
    """What has become of the plan since a moment, as far as the reader may see it."""

    since: str
    """Since when, in words."""
    facts: tuple[Fact, ...]
    """How much has changed and slipped, and how many sign-offs were invalidated."""
    nothing: str
    """Said where nothing has changed that the reader may see."""
    decide: tuple[str, ...]
    """What is to be decided, the weightiest first."""
    no_decision: str
    """Said where nothing is to be decided."""
    invalidated: Table | None
    """The sign-offs that no longer count, and why."""
    slipped: Table | None
    """What is due later than it was."""
    changes: tuple[Changed, ...]
    """What has changed, part by part."""
    way: Table | None
    """How the plan stood from commit to commit, with a picture."""
    next: str
    """When the plan is looked at next."""


VERSION = 1
"""The version of these fields; a template of a company's own says for which one it was made."""


class BriefingView(NamedTuple):
    """What a template gets as `view`: one plan as one audience may see it.

    `glance` is there for a page of one sheet, `book` for the whole plan and its account team,
    `review` for what has changed.
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
    objectives: tuple[ObjectiveView, ...]
    """The objectives; the reader's own first."""
    no_objectives: str
    """Said where there is none yet."""
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
    glance: OnePagerView | None = None
    """A few of each, for a page of one sheet."""
    book: FullPlanView | None = None
    """The whole plan, for its account team."""
    review: ReviewView | None = None
    """What has become of the plan since a moment, for its review."""


class Group(NamedTuple):
    """The pages of one account."""

    title: str
    """The name of the account."""
    links: tuple[Link, ...]
    """Its pages."""


class Index(NamedTuple):
    """A page that leads to other pages."""

    language: str
    """The language of the page, such as `en`."""
    title: str
    """The title of the page."""
    account: str
    """The heading."""
    company: str
    """The name of our company."""
    audience: str
    """For whom the pages were made; empty where it is for whoever made them."""
    date: str
    """The day, in words."""
    date_iso: str
    """The day, such as 2026-11-23."""
    confidentiality: str
    """Internal, in words."""
    notices: tuple[Notice, ...]
    """None."""
    groups: tuple[Group, ...]
    """The accounts with their pages."""


class NeedView(NamedTuple):
    """An account that needs somebody, and why."""

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
    lead: tuple[Fact, ...]
    """What the accounts come to."""
    needs: tuple[NeedView, ...]
    """Which accounts need somebody this week, the most urgent first."""
    more_needs: str
    """Said where more of them do than are shown."""
    no_needs: str
    """Said where none does."""
    chapters: tuple[Chapter, ...]
    """The rest, each with its tables and pictures."""


Page = BriefingView | Index | PortfolioView
"""What a template gets as `view`."""
