"""Pages that lead to others: of a site, of an audience in it, of a folder of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.formatter import Formatter
from kamctl.briefing.views.elements import Link
from kamctl.briefing.views.index import IndexView, LinkGroup

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


def site_index(
    audiences: Sequence[tuple[str, str]], language: str, today: dt.date, company: str | None
) -> IndexView:
    """Return the first page of a site: it leads to the audiences, and says nothing of accounts.

    `audiences` are a name and an address each.
    """
    formatter = Formatter(language, today)
    _ = formatter.translate
    links = [Link(formatter.function_title(name), url) for name, url in audiences]
    return _index(_("Our key accounts"), "", [(_("Pages for"), links)], formatter, company)


def audience_index(
    audience: str,
    portfolio: str,
    accounts: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    language: str,
    today: dt.date,
    company: str | None,
) -> IndexView:
    """Return an audience's index in a site: the portfolio, then each account's pages.

    `portfolio` is an address; `accounts` are a name each, with the labels and addresses of its
    pages.
    """
    formatter = Formatter(language, today)
    _ = formatter.translate
    groups = [
        (_("All accounts"), [Link(_("Portfolio"), portfolio)]),
        *((name, [Link(_(label), url) for label, url in pages]) for name, pages in accounts),
    ]
    made_for = _("For {audience}", audience=formatter.function_name(audience))
    return _index(_("Our key accounts"), made_for, groups, formatter, company)


def folder_index(
    pages: Sequence[tuple[str, str, str]], language: str, today: dt.date, company: str | None
) -> IndexView:
    """Return an index of `pages`: account, audience and file name each."""
    formatter = Formatter(language, today)
    groups: dict[str, list[Link]] = {}
    for account, audience, name in pages:
        groups.setdefault(account, []).append(Link(audience, name))
    title = formatter.translate("Documents generated from the account plans")
    return _index(title, "", list(groups.items()), formatter, company)


def _index(
    title: str,
    audience: str,
    groups: Sequence[tuple[str, Sequence[Link]]],
    formatter: Formatter,
    company: str | None,
) -> IndexView:
    return IndexView(
        language=formatter.language,
        title=title,
        account=title,
        company=(company or "").strip(),
        audience=audience,
        date=formatter.day(formatter.today),
        date_iso=formatter.today.isoformat(),
        confidentiality=formatter.translate("Internal"),
        notices=(),
        groups=tuple(LinkGroup(name, tuple(links)) for name, links in groups),
    )
