"""What the portfolio knows of one account: little, and small enough to hand to another process."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.i18n.text_normalization import comparison_key
from kamctl.plan.people import person_key
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.party_status import AGREED, AgreementCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.i18n.message import Message
    from kamctl.plan.plan_date import PlanDate
    from kamctl.signoffs.party_status import AgreementState

SOON_DAYS: Final = 7
"""Days: what is due within them is due soon."""
STEADY_POINTS = 0.5
"""Points: a share of wallet that has moved by less has not moved."""


class PersonSummary(NamedTuple):
    """One of ours: the name, and the address where the plan has it."""

    name: str
    email: str = ""
    function: str = ""
    allocation: float | None = None
    """The share of their time that the plan counts on, in percent."""

    @property
    def key(self) -> str:
        """What tells this person from others: the address, else the name."""
        return person_key(self.name, self.email)


class ContactSummary(NamedTuple):
    """One of the customer's people."""

    name: str
    title: str
    attitude: str
    influence: str

    @property
    def key(self) -> str:
        """What tells this person from others at the same customer."""
        return comparison_key(self.name)


class AccountYear(NamedTuple):
    """The figures of a year."""

    year: int
    turnover: float | None
    share: float | None
    """Share of wallet, in percent."""


class PartyStates(NamedTuple):
    """The states of one function, or of the decider or sponsor, on the open objectives."""

    function: str
    states: tuple[AgreementState, ...]

    def having(self, *states: AgreementState) -> int:
        """Return on how many objectives it has one of these states."""
        return sum(one in states for one in self.states)

    @property
    def agreed(self) -> AgreementCount:
        """On how many objectives it has agreed."""
        return AgreementCount.of(self.states)


class BlockingConcern(NamedTuple):
    """An open concern without whose answer a function cannot agree."""

    function: str
    objective: str
    concern: str


class DueItem(NamedTuple):
    """Something to be done by a day, past or near; `what` is action, answer or response."""

    what: str
    title: str
    owner: str
    due: dt.date


class DatedEvent(NamedTuple):
    """A date of the business that is near or past; `title` is empty for one of the whole plan."""

    name: Message
    title: str
    day: dt.date


class WhitespacePotential(NamedTuple):
    """A place where the customer could buy from us: by unit and offering.

    `amount` is what could become ours in a year, as the plan says; where it does not, what the
    customer spends there with others.
    """

    unit: str
    offering: str
    status: str
    amount: float


class OpportunitySummary(NamedTuple):
    """An open opportunity; `value` is in the currency of the account, `probability` in percent."""

    title: str
    value: float | None
    probability: float | None
    close: PlanDate | None
    owner: str

    @property
    def weighted(self) -> float | None:
        """The value times the probability; None where the plan does not give both."""
        if self.value is None or self.probability is None:
            return None
        return self.value * self.probability / 100


