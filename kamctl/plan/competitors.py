"""Section `competitors`: who else is at the account."""

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.text import Claim
from kamctl.plan.values import Custom, Id, Name


class Competitor(Part):
    """Another supplier, and our answer."""

    id: Id = Field(description="A short name others refer to.", examples=["hydrax"])
    name: Name = Field(description="Their name.", examples=["Hydrax"])
    strengths: tuple[Claim, ...] = Field(
        (), description="What they do better.", examples=[["Installed in all German plants"]]
    )
    weaknesses: tuple[Claim, ...] = Field(
        (), description="What they do worse.", examples=[["Long cleaning cycle"]]
    )
    installed: tuple[Name, ...] = Field(
        (), description="The units where they are in place.", examples=[["Germany"]]
    )
    our_answer: Claim | None = Field(
        None, description="What we do about it.", examples=["Trial in Kempten"]
    )
    custom: Custom = Field(
        default_factory=dict,
        description="The company's own fields.",
        examples=[{"group": "Hydrax AG"}],
    )
