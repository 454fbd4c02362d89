"""Long lists of entries: shown page by page, and searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

from kamctl.i18n.text_normalization import search_key
from kamctl.web.edit_addresses import anchor, page_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.web.editing.form_field import FormEntry, FormField

PAGE_SIZE: Final = 100
"""Entries that are shown at once."""
_MAX_DIGITS: Final = 9


class ListRequest(NamedTuple):
    """Which entries of one list, called `key`, a page is asked for."""

    key: str = ""
    start: int = 0
    find: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> ListRequest:
        """Read it from the query of an address; what makes no sense is ignored."""
        start = whole_number(query.get("from", ""))
        return cls(query.get("list", ""), start, query.get("find", ""))


def whole_number(text: str) -> int:
    """Read a number that a page sends; 0 where it is none."""
    return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else 0


FIRST_ENTRIES: Final = ListRequest()
"""Of each list the first page."""


class ListRow(NamedTuple):
    """An entry, with the entries before which it goes when it is moved up and down by one.

    `down` is empty for the end of the list. Both are None where it cannot be moved that way.
    """

    entry: FormEntry
    up: str | None
    down: str | None


class ListPage(NamedTuple):
    """The entries of a list that are shown: from `first` to `last` of `found`, counted from 1.

    `find` is what was searched for; `before` and `after` lead to the entries around.
    """

    rows: tuple[ListRow, ...]
    first: int
    last: int
    found: int
    total: int
    find: str
    page: str
    before: str = ""
    after: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the list does not fit on one page."""
        return self.total > PAGE_SIZE


def list_page(field: FormField, request: ListRequest) -> ListPage:
    """Return the entries of a list that are shown; another list than the one asked for begins."""
    asked = request if request.key == field.key else ListRequest(field.key)
    every = field.entries
    wanted = search_key(asked.find)
    rows = [
        ListRow(one, _up(every, at, wanted), _down(every, at, wanted))
        for at, one in enumerate(every)
        if wanted in search_key(one.title)
    ]
    last_start = max(len(rows) - 1, 0) // PAGE_SIZE * PAGE_SIZE
    start = min(asked.start // PAGE_SIZE * PAGE_SIZE, last_start)
    shown = tuple(rows[start : start + PAGE_SIZE])
    end = start + len(shown)
    return ListPage(
        shown,
        start + 1 if shown else 0,
        end,
        len(rows),
        len(every),
        asked.find,
        page_key(field.key),
        _address(asked._replace(start=start - PAGE_SIZE)) if start else "",
        _address(asked._replace(start=end)) if end < len(rows) else "",
    )


def _up(entries: tuple[FormEntry, ...], at: int, find: str) -> str | None:
    return None if find or at == 0 else entries[at - 1].key


def _down(entries: tuple[FormEntry, ...], at: int, find: str) -> str | None:
    if find or at + 1 == len(entries):
        return None
    return entries[at + 2].key if at + 2 < len(entries) else ""


def _address(request: ListRequest) -> str:
    fields = {"key": page_key(request.key), "list": request.key, "from": request.start}
    found = {"find": request.find} if request.find else {}
    return f"part?{urlencode(fields | found)}#{anchor(request.key)}"
