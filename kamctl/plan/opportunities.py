"""Section `opportunities`: deals in view."""

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.text import NeededText
from kamctl.plan.values import Amount, Custom, Id, PercentOfWhole, PlanDate


class Opportunity(Part):
    """A deal in view, and the objective it serves."""

    title: NeededText = Field(description="What the deal is.", examples=["Sensors for four plants"])
    id: Id | None = Field(None, description="A short name for the deal.", examples=["D1"])
    value: Amount | None = Field(
        None, description="Its value, in the plan's currency.", examples=[450_000]
    )
    probability: PercentOfWhole | None = Field(
        None, description="How likely we win it.", examples=["40%"]
    )
    stage: str | None = Field(
        None, description="The stage in your sales process.", examples=["proposal"]
    )
    close: PlanDate | None = Field(None, description="When it is decided.", examples=["2027-Q2"])
    objective: Id | None = Field(
        None, description="The strategic objective it serves.", examples=["SO1"]
    )
    owner: Id | None = Field(None, description="Who leads it: an id.", examples=["claire"])
    custom: Custom = Field(
        default_factory=dict,
        description="The company's own fields.",
        examples=[{"crm_number": "D-4711"}],
    )
