"""Texts and claims: what a reader of the plan sees, in one language or several."""

import re
from collections.abc import Collection
from typing import Annotated, Any, Final, Literal, cast

from pydantic import (
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from typing_extensions import TypeAliasType

from kamctl.i18n.message import N_
from kamctl.plan.base import Part
from kamctl.plan.codes import LANGUAGES, Language
from kamctl.plan.facet import Facet
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.values import INVISIBLE_PATTERN, NAME_PATTERN, Id


def _shape(value: object) -> str:
    return "by language" if isinstance(value, dict) else "one text"


Text = TypeAliasType(
    "Text",
    Annotated[
        Annotated[str, Tag("one text")]
        | Annotated[dict[Language, str], Tag("by language"), Field(min_length=1)],
        Discriminator(_shape),
    ],
)
"""A text in the plan's language, or one text for each language: `{en: …, fr: …}`."""


class _StandIn(str):
    """Represents a required text that is missing and was reported already."""

    __slots__ = ()


NO_TEXT: Final = _StandIn("")
_KEY_AND_TEXT: Final = re.compile(r"\s*([a-z_]+):\S").match
_BLANKS: Final = " \t\r\n"
BLANK_SCHEMA: Final[dict[str, Any]] = {"type": "string", "pattern": "^[ \\t\\r\\n]*$"}
"""A value that is as if not written, for a schema."""
_INVISIBLE_SCHEMA: Final[dict[str, Any]] = {"type": "string", "pattern": INVISIBLE_PATTERN}
_VISIBLE: Final = re.compile(rf"(?!\s){NAME_PATTERN}").search


class _NotEmpty:
    """Refuses a text that says nothing, where one is needed."""

    def __call__(self, value: object) -> object:
        if isinstance(value, str) and not is_invisible(value):
            return value
        wordings = tuple(value.values()) if isinstance(value, dict) else (value,)
        if (
            wordings
            and all(isinstance(one, str) and is_invisible(one) for one in wordings)
            and not isinstance(value, _StandIn)
        ):
            raise PydanticCustomError("empty_text", "empty")
        return value

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Any:
        inner = handler(cast("dict[str, Any]", schema)["schema"])
        in_none = {"type": "object", "minProperties": 1, "additionalProperties": _INVISIBLE_SCHEMA}
        return {**inner, "not": {"anyOf": [_INVISIBLE_SCHEMA, in_none]}}


def is_blank(value: str) -> bool:
    """Tell whether a value has nothing but the blanks and line ends of YAML, as if not written."""
    return not value.strip(_BLANKS)


def is_invisible(wording: str) -> bool:
    """Tell whether a wording shows nothing: blanks, and characters that nobody sees, are none."""
    return _VISIBLE(wording) is None


RequiredText = Annotated[Text, _NotEmpty()]
"""A text that an entry cannot be without: one that shows nothing is none."""


def text_in(text: Text | None, language: str, plan_language: str) -> str:
    """Return `text` in `language`; else in the plan's language; else in the first there is."""
    return wording_in(text, language, plan_language)[0]


def wording_in(text: Text | None, language: str, plan_language: str) -> tuple[str, str]:
    """Return what `text_in` does, and the language that it is in."""
    if text is None:
        return "", language
    if isinstance(text, str):
        return text.strip(), plan_language
    wordings = cast("dict[str, str]", text)
    for code in (language, plan_language, *wordings):
        if wordings.get(code):
            return wordings[code].strip(), code
    return "", language


def texts_of(text: Text | None) -> tuple[str, ...]:
    """Return the wordings of `text` in all its languages."""
    if text is None:
        return ()
    return (text,) if isinstance(text, str) else tuple(text.values())


def is_empty(text: Text | None) -> bool:
    """Tell whether `text` says nothing in any language."""
    if isinstance(text, str):  # as nearly all are
        return is_invisible(text)
    return text is None or all(map(is_invisible, text.values()))


def missing_space(text: str, keys: Collection[str]) -> str | None:
    """Return the key of `keys` that `text` begins with, if its colon has no space after it.

    YAML reads `text:Fewer stops` as a text, and not as a key with its value.
    """
    match = _KEY_AND_TEXT(text)
    return match[1] if match and match[1] in keys else None


class ShortForm(Part):
    """A part that may be written as its `text` alone, in one language or several."""

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, value: Any) -> Any:
        if isinstance(value, dict):
            # The first question alone answers it for nearly all.
            is_text = (
                "text" not in value
                and not LANGUAGES.isdisjoint(value)
                and cls.model_fields.keys().isdisjoint(value)
            )
            return {"text": value} if is_text else value
        if isinstance(value, str) and ":" in value and missing_space(value, cls.model_fields):
            raise PydanticCustomError("missing_space", "a key without a space after its colon")
        return {"text": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        long = handler(schema)
        whole = handler.resolve_ref_schema(long)
        keys = [{"required": [key]} for key in whole["properties"] if key in LANGUAGES]
        text = {
            "allOf": [{key: whole["properties"]["text"][key] for key in ("$ref", "not")}],
            "not": {"type": "object", "anyOf": keys},  # `id` is Indonesian, and a key here
        }
        return {"anyOf": [text, long]}


class Claim(ShortForm):
    """A statement about the customer or the market, and how far it can be trusted."""

    text: Annotated[RequiredText, Facet(N_("Text"))] = Field(
        description=N_("The information, in one sentence."),
        examples=["Unplanned stops below 2% of line time"],
    )
    id: Annotated[Id | None, Facet(N_("ID"))] = Field(
        None, description=N_("A short name others refer to, unique in the plan."), examples=["G1"]
    )
    so_what: Annotated[
        Text | None, Facet(N_("Implication for us"), question=N_("What does it mean for us?"))
    ] = Field(
        None,
        description=N_("What it means for us: the conclusion, not the fact again."),
        examples=["Our valves decide how long a cleaning cycle lasts."],
    )
    source: Annotated[str | None, Facet(N_("Source"))] = Field(
        None,
        description=N_("The document or conversation it comes from."),
        examples=["Sustainability report 2025, page 14"],
    )
    told_by: Annotated[Id | None, Facet(N_("Source (person)"), question=N_("Who told us?"))] = (
        Field(
            None,
            description=N_("Who told us: a colleague or a contact at the customer."),
            examples=["mercier"],
        )
    )
    on: Annotated[PlanDate | None, Facet(N_("Date of the source"), question=N_("When?"))] = Field(
        None, description=N_("When it was said or written."), examples=["2026-05-12"]
    )
    status: Annotated[Literal["assumed", "confirmed"], Facet(N_("Confidence"))] = Field(
        "assumed",
        description=N_("confirmed once somebody who knows has said so; otherwise assumed."),
        examples=["confirmed"],
    )
