"""Strengths, weaknesses, opportunities and threats, as a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.pictures.shapes import Grid, Square
from kamctl.briefing.resolve import table
from kamctl.briefing.view import Picture
from kamctl.words.message import N_

if TYPE_CHECKING:
    from kamctl.briefing import view
    from kamctl.briefing.resolve import Resolver
    from kamctl.plan.model import Plan

_QUARTERS: Final = (
    ("strengths", N_("Strengths"), "good"),
    ("weaknesses", N_("Weaknesses"), "bad"),
    ("opportunities", N_("Opportunities"), "good"),
    ("threats", N_("Threats"), "bad"),
)
_SHOWN: Final = 8
"""How many lines of one quarter a picture holds; the table has them all."""


def swot_table(plan: Plan, say: Resolver) -> view.Table | None:
    """Return the four lists, each line with its conclusion."""
    if plan.swot is None:
        return None
    lists = {key: getattr(plan.swot, key) for key, _, _ in _QUARTERS}
    said = {key: [say.text(one.text) for one in lists[key]] for key in lists}
    if not any(said.values()):
        return None

    def square(key: str, title: str, kind: str) -> Square:
        lines = said[key]
        more = len(lines) - _SHOWN
        if more > 0:
            lines = [*lines[:_SHOWN], say.say("and {count} more", count=more)]
        return Square((say.t(title), *lines), kind)

    squares = [square(*quarter) for quarter in _QUARTERS]
    picture = Picture(
        "swot",
        say.t("Strengths, weaknesses, opportunities, threats"),
        " ".join(f"{say.t(title)}{say.t(':')} {len(said[key])}." for key, title, _ in _QUARTERS),
        Grid(
            ("", ""),
            (("", tuple(squares[:2])), ("", tuple(squares[2:]))),
            narrowest=220,
        ),
    )
    return table(
        say.t("Strengths, weaknesses, opportunities, threats"),
        ("", say.t("What"), say.t("What it means for us"), say.t("Source")),
        (
            (say.t(title), say.text(one.text), say.text(one.so_what), (one.source or "").strip())
            for key, title, _ in _QUARTERS
            for one in lists[key]
        ),
        pictures=(picture,),
        folded=True,
    )
