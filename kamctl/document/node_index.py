"""The position of everything in a text: a flat list of places, opened as a tree only where asked.

The place of a key and of a scalar is PyYAML's event, which knows where it starts and ends. That of
a list or group is a tuple: the index behind its last part, the event that began it, and where it
ends; while it is being read, that event alone. A plan has a thousand places and few are ever looked
at, so keeping them must cost next to nothing: one list, nothing that points back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import MappingStartEvent, ScalarEvent

if TYPE_CHECKING:  # in the stubs of PyYAML a mark may be None

    class Leaf:
        """The place of a key or of a scalar; its marks are counted from 0."""

        value: str
        style: str | None
        start_mark: Any
        end_mark: Any

else:
    Leaf = ScalarEvent

_MAX_ASKED = 8
"""How many parts of a branch are looked for from its beginning before all are opened."""


def plain_leaf(start_mark: Any, end_mark: Any) -> Any:
    """Make the leaf of a plain scalar, where no event of its own stands for it."""
    return ScalarEvent(None, None, (True, False), "", start_mark, end_mark)


class Branch:
    """The place of a group or list, and of what is in it.

    `children` is `{key: (key's leaf, node)}` for a group and `[node]` for a list, where a node is
    a branch or a leaf. Of a key that occurs twice, the first counts.
    """

    __slots__ = ("_asked", "_children", "end_mark", "event", "is_mapping")

    numbers: list[int] | None = None
    """Where some items of a list were left out: the place in the file of each one left."""

    def __init__(self, places: list[Any], at: int) -> None:
        _, self.event, self.end_mark = places[at]
        self.is_mapping = isinstance(self.event, MappingStartEvent)
        self._children: Any = (places, at)
        self._asked = 0

    def child(self, step: str | int) -> tuple[Leaf | None, Branch | Leaf] | None:
        """Return what is at one step: the key's leaf, in a group, and the node.

        Nothing beside it is opened: of most branches one part is asked for. Where many are, all
        are opened, for to look for each from the beginning would take ever longer.
        """
        if type(self._children) is not tuple:
            return _part(self._children, step)
        self._asked += 1
        if self._asked > _MAX_ASKED:
            return _part(self.children, step)
        places, at = self._children
        open_one = _pair if self.is_mapping else _item
        return open_one(places, at + 1, places[at][0], step)

    @property
    def children(self) -> Any:
        """What is in it, in the order of the text."""
        if type(self._children) is tuple:
            places, at = self._children
            parts = pairs if self.is_mapping else _items
            self._children = parts(places, at + 1, places[at][0])
        return self._children

    def first(self) -> tuple[Leaf, Branch | Leaf] | None:
        """Return the first pair of a group; None where there is none."""
        if type(self._children) is not tuple:
            return next(iter(self._children.values()), None)
        places, at = self._children
        if places[at][0] == at + 1:
            return None
        return places[at + 1], node_at(places, at + 2)

    @property
    def start_mark(self) -> Any:
        """Where it begins."""
        return self.event.start_mark

    @property
    def flow(self) -> bool:
        """Tell whether it is between braces or brackets."""
        return bool(self.event.flow_style)


class Pruned(Branch):
    """A copy of a branch from which something may be left out."""

    __slots__ = ("numbers",)

    def __init__(self, whole: Branch) -> None:
        self.event, self.end_mark = whole.event, whole.end_mark
        self.is_mapping, self.numbers = whole.is_mapping, whole.numbers
        self._children = whole.children.copy()


def node_at(places: list[Any], at: int) -> Branch | Leaf:
    """Open the place that begins at index `at`."""
    place = places[at]
    return Branch(places, at) if type(place) is tuple else place


def is_empty_node(node: Any) -> bool:
    """Tell whether a node takes no room in the text, as a value that was left out does."""
    start, end = node.start_mark, node.end_mark
    return bool(start.line == end.line and start.column == end.column)


def _part(children: Any, step: str | int) -> tuple[Leaf | None, Branch | Leaf] | None:
    """Return what is at one step of children that are open."""
    if isinstance(children, dict):
        return children.get(step)
    if isinstance(step, int) and 0 <= step < len(children):
        return None, children[step]
    return None


def _pair(
    places: list[Any], at: int, end: int, step: str | int
) -> tuple[Leaf | None, Branch | Leaf] | None:
    """Open one pair of the group between two indexes."""
    while at < end:
        key, place = places[at], places[at + 1]
        if key.value == step:
            return key, node_at(places, at + 1)
        at = place[0] if type(place) is tuple else at + 2
    return None


def _item(
    places: list[Any], at: int, end: int, step: str | int
) -> tuple[Leaf | None, Branch | Leaf] | None:
    """Open one item of the list between two indexes."""
    if not isinstance(step, int) or step < 0:
        return None
    while step and at < end:
        at = _behind(places, at)
        step -= 1
    return (None, node_at(places, at)) if at < end else None


def _behind(places: list[Any], at: int) -> int:
    """Return the index behind the place that begins at `at`, and all that is in it."""
    place = places[at]
    return place[0] if type(place) is tuple else at + 1


def pairs(places: list[Any], at: int, end: int) -> dict[str, tuple[Leaf, Branch | Leaf]]:
    """Open the pairs of a group between two indexes."""
    found: dict[str, tuple[Leaf, Branch | Leaf]] = {}
    while at < end:
        key, at = places[at], at + 1
        if key.value not in found:
            found[key.value] = key, node_at(places, at)
        at = _behind(places, at)
    return found


def _items(places: list[Any], at: int, end: int) -> list[Branch | Leaf]:
    found: list[Branch | Leaf] = []
    while at < end:
        found.append(node_at(places, at))
        at = _behind(places, at)
    return found
