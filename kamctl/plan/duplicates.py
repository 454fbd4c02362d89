"""Lists in which the same entry twice means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath
    from kamctl.plan.references import Names


def duplicates(document: Document, names: Names) -> Iterator[tuple[KeyPath, KeyPath]]:
    """Find entries that occur earlier in the same list, each with the place of the first.

    `names` are those of the document.
    """
    for path in names.repeated:
        seen: dict[object, KeyPath] = {}
        for place, item in enumerate(document.get(path)):
            here = (*path, place)
            first = seen.setdefault(item, here)
            if isinstance(item, str) and first is not here:
                yield here, first
