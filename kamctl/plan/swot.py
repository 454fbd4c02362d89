"""Section `swot`: our position at this account, in four lists."""

from typing import Annotated

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.text import Claim


class Swot(Part):
    """Our strengths and weaknesses, and external opportunities and threats."""

    strengths: Annotated[tuple[Claim, ...], Facet(N_("Strengths"))] = Field(
        (),
        description=N_("What we do better, as the customer would say."),
        examples=[[{"id": "S1", "text": "Installed in 9 of 14 plants"}]],
    )
    weaknesses: Annotated[tuple[Claim, ...], Facet(N_("Weaknesses"))] = Field(
        (),
        description=N_("What we do worse, as the customer would say."),
        examples=[[{"id": "W1", "text": "Delivery reliability 87%"}]],
    )
    opportunities: Annotated[tuple[Claim, ...], Facet(N_("Opportunities"))] = Field(
        (),
        description=N_("What could help us, from outside."),
        examples=[[{"id": "O1", "text": "Six plants are rebuilt"}]],
    )
    threats: Annotated[tuple[Claim, ...], Facet(N_("Threats"))] = Field(
        (),
        description=N_("What could harm us, from outside."),
        examples=[[{"id": "T1", "text": "Two suppliers instead of seven"}]],
    )
