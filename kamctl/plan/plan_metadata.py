"""Section `plan`: the plan itself, its stage, its people, its languages."""

from enum import Enum
from typing import Annotated, Literal

from pydantic import Field

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.codes import Currency, Language
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.values import CustomValues, Id

Tool = Literal[
    "customer",
    "swot",
    "stakeholders",
    "buying",
    "position",
    "whitespace",
    "competitors",
    "opportunities",
    "risks",
    "reviews",
]
"""The sections a plan may use or leave out: the plan is a toolbox."""


class Stage(str, Enum):
    """How far the plan has come inside the company."""

    DRAFT = "draft"
    SHARED = "shared"
    ALIGNED = "aligned"
    VALIDATED = "validated"

    @property
    def rank(self) -> int:
        """Position in the order of stages, from 0."""
        return _RANKS[self]


_RANKS = {stage: rank for rank, stage in enumerate(Stage)}


class Period(Part):
    """The time the plan covers."""

    start: Annotated[PlanDate | None, Facet(N_("First day of the plan"))] = Field(
        None, description=N_("The first day."), examples=["2026-01-01"]
    )
    end: Annotated[PlanDate | None, Facet(N_("Last day of the plan"), signed=True)] = Field(
        None, description=N_("The last day."), examples=["2028-12-31"]
    )


class PlanMetadata(Part):
    """The plan itself: its stage, its owner, and how it is written."""

    stage: Annotated[Stage, Facet(N_("Stage"))] = Field(
        Stage.DRAFT,
        description=N_(
            "draft: its author is working on it; shared: each function can read its part; "
            "aligned: each has answered; validated: decider and sponsor have signed."
        ),
        examples=["draft"],
    )
    owner: Annotated[
        Id | None, Facet(N_("Owner of the plan"), question=N_("Who is the key account manager?"))
    ] = Field(
        None, description=N_("The key account manager, a member of the team."), examples=["claire"]
    )
    sponsor: Annotated[
        Id | None,
        Facet(N_("Sponsor of the plan"), signed=True, question=N_("Who is the executive sponsor?")),
    ] = Field(
        None, description=N_("The executive sponsor, a member of the team."), examples=["thomas"]
    )
    period: Annotated[Period | None, Facet(N_("Period"), signed=True)] = Field(
        None,
        description=N_("The period that the plan covers, usually one to three years."),
        examples=[{"start": "2026-01-01", "end": "2028-12-31"}],
    )
    language: Annotated[Language, Facet(N_("Language of the plan"), signed=True)] = Field(
        "en", description=N_("The language the plan is written in."), examples=["fr"]
    )
    languages: Annotated[tuple[Language, ...], Facet(N_("Languages of the plan"))] = Field(
        (), description=N_("The languages the plan must be readable in."), examples=[["en", "fr"]]
    )
    currency: Annotated[Currency | None, Facet(N_("Currency"), signed=True)] = Field(
        None, description=N_("The currency of all amounts."), examples=["EUR"]
    )
    confidentiality: Annotated[Literal["internal", "restricted"], Facet(N_("Confidentiality"))] = (
        Field("internal", description=N_("Who may see the plan."), examples=["internal"])
    )
    next_review: Annotated[
        PlanDate | None,
        Facet(N_("Next review"), question=N_("When is the next account review?")),
    ] = Field(None, description=N_("The date of the next account review."), examples=["2027-01-20"])
    tools: Annotated[tuple[Tool, ...], Facet(N_("Tools in use"))] = Field(
        (),
        description=N_("The tools this plan uses; the others may stay empty."),
        examples=[["customer", "swot", "stakeholders"]],
    )
    custom: Annotated[CustomValues, Facet(N_("Custom plan field"))] = Field(
        default_factory=dict,
        description=N_("The company's own fields."),
        examples=[{"region": "EMEA"}],
    )
