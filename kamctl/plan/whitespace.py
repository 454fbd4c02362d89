"""Section `whitespace`: where the customer could buy from us and does not yet."""

from typing import Literal

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.text import Text
from kamctl.plan.values import Amount, Id, Name, PlanDate

CellStatus = Literal["ours", "competitor", "in_house", "open", "not_needed", "unknown"]


class Cell(Part):
    """One offering in one unit."""

    unit: Name = Field(description="One of the units above.", examples=["France"])
    offering: Name = Field(description="One of the offerings above.", examples=["Sensors"])
    status: CellStatus = Field("unknown", description="Who serves it today.", examples=["open"])
    spend: Amount | None = Field(
        None, description="What they spend here a year.", examples=[1_900_000]
    )
    ours: Amount | None = Field(None, description="What of that is ours.", examples=[400_000])
    potential: Amount | None = Field(
        None, description="What could become ours.", examples=[800_000]
    )
    competitor: Id | None = Field(
        None, description="Who serves it: an id of the competitors.", examples=["sensalto"]
    )
    contract_end: PlanDate | None = Field(
        None, description="When their contract ends.", examples=["2027-06-30"]
    )
    note: Text | None = Field(None, description="More about it.", examples=["Trial in spring"])

    @property
    def could_be_ours(self) -> float:
        """What could become ours in a year, in the plan's currency.

        It is what the plan says under `potential`; else what they spend with others there.
        """
        if self.status == "not_needed":
            return 0.0
        if self.potential is not None:
            return self.potential
        if self.status == "ours" or self.spend is None:
            return 0.0
        return max(0.0, self.spend - (self.ours or 0.0))


class Whitespace(Part):
    """Units × offerings: what is ours, theirs, open."""

    offerings: tuple[Name, ...] = Field(
        (), description="What we offer.", examples=[["Valves", "Sensors"]]
    )
    units: tuple[Name, ...] = Field(
        (), description="Parts of the customer that buy.", examples=[["France", "Germany"]]
    )
    cells: tuple[Cell, ...] = Field(
        (),
        description="What is known of each pair; the others are unknown.",
        examples=[[{"unit": "France", "offering": "Sensors", "status": "open"}]],
    )
