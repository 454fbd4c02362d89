"""Section `objectives`: what we want to reach with the customer, how it is measured, who agrees."""

from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kamctl.i18n.message import N_
from kamctl.plan.actions import Action
from kamctl.plan.amounts import Conventions, Doubt, is_currency, read_amount
from kamctl.plan.base import Part
from kamctl.plan.codes import Country
from kamctl.plan.directions import Direction
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import RequiredText, Text
from kamctl.plan.values import Amount, CustomValues, Id, Level, Measured, Name

Category = Literal["growth", "relationship", "customer_success", "defence", "efficiency"]


class Scope(Part):
    """Where the objective applies."""

    units: Annotated[tuple[Name, ...], Facet(N_("Units in scope"))] = Field(
        (), description=N_("Parts of the customer."), examples=[["France", "Germany"]]
    )
    countries: Annotated[tuple[Country, ...], Facet(N_("Countries in scope"))] = Field(
        (), description=N_("The countries it applies to."), examples=[["FR", "DE"]]
    )
    offerings: Annotated[tuple[Name, ...], Facet(N_("Offerings in scope"))] = Field(
        (), description=N_("What we offer them."), examples=[["Hygienic valves"]]
    )


class Outcome(Part):
    """The outcome of a closed objective."""

    result: Annotated[
        Literal["achieved", "partly_achieved", "missed", "cancelled"], Facet(N_("Outcome"))
    ] = Field(description=N_("The result."), examples=["achieved"])
    learned: Annotated[Text | None, Facet(N_("Lessons learned"))] = Field(
        None, description=N_("What was learned, in a sentence."), examples=["Start with one plant."]
    )
    on: Annotated[PlanDate | None, Facet(N_("Closed on"))] = Field(
        None, description=N_("When it was closed."), examples=["2028-12-31"]
    )


class Point(Part):
    """A value at a date."""

    value: Annotated[Measured, Facet(N_("Figure"), signed=True)] = Field(
        description=N_("The value, in the measure's unit."), examples=[27, "27%"]
    )
    on: Annotated[PlanDate | None, Facet(N_("Date"), signed=True)] = Field(
        None, description=N_("The date."), examples=["2025-12-31"]
    )


class UnitNames(Part):
    """The unit's name in the singular and in the plural."""

    one: Annotated[Name, Facet(N_("Singular"), signed=True)] = Field(
        description=N_("The name in the singular."), examples=["hub"]
    )
    other: Annotated[Name, Facet(N_("Plural"), signed=True)] = Field(
        description=N_("The name in the plural."), examples=["hubs"]
    )


def _unit_form(value: object) -> str:
    return "singular and plural" if isinstance(value, dict | UnitNames) else "one form"


def _written_once(value: object) -> object:
    """Refuse a unit, or one of its forms, that is written once for each language."""
    forms = [value, *value.values()] if isinstance(value, dict) else []
    if any(
        isinstance(one, dict) and one and all(len(str(key)) == 2 for key in one) for one in forms
    ):
        raise PydanticCustomError("unit_by_language", "by language")
    return value


Unit = Annotated[
    Annotated[str, Tag("one form")] | Annotated[UnitNames, Tag("singular and plural")],
    Discriminator(_unit_form),
    BeforeValidator(_written_once),
]
"""A unit, in one form for any number (`%`, `EUR`), or in two: `{one: hub, other: hubs}`."""


def _amount_at(point: Any, conventions: Conventions) -> Any:
    """Return a point with the amount that is written in it as a number, where it can be read."""
    written = point.get("value") if isinstance(point, dict) else None
    found = read_amount(written, conventions) if isinstance(written, str) else Doubt("no_number")
    return point if isinstance(found, Doubt) else point | {"value": float(found)}


