"""Answers that are reported as a whole, in one sentence: a confirmation, a restatement.

A correction of one of their fields is reported like that of any other field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.comparison.change import STATUS
from kamctl.comparison.text_diff import shortened
from kamctl.i18n.localized import LocalizedDate, QuotedText
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.comparison.change import At, Change, ChangeKind
    from kamctl.comparison.sides import Sides
    from kamctl.plan.directions import Restatement
    from kamctl.plan.objectives import Confirmation


class GivenAnswer(NamedTuple):
    """The change that says that an answer was given, or is gone, and the `fields` it tells of."""

    change: Change
    fields: tuple[str, ...]


def _confirmation(
    sides: Sides, at: At, prefix: str, old: Confirmation | None, new: Confirmation | None
) -> GivenAnswer | None:
    """Say who of the customer has confirmed, when and how, or that it is gone."""
    before = sides.person(old.by, then=True) if old and old.by else None
    after = sides.person(new.by) if new and new.by else None
    shown = tuple(f"{at.field}.{prefix}{name}" for name in ("on", "how"))
    if new is None or after is None:
        if before is None:
            return None
        text = message("the customer's confirmation was removed: {name}", name=before)
        change = at.change(f"{prefix}by", "gone", text, before, None, weight=STATUS, more=shown)
        return GivenAnswer(change, ("by", "on", "how", "fingerprint"))
    is_same = old is not None and (old.on == new.on or old.fingerprint == new.fingerprint)
    if before == after and is_same:
        return None
    who = message("{name}", name=after)
    if new.on is not None:
        who = message("{name}, {day}", name=after, day=LocalizedDate(new.on))
    text = message("the customer confirmed it: {who}", who=who)
    if how := sides.text(new.how):
        text = message("{what} ({how})", what=text, how=shortened(how))
    change = at.change(f"{prefix}by", "confirmed", text, before, after, weight=STATUS, more=shown)
    return GivenAnswer(change, ("by", "on", "how", "fingerprint"))


def _restatement(
    sides: Sides, at: At, prefix: str, old: Restatement | None, new: Restatement | None
) -> GivenAnswer | None:
    """Say in whose words a function has restated what is asked of it, or that they are gone."""
    shown = tuple(f"{at.field}.{prefix}{name}" for name in ("by", "on"))
    one = new or old
    if one is None or not one.by:
        return None
    if new is not None and old is not None:
        is_same = sides.person(new.by or "") == sides.person(old.by or "", then=True)
        if is_same and (new.on == old.on or new.text == old.text):
            return None
    name = sides.person(one.by, then=new is None)
    words = QuotedText(shortened(sides.text(one.text, then=new is None)))
    before = sides.text(old.text, then=True) if old else None
    if new is None:
        text = message("restatement by {name} removed: {words}", name=name, words=words)
        change = at.change(f"{prefix}text", "gone", text, before, None, weight=STATUS, more=shown)
        return GivenAnswer(change, ("text", "by", "on"))
    who = message("{name}", name=name)
    if new.on is not None:
        who = message("{name}, {day}", name=name, day=LocalizedDate(new.on))
    text = message("restatement ({who}): {words}", who=who, words=words)
    after = sides.text(new.text)
    kind: ChangeKind = "new" if old is None else "rewritten"
    change = at.change(f"{prefix}text", kind, text, before, after, weight=STATUS, more=shown)
    return GivenAnswer(change, ("text", "by", "on"))


GIVEN_ANSWERS: Final[dict[str, Callable[..., GivenAnswer | None]]] = {
    "objectives[].customer_confirmation": _confirmation,
    "objectives[].directions[].restatement": _restatement,
}
"""By place: what says that one was given, from the sides, where it is, and what was and is there.

None where nothing was given or taken back: its fields are compared one by one then."""
