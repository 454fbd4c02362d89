"""The text that is signed, as it is shown to whoever signs it: all of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison.phrases import BETTER
from kamctl.i18n.localized import LocalizedDate, LocalizedQuantity, SentenceValue
from kamctl.i18n.message import N_, Message
from kamctl.plan.fields import labels_at
from kamctl.plan.functions import function_name
from kamctl.plan.labels import EFFECTS, IMPACT_AREAS, InSentence
from kamctl.plan.objectives import UnitNames
from kamctl.plan.plan_date import PlanDate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.plan.team import Member

_PEOPLE: Final = ("owner", "decider", "sponsor")
_OF_DIRECTION: Final = {
    "ask": N_("Request"),
    "gain": N_("Gain"),
    "impact": N_("Impact on the function"),
    "mitigation": N_("Mitigation"),
    "requested": N_("Resources requested"),
    "their_need": N_("Needs"),
    "our_adjustment": N_("Our changes"),
}

LabelledValue = tuple[Message | str, SentenceValue]
"""A label, and what is beside it; no label where the text speaks for itself."""


def signed_lines(content: Mapping[str, Any], people: Mapping[str, str]) -> Iterator[LabelledValue]:
    """Return the lines to show for what is signed; `people` are names by id."""
    label = labels_at("objectives[]")
    yield from _text("", content.get("statement"))
    yield from _text(Message(N_("Customer gain")), content.get("customer_gain"))
    currency = content.get("currency", "")
    if currency:
        yield Message(N_("Amounts in")), currency
    for measure in content.get("measures", ()):
        yield Message(N_("Measure")), _measure(measure, currency)
        if "unit_of_one" in measure:
            yield Message(N_("Counted in")), _unit(measure)
    yield from _text(Message(N_("Success criterion")), content.get("success_criterion"))
    if "due" in content:
        yield Message(label["due"]), _date(content["due"])
    for key in _PEOPLE:
        if key in content:
            yield Message(label[key]), _name(content[key], people)
    for direction in content.get("directions", ()):
        yield Message(N_("For")), _addressee(direction, people)
        for key, heading in _OF_DIRECTION.items():
            if key == "impact":
                for on, effects in direction.get("impact", {}).items():
                    yield Message(heading), _impact(on, effects, currency)
            else:
                yield from _text(Message(heading), direction.get(key))


def signatory(person: Member) -> str:
    """Return who signs, with the title, which is shown and not signed, and the address."""
    titled = f"{person.name}, {person.title}" if person.title else person.name
    return f"{titled} <{person.email}>" if person.email else titled


def _name(person: Mapping[str, str], people: Mapping[str, str]) -> str:
    return people.get(person["id"], person["id"])


def _addressee(direction: Mapping[str, Any], people: Mapping[str, str]) -> SentenceValue:
    function, leader = function_name(direction["function"]), direction.get("leader")
    if not leader:
        return function
    values = {"function": function, "name": _name(leader, people)}
    return Message(N_("{function} ({name})"), values)


def _text(label: Message | str, text: Any) -> Iterator[LabelledValue]:
    wordings = text or {}
    for language, wording in wordings.items():
        yield label, wording if len(wordings) == 1 else f"{wording} ({language})"


def _measure(measure: Mapping[str, Any], currency: str) -> Message:
    unit = _unit_of(measure)
    name = " / ".join(measure.get("name", {}).values()) or "?"
    baseline, target = measure.get("baseline", {}), measure.get("target", {})
    values: dict[str, Any] = {
        "name": name,
        "before": _point(baseline, unit, currency),
        "after": _point(target, unit, currency),
    }
    direction = measure.get("direction")
    if direction not in BETTER or ("value" in baseline and "value" in target):
        return Message(N_("{name}, {before} → {after}"), values)
    values["better"] = Message(BETTER[direction])
    return Message(N_("{name}, {before} → {after} ({better})"), values)


def _unit_of(measure: Mapping[str, Any]) -> str | UnitNames:
    """Return the unit of a measure, in both forms where both are signed."""
    unit, one = measure.get("unit", ""), measure.get("unit_of_one")
    return UnitNames.model_construct(one=one, other=unit) if unit and one else unit


def _point(point: Mapping[str, Any], unit: str | UnitNames, currency: str) -> SentenceValue:
    value = _quantity(point["value"], unit, currency) if "value" in point else "…"
    if "on" not in point:
        return value
    return Message(N_("{value} ({date})"), {"value": value, "date": _date(point["on"])})


def _impact(on: str, effects: Mapping[str, Any], currency: str) -> Message:
    note = ", ".join(effects.get("note", {}).values())
    rest: SentenceValue = note
    if "amount" in effects:
        rest = _quantity(effects["amount"], currency, currency)
        if note:
            rest = Message(N_("{amount}, {note}"), {"amount": rest, "note": note})
    effect = effects.get("effect")
    values: dict[str, object] = {"on": InSentence(IMPACT_AREAS[on]), "rest": rest}
    if effect is None:
        return Message(N_("{on}, {rest}"), values)
    values["effect"] = InSentence(EFFECTS[effect])
    return Message(N_("{on}, {effect}, {rest}") if rest else N_("{on}, {effect}"), values)


def _unit(measure: Mapping[str, Any]) -> str:
    """Return the name of the unit, and that of one of it where that is another: “hub / hubs”."""
    names = measure.get("unit_of_one"), measure.get("unit")
    return " / ".join(name for name in names if name)


def _quantity(value: str, unit: str | UnitNames, currency: str) -> SentenceValue:
    """Return a value to be written with all its decimals: nobody signs what was rounded."""
    return LocalizedQuantity(Decimal(value), unit, currency or None, exact=True)


def _date(date: str) -> LocalizedDate:
    return LocalizedDate(PlanDate.parse(date))
