"""What a page calls a field: its place in the plan, written as one text.

An entry of a list is named by what it holds, never by its place alone:

    ["objectives",{"id":"SO1"},"due"]
    ["customer","goals",{"is":"Fewer stops","at":2},"text"]
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kamctl.document.changes import Entry, find_entry
from kamctl.document.errors import UserError
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from kamctl.document.changes import Place
    from kamctl.document.span import KeyPath

_MAX_LENGTH: Final = 64 * 1024
_IS: Final = "is"
_AT: Final = "at"


def field_key(place: Place) -> str:
    """Write a place as a text that a page can keep and send back."""
    return json.dumps([_step(step) for step in place], ensure_ascii=False, separators=(",", ":"))


def place_of(key: str) -> Place:
    """Return the place that a key stands for; the plan itself for an empty one.

    Raises:
        UserError: it is none that `field_key` has written.
    """
    if not key:
        return ()
    try:
        steps = json.loads(key) if len(key) <= _MAX_LENGTH else None
        json.dumps(steps, ensure_ascii=False).encode()  # half of a character is in no place
    except (ValueError, RecursionError):
        steps = None
    if not isinstance(steps, list):
        raise no_field()
    return tuple(_read(step) for step in steps)


def find(value: Any, place: Place) -> KeyPath | None:
    """Return a place with the indexes that entries have in `value`; None where one is gone.

    What follows in a mapping need not be there yet.
    """
    found: list[str | int] = []
    for step in place:
        if isinstance(step, str):
            if isinstance(value, list):
                return None
            found.append(step)
            value = value.get(step) if isinstance(value, dict) else None
            continue
        at = find_entry(value, step)
        if at is None:
            return None
        found.append(at)
        value = value[at]
    return tuple(found)


def _step(step: str | int | Entry) -> Any:
    if not isinstance(step, Entry):
        return step
    is_id = isinstance(step.holds, dict) and list(step.holds) == ["id"]
    if is_id:
        return step.holds
    return {_IS: step.holds} if step.at is None else {_IS: step.holds, _AT: step.at}


def _read(step: Any) -> str | Entry:
    match step:
        case str():
            return step
        case {"id": str(own)} if len(step) == 1:
            return Entry({"id": own})
        case {"is": holds, **rest} if rest.keys() <= {_AT}:
            at = rest.get(_AT)
            if at is None or (isinstance(at, int) and at >= 0):
                return Entry(holds, at)
    raise no_field()


def no_field() -> UserError:
    """Say that a key is none of a field."""
    return UserError(message("This field is not known."), message("Reload the page."))
