"""A value that does not fit the format, and the message about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kamctl.document.error_codes import ErrorCode
from kamctl.document.span import KeyPath
from kamctl.i18n.message import Message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.truncate import truncate
from kamctl.plan.schema_lookup import Root

MAX_NAMED_VALUES = 20
"""How many allowed values a hint names at most."""
_MAX_QUOTE = 40
"""Characters of a value that is quoted."""


class Explanation(NamedTuple):
    """A kind of problem, what is wrong, and what to do."""

    problem: ErrorCode
    text: Message
    hint: Message | None


class InvalidValue(NamedTuple):
    """The value at `path` that pydantic refuses, in a file whose model is `root`.

    `error` is one of pydantic's `ValidationError.errors()`; its `written`, where it has one, is
    what is in the file, its `named_id` the id of the entry whose name is written there, and its
    `possible_ids` those of the entries that can be meant.
    """

    path: KeyPath
    error: Any
    root: Root

    @property
    def kind(self) -> str:
        """The type of pydantic's error."""
        kind: str = self.error["type"]
        return kind

    @property
    def value(self) -> Any:
        """The value as it was read."""
        return self.error.get("input")

    @property
    def location(self) -> tuple[str | int, ...]:
        """Where pydantic found it: unions and forms are steps too."""
        location: tuple[str | int, ...] = self.error["loc"]
        return location

    @property
    def context(self) -> dict[str, Any]:
        """What pydantic says besides: limits, patterns, doubts."""
        context: dict[str, Any] = self.error.get("ctx", {})
        return context

    @property
    def source_text(self) -> str:
        """What the author wrote: a text without its quotes."""
        if isinstance(self.value, str):
            return self.value
        return self.error.get("written") or str(self.value)

    @property
    def named_id(self) -> str | None:
        """The id of the entry whose name was written instead of it."""
        named: str | None = self.error.get("named_id")
        return named

    @property
    def possible_ids(self) -> Sequence[str]:
        """The ids of the entries that may be referred to here."""
        ids: Sequence[str] = self.error.get("possible_ids", ())
        return ids

    @property
    def quoted(self) -> str:
        """The start of what the author wrote, on one line."""
        return value_excerpt(self.source_text)


def value_excerpt(value: object) -> str:
    """Return the start of a value, on one line."""
    return truncate(single_spaced(str(value)), _MAX_QUOTE)
