"""Comparing two parts of a plan field by field, and two lists entry by entry.

What the fields are comes from the models (`kamctl.plan.fields`); what is particular to a list, from
`kamctl.comparison.entries`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison.change_values import QuotedText
from kamctl.comparison.entries import ENTRIES
from kamctl.comparison.field_changes import field_changes
from kamctl.comparison.matching import paired
from kamctl.i18n.message import Message, message, untranslated
from kamctl.plan.fields import fields_at
from kamctl.plan.labels import InSentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.comparison.change import At, Change
    from kamctl.comparison.change_values import SentenceValue
    from kamctl.comparison.entries import Entries
    from kamctl.comparison.sides import Sides
    from kamctl.plan.fields import PlanField

_COMPARED_IDS: Final = ("account.id", "stakeholders[].id", "team[].id")
_OF_CLAIM: Final = ("text", "status")
_NAMED_BY_THEIR_PART: Final = tuple(
    f"objectives[].directions[].impact.{on}" for on in ("budget", "resources", "business")
)
"""Parts whose label says what their fields are."""


def part_changes(
    sides: Sides,
    at: At,
    place: str,
    old: Any,
    new: Any,
    *,
    prefix: str = "",
    unlabelled: Sequence[str] = (),
    skipped: Sequence[str] = (),
) -> Iterator[Change]:
    """Compare two parts: their fields, those of the parts in them, then the lists in them.

    `place` is where they are in the format; `prefix` leads from `at` to them. The fields
    `unlabelled` speak for themselves, those `skipped` are compared elsewhere.
    """
    if old is new:
        return
    fields = [one for one in fields_at(place) if one.name not in skipped]
    for field in fields:
        if not _is_list_of_entries(field):
            yield from _changes_in(sides, at, field, old, new, prefix, unlabelled)
    for field in fields:
        if _is_list_of_entries(field):
            before, after = _value(old, field) or (), _value(new, field) or ()
            names = (prefix + _key(field)).split(".")
            here = at._replace(path=(*at.path, *names), field=f"{_inside(at, prefix, field)}[]")
            yield from entry_changes(sides, here, f"{field.place}[]", before, after)


def _is_list_of_entries(field: PlanField) -> bool:
    return field.is_list and f"{field.place}[]" in ENTRIES


def _key(field: PlanField) -> str:
    return field.place.rpartition(".")[2]


def _inside(at: At, prefix: str, field: PlanField) -> str:
    return ".".join(filter(None, (at.field, prefix + _key(field))))


def _value(part: Any, field: PlanField) -> Any:
    return None if part is None else getattr(part, field.name)


def _changes_in(
    sides: Sides,
    at: At,
    field: PlanField,
    old: Any,
    new: Any,
    prefix: str,
    unlabelled: Sequence[str],
) -> Iterator[Change]:
    before, after = _value(old, field), _value(new, field)
    if before == after or _is_id(field):
        return
    name, label = prefix + _key(field), InSentence(field.facet.label)
    if field.kind == "claim" and not field.is_list:
        of = label if at.of is None else message("{of}, {title}", of=at.of, title=label)
        here = at._replace(
            path=(*at.path, *name.split(".")), field=_inside(at, prefix, field), of=_named(of)
        )
        yield from part_changes(sides, here, field.place, before, after, unlabelled=_OF_CLAIM)
    elif field.kind == "part":
        inside = f"{name}."
        yield from part_changes(sides, at, field.place, before, after, prefix=inside)
    else:
        place = field.place.rpartition(".")[0]
        if place in _NAMED_BY_THEIR_PART:
            outer = place.rpartition(".")[0]
            label = next(
                InSentence(one.facet.label) for one in fields_at(outer) if one.place == place
            )
        shown_label = None if field.name in unlabelled else label
        yield from field_changes(sides, at, name, field, shown_label, before, after)


def _is_id(field: PlanField) -> bool:
    """Tell whether a field is an id that only tells an entry from others, and no person's."""
    return field.name == "id" and field.place not in _COMPARED_IDS


def entry_changes(
    sides: Sides, at: At, place: str, before: Sequence[Any], after: Sequence[Any]
) -> Iterator[Change]:
    """Compare two lists entry by entry; `at` is where the list is, `place` what it is."""
    if before == after:
        return
    spec = ENTRIES[place]

    def title_of(one: Any) -> str:
        return _plain(spec.title(sides, one, False))

    for old, new in paired(before, after, spec.keys, title_of if spec.likeness else None):
        if old == new:
            continue
        one = old if new is None else new
        around = at._replace(
            weight=spec.field_weight, function=spec.function(one) if spec.function else at.function
        )
        title = spec.title(sides, one, new is None)
        name = spec.path_name(one) if spec.path_name else _plain(title)
        key = name if spec.path_name else str(getattr(one, "id", "") or name)
        if old is None or new is None:
            yield _added_or_removed(sides, around, spec, one, key, name, title, removed=new is None)
            if new is None or not spec.with_lists:
                continue
        named = _named(title)
        of = named if at.of is None else message("{of}, {title}", of=at.of, title=named)
        title_fields = (f"{at.field}.{name}" for name in spec.title_fields)
        here = around.inner(key, at.field, of, *title_fields)
        skipped = spec.skipped if old is not None else _all_but_lists(place)
        yield from part_changes(
            sides, here, place, old, new, unlabelled=spec.unlabelled, skipped=skipped
        )
        if spec.extra is not None:
            yield from spec.extra(sides, here, old, new)


def _all_but_lists(place: str) -> Sequence[str]:
    return tuple(one.name for one in fields_at(place) if not _is_list_of_entries(one))


def _added_or_removed(
    sides: Sides,
    at: At,
    spec: Entries,
    one: Any,
    key: str,
    name: str,
    title: SentenceValue,
    *,
    removed: bool,
) -> Change:
    names = (*spec.title_fields, *(() if removed else spec.detail_fields))
    fields = tuple(f"{at.field}.{name}" for name in names)
    # What is new is shown at the list, and not at the entry itself.
    place = at._replace(path=(*at.path, key), fields=(*at.fields, *fields[1:]), field=fields[0])
    noun = InSentence(spec.noun)
    if removed:
        text = message("{noun} removed: {title}", noun=noun, title=title)
        return place.change("", "gone", text, name, None, weight=spec.weight)
    text = message("new {noun}: {title}", noun=noun, title=title)
    details = spec.details(sides, one) if spec.details is not None else None
    if details is not None:
        text = message("{what} ({more})", what=text, more=details)
    return place.change("", "new", text, None, name, weight=spec.weight)


def _plain(title: SentenceValue) -> str:
    """Return what an entry is called, for a path."""
    if isinstance(title, QuotedText):
        return title.text
    return title if isinstance(title, str) else title.say(untranslated)


def _named(title: SentenceValue) -> Message:
    return title if isinstance(title, Message) else message("{name}", name=title)
