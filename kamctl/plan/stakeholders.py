"""Sections `stakeholders` and `relations`: the customer's people, and what is between them."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from kamctl.plan.base import Part
from kamctl.plan.text import Claim, NeededText, Text
from kamctl.plan.values import Country, Custom, Id, Name, PlanDate

BuyingRole = Literal["decider", "approver", "buyer", "user", "technical", "gatekeeper", "coach"]


def _number_of_roles(value: object) -> str:
    return "several" if isinstance(value, list | tuple) else "one"


BuyingRoles = Annotated[
    Annotated[BuyingRole, Tag("one")] | Annotated[tuple[BuyingRole, ...], Tag("several")],
    Discriminator(_number_of_roles),
]
"""A role, or a list of them: `[technical, approver]`."""
Influence = Literal["minor", "significant", "decisive"]
Attitude = Literal["champion", "supporter", "neutral", "critic", "opponent", "unknown"]
Coverage = Literal["none", "brief", "multiple", "in_depth"]


class Stakeholder(Part):
    """One of the customer's people."""

    id: Id = Field(
        description="A short name, used wherever a person is named.", examples=["mercier"]
    )
    name: Name = Field(description="First and last name.", examples=["Hélène Mercier"])
    title: NeededText | None = Field(
        None, description="Their title.", examples=["Group Technical Director"]
    )
    unit: str | None = Field(
        None, description="The part of the customer they work in.", examples=["Germany"]
    )
    country: Country | None = Field(
        None, description="The country they work in: ISO 3166.", examples=["DE"]
    )
    reports_to: Id | None = Field(
        None, description="Their superior: an id of the stakeholders.", examples=["mercier"]
    )
    buying_role: BuyingRoles | None = Field(
        None,
        description="Their part in the decision to buy; a list where they have several.",
        examples=["decider", ["technical", "approver"]],
    )
    influence: Influence | None = Field(
        None, description="Their weight in that decision.", examples=["significant"]
    )
    attitude: Attitude | None = Field(
        None, description="How they see us today.", examples=["supporter"]
    )
    levers: tuple[Claim, ...] = Field(
        (),
        description="What makes them decide.",
        examples=[["water saved per litre", "one partner accountable"]],
    )
    goals: tuple[Claim, ...] = Field(
        (), description="Their own goals.", examples=[["Hand over a quiet plant in 2028"]]
    )
    covered_by: tuple[Id, ...] = Field(
        (), description="Who of ours is in touch with them.", examples=[["claire", "thomas"]]
    )
    coverage: Coverage | None = Field(
        None, description="How closely; derived where it is not said.", examples=["multiple"]
    )
    last_contact: PlanDate | None = Field(
        None, description="When we last spoke.", examples=["2026-10-21"]
    )
    next_step: Text | None = Field(
        None, description="What we do next with them.", examples=["Thomas to call in November"]
    )
    our_part: Text | None = Field(
        None,
        description="Where they are critical: what we did that feeds it.",
        examples=["Two deliveries came late and nobody called."],
    )
    their_need: Text | None = Field(
        None, description="What they need from us.", examples=["A date that holds"]
    )
    email: str | None = Field(
        None, description="The address to write to.", examples=["h.mercier@lactea.example"]
    )
    phone: str | None = Field(
        None, description="The number to call.", examples=["+33 2 99 00 00 00"]
    )
    left: PlanDate | None = Field(
        None,
        description="The first day on which this person is not there any more.",
        examples=["2026-09-01"],
    )
    successor: Id | None = Field(
        None,
        description="Who has taken over: an id of the stakeholders.",
        examples=["vidal"],
    )
    note: Text | None = Field(
        None, description="More about this person.", examples=["Prefers to meet at the plant"]
    )
    custom: Custom = Field(
        default_factory=dict,
        description="The company's own fields.",
        examples=[{"newsletter": True}],
    )

    @property
    def buying_roles(self) -> tuple[BuyingRole, ...]:
        """Their parts in the decision to buy, one or several; empty where none is given."""
        role = self.buying_role
        return role if isinstance(role, tuple) else () if role is None else (role,)


class Relation(Part):
    """Something between two of the customer's people."""

    from_: Id = Field(alias="from", description="Who influences.", examples=["weiss"])
    to: Id = Field(description="Who is influenced.", examples=["mercier"])
    kind: Literal["influences", "conflict"] = Field(
        "influences", description="What is between them.", examples=["influences"]
    )
    note: Text | None = Field(
        None, description="More about it.", examples=["Since the Kempten case"]
    )
