"""Section `customer`: what the customer wants, and why."""

from typing import Annotated, Literal

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.text import Claim
from kamctl.plan.values import Id, Level

Trend = Literal["emerging", "rising", "stable", "fading"]


class Goal(Claim):
    """Something the customer wants to achieve."""

    who_cares: Annotated[tuple[Id, ...], Facet(N_("Advocates"))] = Field(
        (), description=N_("Stakeholders who care about it most."), examples=[["mercier"]]
    )
    priority: Annotated[Level | None, Facet(N_("Priority"))] = Field(
        None, description=N_("How much it matters to the customer."), examples=["high"]
    )


class Need(Claim):
    """Something the customer needs, expressed or not."""

    trend: Annotated[Trend | None, Facet(N_("Trend"))] = Field(
        None, description=N_("How the need evolves."), examples=["rising"]
    )
    who_cares: Annotated[tuple[Id, ...], Facet(N_("Advocates"))] = Field(
        (), description=N_("Stakeholders who care about it most."), examples=[["vidal"]]
    )
    priority: Annotated[Level | None, Facet(N_("Priority"))] = Field(
        None, description=N_("How much it matters to the customer."), examples=["medium"]
    )


class Initiative(Claim):
    """A program or project the customer has started."""

    priority: Annotated[Level | None, Facet(N_("Priority"))] = Field(
        None, description=N_("How much it matters to the customer."), examples=["high"]
    )
    supports: Annotated[tuple[Id, ...], Facet(N_("Supports"))] = Field(
        (), description=N_("The customer goals it supports."), examples=[["G1"]]
    )


class Customer(Part):
    """The customer's business, from the customer's point of view."""

    business_model: Annotated[
        Claim | None, Facet(N_("Business model"), question=N_("How does the customer earn money?"))
    ] = Field(
        None,
        description=N_("How the customer earns money."),
        examples=["Volume dairy with thin margins; wins on plant uptime."],
    )
    strategy: Annotated[
        Claim | None, Facet(N_("Customer's strategy"), question=N_("Where is the customer going?"))
    ] = Field(
        None,
        description=N_("The customer's strategy."),
        examples=["Grow private label abroad."],
    )
    goals: Annotated[
        tuple[Goal, ...], Facet(N_("Goals"), question=N_("What does the customer want to achieve?"))
    ] = Field(
        (),
        description=N_("What the customer wants to achieve."),
        examples=[[{"id": "G1", "text": "Cut water use per litre by 25%"}]],
    )
    pressures: Annotated[
        tuple[Claim, ...],
        Facet(N_("Pressures"), question=N_("What puts the customer under pressure?")),
    ] = Field(
        (),
        description=N_("What puts the customer under pressure."),
        examples=[["The price of milk"]],
    )
    initiatives: Annotated[
        tuple[Initiative, ...],
        Facet(N_("Initiatives"), question=N_("Which programs and projects are under way?")),
    ] = Field(
        (),
        description=N_("Programs and projects under way."),
        examples=[[{"id": "I1", "text": "Program “Water 2028”"}]],
    )
    obstacles: Annotated[
        tuple[Claim, ...],
        Facet(N_("Obstacles"), question=N_("What hinders the customer?")),
    ] = Field((), description=N_("The customer's obstacles."), examples=[["No engineers to hire"]])
    needs: Annotated[
        tuple[Need, ...], Facet(N_("Needs"), question=N_("What does the customer need?"))
    ] = Field(
        (),
        description=N_("What the customer needs, and how it evolves."),
        examples=[[{"id": "N1", "text": "One spare-parts catalogue", "trend": "rising"}]],
    )
