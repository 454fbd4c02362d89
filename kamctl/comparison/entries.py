"""The lists of the format: what an entry is called, and how it is distinguished from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.comparison.change import STATUS, WHEN, WORDS, WORK
from kamctl.comparison.measure_changes import measure_changes, share_changes
from kamctl.comparison.phrases import ENTRY_WITH_ID
from kamctl.comparison.text_diff import shortened
from kamctl.i18n.localized import LocalizedDate, LocalizedMoney, QuotedText
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.text_normalization import normalized_text
from kamctl.plan.functions import function_name

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from kamctl.comparison.change import At, Change
    from kamctl.comparison.sides import Sides
    from kamctl.i18n.localized import SentenceValue


class Entries(NamedTuple):
    """A list of entries: what is particular to it.

    `title` says what an entry is called, and reads the `title_fields`; `keys` distinguish entries,
    the surest first, and `likeness` whether two alike ones are one that was rewritten.
    """

    noun: str
    title: Callable[[Sides, Any, bool], SentenceValue]
    title_fields: tuple[str, ...]
    keys: tuple[Callable[[Any], Hashable], ...]
    likeness: bool = True
    weight: int | None = None
    """How much it weighs that an entry is new or gone."""
    field_weight: int = WORDS
    """How much a change of its fields weighs, unless `weights` says otherwise."""
    unlabelled: tuple[str, ...] = ()
    """The fields whose values speak for themselves."""
    details: Callable[[Sides, Any], Message | None] | None = None
    """What is said of a new entry besides its title."""
    detail_fields: tuple[str, ...] = ()
    """The fields that `details` reads."""
    with_lists: bool = False
    """Whether the lists inside a new entry are shown, too."""
    path_name: Callable[[Any], str] | None = None
    """What programs call an entry, in a path and as a value; by default its id in a path, else its
    title. Days are in ISO form, functions and people are their ids."""
    function: Callable[[Any], str] | None = None
    """Whose direction it is."""
    extra: Callable[[Sides, At, Any, Any], Iterator[Change]] | None = None
    """What is compared otherwise than field by field."""
    skipped: tuple[str, ...] = ()
    """The fields that `extra` compares."""


# --- Keys and titles ------------------------------------------------------------------------------


def by_id(one: Any) -> str | None:
    """Distinguish entries by their ids."""
    return getattr(one, "id", None)


def by(*names: str) -> Callable[[Any], Hashable]:
    """Return a key that distinguishes entries by some of their fields, whatever their capitals."""

    def key(one: Any) -> Hashable:
        values = [getattr(one, name) for name in names]
        if all(value is None for value in values):
            return None
        return tuple(
            normalized_text(str(getattr(value, "day", value))).casefold() for value in values
        )

    return key


def _text(name: str = "text") -> Callable[[Sides, Any, bool], SentenceValue]:
    def title(sides: Sides, one: Any, then: bool) -> SentenceValue:
        return QuotedText(shortened(sides.text(getattr(one, name), then=then)))

    return title


def _name(_: Sides, one: Any, then: bool) -> SentenceValue:
    return shortened(normalized_text(one.name))


def _measure(sides: Sides, one: Any, then: bool) -> SentenceValue:
    return sides.text(one.name, then=then)


def _action(sides: Sides, one: Any, then: bool) -> SentenceValue:
    title = sides.text(one.title, then=then)
    return Message(ENTRY_WITH_ID, {"id": one.id, "title": title}) if one.id else title


def _direction(_: Sides, one: Any, then: bool) -> SentenceValue:
    return function_name(one.function)


def _relation(sides: Sides, one: Any, then: bool) -> SentenceValue:
    return message(
        "{one} and {other}",
        one=sides.person(one.from_, then=then),
        other=sides.person(one.to, then=then),
    )


def _year(_: Sides, one: Any, then: bool) -> SentenceValue:
    return str(one.year)


def _target_year(_: Sides, one: Any, then: bool) -> SentenceValue:
    return message("{year} (target)", year=one.year)


def _cell(_: Sides, one: Any, then: bool) -> SentenceValue:
    return message("{offering} in {unit}", offering=one.offering, unit=one.unit)


def _review(_: Sides, one: Any, then: bool) -> SentenceValue:
    when = LocalizedDate(one.date)
    if one.kind:
        return message("{date} ({kind})", date=when, kind=one.kind)
    return message("{date}", date=when)


# --- Details of new entries -----------------------------------------------------------------------


def _due_and_owner(sides: Sides, one: Any) -> Message | None:
    who = sides.person(one.owner) if one.owner else None
    if one.due and who:
        return message("{owner}, due {date}", owner=who, date=LocalizedDate(one.due))
    if one.due:
        return message("due {date}", date=LocalizedDate(one.due))
    return message("{name}", name=who) if who else None


def _ask(sides: Sides, one: Any) -> Message | None:
    ask = sides.text(one.ask)
    return message("{text}", text=QuotedText(shortened(ask))) if ask else None


def _turnover(sides: Sides, one: Any) -> Message | None:
    if one.turnover is None:
        return None
    return message(
        "turnover with us {amount}", amount=LocalizedMoney(one.turnover, sides.currency())
    )


# --- The lists ------------------------------------------------------------------------------------


def _claims(noun: str) -> Entries:
    return Entries(noun, _text(), ("text",), (by_id, by("text")), unlabelled=("text", "status"))


def _people(noun: str, *unlabelled: str) -> Entries:
    return Entries(
        noun, _name, ("name",), (by_id, by("name")), weight=STATUS, unlabelled=unlabelled
    )


def _years(title: Callable[[Sides, Any, bool], SentenceValue]) -> Entries:
    return Entries(
        N_("Year"),
        title,
        ("year",),
        (by("year"),),
        likeness=False,
        weight=STATUS,
        field_weight=STATUS,
        details=_turnover,
        detail_fields=("turnover",),
        with_lists=True,
        path_name=lambda one: str(one.year),
        extra=share_changes,
    )


_BY_TITLE: Final = (by_id, by("title"))
ENTRIES: Final[dict[str, Entries]] = {
    "objectives[].measures[]": Entries(
        N_("Measure"),
        _measure,
        ("name",),
        (by_id, by("name")),
        weight=STATUS,
        field_weight=STATUS,
        unlabelled=("direction",),
        extra=measure_changes,
        skipped=("baseline", "target", "readings"),
    ),
    "objectives[].directions[]": Entries(
        N_("direction"),
        _direction,
        ("function",),
        (by("function"),),
        likeness=False,
        weight=STATUS,
        field_weight=WORK,
        details=_ask,
        detail_fields=("ask",),
        with_lists=True,
        path_name=lambda one: str(one.function),
        function=lambda one: str(one.function),
    ),
    "objectives[].directions[].resistances[]": Entries(
        N_("Concern"),
        _text("concern"),
        ("concern",),
        (by_id, by("concern")),
        weight=STATUS,
        field_weight=WORK,
        unlabelled=("concern", "status"),
    ),
    "objectives[].actions[]": Entries(
        N_("Action"),
        _action,
        ("title",),
        _BY_TITLE,
        field_weight=WORK,
        unlabelled=("title", "status"),
        details=_due_and_owner,
        detail_fields=("due", "owner"),
    ),
    "stakeholders[]": _people(N_("stakeholder"), "attitude"),
    "team[]": _people(N_("team member")),
    "relations[]": Entries(
        N_("Relation"),
        _relation,
        ("from", "to"),
        (by("from_", "to"),),
        likeness=False,
        unlabelled=("kind",),
        path_name=lambda one: f"{one.from_}/{one.to}",
    ),
    "position.history[]": _years(_year),
    "position.targets[]": _years(_target_year),
    "whitespace.cells[]": Entries(
        N_("white space cell"),
        _cell,
        ("unit", "offering"),
        (by("unit", "offering"),),
        likeness=False,
        unlabelled=("status",),
        path_name=lambda one: f"{one.unit}/{one.offering}",
    ),
    "opportunities[]": Entries(
        N_("Opportunity"),
        _text("title"),
        ("title",),
        _BY_TITLE,
        weight=STATUS,
        unlabelled=("title",),
    ),
    "risks[]": Entries(
        N_("Risk"),
        _text(),
        ("text",),
        (by_id, by("text")),
        weight=STATUS,
        field_weight=WORK,
        unlabelled=("text", "status"),
    ),
    "reviews[]": Entries(
        N_("Review"),
        _review,
        ("date", "kind"),
        (by("date", "kind"), by("date")),
        likeness=False,
        weight=WHEN,
        field_weight=STATUS,
        with_lists=True,
        path_name=lambda one: str(one.date),
    ),
    "reviews[].decisions[]": Entries(
        N_("Decision"),
        _text(),
        ("text",),
        (by_id, by("text")),
        weight=WHEN,
        field_weight=WHEN,
        unlabelled=("text", "status"),
        details=_due_and_owner,
        detail_fields=("due", "owner"),
    ),
    "stakeholders[].levers[]": _claims(N_("decision criterion")),
    "stakeholders[].goals[]": _claims(N_("personal goal")),
    "competitors[]": Entries(N_("Competitor"), _name, ("name",), (by_id, by("name"))),
    "competitors[].strengths[]": _claims(N_("strength")),
    "competitors[].weaknesses[]": _claims(N_("weakness")),
    "customer.goals[]": _claims(N_("customer goal")),
    "customer.needs[]": _claims(N_("customer need")),
    "customer.initiatives[]": _claims(N_("customer initiative")),
    "customer.pressures[]": _claims(N_("customer pressure")),
    "customer.obstacles[]": _claims(N_("customer obstacle")),
    "swot.strengths[]": _claims(N_("strength")),
    "swot.weaknesses[]": _claims(N_("weakness")),
    "swot.opportunities[]": _claims(N_("Opportunity")),
    "swot.threats[]": _claims(N_("threat")),
    "buying.levers[]": _claims(N_("decision criterion")),
    "buying.process[]": Entries(
        N_("Buying step"),
        _text("step"),
        ("step",),
        (by_id, by("step")),
        unlabelled=("step",),
    ),
    "buying.contracts[]": Entries(
        N_("Contract"), _text("title"), ("title",), _BY_TITLE, unlabelled=("title",)
    ),
}
"""By place. A list that is not here is compared as a list of values."""
