"""Comparing what is in one field of two parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.comparison.durations import moved
from kamctl.comparison.field_values import value_changes
from kamctl.comparison.weights import CHANGE_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.comparison.change import At, Change
    from kamctl.comparison.sides import Sides
    from kamctl.i18n.localized import SentenceValue
    from kamctl.plan.fields import PlanField


def field_changes(
    sides: Sides,
    at: At,
    name: str,
    field: PlanField,
    label: SentenceValue | None,
    before: Any,
    after: Any,
) -> Iterator[Change]:
    """Compare the values of one field; `name` leads to it from `at`."""
    for found in value_changes(sides, field, label, before, after):
        times = sides.slips.get((*at.path, name), 0) if found.kind == "later" else 0
        text = moved(label, before, after, times=times) if times > 1 else found.text
        yield at.change(
            name,
            found.kind,
            text,
            found.before,
            found.after,
            weight=CHANGE_WEIGHTS.get(field.place),
            times=times,
        )
