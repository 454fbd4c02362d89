"""What one audience may see of a plan: words and figures in the reader's language, nothing else.

A template gets these and never the plan, so what an audience may not see cannot reach its page.
An empty string or tuple means that there is nothing to show. They are named tuples because twenty
dataclasses would cost every briefing more to define than it costs to fill its template.
"""

from typing import NamedTuple

from kamctl.briefing.pictures.shapes import Drawing


class Link(NamedTuple):
    """Something to follow: `url` is empty where it is not an address a page may link to."""

    text: str
    url: str


class Fact(NamedTuple):
    """A label and what stands beside it."""

    label: str
    value: str


class Cell(NamedTuple):
    """A cell of a table; `kind` (good, warn, bad, plain) makes it a label with a sign.

    `note` is a figure that goes with it.
    """

    text: str
    kind: str = ""
    note: str = ""


class Picture(NamedTuple):
    """A picture: what it is called, what it shows in words, and the same as data.

    `id` is its name within the page.
    """

    id: str
    title: str
    description: str
    drawing: Drawing


class Table(NamedTuple):
    """A table whose first column names the row; `numeric` are the columns of figures.

    `pictures` show the same figures. A `folded` table says nothing that they do not: it is there
    for those who cannot see them, and opened by those who want it.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    pictures: tuple[Picture, ...] = ()
    folded: bool = False


class Notice(NamedTuple):
    """Something the reader must know before the rest; `kind` is bad or warn."""

    kind: str
    text: str
    command: str = ""


class Served(NamedTuple):
    """A goal, need or initiative of the customer that the objective serves."""

    what: str
    text: str
    standing: Cell
    source: str
    so_what: str


class Impact(NamedTuple):
    """What the objective does to a function's budget, resources or business."""

    on: str
    effect: Cell
    amount: str
    note: str


class Concern(NamedTuple):
    """A resistance, with our part in it and our answer."""

    text: str
    severity: Cell
    status: str
    raised: str
    our_part: str
    response: str
    no_answer: str
    follow_up: str


class Heard(NamedTuple):
    """What a function said, and what changed because of it."""

    title: str
    nothing: str
    signed: str
    changed: tuple[str, ...]
    """What is another text now than the one that was signed: then the agreement is void."""
    restatement: str
    restated: str
    their_need: str
    our_adjustment: str
    concerns: tuple[Concern, ...]


class Direction(NamedTuple):
    """What the objective means for one function."""

    title: str
    ask: str
    no_ask: str
    facts: tuple[Fact, ...]
    gain: str
    impacts: tuple[Impact, ...]
    mitigation: str
    no_mitigation: str
    heard: Heard
    opens: bool
    """Whether the briefing opens with what was heard: it is the reader's own, and there is some."""


class Asks(NamedTuple):
    """What the reader is asked to do now, by when, and whom to write to."""

    steps: tuple[str, ...]
    by: str
    to: str
    email: Link | None


class Bar(NamedTuple):
    """The way from baseline to target as fractions from 0 to 1, and the same in words."""

    done: float
    due: float | None
    title: str
    description: str


class Point(NamedTuple):
    """A value of a measure and its date."""

    label: str
    value: str
    on: str


class Measure(NamedTuple):
    """One measure: figures as text, and a bar where there is enough to draw one."""

    name: str
    points: tuple[Point, ...]
    pace: Cell
    way: str
    due: str
    bar: Bar | None


class Missing(NamedTuple):
    """What is still to be done before a stage."""

    before: str
    steps: tuple[str, ...]


class Objective(NamedTuple):
    """One objective as this audience may see it."""

    id: str
    statement: str
    no_statement: str
    facts: tuple[Fact, ...]
    scope: tuple[Fact, ...]
    served: tuple[Served, ...]
    no_served: str
    customer_gain: str
    our_gain: str
    confirmation: str
    not_asked: str
    directions: tuple[Direction, ...]
    asks: Asks | None
    measures: tuple[Measure, ...]
    success_criterion: str
    all_directions: Table | None
    effects: Table | None
    adjustments: Table | None
    escalations: Table | None
    strategy: str
    economics: tuple[Fact, ...]
    economics_note: str
    actions: Table | None
    risks: Table | None
    missing: tuple[Missing, ...]
    signoffs: Table | None


class Briefing(NamedTuple):
    """One briefing."""

    language: str
    title: str
    account: str
    company: str
    audience: str
    date: str
    date_iso: str
    confidentiality: str
    notices: tuple[Notice, ...]
    objectives: tuple[Objective, ...]
    no_objectives: str
    about: tuple[str, ...]
    about_facts: tuple[Fact, ...]
    website: Link | None
    relationship: tuple[Fact, ...]
    tables: tuple[Table, ...]
