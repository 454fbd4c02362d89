"""Section `opportunities`: deals in view."""

import re
from functools import cache
from typing import Annotated

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.i18n.words import all_words, compiled, either
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import RequiredText
from kamctl.plan.values import Amount, CustomValues, Id, PercentOfWhole


class Opportunity(Part):
    """A possible sale, and the objective it serves."""

    title: Annotated[RequiredText, Facet(N_("Opportunity"))] = Field(
        description=N_("What the opportunity is."), examples=["Sensors for four plants"]
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name for the opportunity."), examples=["D1"]
    )
    value: Annotated[Amount | None, Facet(N_("Value"))] = Field(
        None, description=N_("Its value, in the plan's currency."), examples=[450_000]
    )
    probability: Annotated[PercentOfWhole | None, Facet(N_("Probability"))] = Field(
        None, description=N_("How likely we win it."), examples=["40%"]
    )
    stage: Annotated[str | None, Facet(N_("Sales stage"))] = Field(
        None, description=N_("The stage in your sales process."), examples=["proposal"]
    )
    close: Annotated[PlanDate | None, Facet(N_("Close date"))] = Field(
        None, description=N_("When it is decided."), examples=["2027-Q2"]
    )
    objective: Annotated[Id | None, Facet(N_("Objective"))] = Field(
        None, description=N_("The strategic objective it serves."), examples=["SO1"]
    )
    owner: Annotated[Id | None, Facet(N_("Owner"))] = Field(
        None, description=N_("Who leads it."), examples=["claire"]
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"crm_number": "D-4711"}],
    )


@cache
def _decided_stage() -> re.Pattern[str]:
    return compiled((rf"\b{either(all_words().opportunities.decided)}\b",))


def is_decided_stage(stage: str | None) -> bool:
    """Tell whether a stage of the sales process, in any language, is won, lost or given up."""
    return bool(_decided_stage().search(stage or ""))


def is_decided(deal: Opportunity) -> bool:
    """Tell whether an opportunity is won, lost or given up, as its stage says."""
    return is_decided_stage(deal.stage)
