"""What has changed in what an objective asks of each function, and in what they answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison import phrases
from kamctl.comparison.change import STATUS, WORK, At, Change
from kamctl.comparison.change_values import Quoted
from kamctl.comparison.fields import (
    Entries,
    Field,
    Sides,
    Value,
    by,
    by_id,
    date,
    entries,
    in_words,
    money,
    one_of,
    person,
    text,
)
from kamctl.comparison.text_diff import shortened
from kamctl.i18n.message import N_, Message, message
from kamctl.signoffs.signed_changes import EFFECTS, IMPACT, OF_DIRECTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.plan.objectives import Objective

_IMPACTS: Final = tuple(
    field
    for on, label in IMPACT.items()
    for field in (
        Field(f"impact.{on}.effect", label, one_of(EFFECTS)),
        Field(f"impact.{on}.amount", label, money),
        Field(f"impact.{on}.note", label, text),
    )
)
_SHAPE: Final = (
    Field("leader", OF_DIRECTION["leader"], person),
    Field("ask", OF_DIRECTION["ask"], text, STATUS),
    Field("answer_by", N_("answer by"), date),
    Field("gain", OF_DIRECTION["gain"], text),
    *_IMPACTS,
    Field("mitigation", OF_DIRECTION["mitigation"], text),
    Field("resources.requested", OF_DIRECTION["requested"], text),
    Field("resources.granted", N_("resources granted"), text, STATUS),
    Field("their_need", OF_DIRECTION["their_need"], text),
    Field("our_adjustment", OF_DIRECTION["our_adjustment"], text),
    Field("restatement.text", N_("what they said in their own words"), text, STATUS),
    Field("restatement.by", N_("said by"), person),
    Field("restatement.on", N_("day of their own words"), date),
)
_OF_RESISTANCE: Final = (
    Field("concern", "", text, STATUS),
    Field("status", "", one_of(phrases.RESISTANCE_STATUS), STATUS),
    Field("severity", N_("weight"), one_of(phrases.SEVERITIES), STATUS),
    Field("raised_by", N_("raised by"), person),
    Field("on", N_("day it was raised"), date),
    Field("our_part", N_("our part in it"), text),
    Field("response", N_("our answer"), text, STATUS),
    Field("owner", N_("owner"), person),
    Field("due", N_("due"), date),
)


def directions(sides: Sides, at: At, old: Objective, new: Objective) -> Iterator[Change]:
    """Compare what is asked of each function, and what each has answered."""
    here = at._replace(field=_FIELD, path=(*at.path, "directions"), weight=WORK)
    for change in entries(sides, here, _DIRECTIONS, old.directions, new.directions):
        yield change._replace(function=change.path[_FUNCTION])


_FIELD: Final = "objectives[].directions[]"
_FUNCTION: Final = 3
"""Where the function stands in the path: objectives, SO1, directions, finance."""


def _title(_: Sides, one: Any, then: bool) -> Value:
    return phrases.word(phrases.FUNCTIONS, one.function)


def _ask(sides: Sides, one: Any) -> Message | None:
    said = sides.text(one.ask)
    return message("{text}", text=Quoted(shortened(said))) if said else None


def _inside(sides: Sides, at: At, old: Any, new: Any) -> Iterator[Change]:
    here = at._replace(field=f"{_FIELD}.resistances[]", path=(*at.path, "resistances"))
    yield from entries(sides, here, _RESISTANCES, old.resistances if old else (), new.resistances)


_RESISTANCES: Final = Entries(
    N_("concern"), in_words("concern"), ("concern",), _OF_RESISTANCE, (by_id, by("concern")),
    weight=STATUS,
)  # fmt: skip
_DIRECTIONS: Final = Entries(
    N_("direction"),
    _title,
    ("function",),
    _SHAPE,
    (by("function"),),
    likeness=False,
    inside=_inside,
    more=_ask,
    also=("ask",),
    weight=STATUS,
    in_full=True,
    key=lambda one: str(one.function),
)
