"""What the portfolio knows of one account: little, and small enough to hand to another process."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.checks.engine.registry import find_check
from kamctl.checks.engine.reported_dates import reported_dates
from kamctl.checks.helpers.tool_content import missing_tools
from kamctl.document.finding import Severity
from kamctl.plan.dates import deadlines, is_decided
from kamctl.plan.measure_progress import progress
from kamctl.plan.people import has_left, member_called, names_by_id
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.share_of_wallet import share_of_wallet
from kamctl.plan.text import text_in
from kamctl.signoffs.agreement_status import AGREED, count
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.finding import Finding
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.team import Member
    from kamctl.plan.text import Text
    from kamctl.signoffs.agreement_status import AgreementCount, PartyStatus, State

_DUE_ITEM_KINDS: Final = {
    "objectives[].actions[].due": "action",
    "objectives[].directions[].resistances[].due": "answer",
    "risks[].due": "response",
}
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
        return (self.email or " ".join(self.name.split())).casefold()


class ContactSummary(NamedTuple):
    """One of the customer's people."""

    name: str
    title: str
    attitude: str
    influence: str

    @property
    def key(self) -> str:
        """What tells this person from others at the same customer."""
        return " ".join(self.name.split()).casefold()


class AccountYear(NamedTuple):
    """The figures of a year."""

    year: int
    turnover: float | None
    share: float | None
    """Share of wallet, in percent."""


class PartyStates(NamedTuple):
    """The states of one function, or of the decider or sponsor, on the open objectives."""

    function: str
    states: tuple[State, ...]

    def having(self, *states: State) -> int:
        """Return on how many objectives it has one of these states."""
        return sum(one in states for one in self.states)

    @property
    def agreed(self) -> AgreementCount:
        """On how many objectives it has agreed."""
        return count(self.states)


class BlockingConcern(NamedTuple):
    """An open concern without whose answer a function cannot agree."""

    function: str
    objective: str
    concern: str


class DueItem(NamedTuple):
    """Something that should have been done before today; `what` is action, answer or response."""

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
    close: dt.date | None
    owner: str

    @property
    def weighted(self) -> float | None:
        """The value times the probability; None where the plan does not give both."""
        if self.value is None or self.probability is None:
            return None
        return self.value * self.probability / 100


