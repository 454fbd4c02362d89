"""How the values of a field are compared, by what the field holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.comparison.durations import moved
from kamctl.comparison.phrases import phrase_of
from kamctl.comparison.text_diff import shortened_to_difference
from kamctl.i18n.localized import (
    LocalizedCountry,
    LocalizedDate,
    LocalizedList,
    LocalizedMoney,
    LocalizedPercent,
    LocalizedQuantity,
    QuotedText,
)
from kamctl.i18n.message import Message, message
from kamctl.i18n.text_normalization import normalized_text
from kamctl.plan.functions import function_name
from kamctl.plan.objectives import UnitNames
from kamctl.plan.references import STAKEHOLDER, TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.comparison.change import ChangeKind
    from kamctl.comparison.sides import Sides
    from kamctl.i18n.localized import SentenceValue
    from kamctl.plan.fields import PlanField

_PEOPLE: Final = frozenset((TEAM, STAKEHOLDER))


class ValueChange(NamedTuple):
    """A change of a value: its kind, in words, and the plain values for programs."""

    kind: ChangeKind
    text: Message
    before: object = None
    after: object = None


def value_changes(
    sides: Sides, field: PlanField, label: SentenceValue | None, old: Any, new: Any
) -> Iterator[ValueChange]:
    """Compare the earlier value of a field with the current one.

    `label` is what the sentence calls the field; None where the value speaks for itself.
    """
    if field.kind == "text":
        yield from _texts(sides, label, old, new)
    elif field.kind == "date":
        yield from _dates(label, old, new)
    elif field.kind == "custom":
        yield from _custom_fields(label, old, new)
    elif field.place.endswith(".fingerprint"):
        yield from _fingerprints(label, old, new)
    elif isinstance(old, tuple) or isinstance(new, tuple):
        before = [_plain(sides, field, one, then=True) for one in _as_list(old)]
        after = [_plain(sides, field, one, then=False) for one in _as_list(new)]
        yield from _lists(sides, field, label, before, after)
    else:
        before, after = _plain(sides, field, old, then=True), _plain(sides, field, new, then=False)
        yield from _values(sides, field, label, before, after)


def arrow(
    label: SentenceValue | None, before: SentenceValue | None, after: SentenceValue | None
) -> Message:
    """Say what something was and what it is."""
    if label is None:
        if before is None:
            return message("now {after}", after=after)
        if after is None:
            return message("removed: {before}", before=before)
        return message("{before} → {after}", before=before, after=after)
    if before is None:
        return message("{name} now {after}", name=label, after=after)
    if after is None:
        return message("{name} deleted (was {before})", name=label, before=before)
    return message("{name} {before} → {after}", name=label, before=before, after=after)


def _plain(sides: Sides, field: PlanField, value: Any, *, then: bool) -> Any:
    """Return a value as programs read it, which is also what is compared.

    People are their names: another person behind the same id is a change.
    """
    if value is None:
        return None
    if field.kind == "claim":
        return sides.text(value.text, then=then)
    if isinstance(value, UnitNames):
        return _unit_text(value)
    if field.kind == "reference" and _PEOPLE.issuperset(field.references):
        return sides.person(value, then=then)
    return getattr(value, "value", value)


def _unit_text(unit: UnitNames) -> str:
    """Return the name of a unit in both of its forms where they are two: “hub/hubs”."""
    return unit.other if unit.one == unit.other else f"{unit.one}/{unit.other}"


def _written(sides: Sides, field: PlanField, value: Any, *, then: bool) -> SentenceValue:
    """Return a plain value as it is in a sentence."""
    match field.kind:
        case "reference":
            text = sides.text_of(value, then=then)
            return str(value) if text is None else QuotedText(text)
        case "amount":
            return LocalizedMoney(value, sides.currency(then=then))
        case "percent":
            return LocalizedPercent(value)
        case "number" if field.facet.unit:
            return Message(field.facet.unit, {"value": LocalizedQuantity(value)})
        case "number":
            return LocalizedQuantity(value)
        case "country":
            return LocalizedCountry(value)
        case "function":
            return function_name(value)
        case "claim":
            return QuotedText(value)
        case "choice":
            return phrase_of(value, field.values)
        case "plain" if field.place == "team[].role":
            return str(value).replace("-", " ").replace("_", " ")
    return normalized_text(str(value))


def _values(
    sides: Sides, field: PlanField, label: SentenceValue | None, old: Any, new: Any
) -> Iterator[ValueChange]:
    if old == new:
        return
    before = None if old is None else _written(sides, field, old, then=True)
    after = None if new is None else _written(sides, field, new, then=False)
    yield ValueChange(_kind(old, new), arrow(label, before, after), old, new)


def _kind(old: object, new: object) -> ChangeKind:
    return "new" if old is None else "gone" if new is None else "changed"


def _lists(
    sides: Sides,
    field: PlanField,
    label: SentenceValue | None,
    old: Sequence[Any],
    new: Sequence[Any],
) -> Iterator[ValueChange]:
    meant_before = {_meaning(sides, field, one, then=True) for one in old}
    meant_now = {_meaning(sides, field, one, then=False) for one in new}
    added = [
        one
        for one in dict.fromkeys(new)
        if one not in old and _meaning(sides, field, one, then=False) not in meant_before
    ]
    removed = [
        one
        for one in dict.fromkeys(old)
        if one not in new and _meaning(sides, field, one, then=True) not in meant_now
    ]
    if not added and not removed:
        return
    more = LocalizedList(tuple(_written(sides, field, one, then=False) for one in added))
    less = LocalizedList(tuple(_written(sides, field, one, then=True) for one in removed))
    kind: ChangeKind
    if added and removed:
        kind = "changed"
        text = message("{name}: {added} added, {gone} removed", name=label, added=more, gone=less)
    elif added:
        kind = "added"
        text = message("{name}: {added} added", name=label, added=more)
    else:
        kind = "gone"
        text = message("{name}: {gone} removed", name=label, gone=less)
    yield ValueChange(kind, text, list(old), list(new))


def _meaning(sides: Sides, field: PlanField, value: Any, *, then: bool) -> Any:
    """Return what a value of a list stands for: a goal with another id is the same goal."""
    text = sides.text_of(value, then=then) if field.kind == "reference" else None
    return text or value


def _texts(sides: Sides, label: SentenceValue | None, old: Any, new: Any) -> Iterator[ValueChange]:
    """Compare two texts: in the reader's language where they differ in it, else in another."""
    before, after = sides.wordings(old, then=True), sides.wordings(new)
    different = [
        one for one in dict.fromkeys((*before, *after)) if before.get(one) != after.get(one)
    ]
    if not different:
        return
    language = sides.language if sides.language in different else different[0]
    if label is not None and language != sides.language and len({*before, *after}) > 1:
        label = message("{name} ({language})", name=label, language=language)
    one, other = before.get(language, ""), after.get(language, "")
    kind: ChangeKind = "rewritten" if one and other else "gone" if one else "new"
    yield ValueChange(
        kind, _rewritten(label, *shortened_to_difference(one, other)), one or None, other or None
    )


