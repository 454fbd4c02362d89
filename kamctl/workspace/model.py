"""The format of `kamctl.yaml`, version 1: every key, what it may hold and what it means."""

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, Strict, StringConstraints, model_validator

from kamctl.plan.answer_fields import AnswerPlace
from kamctl.plan.base import Part
from kamctl.plan.codes import Currency, Language
from kamctl.plan.plan_metadata import Stage, Tool
from kamctl.plan.text import RequiredText, Text
from kamctl.plan.values import FUNCTIONS, Function, Id, Name, not_true
from kamctl.workspace.crm_mapping import CrmMapping

WORKSPACE_VERSION: Final = 1
COLOR_PATTERN: Final = "^#[0-9a-fA-F]{6}$"
_MAX_AGE_DAYS: Final = 36_500
"""A hundred years: more days than that are a typing error."""

CheckSeverity = Literal["on", "off", "error", "warning", "todo"]
HexColor = Annotated[str, StringConstraints(pattern=COLOR_PATTERN)]


class BrandingConfig(Part):
    """How the company's briefings look."""

    name: Name | None = Field(
        None,
        description="The name at the head of the briefings, where it is not that of the company.",
        examples=["Corvane Process Equipment"],
    )
    accent: HexColor | None = Field(
        None,
        description="The one color of the briefings, in quotes; kamctl adjusts it for contrast.",
        examples=["#0b6e4f"],
    )
    figures: HexColor | None = Field(
        None,
        description="The color of bars and columns in pictures, in quotes; without one, the "
        "accent.",
        examples=["#7a3b69"],
    )
    logo: Name | None = Field(
        None,
        description="A picture beside kamctl.yaml for the top of the briefings: PNG, "
        "JPEG, GIF, WebP or SVG, at most 500 KB.",
        examples=["logo.svg"],
    )
    footer: Name | None = Field(
        None,
        description="A line at the foot of the briefings.",
        examples=["Corvane. For internal use."],
    )


class Tier(Part):
    """What accounts of one tier must have."""

    tools: tuple[Tool, ...] = Field(
        (),
        description="The tools that a plan of this tier must use.",
        examples=[["customer", "stakeholders"]],
    )
    max_age_days: Annotated[int, Strict(), Field(ge=1, le=_MAX_AGE_DAYS)] | None = Field(
        None,
        description="How old, in days, what is known may be: claims, contacts, readings.",
        examples=[180],
    )


class CheckRule(Part):
    """How the company wants one check: its severity, from which stage it counts, and its options.

    Which options there are is the check's business: `kamctl explain CODE` lists them.
    """

    model_config = ConfigDict(extra="allow")

    severity: CheckSeverity | None = Field(
        None,
        description="off, or the severity of its findings: error, warning or todo.",
        examples=["warning"],
    )
    from_: Stage | None = Field(
        None,
        alias="from",
        description="The stage from which it counts; before, its findings are to-dos.",
        examples=["aligned"],
    )

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"severity": value}


_CHOICES_WITH_CHOICE: dict[str, Any] = {
    "if": {"properties": {"type": {"const": "choice"}}, "required": ["type"]},
    "then": {"properties": {"choices": {"type": "array"}}, "required": ["choices"]},
    "else": {"properties": {"choices": {"type": "null"}}},
}


class CustomField(Part):
    """A field of the company's own."""

    model_config = ConfigDict(json_schema_extra=_CHOICES_WITH_CHOICE)

    type: Literal["text", "number", "date", "yes_no", "choice"] = Field(
        "text", description="The type of its values.", examples=["choice"]
    )
    choices: Annotated[tuple[Name, ...], Field(min_length=1)] = Field(
        (),
        description="The values there are to choose from, where the type is choice.",
        examples=[["north", "south"]],
    )
    required_from: Stage | None = Field(
        None,
        description="The stage from which it must be there; without one it may be left out.",
        examples=["shared"],
    )
    description: Name | None = Field(
        None,
        description="What it is for, said to whoever leaves it out.",
        examples=["The sales region that answers for the account."],
    )


