"""Section `risks`: what may go wrong, and what is done about it."""

from typing import Literal

from pydantic import Field

from kamctl.plan.text import NeededText, ShortForm, Text
from kamctl.plan.values import Custom, Id, Level, PlanDate


class Risk(ShortForm):
    """Something that may go wrong."""

    text: NeededText = Field(
        description="What may happen.", examples=["The award goes on price alone"]
    )
    id: Id | None = Field(None, description="A short name for it.", examples=["R1"])
    threatens: tuple[Id, ...] = Field(
        (), description="The objectives it threatens.", examples=[["SO1"]]
    )
    likelihood: Level | None = Field(None, description="How likely it is.", examples=["medium"])
    impact: Level | None = Field(None, description="How much it would hurt.", examples=["high"])
    response: Text | None = Field(
        None, description="What is done about it.", examples=["Study of the total cost"]
    )
    owner: Id | None = Field(None, description="Who sees to it: an id.", examples=["claire"])
    due: PlanDate | None = Field(None, description="By when.", examples=["2027-03-31"])
    status: Literal["open", "mitigated", "occurred", "closed"] = Field(
        "open", description="Where it stands.", examples=["open"]
    )
    custom: Custom = Field(
        default_factory=dict,
        description="The company's own fields.",
        examples=[{"register": "R-12"}],
    )