def _rewritten(label: SentenceValue | None, one: str, other: str) -> Message:
    before, after = QuotedText(one), QuotedText(other)
    if one and other:
        if label is None:
            return message("rewritten: {before} → {after}", before=before, after=after)
        return message(
            "{name} rewritten: {before} → {after}", name=label, before=before, after=after
        )
    if label is None:
        if other:
            return message("added: {after}", after=after)
        return message("deleted: {before}", before=before)
    if other:
        return message("{name} added: {after}", name=label, after=after)
    return message("{name} deleted: {before}", name=label, before=before)


def _dates(label: SentenceValue | None, old: Any, new: Any) -> Iterator[ValueChange]:
    """Compare two dates: how much later or earlier."""
    if old is None or new is None:
        before, after = (None if one is None else LocalizedDate(one) for one in (old, new))
        if old is not new:
            text = arrow(label, before, after)
            yield ValueChange(_kind(old, new), text, old and str(old), new and str(new))
    elif old.day != new.day:
        kind: ChangeKind = "later" if new.day > old.day else "earlier"
        yield ValueChange(kind, moved(label, old, new), str(old), str(new))


def _fingerprints(label: SentenceValue | None, old: Any, new: Any) -> Iterator[ValueChange]:
    """Compare two fingerprints: all that they tell is that the text is another."""
    if old is None:
        yield ValueChange("new", message("{name}: recorded", name=label), old, new)
    elif new is None:
        yield ValueChange("gone", message("{name}: no longer recorded", name=label), old, new)
    elif old != new:
        yield ValueChange("changed", message("{name}: text changed", name=label), old, new)


def _custom_fields(label: SentenceValue | None, old: Any, new: Any) -> Iterator[ValueChange]:
    """Compare the company's own fields, one by one."""
    old, new = old or {}, new or {}
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before != after or isinstance(before, bool) != isinstance(after, bool):
            text = arrow(
                message("{name} “{key}”", name=label, key=key),
                _own_value(before),
                _own_value(after),
            )
            yield ValueChange(_kind(before, after), text, before, after)


def _own_value(value: Any) -> SentenceValue | None:
    """Return the value of one of the company's own fields as it is in a sentence."""
    if value is None:
        return None
    if isinstance(value, bool):
        return message("yes") if value else message("no")
    if isinstance(value, tuple):
        return LocalizedList(tuple(one for each in value if (one := _own_value(each))))
    return normalized_text(str(value))


def _as_list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, tuple) else () if value is None else (value,)