class Measure(Part):
    """A measure: baseline, target with its date, and readings."""

    name: Annotated[RequiredText, Facet(N_("Name"), signed=True)] = Field(
        description=N_("What is measured."), examples=["Share of wallet"]
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name for it."), examples=["M1"]
    )
    unit: Annotated[Unit | None, Facet(N_("Unit of measure"), signed=True)] = Field(
        None,
        description=N_("The unit of the measure, in the singular and the plural if they differ."),
        examples=["%", {"one": "hub", "other": "hubs"}],
    )
    direction: Annotated[
        Literal["increase", "decrease", "hold"] | None,
        Facet(N_("Desired trend"), signed=True),
    ] = Field(
        None,
        description=N_(
            "The desired trend; by default from baseline and target. "
            "Hold: it is to stay at its target, within 5% of it."
        ),
        examples=["increase"],
    )
    baseline: Annotated[Point | None, Facet(N_("Baseline"), signed=True)] = Field(
        None,
        description=N_("The value at the start."),
        examples=[{"value": 27, "on": "2025-12-31"}],
    )
    target: Annotated[Point | None, Facet(N_("Target"), signed=True)] = Field(
        None, description=N_("The value to reach."), examples=[{"value": 42, "on": "2028-12-31"}]
    )
    readings: Annotated[tuple[Point, ...], Facet(N_("Readings"))] = Field(
        (),
        description=N_("The values measured since, oldest first."),
        examples=[[{"value": 29, "on": "2026-09-30"}]],
    )

    @model_validator(mode="before")
    @classmethod
    def _in_currency(cls, value: Any, info: ValidationInfo) -> Any:
        """Read `48 500 €` and `1.5M` where the unit is the plan's currency."""
        conventions = info.context
        unit = value.get("unit") if isinstance(value, dict) else None
        if not isinstance(unit, str) or not isinstance(conventions, Conventions):
            return value
        if not is_currency(unit, conventions.currency):
            return value
        read = {
            key: _amount_at(value[key], conventions)
            for key in ("baseline", "target")
            if key in value
        }
        if isinstance(value.get("readings"), list):
            read["readings"] = [_amount_at(each, conventions) for each in value["readings"]]
        return value | read

    @property
    def unit_name(self) -> str:
        """The unit's name, in the plural where it has one; empty where none is given."""
        name = self.unit.other if isinstance(self.unit, UnitNames) else self.unit
        return (name or "").strip()

    @property
    def unit_of_one(self) -> str:
        """The unit's name in the singular, where it is another than in the plural."""
        name = self.unit.one.strip() if isinstance(self.unit, UnitNames) else ""
        return "" if name == self.unit_name else name


class Economics(Part):
    """The business case in figures; turnover alone is not enough."""

    investment: Annotated[Amount | None, Facet(N_("Investment"))] = Field(
        None, description=N_("What it costs us once."), examples=[1_200_000]
    )
    yearly_margin_gain: Annotated[Amount | None, Facet(N_("Annual margin gain"))] = Field(
        None, description=N_("What it brings us a year."), examples=[1_750_000]
    )
    cost_to_serve: Annotated[Amount | None, Facet(N_("Annual cost to serve"))] = Field(
        None, description=N_("What it costs us a year to serve the customer."), examples=[310_000]
    )
    note: Annotated[Text | None, Facet(N_("Note on the business case"))] = Field(
        None, description=N_("More about it."), examples=["From 2028 on"]
    )


class Waiver(Part):
    """Why there is no confirmation by the customer."""

    reason: Annotated[RequiredText, Facet(N_("Reason for the waiver"))] = Field(
        description=N_("The reason."), examples=["The category team is being rebuilt."]
    )
    by: Annotated[Id | None, Facet(N_("Waived by"))] = Field(
        None, description=N_("Who decided it."), examples=["thomas"]
    )
    on: Annotated[PlanDate | None, Facet(N_("Date of the waiver"))] = Field(
        None, description=N_("When."), examples=["2026-11-02"]
    )


class Confirmation(Part):
    """The customer's confirmation that they want the objective too."""

    by: Annotated[Id | None, Facet(N_("Confirmed by"))] = Field(
        None, description=N_("The person who confirmed."), examples=["mercier"]
    )
    on: Annotated[PlanDate | None, Facet(N_("Date of the customer's confirmation"))] = Field(
        None, description=N_("When."), examples=["2026-10-21"]
    )
    how: Annotated[Text | None, Facet(N_("Form of confirmation"))] = Field(
        None,
        description=N_("Where it is recorded, such as the minutes."),
        examples=["Steering committee minutes"],
    )
    fingerprint: Annotated[str | None, Facet(N_("Text the customer confirmed"))] = Field(
        None,
        description=N_(
            "What was confirmed, as `kamctl align confirm` writes it: it no longer counts "
            "once the text has changed."
        ),
        examples=["v2 by=0f3c… statement=9ab1… due=77e0…"],
    )
    waiver: Annotated[Waiver | None, Facet(N_("Waiver"))] = Field(
        None,
        description=N_("Where there is none: why, who decided, when."),
        examples=[{"reason": "Not before the award", "by": "thomas", "on": "2026-11-02"}],
    )


