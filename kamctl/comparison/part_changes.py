"""Comparing two parts of a plan field by field, and two lists entry by entry.

What the fields are comes from the models (`kamctl.plan.fields`); what is particular to a list, from
`kamctl.comparison.entries`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.comparison.entries import ENTRIES
from kamctl.comparison.field_changes import field_changes
from kamctl.comparison.given_answers import GIVEN_ANSWERS
from kamctl.comparison.matching import paired
from kamctl.i18n.localized import QuotedText
from kamctl.i18n.message import Message, message, untranslated
from kamctl.plan.fields import fields_at
from kamctl.plan.labels import InSentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.comparison.change import At, Change
    from kamctl.comparison.entries import Entries
    from kamctl.comparison.sides import Sides
    from kamctl.i18n.localized import SentenceValue
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
            names = (prefix + field.key).split(".")
            here = at._replace(path=(*at.path, *names), field=f"{_inside(at, prefix, field)}[]")
            yield from entry_changes(sides, here, f"{field.place}[]", before, after)


def _is_list_of_entries(field: PlanField) -> bool:
    return field.is_list and f"{field.place}[]" in ENTRIES


def _inside(at: At, prefix: str, field: PlanField) -> str:
    return ".".join(filter(None, (at.field, prefix + field.key)))


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
    name, label = prefix + field.key, InSentence(field.facet.label)
    if field.kind == "claim" and not field.is_list:
        of = label if at.of is None else message("{of}, {title}", of=at.of, title=label)
        here = at._replace(
            path=(*at.path, *name.split(".")), field=_inside(at, prefix, field), of=_as_message(of)
        )
        yield from part_changes(sides, here, field.place, before, after, unlabelled=_OF_CLAIM)
    elif field.kind == "part":
        inside = f"{name}."
        given = GIVEN_ANSWERS.get(field.place)
        answer = given(sides, at, inside, before, after) if given is not None else None
        if answer is not None:
            yield answer.change
        compared = answer.fields if answer is not None else ()
        yield from part_changes(
            sides, at, field.place, before, after, prefix=inside, skipped=compared
        )
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
        return _plain_title(spec.title(sides, one, False))

    for old, new in paired(before, after, spec.keys, title_of if spec.likeness else None):
        if old == new:
            continue
        one = old if new is None else new
        around = at._replace(
            weight=spec.field_weight, function=spec.function(one) if spec.function else at.function
        )
        called = _entry_name(sides, spec, one, removed=new is None)
        if new is None:
            yield _removed(around, spec, called)
            continue
        if old is None:
            yield _added(sides, around, spec, new, called)
            if not spec.with_lists:
                continue
        named = _as_message(called.title)
        of = named if at.of is None else message("{of}, {title}", of=at.of, title=named)
        title_fields = (f"{at.field}.{name}" for name in spec.title_fields)
        here = around.inner(called.key, at.field, of, *title_fields)
        skipped = spec.skipped if old is not None else _all_but_lists(place)
        yield from part_changes(
            sides, here, place, old, new, unlabelled=spec.unlabelled, skipped=skipped
        )
        if spec.extra is not None:
            yield from spec.extra(sides, here, old, new)


def _all_but_lists(place: str) -> Sequence[str]:
    return tuple(one.name for one in fields_at(place) if not _is_list_of_entries(one))


class _EntryName(NamedTuple):
    """What an entry is called: `key` in a path, `name` as a value, `title` in a sentence."""

    key: str
    name: str
    title: SentenceValue


def _entry_name(sides: Sides, spec: Entries, entry: Any, *, removed: bool) -> _EntryName:
    title = spec.title(sides, entry, removed)
    if spec.path_name is not None:
        name = spec.path_name(entry)
        return _EntryName(name, name, title)
    name = _plain_title(title)
    return _EntryName(str(getattr(entry, "id", "") or name), name, title)


def _removed(at: At, spec: Entries, called: _EntryName) -> Change:
    place = _place_of(at, spec.title_fields, called)
    text = message("{noun} removed: {title}", noun=InSentence(spec.noun), title=called.title)
    return place.change("", "gone", text, called.name, None, weight=spec.weight)


def _added(sides: Sides, at: At, spec: Entries, entry: Any, called: _EntryName) -> Change:
    place = _place_of(at, (*spec.title_fields, *spec.detail_fields), called)
    text = message("new {noun}: {title}", noun=InSentence(spec.noun), title=called.title)
    details = spec.details(sides, entry) if spec.details is not None else None
    if details is not None:
        text = message("{what} ({more})", what=text, more=details)
    return place.change("", "new", text, None, called.name, weight=spec.weight)


def _place_of(at: At, names: Sequence[str], called: _EntryName) -> At:
    """Return the place of an entry; what is new is shown at the list, and not at the entry."""
    first, *more = (f"{at.field}.{name}" for name in names)
    return at._replace(path=(*at.path, called.key), fields=(*at.fields, *more), field=first)


def _plain_title(title: SentenceValue) -> str:
    """Return what an entry is called, for a path."""
    if isinstance(title, QuotedText):
        return title.text
    return title if isinstance(title, str) else title.say(untranslated)


def _as_message(title: SentenceValue) -> Message:
    return title if isinstance(title, Message) else message("{name}", name=title)
