"""Section `whitespace`: where the customer could buy from us and does not yet."""

from typing import Annotated, Literal

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import Text
from kamctl.plan.values import Amount, Id, Name

CellStatus = Literal["ours", "competitor", "in_house", "open", "not_needed", "unknown"]


class WhitespaceCell(Part):
    """One offering in one unit."""

    unit: Annotated[Name, Facet(N_("Unit"))] = Field(
        description=N_("One of the units above."), examples=["France"]
    )
    offering: Annotated[Name, Facet(N_("Offering"))] = Field(
        description=N_("One of the offerings above."), examples=["Sensors"]
    )
    status: Annotated[CellStatus, Facet(N_("Current supply"))] = Field(
        "unknown", description=N_("Who supplies it today."), examples=["open"]
    )
    spend: Annotated[Amount | None, Facet(N_("Customer's spend"))] = Field(
        None, description=N_("What they spend here a year."), examples=[1_900_000]
    )
    ours: Annotated[Amount | None, Facet(N_("Our share"))] = Field(
        None, description=N_("Our part of it."), examples=[400_000]
    )
    potential: Annotated[Amount | None, Facet(N_("Potential"))] = Field(
        None, description=N_("What we could win."), examples=[800_000]
    )
    competitor: Annotated[Id | None, Facet(N_("Current supplier"))] = Field(
        None, description=N_("Who supplies it, one of the competitors."), examples=["sensalto"]
    )
    contract_end: Annotated[PlanDate | None, Facet(N_("End of the supplier's contract"))] = Field(
        None, description=N_("When their contract ends."), examples=["2027-06-30"]
    )
    note: Annotated[Text | None, Facet(N_("Note"))] = Field(
        None, description=N_("More about it."), examples=["Trial in spring"]
    )

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

    offerings: Annotated[tuple[Name, ...], Facet(N_("Offerings"))] = Field(
        (), description=N_("What we offer."), examples=[["Valves", "Sensors"]]
    )
    units: Annotated[tuple[Name, ...], Facet(N_("Units"))] = Field(
        (), description=N_("Parts of the customer that buy."), examples=[["France", "Germany"]]
    )
    cells: Annotated[tuple[WhitespaceCell, ...], Facet(N_("White space"))] = Field(
        (),
        description=N_("What is known of each unit and offering; the others are unknown."),
        examples=[[{"unit": "France", "offering": "Sensors", "status": "open"}]],
    )