CustomFields = dict[Id, CustomField]


class Custom(Part):
    """The company's own fields, by their place in a plan under `custom:`."""

    plan: CustomFields = Field(
        {},
        description="Fields of the plan.",
        examples=[{"fiscal_year": {"type": "text"}}],
    )
    account: CustomFields = Field(
        {},
        description="Fields of the account.",
        examples=[{"region": {"type": "choice", "choices": ["north", "south"]}}],
    )
    stakeholder: CustomFields = Field(
        {},
        description="Fields of each of the customer's people.",
        examples=[{"newsletter": {"type": "yes_no"}}],
    )
    objective: CustomFields = Field(
        {},
        description="Fields of each objective.",
        examples=[{"programme": {"type": "text", "required_from": "shared"}}],
    )
    action: CustomFields = Field(
        {},
        description="Fields of each action.",
        examples=[{"ticket": {"type": "text", "description": "Its number in the task list."}}],
    )
    member: CustomFields = Field(
        {},
        description="Fields of each of our people.",
        examples=[{"cost_centre": {"type": "text"}}],
    )
    contract: CustomFields = Field(
        {}, description="Fields of each contract.", examples=[{"number": {"type": "text"}}]
    )
    opportunity: CustomFields = Field(
        {}, description="Fields of each opportunity.", examples=[{"crm_number": {"type": "text"}}]
    )
    risk: CustomFields = Field(
        {}, description="Fields of each risk.", examples=[{"register": {"type": "text"}}]
    )
    review: CustomFields = Field(
        {}, description="Fields of each review.", examples=[{"room": {"type": "text"}}]
    )
    competitor: CustomFields = Field(
        {}, description="Fields of each competitor.", examples=[{"group": {"type": "text"}}]
    )


class Signatures(Part):
    """Sign-offs that are signed with a key, as git signs commits with SSH keys."""

    allowed_signers: Name | None = Field(
        None,
        description="The file of the keys that count, beside kamctl.yaml; its form is that of "
        "ssh-keygen, as git uses it.",
        examples=["allowed_signers"],
    )
    people: dict[Name, Name] = Field(
        {},
        description="Whose keys they are: each address in that file, with the name of the person "
        "as the plans write it. What a plan says of an address counts for nothing here.",
        examples=[{"paulo.ferreira@corvane.example": "Paulo Ferreira"}],
    )
    required: Annotated[bool, Strict()] = Field(
        False,
        description="Whether decider and sponsor validate with a signature only.",
        examples=[True],
    )


class SlideLayouts(Part):
    """The layouts of the company's template, by name; without a name, by their placeholders."""

    title: Name | None = Field(
        None, description="The layout of the cover.", examples=["Title Slide"]
    )
    content: Name | None = Field(
        None,
        description="The layout of all other slides: a title, and room for contents.",
        examples=["Title and Content"],
    )


class SlidesConfig(Part):
    """How slides look."""

    template: Name | None = Field(
        None,
        description="A PowerPoint file (.pptx) with the company's master, beside kamctl.yaml.",
        examples=["company.pptx"],
    )
    layouts: SlideLayouts = Field(
        SlideLayouts.model_construct(),
        description="The layouts to use, by their names in PowerPoint.",
        examples=[{"title": "Title Slide", "content": "Title and Content"}],
    )


