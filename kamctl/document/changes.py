"""The changes that a text of YAML can get: each is one of a field or of an entry of a list.

    SetValue     a value, in the place of another or new
    RemoveValue  a key with its value, or an entry of a list
    InsertItem   an entry, before another or at the end
    MoveItem     an entry to another place in its list

`apply_changes.py` makes them. Whoever shows a plan and changes it later names entries by what
they hold (`Entry`), never by their place alone, and gives the value that was shown (`old`): what
somebody else has written meanwhile is then a `Conflict`, and nothing is lost.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.document.errors import UserError
from kamctl.document.span import KeyPath, dotted

if TYPE_CHECKING:
    from kamctl.i18n.message import Message


class _Unchecked(Enum):
    UNCHECKED = "unchecked"


UNCHECKED: Final = _Unchecked.UNCHECKED
"""In the place of an old value: whatever is there."""


class Entry(NamedTuple):
    """A step of a path: an entry of a list, known by what it holds.

    `holds` is a mapping of some of its fields, such as `{"id": "SO1"}`, or the entry itself where
    it is a text or number. `at` is where it was, from 0: it decides between entries alike.
    """

    holds: Any
    at: int | None = None


Place = tuple[str | int | Entry, ...]
"""The way to a value: keys and entries, from the top. A number is an entry's index."""


class SetValue(NamedTuple):
    """Set the value at `path`: an existing value is replaced, what is missing on the way is made.

    Of a mapping or list that is there already, only what differs is written. `old` is the value
    as it was shown, None if there was none.
    """

    path: Place
    value: Any
    old: Any = UNCHECKED


class RemoveValue(NamedTuple):
    """Remove the key or the entry at `path`, with its own comments.

    A mapping that loses its last key goes with it, and so on upwards, unless it is an entry of a
    list (or `with_empty` is false): it is `{}` then. A list that loses its last entry is `[]`.
    """

    path: Place
    old: Any = UNCHECKED
    with_empty: bool = True


class InsertItem(NamedTuple):
    """Insert an entry into the list at `path`, before another or at the end.

    A list that is missing is made. An entry with the id of another is a conflict, unless
    `may_repeat` is true; the same entry a second time is no change.
    """

    path: Place
    value: Any
    before: int | Entry | None = None
    may_repeat: bool = False


class MoveItem(NamedTuple):
    """Move the entry at `path`, with its comments, before another of its list or to the end."""

    path: Place
    before: int | Entry | None = None


ValueEdit = SetValue | RemoveValue | InsertItem | MoveItem


class Conflict(UserError):
    """What is in the text is not what the change was made for; nothing was changed.

    `theirs` is the current content, None if there is none; `mine` what the change would write;
    `was` what it expected.
    """

    def __init__(
        self, path: Place, theirs: Any, mine: Any, was: Any, message: Message, hint: Message
    ) -> None:
        super().__init__(message, hint)
        self.path = path
        self.theirs = theirs
        self.mine = mine
        self.was = was

    def __reduce__(self) -> tuple[object, ...]:
        """Let it pass from one process to another."""
        return type(self), (self.path, self.theirs, self.mine, self.was, self.message, self.hint)


class Obstacle(Enum):
    """Why a text cannot be changed."""

    BROKEN = "broken"
    """It cannot be read, or is no mapping of keys."""
    CONFLICT_MARKERS = "conflict-markers"
    """Git has left both versions of some lines in it."""
    DUPLICATE_KEY = "duplicate-key"
    ALIAS = "alias"
    """It has an anchor, an alias or a merge key."""
    TAG = "tag"
    NO_SUCH_PLACE = "no-such-place"
    """The path leads through a text or number."""
    MEANS_MORE = "means-more"
    """The change cannot be written without changing something else."""
    OTHER_FIELD = "other-field"
    """A value elsewhere would become invalid."""


class CannotChange(UserError):
    """A text cannot be changed, whatever the value: why, and on which line (from 1)."""

    def __init__(self, reason: Obstacle, line: int, message: Message, hint: Message | None) -> None:
        super().__init__(message, hint)
        self.reason = reason
        self.line = line

    def __reduce__(self) -> tuple[object, ...]:
        """Let it pass from one process to another."""
        return type(self), (self.reason, self.line, self.message, self.hint)


def entry_path(value: Any, path: KeyPath) -> Place:
    """Return `path`, which leads into `value`, with what entries hold in the place of indexes.

    An entry is named by its id, else by a field that no other entry of the list has with the same
    value, other than the one the path goes on to; a text or number by itself.
    """
    found: list[str | int | Entry] = []
    for number, step in enumerate(path):
        if isinstance(step, int):
            following = path[number + 1] if number + 1 < len(path) else None
            found.append(_entry(value, step, following))
        else:
            found.append(step)
        value = value[step]
    return tuple(found)


def _entry(entries: list[Any], at: int, following: str | int | None) -> Entry:
    entry = entries[at]
    if not isinstance(entry, dict):
        return Entry(entry, at)
    fields = [
        (name, field)
        for name, field in entry.items()
        if name != following and not isinstance(field, dict | list)
    ]
    for name, field in sorted(fields, key=lambda one: one[0] != "id"):
        holding = [one for one in entries if isinstance(one, dict) and one.get(name) == field]
        if len(holding) == 1:
            return Entry({name: field}, at)
    return Entry(entry, at)


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two values are written alike: 1, 1.0 and true are three."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


def find_entry(entries: Any, step: int | Entry) -> int | None:
    """Return the index of an entry in a list; None where it is not, or could be one of several."""
    if not isinstance(entries, list):
        return None
    if isinstance(step, int):
        return step if 0 <= step < len(entries) else None
    found = [number for number, entry in enumerate(entries) if _holds(entry, step.holds)]
    if step.at in found:
        return step.at
    return found[0] if len(found) == 1 else None


def _holds(entry: Any, wanted: Any) -> bool:
    if isinstance(entry, dict) and isinstance(wanted, dict):
        return all(key in entry and is_same(entry[key], wanted[key]) for key in wanted)
    return is_same(entry, wanted)


def path_text(path: Place) -> str:
    """Write a path as people say it: `objectives[SO1].due`."""
    written = ""
    for step in path:
        if isinstance(step, Entry):
            holds = step.holds
            first = next(iter(holds.values()), "") if isinstance(holds, dict) else holds
            written += f"[{first}]"
        else:
            written += dotted((step,)) if isinstance(step, int) or not written else f".{step}"
    return written
