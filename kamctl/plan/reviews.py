"""Section `reviews`: when the plan was looked at together, and what was decided."""

from typing import Annotated, Literal

from pydantic import AllowInfNan, Field, Strict

from kamctl.plan.base import Part
from kamctl.plan.text import NeededText, ShortForm, Text
from kamctl.plan.values import Custom, Id, PlanDate


class Decision(ShortForm):
    """Something decided in a review."""

    text: NeededText = Field(description="What was decided.", examples=["Trial in Kempten first"])
    id: Id | None = Field(None, description="A short name for it.", examples=["V1"])
    owner: Id | None = Field(None, description="Who sees to it: an id.", examples=["claire"])
    due: PlanDate | None = Field(None, description="By when.", examples=["2027-02-28"])
    status: Literal["open", "done", "dropped"] = Field(
        "open", description="Where it stands; done and dropped close it.", examples=["done"]
    )
    done_on: PlanDate | None = Field(None, description="When it was done.", examples=["2027-02-15"])

    @property
    def is_open(self) -> bool:
        """Whether something is left to do: one with a day on which it was done is closed."""
        return self.status == "open" and self.done_on is None


class Review(Part):
    """One meeting about the plan."""

    date: PlanDate = Field(description="When it was.", examples=["2026-10-21"])
    kind: str | None = Field(
        None, description="What kind of meeting.", examples=["quarterly", "with the customer"]
    )
    participants: tuple[Id, ...] = Field(
        (), description="Who was there: ids of both sides.", examples=[["claire", "mercier"]]
    )
    decisions: tuple[Decision, ...] = Field(
        (),
        description="What was decided.",
        examples=[[{"text": "Trial first", "owner": "claire", "due": "2027-02-28"}]],
    )
    customer_rating: Annotated[float, Strict(), AllowInfNan(False), Field(ge=0, le=10)] | None = (
        Field(None, description="The customer's mark for us, 0 to 10.", examples=[8])
    )
    note: Text | None = Field(None, description="More about it.", examples=["Weiss was absent"])
    custom: Custom = Field(
        default_factory=dict,
        description="The company's own fields.",
        examples=[{"room": "Rennes 3"}],
    )
