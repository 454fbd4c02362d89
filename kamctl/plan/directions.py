"""Directions: what an objective asks of one function, what it costs them, what they answered."""

from typing import Literal

from pydantic import Field

from kamctl.plan.base import Part
from kamctl.plan.text import NeededText, Text
from kamctl.plan.values import Amount, Function, Id, PlanDate

Effect = Literal["positive", "neutral", "negative"]


class Effects(Part):
    """What the objective does to one thing a function cares about."""

    effect: Effect | None = Field(
        None, description="Good, neutral or bad for the function.", examples=["negative"]
    )
    amount: Amount | None = Field(
        None,
        description="In figures, in the plan's currency; minus is a cost.",
        examples=[-180_000],
    )
    note: Text | None = Field(
        None, description="In words.", examples=["Stock carrying cost per year"]
    )


class Impact(Part):
    """Internal resistance is about budgets, resources or business: so is this."""

    budget: Effects | None = Field(
        None, description="On the function's budget.", examples=[{"effect": "negative"}]
    )
    resources: Effects | None = Field(
        None, description="On its people and means.", examples=[{"effect": "neutral"}]
    )
    business: Effects | None = Field(
        None, description="On its own business.", examples=[{"effect": "positive"}]
    )


class Resources(Part):
    """What is requested of the function, and what it granted."""

    requested: Text | None = Field(
        None, description="What is requested.", examples=["2 engineers for 9 months"]
    )
    granted: Text | None = Field(
        None, description="What was granted, or that it was refused.", examples=["1 engineer"]
    )


class Restatement(Part):
    """The function says the direction in its own words."""

    text: NeededText = Field(
        description="Their words, not ours.",
        examples=["We carry the stock, sales carries the forecast."],
    )
    by: Id | None = Field(None, description="Who said it: an id of the team.", examples=["nadia"])
    on: PlanDate | None = Field(None, description="When.", examples=["2026-10-14"])


class Resistance(Part):
    """A concern, taken seriously: our part in it stands beside it."""

    concern: NeededText = Field(
        description="What worries them, as they would say it.",
        examples=["Last year's forecast was wrong by 40 %."],
    )
    id: Id | None = Field(None, description="A short name for it.", examples=["X1"])
    severity: Literal["blocking", "condition", "comment"] = Field(
        "comment",
        description="blocking: no agreement with it; condition: agreement if it is answered.",
        examples=["condition"],
    )
    raised_by: Id | None = Field(None, description="Who raised it: an id.", examples=["nadia"])
    on: PlanDate | None = Field(None, description="When.", examples=["2026-10-14"])
    our_part: Text | None = Field(
        None,
        description="What we did that feeds it.",
        examples=["We passed on a wish list as a forecast."],
    )
    response: Text | None = Field(
        None, description="Our answer.", examples=["Only call-offs enter the forecast."]
    )
    owner: Id | None = Field(None, description="Who sees to it: an id.", examples=["claire"])
    due: PlanDate | None = Field(None, description="By when.", examples=["2026-12-15"])
    status: Literal["open", "answered", "withdrawn"] = Field(
        "open", description="Where it stands.", examples=["open"]
    )


class Direction(Part):
    """What an objective asks of one function."""

    function: Function = Field(description="The function asked.", examples=["supply-chain"])
    leader: Id | None = Field(
        None, description="The manager who must align: an id of the team.", examples=["nadia"]
    )
    ask: Text | None = Field(
        None,
        description="What is asked of the function, in one sentence.",
        examples=["Hold four weeks of valves from March 2027."],
    )
    answer_by: PlanDate | None = Field(
        None, description="By when the function's answer is needed.", examples=["2026-12-15"]
    )
    gain: Text | None = Field(
        None, description="What the function gains.", examples=["A shared 12-month forecast"]
    )
    impact: Impact | None = Field(
        None,
        description="What it does to the function's budget, resources and business.",
        examples=[{"budget": {"effect": "negative", "amount": -180_000}}],
    )
    mitigation: Text | None = Field(
        None,
        description="What is done about the negative effects.",
        examples=["Stock is released after 60 days."],
    )
    resources: Resources | None = Field(
        None,
        description="Resources requested and granted.",
        examples=[{"requested": "0.5 planner", "granted": "0.5 planner"}],
    )
    their_need: Text | None = Field(
        None,
        description="What the function needs from us.",
        examples=["Forecasts that do not change inside four weeks."],
    )
    our_adjustment: Text | None = Field(
        None,
        description="What we changed because of it.",
        examples=["Sales freezes the forecast four weeks out."],
    )
    restatement: Restatement | None = Field(
        None,
        description="The direction in the function's own words.",
        examples=[{"text": "We carry the stock.", "by": "nadia", "on": "2026-10-14"}],
    )
    resistances: tuple[Resistance, ...] = Field(
        (),
        description="Concerns raised by the function.",
        examples=[[{"concern": "Last year's forecast was wrong.", "severity": "condition"}]],
    )
