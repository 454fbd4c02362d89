"""What a check may look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kamctl.checks.engine.settings import settings
from kamctl.checks.engine.suppressions import AppliedSuppressions
from kamctl.document.command_text import as_argument
from kamctl.document.finding import Severity
from kamctl.plan.entry_lookup import entries_by_id
from kamctl.plan.people import (
    all_names,
    contact_name,
    current_person,
    first_entries,
    people_who_left,
)
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.references import NamedEntry, Names, names_in
from kamctl.signoffs.agreement_status import SignoffRules, agreement_status
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, Signoffs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from kamctl.checks.engine.registry import Option, Value
    from kamctl.checks.engine.settings import Settings
    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath
    from kamctl.i18n.message import Message
    from kamctl.plan.actions import Action
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.position import YearFigures
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.plan.team import Member
    from kamctl.plan.text import Claim
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.workspace.config import Workspace
    from kamctl.workspace.model import Tier

    Figures = Sequence[tuple[YearFigures, KeyPath]]


@dataclass(frozen=True)
class ObjectiveInPlan:
    """An objective and its place in the document."""

    model: Objective
    path: KeyPath

    @property
    def index(self) -> int:
        """Its position among the plan's objectives."""
        return int(self.path[1])

    @cached_property
    def actions(self) -> tuple[tuple[Action, KeyPath], ...]:
        """Its actions, each with its place."""
        actions = enumerate(self.model.actions)
        return tuple([(action, (*self.path, "actions", index)) for index, action in actions])

    def at(self, *steps: str | int) -> KeyPath:
        """Return the path of something in the objective."""
        return self.path + steps


