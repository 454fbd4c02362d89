"""Section `buying`: how the customer decides to buy."""

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.text import Claim, NeededText, Text
from kamctl.plan.values import Amount, Custom, Id, PercentOfWhole, PlanDate


class Lever(Claim):
    """A criterion of the decision, with its weight."""

    weight: PercentOfWhole | None = Field(
        None, description="Its share in the decision; together 100 %.", examples=["40%"]
    )


class Step(Part):
    """A step of the buying process."""

    step: NeededText = Field(
        description="What happens.", examples=["Technical trial in two plants"]
    )
    id: Id | None = Field(None, description="A short name for the step.", examples=["B1"])
    due: PlanDate | None = Field(None, description="By when.", examples=["2027-04-30"])
    decided_by: tuple[Id, ...] = Field(
        (), description="The stakeholders who decide it.", examples=[["mercier", "vidal"]]
    )
    note: Text | None = Field(None, description="More about it.", examples=["Kempten, Trondheim"])


class Contract(Part):
    """A contract in force or under negotiation."""

    title: NeededText = Field(
        description="What it is about.", examples=["Framework agreement valves"]
    )
    id: Id | None = Field(None, description="A short name for the contract.", examples=["C1"])
    start: PlanDate | None = Field(None, description="First day.", examples=["2025-01-01"])
    end: PlanDate | None = Field(None, description="Last day.", examples=["2027-12-31"])
    notice_by: PlanDate | None = Field(
        None, description="Last day to give notice.", examples=["2027-09-30"]
    )
    value: Amount | None = Field(
        None, description="Its yearly value, in the plan's currency.", examples=[2_300_000]
    )
    exclusivity: Text | None = Field(
        None, description="What is exclusive, and to whom.", examples=["Valves, France"]
    )
    liability: Text | None = Field(
        None, description="What we are liable for.", examples=["Line stops, up to EUR 200 000"]
    )
    payment_terms: Text | None = Field(None, description="When they pay.", examples=["45 days net"])
    note: Text | None = Field(None, description="More about it.", examples=["Renews by itself"])
    custom: Custom = Field(
        default_factory=dict,
        description="The company's own fields.",
        examples=[{"number": "C-2025-17"}],
    )


class Buying(Part):
    """The customer's buying: strategy, levers, process, contracts."""

    strategy: Claim | None = Field(
        None,
        description="How the customer buys in our categories.",
        examples=["Two framework suppliers per category, plants call off."],
    )
    levers: tuple[Lever, ...] = Field(
        (),
        description="What decides, with weights that sum to 100 %.",
        examples=[[{"text": "Total cost of ownership", "weight": "40%"}]],
    )
    process: tuple[Step, ...] = Field(
        (),
        description="The steps to the decision, with dates and deciders.",
        examples=[[{"step": "Framework award", "due": "2027-09-30", "decided_by": ["vidal"]}]],
    )
    contracts: tuple[Contract, ...] = Field(
        (),
        description="Contracts in force or under negotiation.",
        examples=[[{"title": "Framework agreement", "end": "2027-12-31"}]],
    )
