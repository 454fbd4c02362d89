"""Section `competitors`: who else is at the account."""

from typing import Annotated

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.text import Claim
from kamctl.plan.values import CustomValues, Id, Name


class Competitor(Part):
    """Another supplier, and our answer."""

    id: Annotated[Id, Facet(N_("ID"))] = Field(
        description=N_("A short name others refer to."), examples=["hydrax"]
    )
    name: Annotated[Name, Facet(N_("Name"))] = Field(
        description=N_("Their name."), examples=["Hydrax"]
    )
    strengths: Annotated[tuple[Claim, ...], Facet(N_("Strengths"))] = Field(
        (), description=N_("What they do better."), examples=[["Installed in all German plants"]]
    )
    weaknesses: Annotated[tuple[Claim, ...], Facet(N_("Weaknesses"))] = Field(
        (), description=N_("What they do worse."), examples=[["Long cleaning cycle"]]
    )
    installed: Annotated[tuple[Name, ...], Facet(N_("Installed"))] = Field(
        (), description=N_("The units that they supply."), examples=[["Germany"]]
    )
    our_answer: Annotated[Claim | None, Facet(N_("Our answer"))] = Field(
        None, description=N_("What we do about it."), examples=["Trial in Kempten"]
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"group": "Hydrax AG"}],
    )
