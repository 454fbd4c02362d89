"""Section `risks`: what may go wrong, and what is done about it."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.facet import Facet
from kamctl.plan.objectives import Objective
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import RequiredText, ShortForm, Text
from kamctl.plan.values import CustomValues, Id, Level, level_rank


class Risk(ShortForm):
    """Something that may go wrong."""

    text: Annotated[RequiredText, Facet(N_("Risk"))] = Field(
        description=N_("What may happen."), examples=["The award goes on price alone"]
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name for it."), examples=["R1"]
    )
    threatens: Annotated[tuple[Id, ...], Facet(N_("Threatens"))] = Field(
        (), description=N_("The objectives it threatens."), examples=[["SO1"]]
    )
    likelihood: Annotated[Level | None, Facet(N_("Likelihood"))] = Field(
        None, description=N_("How likely it is."), examples=["medium"]
    )
    impact: Annotated[Level | None, Facet(N_("Impact"))] = Field(
        None, description=N_("How serious it would be."), examples=["high"]
    )
    response: Annotated[
        Text | None, Facet(N_("Response"), question=N_("What do we do about it?"))
    ] = Field(None, description=N_("What is done about it."), examples=["Study of the total cost"])
    owner: Annotated[Id | None, Facet(N_("Owner"))] = Field(
        None, description=N_("The person responsible."), examples=["claire"]
    )
    due: Annotated[PlanDate | None, Facet(N_("Due"))] = Field(
        None, description=N_("By when."), examples=["2027-03-31"]
    )
    status: Annotated[
        Literal["open", "mitigated", "occurred", "closed"], Facet(N_("Risk status"))
    ] = Field("open", description=N_("The status of the risk."), examples=["open"])
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"register": "R-12"}],
    )

    @property
    def is_live(self) -> bool:
        """Whether it still asks for a response: it may come, or has come."""
        return self.status in ("open", "occurred")

    @property
    def weight(self) -> tuple[int, int]:
        """How heavy it is, to be compared: by its impact, then its likelihood."""
        return level_rank(self.impact), level_rank(self.likelihood)


def needs_response(risk: Risk, objectives: Iterable[Objective]) -> bool:
    """Tell whether a response is due: the risk is open, and threatens an active objective, or none.

    Of one that has occurred, actions have dates: the date was that of what should prevent it.
    """
    inactive = {one.id for one in objectives if not one.is_active}
    threatens_none = bool(risk.threatens) and inactive.issuperset(risk.threatens)
    return risk.status == "open" and not threatens_none
