"""Section `account`: who the customer is, and our relationship with them."""

from typing import Annotated, Literal

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.i18n.text_normalization import comparison_key
from kamctl.plan.base import Part
from kamctl.plan.codes import Country
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import RequiredText, Text
from kamctl.plan.values import Count, CustomValues, Id, Level, Name, Year

RelationshipLevel = Literal[
    "exploratory", "basic", "cooperative", "interdependent", "integrated", "disintegrating"
]
"""The stages of a key account relationship (McDonald, Millman & Rogers, 1997)."""


class Relationship(Part):
    """The relationship today, the target relationship, and the gap."""

    now: Annotated[RelationshipLevel | None, Facet(N_("Relationship"))] = Field(
        None, description=N_("The relationship today."), examples=["cooperative"]
    )
    target: Annotated[RelationshipLevel | None, Facet(N_("Target relationship"))] = Field(
        None, description=N_("The target relationship."), examples=["interdependent"]
    )
    by: Annotated[PlanDate | None, Facet(N_("Target relationship date"))] = Field(
        None, description=N_("By when it should be reached."), examples=["2028-12-31"]
    )
    gap: Annotated[Text | None, Facet(N_("Relationship gap"))] = Field(
        None,
        description=N_("What is missing today, in words."),
        examples=["We are asked for prices, not for an opinion on the next line."],
    )


class Health(Part):
    """How the account is doing, as the account manager sees it."""

    status: Annotated[Literal["green", "amber", "red"], Facet(N_("Health"))] = Field(
        description=N_("green: as planned; amber: at risk; red: in trouble."), examples=["amber"]
    )
    why: Annotated[Text | None, Facet(N_("Reason for the status"))] = Field(
        None, description=N_("Why, in a sentence."), examples=["Two late deliveries in a month."]
    )


class Account(Part):
    """The customer this plan is about."""

    name: Annotated[Name, Facet(N_("Account name"))] = Field(
        description=N_("The customer's name, such as “North Dairy”."), examples=["Groupe Lactéa"]
    )
    id: Annotated[Id | None, Facet(N_("Account ID"))] = Field(
        None,
        description=N_("A short name for the account, used in file names."),
        examples=["lactea"],
    )
    formerly: Annotated[tuple[Name, ...], Facet(N_("Former names"))] = Field(
        (),
        description=N_(
            "Earlier names and ids of the account: the sign-offs given under them stay valid."
        ),
        examples=[["Laiteries Réunies"]],
    )
    tier: Annotated[str | None, Facet(N_("Tier"))] = Field(
        None,
        description=N_("How the company classes this account."),
        examples=["strategic", "key", "target"],
    )
    industry: Annotated[RequiredText | None, Facet(N_("Industry"))] = Field(
        None, description=N_("The customer's industry."), examples=["Dairy products"]
    )
    headquarters: Annotated[str | None, Facet(N_("Head office"))] = Field(
        None, description=N_("City and country of the head office."), examples=["Rennes, FR"]
    )
    countries: Annotated[tuple[Country, ...], Facet(N_("Countries"))] = Field(
        (), description=N_("The countries where the customer works."), examples=[["FR", "DE"]]
    )
    parent: Annotated[str | None, Facet(N_("Parent company"))] = Field(
        None, description=N_("The group the customer belongs to."), examples=["Lactéa Holding"]
    )
    attractiveness: Annotated[Level | None, Facet(N_("Attractiveness to us"))] = Field(
        None,
        description=N_("How attractive the account is to us, compared with others."),
        examples=["high"],
    )
    strength: Annotated[Level | None, Facet(N_("Our strength"))] = Field(
        None,
        description=N_(
            "How strong we are there compared with our rivals, as the customer sees it."
        ),
        examples=["medium"],
    )
    customer_since: Annotated[Year | None, Facet(N_("Customer since"))] = Field(
        None, description=N_("The year of the first order."), examples=[2009]
    )
    website: Annotated[str | None, Facet(N_("Website"))] = Field(
        None, description=N_("The customer's website."), examples=["https://lactea.example"]
    )
    employees: Annotated[Count | None, Facet(N_("Employees"))] = Field(
        None, description=N_("How many people work there."), examples=[11_000]
    )
    summary: Annotated[Text | None, Facet(N_("Summary"))] = Field(
        None,
        description=N_("The account in two or three sentences, for somebody who does not know it."),
        examples=["Family-owned dairy group with 14 plants in five countries."],
    )
    relationship: Annotated[
        Relationship | None,
        Facet(
            N_("Relationship"),
            question=N_("How close is the relationship, and what should it become?"),
        ),
    ] = Field(
        None,
        description=N_("The relationship today, the target, its date and the gap."),
        examples=[{"now": "cooperative", "target": "interdependent", "by": "2028-12-31"}],
    )
    renewal: Annotated[PlanDate | None, Facet(N_("Renewal"))] = Field(
        None,
        description=N_("When the business with this customer is next renewed as a whole."),
        examples=["2027-12-31"],
    )
    health: Annotated[Health | None, Facet(N_("Health"))] = Field(
        None,
        description=N_("The account manager's own judgment of the account, and why."),
        examples=[{"status": "amber", "why": "Two late deliveries in a month."}],
    )
    links: Annotated[tuple[str, ...], Facet(N_("Links"))] = Field(
        (),
        description=N_("Pages and folders with more information."),
        examples=[["https://crm.corvane.example/4711"]],
    )
    custom: Annotated[CustomValues, Facet(N_("Custom account field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"crm_number": "4711"}],
    )


def group_key(name: str, parent: str | None) -> str:
    """Return what accounts of one group have in common: the parent's name, else their own."""
    return comparison_key(parent or name)
