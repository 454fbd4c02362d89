"""Section `reviews`: account reviews, and what was decided."""

from typing import Annotated, Literal

from pydantic import AllowInfNan, Field, Strict

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import RequiredText, ShortForm, Text
from kamctl.plan.values import CustomValues, Id


class Decision(ShortForm):
    """Something decided in a review."""

    text: Annotated[RequiredText, Facet(N_("Decision"))] = Field(
        description=N_("What was decided."), examples=["Trial in Kempten first"]
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name for it."), examples=["V1"]
    )
    owner: Annotated[Id | None, Facet(N_("Owner"))] = Field(
        None, description=N_("The person responsible."), examples=["claire"]
    )
    due: Annotated[PlanDate | None, Facet(N_("Due"))] = Field(
        None, description=N_("By when."), examples=["2027-02-28"]
    )
    status: Annotated[Literal["open", "done", "dropped"], Facet(N_("Status"))] = Field(
        "open", description=N_("Its status; done and dropped close it."), examples=["done"]
    )
    done_on: Annotated[PlanDate | None, Facet(N_("Done on"))] = Field(
        None, description=N_("When it was done."), examples=["2027-02-15"]
    )

    @property
    def is_open(self) -> bool:
        """Whether something is left to do: one with a day on which it was done is closed.

        KAM702 reports one that is called open and has such a day.
        """
        return self.status == "open" and self.done_on is None


class Review(Part):
    """One meeting about the plan."""

    date: Annotated[PlanDate, Facet(N_("Date"))] = Field(
        description=N_("The date of the review."), examples=["2026-10-21"]
    )
    kind: Annotated[str | None, Facet(N_("Kind"))] = Field(
        None, description=N_("What kind of meeting."), examples=["quarterly", "with the customer"]
    )
    participants: Annotated[tuple[Id, ...], Facet(N_("Participants"))] = Field(
        (), description=N_("Who took part, from both sides."), examples=[["claire", "mercier"]]
    )
    decisions: Annotated[tuple[Decision, ...], Facet(N_("Decisions"))] = Field(
        (),
        description=N_("What was decided."),
        examples=[[{"text": "Trial first", "owner": "claire", "due": "2027-02-28"}]],
    )
    customer_rating: Annotated[
        Annotated[float, Strict(), AllowInfNan(False), Field(ge=0, le=10)] | None,
        Facet(N_("The customer's rating"), unit=N_("{value} out of 10")),
    ] = Field(None, description=N_("The customer's rating of us, 0 to 10."), examples=[8])
    note: Annotated[Text | None, Facet(N_("Note"))] = Field(
        None, description=N_("More about it."), examples=["Weiss was absent"]
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"room": "Rennes 3"}],
    )
