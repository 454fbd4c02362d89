"""Section `team`: our people."""

from typing import Annotated

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import Text
from kamctl.plan.values import CustomValues, Email, Function, Id, Name, PercentOfWhole


class Member(Part):
    """One of our people on this account."""

    id: Annotated[Id, Facet(N_("ID"), signed=True)] = Field(
        description=N_("A short name, used wherever a person is named."), examples=["claire"]
    )
    name: Annotated[Name, Facet(N_("Name"), signed=True)] = Field(
        description=N_("First and last name."), examples=["Claire Morel"]
    )
    title: Annotated[Name | None, Facet(N_("Title"))] = Field(
        None, description=N_("The title on the business card."), examples=["Key Account Manager"]
    )
    function: Annotated[Function | None, Facet(N_("Function"))] = Field(
        None, description=N_("The function this person speaks for."), examples=["sales"]
    )
    role: Annotated[str | None, Facet(N_("Role on the account"))] = Field(
        None, description=N_("The role on this account."), examples=["account_manager", "sponsor"]
    )
    allocation: Annotated[PercentOfWhole | None, Facet(N_("Share of time"))] = Field(
        None, description=N_("The share of working time for this account."), examples=["60%"]
    )
    email: Annotated[Email | None, Facet(N_("E-mail"), signed=True)] = Field(
        None, description=N_("The work address."), examples=["claire.morel@corvane.example"]
    )
    based_in: Annotated[str | None, Facet(N_("Where"))] = Field(
        None, description=N_("Where this person works."), examples=["Lyon, FR"]
    )
    phone: Annotated[str | None, Facet(N_("Phone"))] = Field(
        None, description=N_("The work number."), examples=["+33 4 72 00 00 00"]
    )
    left: Annotated[PlanDate | None, Facet(N_("Left"))] = Field(
        None,
        description=N_("The first day of absence, for a person who left."),
        examples=["2026-09-01"],
    )
    successor: Annotated[Id | None, Facet(N_("Successor"))] = Field(
        None,
        description=N_("Who has taken over, a member of the team."),
        examples=["jan"],
    )
    note: Annotated[Text | None, Facet(N_("Note"))] = Field(
        None, description=N_("More about this person."), examples=["On parental leave until March"]
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"cost_centre": "4100"}],
    )