class Objective(Part):
    """One simple sentence on which everyone, managers first, can be aligned."""

    id: Annotated[Id, Facet(N_("ID"))] = Field(
        description=N_("A short name others refer to."), examples=["SO1"]
    )
    statement: Annotated[
        RequiredText,
        Facet(
            N_("Statement"),
            signed=True,
            question=N_("What do we want to achieve with this customer?"),
        ),
    ] = Field(
        description=N_("The strategic objective, in one simple sentence."),
        examples=["Become the one accountable partner for cleaning at 14 plants by end of 2028."],
    )
    category: Annotated[Category | None, Facet(N_("Category"))] = Field(
        None, description=N_("What kind of objective it is."), examples=["growth"]
    )
    priority: Annotated[Level | None, Facet(N_("Priority"))] = Field(
        None, description=N_("Its rank among the others."), examples=["high"]
    )
    scope: Annotated[Scope | None, Facet(N_("Scope"), question=N_("Where does it apply?"))] = Field(
        None,
        description=N_("Where it applies: units, countries, offerings."),
        examples=[{"countries": ["DE"], "offerings": ["Sensors"]}],
    )
    due: Annotated[
        PlanDate | None, Facet(N_("Due"), signed=True, question=N_("By when should it be reached?"))
    ] = Field(None, description=N_("By when, one to three years ahead."), examples=["2028-12-31"])
    status: Annotated[
        Literal["not_started", "in_progress", "at_risk", "on_hold", "closed"], Facet(N_("Status"))
    ] = Field("not_started", description=N_("The status of the work."), examples=["in_progress"])
    outcome: Annotated[Outcome | None, Facet(N_("Outcome"))] = Field(
        None,
        description=N_("Once closed: the result, and what was learned."),
        examples=[{"result": "achieved", "learned": "Start with one plant."}],
    )
    serves: Annotated[
        tuple[Id, ...],
        Facet(N_("Serves"), question=N_("Which goals of the customer does it serve?")),
    ] = Field(
        (),
        description=N_("The customer's goals, needs and initiatives that it serves."),
        examples=[["G1", "N1"]],
    )
    customer_gain: Annotated[
        Text | None, Facet(N_("Customer gain"), question=N_("What does the customer gain?"))
    ] = Field(
        None,
        description=N_("What the customer gains, in their words."),
        examples=["A quarter less water per litre."],
    )
    our_gain: Annotated[Text | None, Facet(N_("Our gain"), question=N_("What do we gain?"))] = (
        Field(None, description=N_("What we gain."), examples=["€5.3m more turnover a year."])
    )
    strategy: Annotated[Text | None, Facet(N_("Strategy"), question=N_("How do we get there?"))] = (
        Field(
            None,
            description=N_("How we get there, in a sentence; the steps are the actions."),
            examples=["Prove the saving in two plants, then roll out plant by plant."],
        )
    )
    uses: Annotated[tuple[Id, ...], Facet(N_("Builds on"))] = Field(
        (), description=N_("Lines of the SWOT it builds on."), examples=[["S1", "O1"]]
    )
    economics: Annotated[
        Economics | None,
        Facet(N_("Business case"), question=N_("What does it cost, and what does it bring?")),
    ] = Field(
        None,
        description=N_("The business case in figures."),
        examples=[{"investment": 1_200_000, "yearly_margin_gain": 1_750_000}],
    )
    measures: Annotated[
        tuple[Measure, ...],
        Facet(N_("Measures"), signed=True, question=N_("How do we measure it?")),
    ] = Field(
        (),
        description=N_("The figures by which it is measured."),
        examples=[[{"name": "Share of wallet", "unit": "%"}]],
    )
    success_criterion: Annotated[
        Text | None,
        Facet(N_("Success criterion"), signed=True, question=N_("What will show that it is done?")),
    ] = Field(
        None,
        description=N_("What shows that it is done, if it cannot be measured."),
        examples=["The plants call us before they write a specification."],
    )
    owner: Annotated[
        Id | None,
        Facet(N_("Owner"), signed=True, question=N_("Who is responsible for this objective?")),
    ] = Field(None, description=N_("The one person responsible for it."), examples=["claire"])
    decider: Annotated[
        Id | None, Facet(N_("Decider"), signed=True, question=N_("Who decides?"))
    ] = Field(None, description=N_("The one person who decides."), examples=["thomas"])
    sponsor: Annotated[Id | None, Facet(N_("Sponsor"), signed=True)] = Field(
        None, description=N_("Its sponsor (default: the plan's)."), examples=["thomas"]
    )
    directions: Annotated[
        tuple[Direction, ...],
        Facet(N_("Directions"), signed=True, question=N_("What do we ask of each function?")),
    ] = Field(
        (),
        description=N_("What it asks of each function, one entry a function."),
        examples=[[{"function": "finance", "leader": "paulo", "ask": "Accept 60 days."}]],
    )
    actions: Annotated[
        tuple[Action, ...],
        Facet(N_("Actions"), question=N_("What is done for it, by whom, by when?")),
    ] = Field(
        (),
        description=N_("What is done for it."),
        examples=[[{"id": "A1", "title": "Trial", "owner": "claire", "due": "2027-01-31"}]],
    )
    customer_confirmation: Annotated[
        Confirmation | None,
        Facet(N_("Customer's confirmation"), question=N_("Does the customer want it too?")),
    ] = Field(
        None,
        description=N_("The customer's confirmation that they want it too, or a waiver."),
        examples=[{"by": "mercier", "on": "2026-10-21", "how": "Minutes"}],
    )
    custom: Annotated[CustomValues, Facet(N_("Custom field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"programme": "Blue"}],
    )

    @property
    def is_closed(self) -> bool:
        """Tell whether it is over, reached or not."""
        return self.status == "closed"

    @property
    def is_active(self) -> bool:
        """Tell whether it asks something of somebody now: neither closed nor on hold."""
        return self.status not in ("closed", "on_hold")
