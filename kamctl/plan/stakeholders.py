"""Sections `stakeholders` and `relations`: the customer's people, and what is between them."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.codes import Country
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import Claim, RequiredText, Text
from kamctl.plan.values import CustomValues, Email, Id, Name

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
    """A person at the customer."""

    id: Annotated[Id, Facet(N_("ID"))] = Field(
        description=N_("A short name, used wherever a person is named."), examples=["mercier"]
    )
    name: Annotated[Name, Facet(N_("Name"))] = Field(
        description=N_("First and last name."), examples=["Hélène Mercier"]
    )
    title: Annotated[RequiredText | None, Facet(N_("Title"))] = Field(
        None, description=N_("Their title."), examples=["Group Technical Director"]
    )
    unit: Annotated[str | None, Facet(N_("Unit"))] = Field(
        None, description=N_("The part of the customer they work in."), examples=["Germany"]
    )
    country: Annotated[Country | None, Facet(N_("Country"))] = Field(
        None, description=N_("The country they work in."), examples=["DE"]
    )
    reports_to: Annotated[Id | None, Facet(N_("Reports to"))] = Field(
        None, description=N_("Their superior, one of the stakeholders."), examples=["mercier"]
    )
    buying_role: Annotated[BuyingRoles | None, Facet(N_("Buying role"))] = Field(
        None,
        description=N_("Their role in the decision to buy; several are possible."),
        examples=["decider", ["technical", "approver"]],
    )
    influence: Annotated[Influence | None, Facet(N_("Influence"))] = Field(
        None, description=N_("Their weight in that decision."), examples=["significant"]
    )
    attitude: Annotated[Attitude | None, Facet(N_("Attitude"))] = Field(
        None, description=N_("How they see us today."), examples=["supporter"]
    )
    levers: Annotated[tuple[Claim, ...], Facet(N_("Decision levers"))] = Field(
        (),
        description=N_("What makes them decide."),
        examples=[["water saved per litre", "one partner accountable"]],
    )
    goals: Annotated[tuple[Claim, ...], Facet(N_("Personal goals"))] = Field(
        (), description=N_("Their own goals."), examples=[["Hand over a quiet plant in 2028"]]
    )
    covered_by: Annotated[tuple[Id, ...], Facet(N_("Contact on our side"))] = Field(
        (), description=N_("Who on our team covers this contact."), examples=[["claire", "thomas"]]
    )
    coverage: Annotated[Coverage | None, Facet(N_("Level of contact"))] = Field(
        None, description=N_("The level of contact; derived if not given."), examples=["multiple"]
    )
    last_contact: Annotated[PlanDate | None, Facet(N_("Last contact"))] = Field(
        None, description=N_("When we last spoke."), examples=["2026-10-21"]
    )
    next_step: Annotated[Text | None, Facet(N_("Next step"))] = Field(
        None, description=N_("What we do next with them."), examples=["Thomas to call in November"]
    )
    our_part: Annotated[Text | None, Facet(N_("Our share of responsibility"))] = Field(
        None,
        description=N_("Where they are critical: what we did that contributes to it."),
        examples=["Two deliveries came late and nobody called."],
    )
    their_need: Annotated[Text | None, Facet(N_("Needs from us"))] = Field(
        None, description=N_("What they need from us."), examples=["A date that holds"]
    )
    email: Annotated[Email | None, Facet(N_("E-mail"))] = Field(
        None, description=N_("The address to write to."), examples=["h.mercier@lactea.example"]
    )
    phone: Annotated[str | None, Facet(N_("Phone"))] = Field(
        None, description=N_("The number to call."), examples=["+33 2 99 00 00 00"]
    )
    left: Annotated[PlanDate | None, Facet(N_("Left"))] = Field(
        None,
        description=N_("The first day of absence, for a person who left."),
        examples=["2026-09-01"],
    )
    successor: Annotated[Id | None, Facet(N_("Successor"))] = Field(
        None,
        description=N_("Who has taken over, one of the stakeholders."),
        examples=["vidal"],
    )
    note: Annotated[Text | None, Facet(N_("Note"))] = Field(
        None, description=N_("More about this person."), examples=["Prefers to meet at the plant"]
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"newsletter": True}],
    )

    @property
    def buying_roles(self) -> tuple[BuyingRole, ...]:
        """Their parts in the decision to buy, one or several; empty where none is given."""
        role = self.buying_role
        return role if isinstance(role, tuple) else () if role is None else (role,)


class Relation(Part):
    """A relation between two people at the customer."""

    from_: Annotated[Id, Facet(N_("From"))] = Field(
        alias="from", description=N_("Who influences."), examples=["weiss"]
    )
    to: Annotated[Id, Facet(N_("To"))] = Field(
        description=N_("Who is influenced."), examples=["mercier"]
    )
    kind: Annotated[Literal["influences", "conflict"], Facet(N_("Relation"))] = Field(
        "influences", description=N_("The kind of relation."), examples=["influences"]
    )
    note: Annotated[Text | None, Facet(N_("Note"))] = Field(
        None, description=N_("More about it."), examples=["Since the Kempten case"]
    )
