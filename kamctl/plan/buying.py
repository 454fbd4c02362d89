"""Section `buying`: how the customer decides to buy."""

from typing import Annotated

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import Claim, RequiredText, Text
from kamctl.plan.values import Amount, CustomValues, Id, PercentOfWhole


class Lever(Claim):
    """A criterion of the decision, with its weight."""

    weight: Annotated[PercentOfWhole | None, Facet(N_("Weight"))] = Field(
        None, description=N_("Its share in the decision; together 100%."), examples=["40%"]
    )


class Step(Part):
    """A step of the buying process."""

    step: Annotated[RequiredText, Facet(N_("Step"))] = Field(
        description=N_("What happens."), examples=["Technical trial in two plants"]
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name for the step."), examples=["B1"]
    )
    due: Annotated[PlanDate | None, Facet(N_("Due"))] = Field(
        None, description=N_("By when."), examples=["2027-04-30"]
    )
    decided_by: Annotated[tuple[Id, ...], Facet(N_("Decided by"))] = Field(
        (), description=N_("The stakeholders who decide it."), examples=[["mercier", "vidal"]]
    )
    note: Annotated[Text | None, Facet(N_("Note"))] = Field(
        None, description=N_("More about it."), examples=["Kempten, Trondheim"]
    )


class Contract(Part):
    """A contract in force or under negotiation."""

    title: Annotated[RequiredText, Facet(N_("Contract"))] = Field(
        description=N_("What it is about."), examples=["Framework agreement valves"]
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name for the contract."), examples=["C1"]
    )
    start: Annotated[PlanDate | None, Facet(N_("Start"))] = Field(
        None, description=N_("First day."), examples=["2025-01-01"]
    )
    end: Annotated[PlanDate | None, Facet(N_("End"))] = Field(
        None, description=N_("Last day."), examples=["2027-12-31"]
    )
    notice_by: Annotated[PlanDate | None, Facet(N_("Notice by"))] = Field(
        None, description=N_("Last day to give notice."), examples=["2027-09-30"]
    )
    value: Annotated[Amount | None, Facet(N_("Annual value"))] = Field(
        None, description=N_("Its yearly value, in the plan's currency."), examples=[2_300_000]
    )
    exclusivity: Annotated[Text | None, Facet(N_("Exclusivity"))] = Field(
        None, description=N_("What is exclusive, and to whom."), examples=["Valves, France"]
    )
    liability: Annotated[Text | None, Facet(N_("Liability"))] = Field(
        None, description=N_("What we are liable for."), examples=["Line stops, up to €200,000"]
    )
    payment_terms: Annotated[Text | None, Facet(N_("Payment terms"))] = Field(
        None, description=N_("When they pay."), examples=["45 days net"]
    )
    note: Annotated[Text | None, Facet(N_("Note"))] = Field(
        None, description=N_("More about it."), examples=["Renews by itself"]
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"number": "C-2025-17"}],
    )


class Buying(Part):
    """The customer's buying: strategy, levers, process, contracts."""

    strategy: Annotated[Claim | None, Facet(N_("Buying strategy"))] = Field(
        None,
        description=N_("How the customer buys in our categories."),
        examples=["Two framework suppliers per category, plants call off."],
    )
    levers: Annotated[tuple[Lever, ...], Facet(N_("Decision criteria"))] = Field(
        (),
        description=N_("What makes them decide, with weights that add up to 100%."),
        examples=[[{"text": "Total cost of ownership", "weight": "40%"}]],
    )
    process: Annotated[tuple[Step, ...], Facet(N_("Buying process"))] = Field(
        (),
        description=N_("The steps to the decision, with dates and deciders."),
        examples=[[{"step": "Framework award", "due": "2027-09-30", "decided_by": ["vidal"]}]],
    )
    contracts: Annotated[tuple[Contract, ...], Facet(N_("Contracts"))] = Field(
        (),
        description=N_("Contracts in force or under negotiation."),
        examples=[[{"title": "Framework agreement", "end": "2027-12-31"}]],
    )
