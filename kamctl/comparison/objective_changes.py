"""Changes in the objectives, the heart of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.comparison.change import FIRST, SENTENCE, At
from kamctl.comparison.entries import by, by_id
from kamctl.comparison.matching import paired
from kamctl.comparison.part_changes import part_changes
from kamctl.i18n.localized import QuotedText
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.comparison.change import Change
    from kamctl.comparison.sides import Sides
    from kamctl.plan.objectives import Objective

_SECTION: Final = "objectives"
_PLACE: Final = "objectives[]"


def objective_changes(sides: Sides) -> Iterator[Change]:
    """Compare the objectives, in the order of the plan; those that are gone at the end."""
    pairs = paired(
        sides.before.objectives,
        sides.after.objectives,
        (by_id, by("statement")),
        lambda one: sides.text(one.statement),
    )
    for old, new in pairs:
        if old is None or new is None:
            yield _added_or_removed(sides, old, new)
        else:
            yield from changes_of_objective(sides, old, new)


def changes_of_objective(sides: Sides, old: Objective, new: Objective) -> Iterator[Change]:
    """Compare an objective with what it was."""
    at = _at(new)
    if old.id != new.id:
        text = message("{before} renamed to {after}", before=old.id, after=new.id)
        yield at.change("id", "changed", text, old.id, new.id, weight=SENTENCE)
    yield from part_changes(sides, at, _PLACE, old, new)


def _added_or_removed(sides: Sides, old: Objective | None, new: Objective | None) -> Change:
    one = old if new is None else new
    assert one is not None
    statement = QuotedText(sides.text(one.statement, then=new is None))
    weight = FIRST - 1  # before all that is said of the others
    if new is None:
        text = message("objective removed: {statement}", statement=statement)
        return _at(one).change("statement", "gone", text, statement.text, None, weight=weight)
    text = message("new objective: {statement}", statement=statement)
    return _at(one).change("statement", "new", text, None, statement.text, weight=weight)


def _at(objective: Objective) -> At:
    return At(_SECTION, (_SECTION, objective.id), _PLACE, None, objective.id)
