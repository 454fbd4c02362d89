"""A page that leads to other pages."""

from typing import NamedTuple

from kamctl.briefing.views.elements import Link, Notice


class LinkGroup(NamedTuple):
    """The pages of one account."""

    title: str
    """The name of the account."""
    links: tuple[Link, ...]
    """Its pages."""


class IndexView(NamedTuple):
    """A page that leads to other pages."""

    language: str
    """The language of the page, such as `en`."""
    title: str
    """The title of the page."""
    account: str
    """The heading."""
    company: str
    """The name of our company."""
    audience: str
    """The readers of the pages; empty if they are for their author."""
    date: str
    """The day, in words."""
    date_iso: str
    """The day, such as 2026-11-23."""
    confidentiality: str
    """Internal, in words."""
    notices: tuple[Notice, ...]
    """None."""
    groups: tuple[LinkGroup, ...]
    """The accounts with their pages."""