@dataclass(frozen=True)
class Context:
    """A plan with everything that checks may ask about it; what several of them need is found once.

    `document` holds the part of the file that could be read, `original` all of it. `stage` is the
    one asked for: what the plan claims, or another. `signoffs` are those beside the plan.
    `applied_suppressions` is for the checks that run last.
    """

    plan: Plan
    document: Document
    original: Document
    workspace: Workspace
    today: dt.date
    stage: Stage
    signoffs: Signoffs = NO_SIGNOFFS
    applied_suppressions: AppliedSuppressions = field(default_factory=AppliedSuppressions)
    objectives: tuple[ObjectiveInPlan, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self,
            "objectives",
            tuple(
                ObjectiveInPlan(objective, ("objectives", index))
                for index, objective in enumerate(self.plan.objectives)
            ),
        )

    @cached_property
    def printable_name(self) -> str:
        """The name of the plan's file for a command in a hint, in which it must not add lines."""
        return as_argument(self.document.source.name)

    @cached_property
    def open_objectives(self) -> tuple[ObjectiveInPlan, ...]:
        """The objectives that are not closed."""
        return tuple(one for one in self.objectives if not one.model.is_closed)

    @cached_property
    def active_objectives(self) -> tuple[ObjectiveInPlan, ...]:
        """The objectives that are neither closed nor on hold."""
        return tuple(one for one in self.objectives if one.model.is_active)

    @cached_property
    def names(self) -> Names:
        """The names in the part of the plan that could be read."""
        return names_in(self.document.value)

    @cached_property
    def entries(self) -> dict[str, NamedEntry]:
        """The entries with an id, by id, as the file has them; the first of two with one id."""
        is_whole = self.document is self.original
        return entries_by_id((self.names if is_whole else names_in(self.original.value)).entries)

    @cached_property
    def settings(self) -> Settings:
        """Which checks run here, and with which options."""
        return settings(self.workspace)

    def is_as_severe(self, code: str, other: str) -> bool:
        """Tell whether a check runs here, and is at least as severe as another that runs."""
        return self.settings.is_as_severe(code, other, self.stage)

    def is_error(self, code: str) -> bool:
        """Tell whether what a check finds is an error at this stage."""
        return self.settings.severities(self.stage).get(code) is Severity.ERROR  # None: off

    def option(self, option: Option[Value]) -> Value:
        """Return what an option of a check is set to here."""
        return self.settings.value(option)

    @property
    def tier(self) -> Tier | None:
        """What the workspace wants of accounts of this one's tier."""
        return self.workspace.tiers.get(self.plan.account.tier or "")

    def max_age_days(self, option: Option[int]) -> int:
        """Return how old information may be: as the tier says, else as `option` is set."""
        tier = self.tier
        return (tier.max_age_days if tier else None) or self.option(option)

    def in_use(self, tool: str) -> bool:
        """Tell whether the plan uses a tool; where it lists none, those with content count."""
        listed = self.plan.plan.tools
        return tool in listed if listed else bool(self.document.value.get(tool))

    def is_whole(self, *path: str) -> bool:
        """Tell whether all of a section could be read: else what seems missing may be there."""
        document, original = self.document, self.original
        return document is original or bool(document.get(path) == original.get(path))

    @cached_property
    def rules(self) -> SignoffRules:
        """What decides which sign-offs count."""
        return SignoffRules(self.workspace, self.today)

    @cached_property
    def agreement(self) -> tuple[ObjectiveStatus, ...]:
        """The status of agreement on each objective of the plan."""
        return agreement_status(self.plan, self.signoffs.entries, self.rules)

    @cached_property
    def yearly_figures(self) -> Mapping[str, Figures]:
        """The years of `position` in its lists, `history` and `targets`, each with its place."""
        position = self.plan.position
        if position is None:
            return {"history": (), "targets": ()}
        return {
            key: [(year, ("position", key, index)) for index, year in enumerate(years)]
            for key, years in (("history", position.history), ("targets", position.targets))
        }

    @cached_property
    def departed(self) -> Mapping[str, Member | Stakeholder]:
        """Those who have left, on both sides, by id."""
        return people_who_left(self.plan, self.today)

    @cached_property
    def customer_claims(self) -> Mapping[str, tuple[Claim, KeyPath]]:
        """The customer's goals, needs and initiatives by id, each with its place."""
        customer = self.plan.customer
        if customer is None:
            return {}
        return {
            claim.id: (claim, ("customer", key, index))
            for key in ("goals", "needs", "initiatives")
            for index, claim in enumerate(getattr(customer, key))
            if claim.id
        }

    @cached_property
    def swot_lines(self) -> Mapping[str, tuple[Claim, KeyPath]]:
        """The lines of the SWOT by id, each with its place; its second step names the list."""
        swot = self.plan.swot
        if swot is None:
            return {}
        return {
            claim.id: (claim, ("swot", key, index))
            for key in ("strengths", "weaknesses", "opportunities", "threats")
            for index, claim in enumerate(getattr(swot, key))
            if claim.id
        }

    @cached_property
    def people(self) -> Mapping[str, str]:
        """The names of the team and of the customer's people, by id."""
        return all_names(self.plan)

    @cached_property
    def team(self) -> Mapping[str, Member]:
        """The members of the team, by id."""
        return entries_by_id(self.plan.team)

    def current_member(self, named: str | None) -> Member | None:
        """Return who of ours answers where a person is named: of one who left, the successor."""
        current = current_person(self.plan, named, self.today) if named in self.departed else named
        return self.team.get(current or "") or self.team.get(named or "")

    @cached_property
    def first_entries(self) -> Mapping[str, Member]:
        """The first entry of each member of the team, by id: one person may have several."""
        return first_entries(self.plan)

    def name_of(self, person: str | None) -> str:
        """Return the name of a person by id; the id itself where there is nobody with it."""
        return self.people.get(person or "", person or "?")

    def contact_name(self, person: str | None) -> str | Message | None:
        """Return whom to talk to where a person is named; None where nobody has this id."""
        if person not in self.departed and (name := self.people.get(person or "")):
            return name  # as nearly always
        return contact_name(self.plan, person, self.today)
