"""A page that leads to the pages of several audiences and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import view
from kamctl.words.catalogue import translator
from kamctl.words.message import N_
from kamctl.words.numbers import Formats

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


def index_view(
    pages: Sequence[tuple[str, str, str]], language: str, today: dt.date, company: str | None
) -> view.Index:
    """Return an index of `pages`: account, audience and file name each."""
    say = translator(language)
    groups: dict[str, list[view.Link]] = {}
    for account, audience, name in pages:
        groups.setdefault(account, []).append(view.Link(audience, name))
    title = say(N_("Pages made from the account plans"))
    return view.Index(
        language=language,
        title=title,
        account=title,
        company=(company or "").strip(),
        audience="",
        date=Formats(language, say).day(today),
        date_iso=today.isoformat(),
        confidentiality=say(N_("Internal")),
        notices=(),
        groups=tuple(view.Group(account, tuple(links)) for account, links in groups.items()),
    )
