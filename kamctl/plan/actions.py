"""Actions: what is done for an objective, by whom, by when."""

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import RequiredText, Text
from kamctl.plan.values import CustomValues, Function, Id, PercentOfWhole

ActionStatus = Literal["planned", "in_progress", "at_risk", "done", "blocked", "cancelled"]
_FINISHED: Final = ("done", "cancelled")
"""With these, nothing is left to do."""
COMPLETE: Final = 100
"""The progress of what is finished, in percent."""


class Action(Part):
    """One piece of work with one owner."""

    title: Annotated[RequiredText, Facet(N_("Action"))] = Field(
        description=N_("What is done."), examples=["Trial contract Kempten"]
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name others refer to."), examples=["A1"]
    )
    owner: Annotated[Id | None, Facet(N_("Owner"))] = Field(
        None, description=N_("Who does it."), examples=["claire"]
    )
    function: Annotated[Function | None, Facet(N_("Function"))] = Field(
        None, description=N_("The responsible function."), examples=["supply-chain"]
    )
    start: Annotated[PlanDate | None, Facet(N_("Start"))] = Field(
        None, description=N_("When it begins."), examples=["2026-11-01"]
    )
    due: Annotated[PlanDate | None, Facet(N_("Due"))] = Field(
        None, description=N_("When it is done."), examples=["2027-01-31"]
    )
    status: Annotated[ActionStatus, Facet(N_("Status"))] = Field(
        "planned", description=N_("Its status."), examples=["planned"]
    )
    progress: Annotated[PercentOfWhole | None, Facet(N_("Progress"))] = Field(
        None, description=N_("How much is done."), examples=["40%"]
    )
    after: Annotated[tuple[Id, ...], Facet(N_("Depends on"))] = Field(
        (), description=N_("Actions that must be done before."), examples=[["A1"]]
    )
    serves: Annotated[tuple[Id, ...], Facet(N_("Serves"))] = Field(
        (), description=N_("The goals, needs or initiatives that it serves."), examples=[["N1"]]
    )
    success: Annotated[Text | None, Facet(N_("Success criterion"))] = Field(
        None, description=N_("What shows that it worked."), examples=["Contract signed"]
    )
    reason: Annotated[Text | None, Facet(N_("Reason"))] = Field(
        None,
        description=N_("The reason, if blocked or cancelled."),
        examples=["No slot before May"],
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"ticket": "KA-12"}],
    )


def starts_too_early(action: Action, before: Action) -> bool:
    """Tell whether an action starts before the one it waits for ends, which is not over yet.

    Without a start its due date counts. A month or a quarter is too early only if all its days are.
    """
    begins = action.start or action.due
    if begins is None or before.due is None:
        return False
    return is_waited_for(action) and is_waited_for(before) and begins.day < before.due.first


def is_waited_for(action: Action) -> bool:
    """Tell whether an action is unfinished: neither done nor cancelled, nor at 100%."""
    return action.status not in _FINISHED and action.progress != COMPLETE


def is_late(action: Action, today: dt.date) -> bool:
    """Tell whether an action should have been done before `today`."""
    return action.due is not None and action.due.day < today and is_waited_for(action)
