"""One change, written into a text at its place; every other byte stays as it is.

What is new is written as its neighbours are: in lines of its own, or between braces. Whether a
text came out as it was meant is for `apply_changes.py` to find out, by reading it. Where there are
several ways to write a change all are given, the best first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document.changes import InsertItem, MoveItem, RemoveValue, SetValue
from kamctl.document.insertion_splicing import InsertionSplicer
from kamctl.document.move_splicing import MoveSplicer
from kamctl.document.removal_splicing import RemovalSplicer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.document.changes import ValueEdit
    from kamctl.document.document import Document
    from kamctl.document.insertion_splicing import KeyOrder


def spliced(document: Document, change: ValueEdit, key_order: KeyOrder) -> Iterator[str]:
    """Give the texts that a change may come to, the best first; none where there is no way.

    The path of the change has indexes for entries. `key_order` gives the keys of the mapping at a
    path in their order: a new key goes below those that come before it.
    """
    path: Any = change.path
    match change:
        case SetValue():
            yield from InsertionSplicer(document).set(path, change.value, key_order)
        case RemoveValue():
            yield from RemovalSplicer(document).remove(path)
        case InsertItem():
            at = change.before
            assert isinstance(at, int)
            yield from InsertionSplicer(document).insert(path, change.value, at, key_order)
        case MoveItem():
            assert isinstance(change.before, int)
            yield from MoveSplicer(document).move(path, change.before)