class AccountSummary(NamedTuple):
    """What is known of an account whose plan could be read."""

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
    of: int
    functions: tuple[PartyStates, ...]
    roles: tuple[PartyStates, ...]
    """The decider and the sponsor."""
    invalidated: tuple[tuple[str, str], ...]
    """Functions and roles whose sign-off no longer counts, each with its objective."""
    blocks: tuple[BlockingConcern, ...]
    years: tuple[AccountYear, ...]
    """The years behind us, oldest first."""
    target: AccountYear | None
    """The last year with a target for the turnover; where none has one, the last with a target."""
    on_course: int
    behind: int
    unread: int
    """Measures that are on course or reached, that are behind, and of which nothing is known."""
    late: tuple[DueItem, ...]
    """What is overdue, oldest first."""
    due_soon: tuple[DueItem, ...]
    """What is due within a week."""
    dates: tuple[DatedEvent, ...]
    """Contracts, renewals, deals and the like whose date is near or past, oldest first."""
    review: dt.date | None
    errors: int
    lacking: int
    """How many of the errors are things that the stage it claims requires, and it lacks."""
    warnings: int
    space: tuple[WhitespacePotential, ...]
    contacts: tuple[ContactSummary, ...]
    missing_tools: tuple[str, ...]
    """Tools that its tier requires and the plan does not use."""
    opportunities: tuple[OpportunitySummary, ...] = ()
    """The opportunities that are not decided, the first to be decided first."""
    custom_choices: tuple[tuple[str, str], ...] = ()
    """The fields of the company's own with a list of choices, such as region, and their values."""
    is_stage_met: bool = True
    """Whether the plan meets the requirements of the stage that it states."""
    signoff_errors: int = 0
    """How many of the errors are in the file of sign-offs: lines removed, changed or damaged."""
    on_hold: int = 0
    """How many objectives are on hold: they are open, and not counted among `objectives`."""
    share_reading: AccountYear | None = None
    """The share of wallet as last read, where that is later than the figures of the years."""

    @property
    def agreed(self) -> AgreementCount:
        """How many functions have agreed to the text as it is, once for each objective."""
        return count_agreements([self])

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The functions and roles whose sign-off the stage of the plan requires and lacks."""
        rank = Stage(self.stage).rank
        required = (
            *(self.functions if rank >= Stage.ALIGNED.rank else ()),
            *(self.roles if rank >= Stage.VALIDATED.rank else ()),
        )
        return tuple(one.function for one in required if one.having(*AGREED) < len(one.states))

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
        """How many points the share of wallet has moved from the year before it."""
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
    return count(state for one in accounts for each in one.functions for state in each.states)


def summarize_plan(report: PlanReport, today: dt.date) -> PlanSummary:
    """Return what the portfolio knows of an account, as of `today`."""
    plan = report.plan
    if plan is None:
        first = report.findings[0]
        return UnreadPlan(report.file, first.span.line, first.code, first.message, first.hint)
    active = [one for one in report.agreement if one.is_active]
    open_ones = [one.objective for one in active]
    on_course, behind, unread = _measures(open_ones, today)
    names = {key: name.strip() for key, name in names_by_id(plan.team).items()}
    waiting = sorted(_due_items(plan, names), key=lambda one: one.due)
    account, header = plan.account, plan.plan
    return AccountSummary(
        file=report.file,
        name=account.name.strip(),
        id=account.id or "",
        tier=(account.tier or "").strip(),
        parent=(account.parent or "").strip(),
        countries=account.countries,
        attractiveness=account.attractiveness or "",
        strength=account.strength or "",
        currency=header.currency or "",
        language=header.language,
        stage=header.stage.value,
        restricted=header.confidentiality == "restricted",
        owner=_person(plan, header.owner),
        sponsor=_person(plan, header.sponsor),
        team=tuple(_member(one) for one in plan.team if not has_left(one, today)),
        objectives=len(open_ones),
        is_stage_met=report.is_stage_met,
        signoff_errors=sum(one.severity is Severity.ERROR for one in report.signoffs.findings),
        on_hold=sum(one.status == "on_hold" for one in plan.objectives),
        unasked=tuple(one.id for one in open_ones if not one.directions),
        met=report.met,
        of=report.required,
        functions=_party_states(one for each in active for one in each.functions),
        roles=_party_states(one for each in active for one in (each.decider, each.sponsor)),
        invalidated=tuple(
            (one.party, each.objective.id)
            for each in active
            for one in each.everybody
            if one.state == "invalidated"
        ),
        blocks=tuple(
            BlockingConcern(
                direction.function, each.objective.id, _in_plan_language(plan, one.concern)
            )
            for each in active
            for direction, one in each.blocking
        ),
        years=_years(plan),
        target=_target(plan),
        on_course=on_course,
        behind=behind,
        unread=unread,
        late=tuple(one for one in waiting if one.due < today),
        due_soon=tuple(one for one in waiting if 0 <= (one.due - today).days <= 7),
        dates=tuple(DatedEvent(one.name, one.title, one.date) for one in reported_dates(report)),
        review=header.next_review.day if header.next_review else None,
        errors=report.errors,
        lacking=sum(map(_fails_for_stage_only, report.findings)),
        warnings=sum(one.severity is Severity.WARNING for one in report.findings),
        space=_whitespace(plan),
        contacts=tuple(
            ContactSummary(
                one.name.strip(),
                _in_plan_language(plan, one.title),
                one.attitude or "",
                one.influence or "",
            )
            for one in plan.stakeholders
            if not has_left(one, today)
        ),
        missing_tools=_missing_tools(report, plan),
        opportunities=_opportunities(plan, names),
        custom_choices=_custom_choices(report, plan),
        share_reading=_share_reading(plan, today),
    )


def _fails_for_stage_only(finding: Finding) -> bool:
    """Tell whether a finding fails for the stage that the plan claims: a draft would pass."""
    if finding.severity is not Severity.ERROR:
        return False
    check = find_check(finding.code)
    return check is not None and check.severity_at(Stage.DRAFT) is not Severity.ERROR


def _in_plan_language(plan: Plan, text: Text | None) -> str:
    return text_in(text, plan.plan.language, plan.plan.language)


def _member(member: Member) -> PersonSummary:
    return PersonSummary(
        member.name.strip(),
        (member.email or "").strip(),
        member.function or "",
        member.allocation,
    )


def _person(plan: Plan, who: str | None) -> PersonSummary | None:
    """Return one of ours; an id that is nobody's stands for a name."""
    member = member_called(plan, who)
    if member is not None:
        return _member(member)
    return PersonSummary(who) if who else None


