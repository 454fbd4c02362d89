"""The whole plan."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr

from kamctl.document.source import Source
from kamctl.i18n.message import N_
from kamctl.plan.account import Account
from kamctl.plan.base import Part
from kamctl.plan.buying import Buying
from kamctl.plan.competitors import Competitor
from kamctl.plan.customer import Customer
from kamctl.plan.facet import Facet
from kamctl.plan.objectives import Objective
from kamctl.plan.opportunities import Opportunity
from kamctl.plan.plan_metadata import PlanMetadata
from kamctl.plan.position import Position
from kamctl.plan.reviews import Review
from kamctl.plan.risks import Risk
from kamctl.plan.stakeholders import Relation, Stakeholder
from kamctl.plan.swot import Swot
from kamctl.plan.team import Member
from kamctl.plan.values import CustomValues, not_true
from kamctl.plan.whitespace import Whitespace

FORMAT_VERSION = 1


@dataclass(frozen=True, eq=False)
class Origin:
    """The text that a plan was read from; None for one that was made in a program.

    It makes no difference: plans are equal wherever they come from.
    """

    source: Source | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin)

    def __hash__(self) -> int:
        return hash(Origin)


class Plan(Part):
    """A key account plan: who the customer is, what we want together, and who is aligned on it."""

    model_config = ConfigDict(title="kamctl account plan, version 1")

    _origin: Origin = PrivateAttr(default_factory=Origin)
    """Of a plan that the Python API has loaded, and of copies of it."""

    kamctl: Annotated[Literal[1], BeforeValidator(not_true)] = Field(
        description=N_("The version of the plan format."), examples=[1]
    )
    account: Annotated[Account, Facet(N_("Account"))] = Field(
        description=N_("The customer this plan is about."), examples=[{"name": "Groupe Lactéa"}]
    )
    plan: Annotated[PlanMetadata, Facet(N_("Plan"), signed=True)] = Field(
        PlanMetadata.model_construct(),
        description=N_("The plan itself: stage, owner, period, language."),
        examples=[{"stage": "draft", "owner": "claire", "language": "en"}],
    )
    team: Annotated[
        tuple[Member, ...],
        Facet(N_("Team"), signed=True, question=N_("Who works on this account?")),
    ] = Field(
        (),
        description=N_("Our team on this account."),
        examples=[[{"id": "claire", "name": "Claire Morel", "function": "sales"}]],
    )
    customer: Annotated[Customer | None, Facet(N_("The customer"))] = Field(
        None,
        description=N_("What the customer wants, and why."),
        examples=[{"goals": ["Unplanned stops below 2%"]}],
    )
    swot: Annotated[Swot | None, Facet(N_("SWOT"))] = Field(
        None,
        description=N_("Strengths, weaknesses, opportunities and threats of ours."),
        examples=[{"strengths": ["Installed in 9 of 14 plants"]}],
    )
    stakeholders: Annotated[
        tuple[Stakeholder, ...],
        Facet(N_("Stakeholders"), question=N_("Who decides and who influences at the customer?")),
    ] = Field(
        (),
        description=N_("The people at the customer."),
        examples=[[{"id": "mercier", "name": "Hélène Mercier", "buying_role": "decider"}]],
    )
    relations: Annotated[tuple[Relation, ...], Facet(N_("Relations"))] = Field(
        (),
        description=N_("The relations between the people at the customer."),
        examples=[[{"from": "weiss", "to": "mercier", "kind": "influences"}]],
    )
    buying: Annotated[Buying | None, Facet(N_("Buying"))] = Field(
        None,
        description=N_("How the customer decides to buy."),
        examples=[{"levers": [{"text": "Total cost of ownership", "weight": "40%"}]}],
    )
    position: Annotated[Position | None, Facet(N_("Position"))] = Field(
        None,
        description=N_("What we sell them and what they spend, by year."),
        examples=[{"history": [{"year": 2025, "turnover": 5_200_000}]}],
    )
    whitespace: Annotated[Whitespace | None, Facet(N_("White space"))] = Field(
        None,
        description=N_("Where the customer could buy from us and does not yet."),
        examples=[{"offerings": ["Sensors"], "units": ["France"]}],
    )
    competitors: Annotated[tuple[Competitor, ...], Facet(N_("Competitors"))] = Field(
        (),
        description=N_("Who else supplies the customer."),
        examples=[[{"id": "hydrax", "name": "Hydrax"}]],
    )
    opportunities: Annotated[tuple[Opportunity, ...], Facet(N_("Opportunities"))] = Field(
        (),
        description=N_("Possible sales."),
        examples=[[{"title": "Sensors for four plants", "value": 450_000}]],
    )
    objectives: Annotated[tuple[Objective, ...], Facet(N_("Objectives"), signed=True)] = Field(
        (),
        description=N_("The strategic objectives, three at most: the heart of the plan."),
        examples=[[{"id": "SO1", "statement": "Become their one partner for cleaning by 2028."}]],
    )
    risks: Annotated[tuple[Risk, ...], Facet(N_("Risks"), question=N_("What may go wrong?"))] = (
        Field(
            (),
            description=N_("What may go wrong, and what is done about it."),
            examples=[[{"text": "The award goes on price alone", "threatens": ["SO1"]}]],
        )
    )
    reviews: Annotated[tuple[Review, ...], Facet(N_("Reviews"))] = Field(
        (),
        description=N_("The account reviews and their decisions."),
        examples=[[{"date": "2026-10-21", "kind": "quarterly"}]],
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"region": "EMEA"}],
    )
