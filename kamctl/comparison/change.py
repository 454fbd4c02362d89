"""A difference between two plans, in meaning: where, what kind, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast

from kamctl.i18n.message import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterable

ChangeKind = Literal[
    "new", "gone", "changed", "rewritten", "later", "earlier", "added", "read", "invalidated",
    "signed", "confirmed",
]  # fmt: skip
"""What happened. `read` is a new reading of a measure, `added` values that are new in a list
from which none was removed; `invalidated` sign-offs or a confirmation that no longer count,
`signed` a sign-off that was given, `confirmed` a customer's confirmation."""

ChangeGroup = Literal["basics", "objectives", "people", "figures", "rest"]
GROUPS: Final[dict[ChangeGroup, str]] = {
    "basics": N_("Basics"),
    "objectives": N_("Objectives"),
    "people": N_("People"),
    "figures": N_("Figures"),
    "rest": N_("The rest of the plan"),
}
"""Their headings, in the order in which they are shown."""
_BASICS: Final = frozenset((
    "plan.currency", "plan.language", "account.id", "account.name", "stakeholders[].id",
    "stakeholders[].name", "team[].id", "team[].name",
))  # fmt: skip
"""Fields by which the rest of a plan is read: in what it counts, and who is who."""
_OF_SECTION: Final[dict[str, ChangeGroup]] = {
    "objectives": "objectives",
    "signoffs": "objectives",
    "stakeholders": "people",
    "relations": "people",
    "team": "people",
    "position": "figures",
    "whitespace": "figures",
    "opportunities": "figures",
}

Assessment = Literal["good", "warn", "bad", ""]
"""Whether a change is good news or bad: what every surface makes its sign and its color of."""
_OF_DECISION: Final[dict[object, Assessment]] = {
    "agree": "good",
    "validate": "good",
    "agree_with_conditions": "warn",
    "object": "bad",
}
_OF_KIND: Final[dict[ChangeKind, Assessment]] = {
    "invalidated": "bad",
    "later": "warn",
    "confirmed": "good",
}

FIRST, SENTENCE, WHEN, STATUS, WORK, WORDS = range(6)
"""How much a change weighs, the most first: agreements, the sentence, dates and targets, where it
is, who does what, and how it is said."""


class EntryChange(Message):
    """What changed in an entry, with its name: “Finance: the request was rewritten”."""

    __slots__ = ()

    @classmethod
    def of(cls, entry: Message, change: Message) -> EntryChange:
        """Put the name of an entry before what changed in it."""
        return cls(N_("{of}: {change}"), {"of": entry, "change": change})

    @property
    def entry(self) -> Message:
        """The name of the entry."""
        return cast("Message", self.values["of"])

    @property
    def change(self) -> Message:
        """What changed, without the name."""
        return cast("Message", self.values["change"])


class Change(NamedTuple):
    """One difference.

    `path` leads to it by names, not by places, one key or entry a step:
    `("objectives", "SO1", "actions", "A2", "due")`.
    `fields` are the fields of the format that the words tell of, as `who_sees_what` calls them, so
    that a reader gets only what they may see; `function` is whose direction it is in.
    `before` and `after` are plain values for programs; None where there is nothing.
    """

    section: str
    path: tuple[str, ...]
    fields: tuple[str, ...]
    kind: ChangeKind
    text: Message
    before: object = None
    after: object = None
    objective: str | None = None
    function: str | None = None
    weight: int = WORDS
    times: int = 0
    """How often a date has slipped on the way, where that is known."""

    @property
    def group(self) -> ChangeGroup:
        """The heading under which it is shown."""
        is_entry = self.section in ("stakeholders", "team") and self.kind in ("new", "gone")
        if self.fields[0] in _BASICS and not is_entry:
            return "basics"
        return _OF_SECTION.get(self.section, "rest")

    @property
    def assessment(self) -> Assessment:
        """Whether it is good news or bad; of a sign-off, what was decided says so."""
        if self.kind == "signed":
            return _OF_DECISION.get(self.after, "")
        return _OF_KIND.get(self.kind, "")


class GroupedChanges(NamedTuple):
    """The changes under one heading: of an `objective`, or what `group` names."""

    objective: str | None
    group: ChangeGroup
    changes: list[Change]


def grouped_changes(changes: Iterable[Change]) -> list[GroupedChanges]:
    """Return changes under their headings, in the order in which these come first."""
    found: dict[tuple[str | None, ChangeGroup], list[Change]] = {}
    for one in changes:
        group: ChangeGroup = "objectives" if one.objective else one.group
        found.setdefault((one.objective, group), []).append(one)
    return [GroupedChanges(*heading, under) for heading, under in found.items()]


class At(NamedTuple):
    """Where in the plan something is, and what it is called in a sentence.

    `field` is the name of the field in the format, `of` what the words begin with: a measure, a
    person, a function.
    """

    section: str
    path: tuple[str, ...] = ()
    field: str = ""
    of: Message | None = None
    objective: str | None = None
    function: str | None = None
    weight: int = WORDS
    fields: tuple[str, ...] = ()
    """Fields that it also shows: those that `of` is taken from."""

    def inner(self, key: str, field: str, of: Message | None, *fields: str) -> At:
        """Return the place of an entry in this one."""
        return self._replace(
            path=(*self.path, key), field=field, of=of, fields=(*self.fields, *fields)
        )

    def change(
        self,
        name: str,
        kind: ChangeKind,
        text: Message,
        before: object = None,
        after: object = None,
        *,
        weight: int | None = None,
        more: tuple[str, ...] = (),
        times: int = 0,
    ) -> Change:
        """Make a change of the field called `name` here."""
        field = ".".join(part for part in (self.field, name) if part)
        return Change(
            self.section,
            (*self.path, *name.replace("[]", "").split(".")) if name else self.path,
            tuple(dict.fromkeys((field, *self.fields, *more))),
            kind,
            text if self.of is None else EntryChange.of(self.of, text),
            before,
            after,
            self.objective,
            self.function,
            self.weight if weight is None else weight,
            times,
        )


class Difference(NamedTuple):
    """All that is different between two plans, in the order in which it is shown.

    `statements` are the objectives' sentences by id.
    """

    account: str
    changes: tuple[Change, ...]
    statements: dict[str, str]
