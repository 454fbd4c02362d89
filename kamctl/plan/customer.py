"""Section `customer`: what the customer wants, and why."""

from typing import Literal

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.text import Claim
from kamctl.plan.values import Id, Level

Trend = Literal["emerging", "rising", "stable", "fading"]


class Goal(Claim):
    """Something the customer wants to reach."""

    who_cares: tuple[Id, ...] = Field(
        (), description="Stakeholders who care about it most.", examples=[["mercier"]]
    )
    priority: Level | None = Field(
        None, description="How much it matters to the customer.", examples=["high"]
    )


class Need(Claim):
    """Something the customer needs, said or unsaid."""

    trend: Trend | None = Field(None, description="How the need evolves.", examples=["rising"])
    who_cares: tuple[Id, ...] = Field(
        (), description="Stakeholders who care about it most.", examples=[["vidal"]]
    )
    priority: Level | None = Field(
        None, description="How much it matters to the customer.", examples=["medium"]
    )


class Initiative(Claim):
    """A programme or project the customer has started."""

    priority: Level | None = Field(
        None, description="How much it matters to the customer.", examples=["high"]
    )
    supports: tuple[Id, ...] = Field(
        (), description="The customer goals it supports.", examples=[["G1"]]
    )


class Customer(Part):
    """The customer's business, seen from their side of the table."""

    business_model: Claim | None = Field(
        None,
        description="How the customer earns money.",
        examples=["Volume dairy with thin margins; wins on plant uptime."],
    )
    strategy: Claim | None = Field(
        None, description="Where the customer is going.", examples=["Grow private label abroad."]
    )
    goals: tuple[Goal, ...] = Field(
        (),
        description="What the customer wants to reach.",
        examples=[[{"id": "G1", "text": "Cut water use per litre by 25 %"}]],
    )
    pressures: tuple[Claim, ...] = Field(
        (), description="What weighs on the customer.", examples=[["The price of milk"]]
    )
    initiatives: tuple[Initiative, ...] = Field(
        (),
        description="Programmes and projects under way.",
        examples=[[{"id": "I1", "text": "Programme “Water 2028”"}]],
    )
    obstacles: tuple[Claim, ...] = Field(
        (), description="What stands in the customer's way.", examples=[["No engineers to hire"]]
    )
    needs: tuple[Need, ...] = Field(
        (),
        description="What the customer needs, and how it evolves.",
        examples=[[{"id": "N1", "text": "One spare-parts catalogue", "trend": "rising"}]],
    )
