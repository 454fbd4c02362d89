"""Comparing two parts of a plan field by field, and two lists entry by entry."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.comparison.change_values import Country, Day, Money, Percent, Quantity, Quoted, Several
from kamctl.comparison.durations import moved
from kamctl.comparison.matching import paired
from kamctl.comparison.phrases import word
from kamctl.comparison.text_diff import apart, shortened
from kamctl.i18n.message import Localized, Message, message, untranslated
from kamctl.plan.text import text_in

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from kamctl.comparison.change import At, Change, Kind
    from kamctl.plan.model import Plan
    from kamctl.plan.text import Text

Value = Message | Localized | str


class Said(NamedTuple):
    """What is said of a field: what kind of change, in which words, and the plain values."""

    kind: Kind
    text: Message
    before: object = None
    after: object = None


class Sides:
    """The two plans, and the language in which their texts are read.

    `slips` tells how often a date has moved back on the way, by its path.
    """

    def __init__(
        self,
        before: Plan,
        after: Plan,
        language: str,
        slips: Mapping[tuple[str, ...], int] | None = None,
    ) -> None:
        self.before, self.after, self.language = before, after, language
        self.slips = slips or {}
        self._names = _names(before) | _names(after)
        self._names_before = _names(after) | _names(before)

    def person(self, who: str, *, then: bool = False) -> str:
        """Return a person's name, as the plan has or had it."""
        return (self._names_before if then else self._names).get(who, who).strip()

    def text(self, text: Text | None, *, then: bool = False) -> str:
        """Return a text of the plan as its reader reads it, in one line."""
        plan = self.before if then else self.after
        return _line(text_in(text, self.language, plan.plan.language))

    def currency(self, *, then: bool = False) -> str | None:
        """Return the currency of the amounts."""
        return (self.before if then else self.after).plan.currency

    def wordings(self, text: Text | None, *, then: bool = False) -> dict[str, str]:
        """Return a text in each of its languages."""
        if isinstance(text, str):
            plan = self.before if then else self.after
            text = {plan.plan.language: text}
        found = text.items() if isinstance(text, dict) else ()
        return {language: line for language, said in found if (line := _line(said))}


def _names(plan: Plan) -> dict[str, str]:
    ours = {one.id: one.name for one in plan.team}
    return ours | {one.id: one.name for one in plan.stakeholders}


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


class Field(NamedTuple):
    """A field of a part: its name in the format, what it is called, how it is compared."""

    name: str
    label: str
    how: Callable[[Sides, Message | None, Any, Any], Iterator[Said]]
    weight: int | None = None


# --- How values are compared ----------------------------------------------------------------------


def arrow(name: Message | None, before: Value | None, after: Value | None) -> Message:
    """Say what something was and what it is."""
    if name is None:
        if before is None:
            return message("now {after}", after=after)
        if after is None:
            return message("no longer {before}", before=before)
        return message("{before} → {after}", before=before, after=after)
    if before is None:
        return message("{name} now {after}", name=name, after=after)
    if after is None:
        return message("{name} taken out (was {before})", name=name, before=before)
    return message("{name} {before} → {after}", name=name, before=before, after=after)


def _values(
    name: Message | None, old: Any, new: Any, said: Callable[[Any, bool], Value]
) -> Iterator[Said]:
    if old == new:
        return
    yield Said(
        "changed" if old is not None and new is not None else "new" if old is None else "gone",
        arrow(
            name,
            None if old is None else said(old, True),
            None if new is None else said(new, False),
        ),
        old,
        new,
    )


