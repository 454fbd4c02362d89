"""The difference in meaning between two plans, with the most important changes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.comparison.change import GROUPS, At, Difference
from kamctl.comparison.objective_changes import objective_changes
from kamctl.comparison.part_changes import part_changes
from kamctl.comparison.sides import Sides
from kamctl.plan.fields import fields_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kamctl.comparison.change import Change
    from kamctl.plan.model import Plan

_FIRST: Final = (
    "plan",
    "custom",
    "objectives",
    "stakeholders",
    "relations",
    "position",
    "whitespace",
    "opportunities",
    "risks",
    "reviews",
)
"""The sections that are shown first; the others follow in the order of the format."""
_LAST: Final = ("team",)


def difference(
    before: Plan,
    after: Plan,
    *,
    language: str,
    slips: Mapping[tuple[str, ...], int] | None = None,
    more: Iterable[Change] = (),
) -> Difference:
    """Return what is different, the weightiest first: objectives, people, figures, the rest.

    `slips` tells how often a date has slipped on the way from one to the other, by its path;
    texts that are there in several languages are read in `language`. `more` are changes found
    elsewhere, such as those of the sign-offs, which are shown among the others.
    """
    sides = Sides(before, after, language, slips)
    found = [*more]
    for section in _sections():
        found += _section_changes(sides, section)
    groups = list(GROUPS)
    objectives = list(dict.fromkeys(one.id for one in (*after.objectives, *before.objectives)))

    def order(change: Change) -> tuple[int, int, int]:
        of = change.objective
        number = objectives.index(of) if of in objectives else len(objectives)
        return groups.index(change.group), number, change.weight

    found.sort(key=order)
    statements = {
        one.id: sides.text(one.statement, then=then)
        for then, plan in ((True, before), (False, after))
        for one in plan.objectives
    }
    return Difference(after.account.name, tuple(found), statements)


def _sections() -> tuple[str, ...]:
    others = (one.name for one in fields_at("") if one.name not in (*_FIRST, *_LAST))
    return (*_FIRST, *others, *_LAST)


def _section_changes(sides: Sides, section: str) -> Iterator[Change]:
    if section == "objectives":
        yield from objective_changes(sides)
        return
    others = tuple(one.name for one in fields_at("") if one.name != section)
    # The company's own fields of the whole plan are shown with the plan itself.
    at = At("plan" if section == "custom" else section)
    yield from part_changes(sides, at, "", sides.before, sides.after, skipped=others)
