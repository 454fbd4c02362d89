"""The difference in meaning between two plans: what people would tell one another of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.comparison import figure_changes, people_changes, plan_changes
from kamctl.comparison.change import GROUPS, Difference
from kamctl.comparison.fields import Sides
from kamctl.comparison.objective_changes import objectives
from kamctl.comparison.signoff_changes import signoffs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamctl.comparison.change import Change
    from kamctl.plan.model import Plan
    from kamctl.signoffs.signoff import Signoff
    from kamctl.signoffs.status import ObjectiveStatus

_PARTS = (
    plan_changes.header,
    objectives,
    people_changes.stakeholders,
    figure_changes.position,
    figure_changes.whitespace,
    figure_changes.deals,
    plan_changes.risks,
    plan_changes.reviews,
    plan_changes.account,
    plan_changes.customer,
    people_changes.team,
)


def difference(
    before: Plan,
    after: Plan,
    agreement_before: Sequence[ObjectiveStatus] = (),
    agreement: Sequence[ObjectiveStatus] = (),
    *,
    language: str,
    slips: Mapping[tuple[str, ...], int] | None = None,
    signoffs_before: Sequence[Signoff] = (),
    signoffs_now: Sequence[Signoff] = (),
) -> Difference:
    """Return what is different, the weightiest first: objectives, people, figures, the rest.

    `agreement_before` and `agreement` are the status of the one plan and of the other; both are
    empty where there are no sign-offs; `signoffs_before` and `signoffs_now` are what stood and
    stands in their file, so that what was removed from it is told. `slips` tells how often a date
    has moved back on the way from one to the other, by its path; texts that are there in several
    languages are read in `language`.
    """
    sides = Sides(before, after, language, slips)
    found: list[Change] = [*signoffs(agreement_before, agreement, signoffs_before, signoffs_now)]
    for part in _PARTS:
        found += part(sides)
    order = {
        one.id: place for place, one in enumerate((*after.objectives, *before.objectives)[::-1])
    }
    found.sort(
        key=lambda one: (GROUPS.index(one.group), -order.get(one.objective or "", 0), one.weight)
    )
    statements = {
        one.id: sides.text(one.statement, then=then)
        for then, plan in ((True, before), (False, after))
        for one in plan.objectives
    }
    return Difference(after.account.name, tuple(found), statements)