class AccountSummary(NamedTuple):
    """What is known of an account whose plan could be read.

    No field has a default: for a new one it must be decided who sees it
    (`briefing/visibility/account_visibility.py`).
    """

    file: str
    name: str
    id: str
    tier: str
    parent: str
    countries: tuple[str, ...]
    attractiveness: str
    strength: str
    currency: str
    language: str
    stage: str
    restricted: bool
    owner: PersonSummary | None
    sponsor: PersonSummary | None
    team: tuple[PersonSummary, ...]
    objectives: int
    """How many objectives are open."""
    unasked: tuple[str, ...]
    """The open objectives that ask no function for anything."""
    met: int
    required: int
    functions: tuple[PartyStates, ...]
    roles: tuple[PartyStates, ...]
    """The decider and the sponsor."""
    invalidated: tuple[tuple[str, str], ...]
    """Functions and roles whose sign-off no longer counts, each with its objective."""
    only_recorded: tuple[str, ...]
    """Of a validated plan, those whose sign-off has neither a signature nor an e-mail."""
    blocks: tuple[BlockingConcern, ...]
    years: tuple[AccountYear, ...]
    """The years behind us, oldest first."""
    target: AccountYear | None
    """The last year with a target for the turnover; where none has one, the last with a target."""
    on_track: int
    behind: int
    unknown: int
    """Measures that are on track or reached, that are behind, and of which nothing is known."""
    late: tuple[DueItem, ...]
    """What is overdue, oldest first."""
    due_soon: tuple[DueItem, ...]
    """What is due within `SOON_DAYS`."""
    dates: tuple[DatedEvent, ...]
    """Contracts, renewals, deals and the like whose date is near or past, oldest first."""
    review: dt.date | None
    errors: int
    unread_parts: int
    """How many parts of the plan could not be read."""
    stage_errors: int
    """How many of the errors are requirements of the stage it claims, and not met."""
    warnings: int
    whitespace: tuple[WhitespacePotential, ...]
    contacts: tuple[ContactSummary, ...]
    missing_tools: tuple[str, ...]
    """Tools that its tier requires and the plan does not use."""
    opportunities: tuple[OpportunitySummary, ...]
    """The opportunities that are not decided, the first to be decided first."""
    custom_choices: tuple[tuple[str, str], ...]
    """The fields of the company's own with a list of choices, such as region, and their values."""
    is_stage_met: bool
    """Whether the plan meets the requirements of the stage that it states."""
    signoff_errors: int
    """How many of the errors are in the file of sign-offs: lines removed, changed or damaged."""
    on_hold: int
    """How many objectives are on hold: they are open, and not counted among `objectives`."""
    share_reading: AccountYear | None
    """The share of wallet as last read, where that is later than the figures of the years."""

    @property
    def agreed(self) -> AgreementCount:
        """How many functions have agreed to the text as it is, once for each objective."""
        return count_agreements([self])

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The functions and roles whose sign-off the stage of the plan requires and lacks."""
        return self._required_without(*AGREED)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Those of them that have never answered: their sign-off is not one that is invalidated."""
        return self._required_without(*AGREED, "objected", "invalidated")

    def _required_without(self, *states: AgreementState) -> tuple[str, ...]:
        rank = Stage(self.stage).rank
        required = (
            *(self.functions if rank >= Stage.ALIGNED.rank else ()),
            *(self.roles if rank >= Stage.VALIDATED.rank else ()),
        )
        return tuple(one.function for one in required if one.having(*states) < len(one.states))

    @property
    def is_unfounded(self) -> bool:
        """Tell whether the plan states a stage without the sign-offs that it requires.

        An objective that asks no function for anything has none.
        """
        claims = Stage(self.stage).rank >= Stage.ALIGNED.rank
        has_none = not self.objectives and not self.on_hold
        return claims and bool(self.unsigned or self.unasked or has_none)

    @property
    def turnover(self) -> AccountYear | None:
        """The latest year whose turnover is known."""
        return next((one for one in reversed(self.years) if one.turnover is not None), None)

    @property
    def turnover_target(self) -> AccountYear | None:
        """The last year with a target for the turnover."""
        return self.target if self.target and self.target.turnover is not None else None

    @property
    def of_target(self) -> float | None:
        """The latest turnover in percent of the one aimed at; None where one is not known."""
        now, target = self.turnover, self.turnover_target
        if now is None or target is None or not target.turnover or target.turnover < 0:
            return None
        return 100 * (now.turnover or 0.0) / target.turnover

    @property
    def shares(self) -> tuple[AccountYear, ...]:
        """The years whose share of wallet is known; the last may be a reading of this year."""
        known = tuple(one for one in self.years if one.share is not None)
        return (*known, self.share_reading) if self.share_reading else known

    @property
    def share(self) -> float | None:
        """The share of wallet now, in percent."""
        return self.shares[-1].share if self.shares else None

    @property
    def trend(self) -> float | None:
        """How many points the share of wallet has moved from the value known before it."""
        known = [one.share for one in self.shares if one.share is not None]
        return known[-1] - known[-2] if len(known) > 1 else None

    @property
    def overdue(self) -> int:
        """How many actions are overdue."""
        return sum(one.what == "action" for one in self.late)

    def asks(self, function: str) -> bool:
        """Tell whether something is asked of a function."""
        return any(one.function == function for one in self.functions)


class UnreadPlan(NamedTuple):
    """A plan of which nothing could be read: why, where, and what to do about it."""

    file: str
    line: int
    code: str
    why: Message
    hint: Message | None


PlanSummary = AccountSummary | UnreadPlan


def count_agreements(accounts: Iterable[AccountSummary]) -> AgreementCount:
    """Return how many functions have agreed over several accounts, once for each objective."""
    return AgreementCount.of(
        state for one in accounts for each in one.functions for state in each.states
    )
