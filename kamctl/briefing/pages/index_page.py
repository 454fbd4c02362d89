"""A page that leads to the pages of several audiences and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import views
from kamctl.briefing.document_labels import AUDIENCES
from kamctl.i18n.catalog import translator
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import N_

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence


KINDS: Final = {
    "briefing": N_("Briefing"),
    "onepage": N_("One-pager"),
    "plan": N_("Account plan"),
}
"""What the kinds of pages are called."""


def audience_index(
    audience: str,
    portfolio: str,
    accounts: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    language: str,
    today: dt.date,
    company: str | None,
) -> views.Index:
    """Return an audience's index in a site: the portfolio, then each account's pages.

    `accounts` are a name each, with the kinds and the names of its pages.
    """
    say = translator(language)
    groups = [
        (say(N_("All accounts")), [views.Link(say(N_("Portfolio")), portfolio)]),
        *(
            (name, [views.Link(say(KINDS[kind]), page) for kind, page in pages])
            for name, pages in accounts
        ),
    ]
    made_for = say(N_("Made for {audience}")).format(
        audience=say(AUDIENCES.get(audience, audience))
    )
    return _index(say(N_("Our key accounts")), made_for, groups, language, today, company)


def site_index(
    audiences: Sequence[tuple[str, str]], language: str, today: dt.date, company: str | None
) -> views.Index:
    """Return the first page of a site: it leads to the audiences, and says nothing of accounts."""
    say = translator(language)
    links = []
    for name, address in audiences:
        said = say(AUDIENCES[name]) if name in AUDIENCES else name.replace("-", " ")
        links.append(views.Link(said[:1].upper() + said[1:], address))
    title = say(N_("Our key accounts"))
    return _index(title, "", [(say(N_("Who are you?")), links)], language, today, company)


def index_view(
    pages: Sequence[tuple[str, str, str]], language: str, today: dt.date, company: str | None
) -> views.Index:
    """Return an index of `pages`: account, audience and file name each."""
    say = translator(language)
    groups: dict[str, list[views.Link]] = {}
    for account, audience, name in pages:
        groups.setdefault(account, []).append(views.Link(audience, name))
    return _index(
        say(N_("Pages made from the account plans")), "", groups.items(), language, today, company
    )


def _index(
    title: str,
    audience: str,
    groups: Iterable[tuple[str, Sequence[views.Link]]],
    language: str,
    today: dt.date,
    company: str | None,
) -> views.Index:
    say = translator(language)
    return views.Index(
        language=language,
        title=title,
        account=title,
        company=(company or "").strip(),
        audience=audience,
        date=Formats(language, say).day(today),
        date_iso=today.isoformat(),
        confidentiality=say(N_("Internal")),
        notices=(),
        groups=tuple(views.Group(name, tuple(links)) for name, links in groups),
    )
