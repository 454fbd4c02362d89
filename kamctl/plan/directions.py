"""Directions: what an objective asks of one function, what it costs them, what they answered."""

from typing import Annotated, Literal

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import RequiredText, Text
from kamctl.plan.values import Amount, Function, Id

EffectDirection = Literal["positive", "neutral", "negative"]


class Effect(Part):
    """The effect of an objective on a function's budget, resources or business."""

    effect: Annotated[EffectDirection | None, Facet(N_("Effect"), signed=True)] = Field(
        None,
        description=N_("Positive, neutral or negative for the function."),
        examples=["negative"],
    )
    amount: Annotated[Amount | None, Facet(N_("Amount"), signed=True)] = Field(
        None,
        description=N_("In figures, in the plan's currency; minus is a cost."),
        examples=[-180_000],
    )
    note: Annotated[Text | None, Facet(N_("Note"), signed=True)] = Field(
        None, description=N_("In words."), examples=["Stock carrying cost per year"]
    )


class Impact(Part):
    """The effects on a function's budget, resources and business."""

    budget: Annotated[Effect | None, Facet(N_("Impact on the budget"), signed=True)] = Field(
        None,
        description=N_("On the function's budget."),
        examples=[{"effect": "negative", "amount": -180_000}],
    )
    resources: Annotated[Effect | None, Facet(N_("Impact on resources"), signed=True)] = Field(
        None, description=N_("On its people and means."), examples=[{"effect": "neutral"}]
    )
    business: Annotated[Effect | None, Facet(N_("Impact on the business"), signed=True)] = Field(
        None, description=N_("On its own business."), examples=[{"effect": "positive"}]
    )


class Resources(Part):
    """What is requested of the function, and what it granted."""

    requested: Annotated[Text | None, Facet(N_("Resources requested"), signed=True)] = Field(
        None, description=N_("What is requested."), examples=["2 engineers for 9 months"]
    )
    granted: Annotated[Text | None, Facet(N_("Resources granted"))] = Field(
        None, description=N_("What was granted, or that it was refused."), examples=["1 engineer"]
    )


class Restatement(Part):
    """The direction in the function's own words."""

    text: Annotated[RequiredText, Facet(N_("Restatement"))] = Field(
        description=N_("Their words, not ours."),
        examples=["We carry the stock, sales carries the forecast."],
    )
    by: Annotated[Id | None, Facet(N_("Restated by"))] = Field(
        None, description=N_("Who said it, a member of the team."), examples=["nadia"]
    )
    on: Annotated[PlanDate | None, Facet(N_("Date of the restatement"))] = Field(
        None, description=N_("When."), examples=["2026-10-14"]
    )


class Resistance(Part):
    """A concern, with our part in it."""

    concern: Annotated[RequiredText, Facet(N_("Concern"))] = Field(
        description=N_("What worries them, as they would say it."),
        examples=["Last year's forecast was wrong by 40%."],
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name for it."), examples=["X1"]
    )
    severity: Annotated[Literal["blocking", "condition", "comment"], Facet(N_("Severity"))] = Field(
        "comment",
        description=N_("blocking: no agreement with it; condition: agreement if it is answered."),
        examples=["condition"],
    )
    raised_by: Annotated[Id | None, Facet(N_("Raised by"))] = Field(
        None, description=N_("Who raised it."), examples=["nadia"]
    )
    on: Annotated[PlanDate | None, Facet(N_("Date raised"))] = Field(
        None, description=N_("When."), examples=["2026-10-14"]
    )
    our_part: Annotated[Text | None, Facet(N_("Our share of responsibility"))] = Field(
        None,
        description=N_("What we did that contributes to it."),
        examples=["We passed on a wish list as a forecast."],
    )
    response: Annotated[Text | None, Facet(N_("Our answer"))] = Field(
        None, description=N_("What we answer."), examples=["Only call-offs enter the forecast."]
    )
    owner: Annotated[Id | None, Facet(N_("Owner"))] = Field(
        None, description=N_("The person responsible."), examples=["claire"]
    )
    due: Annotated[PlanDate | None, Facet(N_("Due"))] = Field(
        None, description=N_("By when."), examples=["2026-12-15"]
    )
    status: Annotated[Literal["open", "answered", "withdrawn"], Facet(N_("Concern status"))] = (
        Field("open", description=N_("The status of the concern."), examples=["open"])
    )


class Direction(Part):
    """What an objective asks of one function."""

    function: Annotated[Function, Facet(N_("Function"), signed=True)] = Field(
        description=N_("The function asked."), examples=["supply-chain"]
    )
    leader: Annotated[
        Id | None,
        Facet(N_("Leader"), signed=True, question=N_("Who must agree for this function?")),
    ] = Field(
        None,
        description=N_("The manager who must align, a member of the team."),
        examples=["nadia"],
    )
    ask: Annotated[
        Text | None,
        Facet(N_("Request"), signed=True, question=N_("What do we ask of this function?")),
    ] = Field(
        None,
        description=N_("What is asked of the function, in one sentence."),
        examples=["Hold four weeks of valves from March 2027."],
    )
    answer_by: Annotated[PlanDate | None, Facet(N_("Answer by"))] = Field(
        None, description=N_("By when the function's answer is needed."), examples=["2026-12-15"]
    )
    gain: Annotated[
        Text | None, Facet(N_("Gain"), signed=True, question=N_("What does the function gain?"))
    ] = Field(
        None, description=N_("What the function gains."), examples=["A shared 12-month forecast"]
    )
    impact: Annotated[Impact | None, Facet(N_("Impact on the function"), signed=True)] = Field(
        None,
        description=N_("The effects on the function's budget, resources and business."),
        examples=[{"budget": {"effect": "negative", "amount": -180_000}}],
    )
    mitigation: Annotated[
        Text | None,
        Facet(
            N_("Mitigation"), signed=True, question=N_("What do we do about the negative effects?")
        ),
    ] = Field(
        None,
        description=N_("What is done about the negative effects."),
        examples=["Stock is released after 60 days."],
    )
    resources: Annotated[Resources | None, Facet(N_("Resources"), signed=True)] = Field(
        None,
        description=N_("Resources requested and granted."),
        examples=[{"requested": "0.5 planner", "granted": "0.5 planner"}],
    )
    their_need: Annotated[
        Text | None,
        Facet(N_("Their need"), signed=True, question=N_("What does the function need from us?")),
    ] = Field(
        None,
        description=N_("What the function needs from us."),
        examples=["Forecasts that do not change inside four weeks."],
    )
    our_adjustment: Annotated[Text | None, Facet(N_("Our changes"), signed=True)] = Field(
        None,
        description=N_("What we changed because of it."),
        examples=["Sales freezes the forecast four weeks out."],
    )
    restatement: Annotated[Restatement | None, Facet(N_("Restatement"))] = Field(
        None,
        description=N_("The direction in the function's own words."),
        examples=[{"text": "We carry the stock.", "by": "nadia", "on": "2026-10-14"}],
    )
    resistances: Annotated[tuple[Resistance, ...], Facet(N_("Concerns"))] = Field(
        (),
        description=N_("Concerns raised by the function."),
        examples=[[{"concern": "Last year's forecast was wrong.", "severity": "condition"}]],
    )
