"""The places of a plan that the answer of a colleague may fill.

No field that a sign-off covers is among them, and nothing about stages, our team or decisions:
an answer is knowledge, never consent.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from kamctl.plan.fields import fields_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.plan.fields import PlanField

ENTRY_LISTS: Final = ("stakeholders", "buying.contracts", "position.history", "objectives")
"""The lists in which a question is asked of each entry that concerns whoever is asked."""
_KINDS: Final = ("text", "claim", "amount", "percent", "date", "choice")
_NO_KNOWLEDGE: Final = frozenset(
    {
        "plan",
        "team",
        "objectives[].category",
        "objectives[].customer_confirmation",
        "objectives[].outcome",
        "objectives[].priority",
        "objectives[].status",
    }
)


@cache
def answer_fields() -> Mapping[str, PlanField]:
    """Return the fields that an answer may fill, by their place, in the order of the format.

    A list of claims gets the answer as another entry. `[]` follows the name of a list of
    `ENTRY_LISTS`.
    """
    return {one.place: one for one in _fields_below("")}


def _fields_below(place: str) -> Iterator[PlanField]:
    for one in fields_at(place):
        if one.place in _NO_KNOWLEDGE:
            continue
        if one.kind == "part":
            if not one.is_list:
                yield from _fields_below(one.place)
            elif one.place in ENTRY_LISTS:
                yield from _fields_below(f"{one.place}[]")
        elif (
            one.kind in _KINDS and not one.facet.signed and (one.kind == "claim" or not one.is_list)
        ):
            yield one


def _must_be_answer_place(place: str) -> str:
    if place not in answer_fields():
        raise PydanticCustomError("answer_place", "not a place for an answer")
    return place


def _with_places(schema: dict[str, Any]) -> None:
    schema["enum"] = list(answer_fields())


AnswerPlace = Annotated[
    str, AfterValidator(_must_be_answer_place), Field(json_schema_extra=_with_places)
]
"""The place of a field that an answer may fill, such as `swot.weaknesses`."""
