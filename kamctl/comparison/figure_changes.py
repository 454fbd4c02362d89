"""What has changed in the figures: years, white space, deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison import phrases
from kamctl.comparison.change import STATUS, At, Change
from kamctl.comparison.change_values import Money, Percent
from kamctl.comparison.fields import (
    Entries,
    Field,
    Sides,
    Value,
    arrow,
    by,
    by_id,
    date,
    entries,
    fields,
    in_words,
    money,
    names,
    number,
    one_of,
    own,
    percent,
    person,
    plain,
    text,
)
from kamctl.i18n.message import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR: Final = (
    Field("turnover", N_("turnover with us"), money, STATUS),
    Field("customer_spend", N_("what they spend in all"), money, STATUS),
    Field("margin", N_("margin"), percent, STATUS),
    Field("volume", N_("volume"), number, STATUS),
)
_CELL: Final = (
    Field("status", "", one_of(phrases.WHITESPACE), STATUS),
    Field("spend", N_("what they spend"), money),
    Field("ours", N_("ours"), money),
    Field("potential", N_("potential"), money),
    Field("competitor", N_("served by"), plain),
    Field("contract_end", N_("end of their contract"), date),
    Field("note", N_("the note"), text),
)
_DEAL: Final = (
    Field("title", "", text),
    Field("value", N_("value"), money, STATUS),
    Field("probability", N_("probability"), percent, STATUS),
    Field("stage", N_("stage"), plain, STATUS),
    Field("close", N_("decided"), date, STATUS),
    Field("objective", N_("serves"), plain),
    Field("owner", N_("owner"), person),
    Field("custom", N_("own field"), own),
)
_WHITESPACE: Final = (
    Field("whitespace.units", N_("units"), names),
    Field("whitespace.offerings", N_("offerings"), names),
)


def position(sides: Sides) -> Iterator[Change]:
    """Compare what we sell them and what they spend, year by year."""
    before, after = sides.before.position, sides.after.position
    for key, spec in (("history", _PAST), ("targets", _TO_COME)):
        at = At("position", ("position", key), f"position.{key}[]")
        old, new = (getattr(one, key) if one else () for one in (before, after))
        yield from entries(sides, at, spec, old, new)


def whitespace(sides: Sides) -> Iterator[Change]:
    """Compare where the customer could buy from us and does not yet."""
    before, after = sides.before.whitespace, sides.after.whitespace
    yield from fields(sides, At("whitespace"), _WHITESPACE, sides.before, sides.after)
    at = At("whitespace", ("whitespace", "cells"), "whitespace.cells[]")
    old, new = (one.cells if one else () for one in (before, after))
    yield from entries(sides, at, _CELLS, old, new)


def deals(sides: Sides) -> Iterator[Change]:
    """Compare the deals in view."""
    at = At("opportunities", ("opportunities",), "opportunities[]")
    yield from entries(sides, at, _DEALS, sides.before.opportunities, sides.after.opportunities)


def _year(_: Sides, one: Any, then: bool) -> Value:
    return str(one.year)


def _target_year(_: Sides, one: Any, then: bool) -> Value:
    return message("{year} (target)", year=one.year)


def _share(sides: Sides, at: At, old: Any, new: Any) -> Iterator[Change]:
    """Say what turnover and spend together mean: the share of wallet."""
    before = old.share_of_wallet if old else None
    after = new.share_of_wallet
    rounded = [None if one is None else round(one, 1) for one in (before, after)]
    if rounded[0] == rounded[1]:
        return
    old_share, new_share = (None if one is None else Percent(one, 1) for one in rounded)
    yield at.change(
        "turnover",
        "changed",
        arrow(Message(N_("share of wallet")), old_share, new_share),
        *rounded,
        weight=STATUS,
        more=(f"{at.field}.customer_spend",),
    )._replace(path=(*at.path, "share_of_wallet"))


def _turnover(sides: Sides, one: Any) -> Message | None:
    if one.turnover is None:
        return None
    return message("turnover with us {amount}", amount=Money(one.turnover, sides.currency()))


def _years(noun: str, title: Any) -> Entries:
    return Entries(
        noun, title, ("year",), _YEAR, (by("year"),), likeness=False, inside=_share,
        more=_turnover, also=("turnover",), weight=STATUS, in_full=True,
        key=lambda one: str(one.year),
    )  # fmt: skip


def _cell(_: Sides, one: Any, then: bool) -> Value:
    return message("{offering} in {unit}", offering=one.offering, unit=one.unit)


_PAST: Final = _years(N_("year"), _year)
_TO_COME: Final = _years(N_("year"), _target_year)
_CELLS: Final = Entries(
    N_("place in the white space"), _cell, ("unit", "offering"), _CELL, (by("unit", "offering"),),
    likeness=False,
)  # fmt: skip
_DEALS: Final = Entries(
    N_("deal"), in_words("title"), ("title",), _DEAL, (by_id, by("title")), weight=STATUS
)
