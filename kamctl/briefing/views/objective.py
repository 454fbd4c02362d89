"""An objective as one audience may see it."""

from typing import NamedTuple

from kamctl.briefing.views.elements import Cell, Fact, Link, Table


class ServedClaim(NamedTuple):
    """A goal, need or initiative of the customer that the objective serves, with its id."""

    id: str
    """Its id in the plan."""
    kind: str
    """Whether it is a goal, a need or an initiative."""
    text: str
    """What the customer wants."""
    status: Cell
    """Whether it is confirmed or assumed."""
    source: str
    """Who said so, where and when."""
    so_what: str
    """What it means for us."""


class ImpactView(NamedTuple):
    """What the objective does to a function's budget, resources or business."""

    area: str
    """Budget, resources or business, in words."""
    effect: Cell
    """Whether it is negative, neutral or positive."""
    amount: str
    """The amount, if given."""
    note: str
    """What it is."""
    key: str
    """The area in every language: `budget`, `resources` or `business`."""


class ConcernView(NamedTuple):
    """A concern, with our part in it and our answer."""

    text: str
    """What is held against the objective."""
    severity: Cell
    """How much it weighs."""
    status: str
    """Whether it is open or answered."""
    raised_by: str
    """Who raised it, and when."""
    our_part: str
    """Our part in it."""
    response: str
    """Our answer."""
    no_answer: str
    """Shown if there is no answer yet."""
    follow_up: str
    """Who follows up, and by when."""


class FeedbackView(NamedTuple):
    """What a function said, and what changed because of it."""

    title: str
    """The heading."""
    no_feedback: str
    """Shown if there is no feedback yet."""
    signoff: str
    """Whether this function has signed, and when."""
    invalidation_reasons: tuple[str, ...]
    """Why the sign-off no longer counts, reason by reason; empty where it does."""
    restatement: str
    """The objective in this function's own words."""
    restated_by: str
    """Who said it so, and when."""
    their_need: str
    """What the function needs."""
    our_adjustment: str
    """What was changed for it."""
    concerns: tuple[ConcernView, ...]
    """Its resistances."""
    need_label: str
    """The label of `their_need`: other words for the function itself than for the account team."""


class DirectionView(NamedTuple):
    """What the objective means for one function."""

    title: str
    """The heading."""
    ask: str
    """What is asked of the function."""
    no_ask: str
    """Shown if nothing is asked yet."""
    facts: tuple[Fact, ...]
    """Who leads, by when, with what."""
    gain: str
    """What the function gains."""
    impacts: tuple[ImpactView, ...]
    """What it does to the function, the negative first."""
    mitigation: str
    """What is done about the negative effects."""
    no_mitigation: str
    """Shown if there are some and no mitigation yet."""
    feedback: FeedbackView
    """What the function said, and what we changed."""
    gain_label: str
    """The label of `gain`: other words for the function itself than for the account team."""


class RequestView(NamedTuple):
    """What the reader is asked to do, by when, and whom to write to."""

    steps: tuple[str, ...]
    """What to do, in sentences."""
    answers: tuple[str, ...]
    """The answers to choose from; empty where none is asked for."""
    due: str
    """By when."""
    contact: str
    """Whom to write to."""
    email: Link | None
    """The address to write to, with a message to complete where an answer is asked for."""


class ProgressBar(NamedTuple):
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
    date: str
    """Its date."""
    key: str
    """Which it is in every language: `baseline`, `reading` or `target`."""


class MeasureView(NamedTuple):
    """One measure: figures as text, and a bar where there is enough to draw one."""

    name: str
    """What is measured."""
    points: tuple[PointView, ...]
    """Its values: baseline, latest reading, target."""
    pace: Cell
    """Its progress against the expected value."""
    progress: str
    """How much of the way is done, in words."""
    expected: str
    """Where it should have been at the latest reading, else today, in words."""
    bar: ProgressBar | None
    """The same as a bar, where there is enough to draw one."""


class MissingSteps(NamedTuple):
    """What is still to be done before a stage."""

    title: str
    """Before which stage."""
    steps: tuple[str, ...]
    """What is to be done."""


class ObjectiveView(NamedTuple):
    """One objective as this audience may see it."""

    id: str
    """Its id in the plan."""
    number: int
    """Its place in the plan, from 1: the same for all readers."""
    statement: str
    """The one sentence."""
    no_statement: str
    """Shown if there is no statement yet."""
    facts: tuple[Fact, ...]
    """Due, owner, decider, sponsor."""
    scope_line: str
    """Where and with which offerings, in one line."""
    status: tuple[Fact, ...]
    """Status, stage of the plan, alignment, completeness."""
    state: str
    """The same in one line, without completeness."""
    served_claims: tuple[ServedClaim, ...]
    """What of the customer's it serves."""
    no_served_claims: str
    """Shown if it serves none yet."""
    customer_gain: str
    """What the customer gains."""
    our_gain: str
    """What we gain."""
    confirmation: str
    """Whether the customer has confirmed it, who and when."""
    not_asked: str
    """Shown to a reader whose function is asked for nothing."""
    directions: tuple[DirectionView, ...]
    """What it means for the reader's function; for the account team, for every function."""
    measures: tuple[MeasureView, ...]
    """Its measures."""
    measures_table: Table | None
    """The same as bars, and as a table for those who cannot see them."""
    success_criterion: str
    """When it counts as reached."""
    all_directions: Table | None
    """What is asked of each function."""
    effects: Table | None
    """The impact on each function."""
    adjustments: Table | None
    """What the functions need, and what was changed."""
    escalations: Table | None
    """What blocks."""
    strategy: str
    """The strategy."""
    economics: tuple[Fact, ...]
    """The business case."""
    economics_note: str
    """A note on the figures."""
    actions: Table | None
    """The roadmap."""
    risks: Table | None
    """Its risks."""
    missing: tuple[MissingSteps, ...]
    """What is still to be done before each stage."""
    signoffs: Table | None
    """Who has signed, and lines for those who have not."""
