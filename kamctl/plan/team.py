"""Section `team`: our people."""

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.text import Text
from kamctl.plan.values import Custom, Function, Id, Name, PercentOfWhole, PlanDate


class Member(Part):
    """One of our people on this account."""

    id: Id = Field(
        description="A short name, used wherever a person is named.", examples=["claire"]
    )
    name: Name = Field(description="First and last name.", examples=["Claire Morel"])
    title: Name | None = Field(
        None, description="The title on the business card.", examples=["Key Account Manager"]
    )
    function: Function | None = Field(
        None, description="The function this person speaks for.", examples=["sales"]
    )
    role: str | None = Field(
        None, description="The role on this account.", examples=["account_manager", "sponsor"]
    )
    allocation: PercentOfWhole | None = Field(
        None, description="The share of working time for this account.", examples=["60%"]
    )
    email: str | None = Field(
        None, description="The work address.", examples=["claire.morel@corvane.example"]
    )
    based_in: str | None = Field(None, description="Where this person sits.", examples=["Lyon, FR"])
    phone: str | None = Field(None, description="The work number.", examples=["+33 4 72 00 00 00"])
    left: PlanDate | None = Field(
        None,
        description="The first day on which this person is not there any more.",
        examples=["2026-09-01"],
    )
    successor: Id | None = Field(
        None,
        description="Who has taken over: an id of the team.",
        examples=["jan"],
    )
    note: Text | None = Field(
        None, description="More about this person.", examples=["On parental leave until March"]
    )
    custom: Custom = Field(
        default_factory=dict,
        description="The company's own fields.",
        examples=[{"cost_centre": "4100"}],
    )
