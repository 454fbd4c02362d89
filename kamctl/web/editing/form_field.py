"""A field as a page shows it: what is asked, how it is typed, and what is in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kamctl.web.editing.outcome import FieldFinding


class Widget(str, Enum):
    """How a field is filled in."""

    TEXT = "text"
    """On one line."""
    LONG_TEXT = "long-text"
    """In several lines."""
    DATE = "date"
    """A text: 2027-03-31, 2027-Q1, `fin mars 2027`. Never a date picker of the browser."""
    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    CHOICE = "choice"
    """One of `choices`, or none of them."""
    CHOICES = "choices"
    """Any of `choices`; the value has one a line."""
    TEXTS = "texts"
    """Several texts, one a line."""
    CLAIM = "claim"
    """A statement and where it comes from: `fields`, the statement first."""
    GROUP = "group"
    """Several `fields` under one heading."""
    ENTRIES = "entries"
    """A list: `entries`, each with fields of its own."""

    @property
    def is_typed(self) -> bool:
        """Whether the field has a value of its own; else it holds others."""
        return self not in (Widget.CLAIM, Widget.GROUP, Widget.ENTRIES)


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: the value to send, and what people read."""

    value: str
    label: str
    is_chosen: bool = False


def distinct_choices(
    offered: Iterable[tuple[str, str]], chosen: Collection[str] = ()
) -> tuple[Choice, ...]:
    """Return choices from values with labels; where a label is used twice, it has its value."""
    pairs = tuple(offered)
    alike = Counter(label for _, label in pairs)
    return tuple(
        Choice(value, label if alike[label] == 1 else f"{label} ({value})", value in chosen)
        for value, label in pairs
    )


def not_in_list(value: str) -> Message:
    """Say that a text is none of those to choose from."""
    return message("“{value}” is not in the list. Choose one of its entries.", value=value)


@dataclass(frozen=True)
class FormField:
    """A field of a form, in the language of the session.

    `value` is as people type it, and is what `commit_field` wants as `old`. A field with
    `fields` or `entries` has none.
    """

    key: str
    """What to send back: see `field_keys.py`. Opaque to a page."""
    name: str
    """The field of the format, such as `objectives[].due`."""
    widget: Widget
    label: str
    question: str = ""
    """What to ask where the label alone is not enough."""
    why: str = ""
    """What the field is for, in one sentence."""
    example: str = ""
    """As people would type it; empty where there is none."""
    unit: str = ""
    """What a figure counts: a currency, %, the unit of a measure."""
    seen_by: str = ""
    """Who reads it in documents, in one sentence."""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    fields: tuple[FormField, ...] = ()
    entries: tuple[FormEntry, ...] = ()
    findings: tuple[FieldFinding, ...] = ()
    is_required: bool = False
    is_signed: bool = False
    """Whether a change invalidates the sign-offs of the objective."""
    language: str = ""
    """Of a text that is written once for each language: which one this is."""
    translations: tuple[FormField, ...] = ()
    """The same text in the other languages of the plan."""
    is_placeholder: bool = False
    """Whether what is in it is a placeholder such as “TBD”."""
    is_seldom: bool = False
    """Whether few plans have it: it is folded while nothing is in it."""
    fix: str = ""
    """The one right answer where the value cannot be read, `accept_fix` writes it."""

    @property
    def is_filled(self) -> bool:
        """Whether something is in it, or in one of its fields or entries."""
        return bool(self.value or self.entries or any(one.is_filled for one in self.fields))


@dataclass(frozen=True)
class FormEntry:
    """An entry of a list: a person, an objective, a measure."""

    key: str
    title: str
    """What people call it: its name or its text, in its first words."""
    fields: tuple[FormField, ...] = ()
    findings: tuple[FieldFinding, ...] = ()
    """What is about the entry as a whole."""
