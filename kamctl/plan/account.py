"""Section `account`: who the customer is, and how we stand with them."""

from typing import Literal

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.text import NeededText, Text
from kamctl.plan.values import Count, Country, Custom, Id, Level, Name, PlanDate, Year

RelationshipLevel = Literal[
    "exploratory", "basic", "cooperative", "interdependent", "integrated", "disintegrating"
]
"""The stages of a key account relationship (McDonald, Millman & Rogers, 1997)."""


class Relationship(Part):
    """The relationship as it is, as it should be, and what lies between."""

    now: RelationshipLevel | None = Field(
        None, description="The relationship as it is today.", examples=["cooperative"]
    )
    target: RelationshipLevel | None = Field(
        None, description="The relationship as it should be.", examples=["interdependent"]
    )
    by: PlanDate | None = Field(
        None, description="By when it should be so.", examples=["2028-12-31"]
    )
    gap: Text | None = Field(
        None,
        description="What is missing today, in words.",
        examples=["We are asked for prices, not for an opinion on the next line."],
    )


class Health(Part):
    """How the account is doing, as the account manager sees it."""

    status: Literal["green", "amber", "red"] = Field(
        description="green: as planned; amber: at risk; red: in trouble.", examples=["amber"]
    )
    why: Text | None = Field(
        None, description="Why, in a sentence.", examples=["Two late deliveries in a month."]
    )


class Account(Part):
    """The customer this plan is about."""

    name: Name = Field(description="The customer's name.", examples=["Groupe Lactéa"])
    id: Id | None = Field(
        None, description="A short name for the account, used in file names.", examples=["lactea"]
    )
    formerly: tuple[Name, ...] = Field(
        (),
        description="Earlier names and ids of the account: the sign-offs given under them stay "
        "valid.",
        examples=[["Laiteries Réunies"]],
    )
    tier: str | None = Field(
        None,
        description="How the company classes this account.",
        examples=["strategic", "key", "target"],
    )
    industry: NeededText | None = Field(
        None, description="The customer's industry.", examples=["Dairy products"]
    )
    headquarters: str | None = Field(
        None, description="City and country of the head office.", examples=["Rennes, FR"]
    )
    countries: tuple[Country, ...] = Field(
        (), description="Where the customer works: ISO 3166 codes.", examples=[["FR", "DE"]]
    )
    parent: str | None = Field(
        None, description="The group the customer belongs to.", examples=["Lactéa Holding"]
    )
    attractiveness: Level | None = Field(
        None,
        description="How attractive the account is to us, against the others.",
        examples=["high"],
    )
    strength: Level | None = Field(
        None,
        description="How strong we are there, as the customer sees it, against our rivals.",
        examples=["medium"],
    )
    customer_since: Year | None = Field(
        None, description="The year of the first order.", examples=[2009]
    )
    website: str | None = Field(
        None, description="The customer's site.", examples=["https://lactea.example"]
    )
    employees: Count | None = Field(
        None, description="How many people work there.", examples=[11_000]
    )
    summary: Text | None = Field(
        None,
        description="The account in two or three sentences, for somebody who does not know it.",
        examples=["Family-owned dairy group with 14 plants in five countries."],
    )
    relationship: Relationship | None = Field(
        None,
        description="The relationship now, the one wanted, by when, and the gap.",
        examples=[{"now": "cooperative", "target": "interdependent", "by": "2028-12-31"}],
    )
    renewal: PlanDate | None = Field(
        None,
        description="When the business with this customer is next renewed as a whole.",
        examples=["2027-12-31"],
    )
    health: Health | None = Field(
        None,
        description="The account manager's own judgement of the account, and why.",
        examples=[{"status": "amber", "why": "Two late deliveries in a month."}],
    )
    links: tuple[str, ...] = Field(
        (),
        description="Where more is to be found: addresses of pages and folders.",
        examples=[["https://crm.corvane.example/4711"]],
    )
    custom: Custom = Field(
        default_factory=dict,
        description="The company's own fields.",
        examples=[{"crm_number": "4711"}],
    )