def _party_states(parties: Iterable[PartyStatus]) -> tuple[PartyStates, ...]:
    found: dict[str, list[State]] = {}
    for one in parties:
        found.setdefault(one.party, []).append(one.state)
    return tuple(PartyStates(party, tuple(states)) for party, states in found.items())


def _measures(objectives: Sequence[Objective], today: dt.date) -> tuple[int, int, int]:
    paces = [
        progress(measure, today).pace for objective in objectives for measure in objective.measures
    ]
    behind = paces.count("behind")
    unread = paces.count("unknown")
    return len(paces) - behind - unread, behind, unread


def _due_items(plan: Plan, names: dict[str, str]) -> Iterator[DueItem]:
    """Return what is to be done and has a date: actions, answers to concerns and to risks."""
    tools = plan.plan.tools
    for one in deadlines(plan):
        what = _DUE_ITEM_KINDS.get(one.row.path)
        if what is None or (what == "response" and tools and "risks" not in tools):
            continue
        owner = names.get(one.owner or "", one.owner or "")
        yield DueItem(what, _in_plan_language(plan, one.title), owner, one.date.day)


def _years(plan: Plan) -> tuple[AccountYear, ...]:
    if plan.position is None:
        return ()
    return tuple(
        AccountYear(one.year, one.turnover, one.share_of_wallet)
        for one in sorted(plan.position.history, key=lambda one: one.year)
    )


def _share_reading(plan: Plan, today: dt.date) -> AccountYear | None:
    last = share_of_wallet(plan, today)
    return AccountYear(last.day.year, None, last.percent) if last and last.is_reading else None


def _target(plan: Plan) -> AccountYear | None:
    targets = plan.position.targets if plan.position else ()
    last = max(targets, key=lambda one: (one.turnover is not None, one.year), default=None)
    return AccountYear(last.year, last.turnover, last.share_of_wallet) if last else None


def _whitespace(plan: Plan) -> tuple[WhitespacePotential, ...]:
    cells = plan.whitespace.cells if plan.whitespace else ()
    return tuple(
        WhitespacePotential(one.unit.strip(), one.offering.strip(), one.status, one.could_be_ours)
        for one in cells
        if one.could_be_ours > 0
    )


def _missing_tools(report: PlanReport, plan: Plan) -> tuple[str, ...]:
    tier = find_workspace(Path(report.file)).tiers.get(plan.account.tier or "")
    if tier is None or report.document is None:
        return ()
    return tuple(missing_tools(tier, plan.plan.tools, report.document))


def _opportunities(plan: Plan, names: dict[str, str]) -> tuple[OpportunitySummary, ...]:
    found = [
        OpportunitySummary(
            _in_plan_language(plan, one.title),
            one.value,
            one.probability,
            one.close.day if one.close else None,
            names.get(one.owner or "", one.owner or ""),
        )
        for one in plan.opportunities
        if not is_decided(one)
    ]
    return tuple(sorted(found, key=lambda one: one.close or dt.date.max))


def _custom_choices(report: PlanReport, plan: Plan) -> tuple[tuple[str, str], ...]:
    custom = find_workspace(Path(report.file)).custom
    return tuple(
        (name, str(values[name]))
        for place, values in (("account", plan.account.custom), ("plan", plan.plan.custom))
        for name, field in custom.get(place, {}).items()
        if field.type == "choice" and values.get(name)
    )