class ColleagueQuestion(Part):
    """A question that `kamctl ask` puts to colleagues, and the field that the answer fills."""

    id: Id = Field(
        description="A short name, unique among the questions; that of one of kamctl's questions "
        "takes its place.",
        examples=["recycling"],
    )
    text: RequiredText = Field(
        description="The question, in one language or several. {account} stands for the "
        "customer's name, {entry} for the contact, contract, year or objective.",
        examples=["What happens to our packaging at {account}?"],
    )
    why: Text | None = Field(
        None,
        description="Why it is asked: the colleague reads it below the question.",
        examples=["Who takes it back decides who supplies it."],
    )
    functions: tuple[Function, ...] = Field(
        (),
        description="The functions that can answer it (default: all colleagues on the team).",
        examples=[["service", "operations"]],
    )
    fills: AnswerPlace = Field(
        description="The field of the plan that the answer fills; a list of claims gets one more.",
        examples=["customer.needs"],
    )
    when: Literal["missing", "old", "always"] = Field(
        "missing",
        description="When it is asked. missing: while the plan has nothing there; old: also when "
        "what is there is older than the tier's max_age_days, or 180 days; always: again whenever "
        "the last answer is that old.",
        examples=["old"],
    )


class Config(Part):
    """What a company has configured for all its plans."""

    model_config = ConfigDict(title="kamctl workspace, version 1")

    kamctl: Annotated[Literal[1], BeforeValidator(not_true)] = Field(
        WORKSPACE_VERSION, description="The version of the format.", examples=[1]
    )
    company: Name | None = Field(
        None,
        description="The company's name, shown at the top of the briefings.",
        examples=["Corvane"],
    )
    accounts: Name = Field(
        "accounts",
        description="The folder, inside the workspace, where new accounts go.",
        examples=["accounts"],
    )
    exclude: tuple[Name, ...] = Field(
        (),
        description="Plans and folders to skip when kamctl searches a folder: names, or paths from "
        "the workspace; * matches any characters. A plan given by name is always read.",
        examples=[["archive", "accounts/*/old", "*.copy.plan.yaml"]],
    )
    language: Language = Field(
        "en", description="The language of new plans: ISO 639-1.", examples=["fr"]
    )
    currency: Currency | None = Field(
        None, description="The currency of new plans: ISO 4217.", examples=["EUR"]
    )
    functions: Annotated[tuple[Function, ...], Field(min_length=1)] = Field(
        FUNCTIONS,
        description="The functions of the company, if they are not the usual ones.",
        examples=[["executive", "sales", "finance", "quality"]],
    )
    tiers: dict[Name, Tier] = Field(
        {},
        description="How accounts are classed, and what a plan of each class must have.",
        examples=[{"strategic": {"tools": ["customer", "stakeholders"], "max_age_days": 180}}],
    )
    checks: dict[str, CheckRule] = Field(
        {},
        description="Checks by code or name: off, with another severity, or with other options.",
        examples=[{"KAM103": "off", "one-sentence": {"max_words": 40}}],
    )
    custom: Custom = Field(
        Custom.model_construct(),
        description="The company's own fields, by their place in a plan.",
        examples=[{"account": {"region": {"type": "choice", "choices": ["north", "south"]}}}],
    )
    questions: tuple[ColleagueQuestion, ...] = Field(
        (),
        description="The company's own questions to colleagues, for `kamctl ask`.",
        examples=[
            [
                {
                    "id": "recycling",
                    "text": "What happens to our packaging at {account}?",
                    "functions": ["service"],
                    "fills": "customer.needs",
                }
            ]
        ],
    )
    crm: dict[Name, CrmMapping] = Field(
        {},
        description="The columns of your CRM exports, for `kamctl import crm --as NAME`.",
        examples=[{"corvane": {"system": "salesforce", "accounts": {"tier": "Segment"}}}],
    )
    templates: Name = Field(
        "templates",
        description="The folder, inside the workspace, of the company's own templates.",
        examples=["templates"],
    )
    signatures: Signatures = Field(
        Signatures.model_construct(),
        description="Signatures on sign-offs.",
        examples=[{"allowed_signers": "allowed_signers", "required": True}],
    )
    branding: BrandingConfig = Field(
        BrandingConfig.model_construct(),
        description="How briefings look.",
        examples=[{"accent": "#0b6e4f"}],
    )
    slides: SlidesConfig = Field(
        SlidesConfig.model_construct(),
        description="The master and the layouts of `kamctl render deck`.",
        examples=[{"template": "company.pptx"}],
    )