def plain(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare what is said as it is written."""
    yield from _values(name, old, new, lambda value, _: _line(str(value)))


def text(sides: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two texts: in the reader's language where they differ in it, else in another."""
    before, after = sides.wordings(old, then=True), sides.wordings(new)
    different = [
        one for one in dict.fromkeys((*before, *after)) if before.get(one) != after.get(one)
    ]
    if not different:
        return
    language = sides.language if sides.language in different else different[0]
    one, other = before.get(language, ""), after.get(language, "")
    if name is not None and language != sides.language and len({*before, *after}) > 1:
        name = message("{name} ({language})", name=name, language=language)
    cut, cut_other = apart(one, other)
    yield Said(
        _kind_of_text(one, other), _rewritten(name, cut, cut_other), one or None, other or None
    )


def _kind_of_text(one: str, other: str) -> Kind:
    return "rewritten" if one and other else "gone" if one else "new"


def _rewritten(name: Message | None, one: str, other: str) -> Message:
    before, after = Quoted(one), Quoted(other)
    if one and other:
        if name is None:
            return message("rewritten: {before} → {after}", before=before, after=after)
        return message(
            "{name} rewritten: {before} → {after}", name=name, before=before, after=after
        )
    if name is None:
        if other:
            return message("written: {after}", after=after)
        return message("taken out: {before}", before=before)
    if other:
        return message("{name} written: {after}", name=name, after=after)
    return message("{name} taken out: {before}", name=name, before=before)


def date(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two dates: how much later or earlier."""
    before, after = _day(old), _day(new)
    if before == after:
        return
    if old is None or new is None:
        yield from _values(
            name, old and str(old), new and str(new), lambda _, then: Day(old if then else new)
        )
        return
    kind: Kind = "later" if after > before else "earlier"
    yield Said(kind, moved(name, old, new), str(old), str(new))


def _day(value: Any) -> Any:
    return value.day if value is not None else None


def person(sides: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two persons, by their names."""
    was = None if old is None else sides.person(old, then=True)
    yield from _values(
        name, was, None if new is None else sides.person(new), lambda one, _: str(one)
    )


def one_of(words: dict[str, str]) -> Callable[..., Iterator[Said]]:
    """Return what compares two values of a list of values, which are called `words`."""

    def compare(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
        yield from _values(name, _code(old), _code(new), lambda value, _: word(words, str(value)))

    return compare


def _code(value: Any) -> Any:
    return getattr(value, "value", value)


def money(sides: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two amounts."""
    yield from _values(name, old, new, lambda value, then: Money(value, sides.currency(then=then)))


def percent(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two percentages."""
    yield from _values(name, old, new, lambda value, _: Percent(value))


def number(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two numbers."""
    yield from _values(name, old, new, lambda value, _: Quantity(value))


def people(sides: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two lists of persons, by their names."""
    yield from _listed(
        name, [sides.person(one, then=True) for one in old], [sides.person(one) for one in new], str
    )


def fingerprint(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two fingerprints: that one is another is all that they say."""
    if old == new:
        return
    if old is None:
        yield Said("new", message("{name}: recorded", name=name), old, new)
    elif new is None:
        yield Said("gone", message("{name}: no longer recorded", name=name), old, new)
    else:
        yield Said("changed", message("{name}: another text", name=name), old, new)


def names(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two lists of names."""
    yield from _listed(name, old or (), new or (), str)


def countries(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two lists of countries."""
    yield from _listed(name, old or (), new or (), Country)


def several_of(words: dict[str, str]) -> Callable[..., Iterator[Said]]:
    """Return what compares two lists of values, which are called `words`."""

    def compare(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
        yield from _listed(name, old or (), new or (), lambda one: word(words, one))

    return compare


def one_or_several_of(words: dict[str, str]) -> Callable[..., Iterator[Said]]:
    """Return what compares two values, or lists of values, which are called `words`."""
    one, several = one_of(words), several_of(words)

    def compare(sides: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
        if isinstance(old, tuple) or isinstance(new, tuple):
            yield from several(sides, name, _as_list(old), _as_list(new))
        else:
            yield from one(sides, name, old, new)

    return compare


def _as_list(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def claims(sides: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two lists of short claims by their texts."""
    before = [sides.text(one.text, then=True) for one in old or ()]
    after = [sides.text(one.text) for one in new or ()]
    yield from _listed(name, before, after, Quoted)


def _listed(
    name: Message | None, old: Sequence[str], new: Sequence[str], said: Callable[[str], Value]
) -> Iterator[Said]:
    was, now = dict.fromkeys(old), dict.fromkeys(new)
    added = [one for one in now if one not in was]
    gone = [one for one in was if one not in now]
    if not added and not gone:
        return
    more, less = (Several(tuple(said(one) for one in side)) for side in (added, gone))
    if added and gone:
        words = message("{name}: {added} added, {gone} taken out", name=name, added=more, gone=less)
    elif added:
        words = message("{name}: {added} added", name=name, added=more)
    else:
        words = message("{name}: {gone} taken out", name=name, gone=less)
    yield Said("added", words, list(old), list(new))


def own(_: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare the company's own fields, one by one."""
    old, new = old or {}, new or {}
    for key in dict.fromkeys((*old, *new)):
        label = message("{name} “{key}”", name=name, key=key)
        yield from _values(label, old.get(key), new.get(key), lambda value, _: _line(str(value)))


# --- Parts and lists ------------------------------------------------------------------------------


def reach(part: Any, name: str) -> Any:
    """Return what stands in a part under a name that may lead through others: `impact.budget`."""
    for step in name.split("."):
        if part is None:
            return None
        part = getattr(part, step)
    return part


def fields(sides: Sides, at: At, shape: Sequence[Field], old: Any, new: Any) -> Iterator[Change]:
    """Compare two parts field by field."""
    if old is new:
        return
    for field in shape:
        before, after = reach(old, field.name), reach(new, field.name)
        if before == after:
            continue
        label = Message(field.label) if field.label else None
        for said in field.how(sides, label, before, after):
            times = sides.slips.get((*at.path, field.name), 0) if said.kind == "later" else 0
            words = moved(label, before, after, times=times) if times > 1 else said.text
            yield at.change(
                field.name,
                said.kind,
                words,
                said.before,
                said.after,
                weight=field.weight,
                times=times,
            )


class Entries(NamedTuple):
    """A list of entries: what one is, what it is called, what is in it.

    `title` says it to people, and tells of the fields `told`; `names` tell entries apart, the
    surest first; `inside` compares the lists within an entry; `more` says what goes with a new one.
    """

    noun: str
    title: Callable[[Sides, Any, bool], Value]
    told: tuple[str, ...]
    shape: tuple[Field, ...]
    names: tuple[Callable[[Any], Hashable], ...]
    likeness: bool = True
    inside: Callable[[Sides, At, Any, Any], Iterator[Change]] | None = None
    more: Callable[[Sides, Any], Message | None] | None = None
    also: tuple[str, ...] = ()
    """The fields that `more` tells of."""
    weight: int | None = None
    in_full: bool = False
    """Whether what is inside of a new one is told, too."""
    key: Callable[[Any], str] | None = None
    """What an entry is called in a path; its id, else its title, where this is not said."""


def entries(
    sides: Sides, at: At, spec: Entries, before: Sequence[Any], after: Sequence[Any]
) -> Iterator[Change]:
    """Compare two lists entry by entry; `at` is the place of the list."""
    if before == after:
        return

    def called(one: Any) -> str:
        return _plain(spec.title(sides, one, False))

    for old, new in paired(before, after, spec.names, called if spec.likeness else None):
        if old == new:
            continue
        one = new if new is not None else old
        then = new is None
        title = spec.title(sides, one, then)
        key = spec.key(one) if spec.key else str(getattr(one, "id", None) or _plain(title))
        told = tuple(f"{at.field}.{name}" for name in spec.told)
        named = _named(title)
        of = named if at.of is None else message("{of}, {title}", of=at.of, title=named)
        here = at.inner(key, at.field, of, *told)
        if old is not None and new is not None:
            yield from fields(sides, here, spec.shape, old, new)
        else:
            yield _come_or_gone(sides, at, spec, one, key, title, gone=then)
        if spec.inside is not None and new is not None and (old is not None or spec.in_full):
            yield from spec.inside(sides, here, old, new)


def _come_or_gone(
    sides: Sides, at: At, spec: Entries, one: Any, key: str, title: Value, *, gone: bool
) -> Change:
    noun = Message(spec.noun)
    told = tuple(f"{at.field}.{name}" for name in (*spec.told, *(() if gone else spec.also)))
    # What is new is told at the list, and not at the entry itself.
    place = at._replace(path=(*at.path, key), fields=(*at.fields, *told[1:]), field=told[0])
    if gone:
        words = message("{noun} taken out: {title}", noun=noun, title=title)
        return place.change("", "gone", words, _plain(title), None, weight=spec.weight)
    more = spec.more(sides, one) if spec.more is not None else None
    words = message("new {noun}: {title}", noun=noun, title=title)
    if more is not None:
        words = message("{what} ({more})", what=words, more=more)
    return place.change("", "new", words, None, _plain(title), weight=spec.weight)


def _plain(title: Value) -> str:
    """Return what an entry is called, for a path."""
    if isinstance(title, Quoted):
        return title.text
    return title if isinstance(title, str) else title.say(untranslated)


def _named(title: Value) -> Message:
    return title if isinstance(title, Message) else message("{name}", name=title)


# --- What entries are called ----------------------------------------------------------------------


def by_id(one: Any) -> str | None:
    """Tell entries apart by their ids."""
    return getattr(one, "id", None)


def by(*keys: str) -> Callable[[Any], Hashable]:
    """Return what tells entries apart by some of their fields, whatever their capitals."""

    def name(one: Any) -> Hashable:
        found = [getattr(one, key) for key in keys]
        said = tuple(_line(str(getattr(value, "day", value))).casefold() for value in found)
        return None if all(value is None for value in found) else said

    return name


def in_words(key: str = "text") -> Callable[[Sides, Any, bool], Value]:
    """Return what calls an entry by one of its texts, shortened and in quotation marks."""

    def title(sides: Sides, one: Any, then: bool) -> Value:
        return Quoted(shortened(sides.text(getattr(one, key), then=then)))

    return title


def as_named(key: str = "name") -> Callable[[Sides, Any, bool], Value]:
    """Return what calls an entry by its name."""

    def title(_: Sides, one: Any, then: bool) -> Value:
        return shortened(_line(str(getattr(one, key))))

    return title
