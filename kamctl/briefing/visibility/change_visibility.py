"""Which changes a reader may be told of: those of fields that they may see, and no others.

A change that cannot be judged for a reader is for the account team alone. So the concerns of other
functions are not told, although some readers see the open ones; nor are the customer's people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.visibility.field_permissions import (
    FIELD_PERMISSIONS,
    OF_DIRECTION,
    SERVED,
    has_permission,
)

if TYPE_CHECKING:
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.comparison.change import Change
    from kamctl.plan.model import Plan


def may_see_change(change: Change, audience: Audience, plan: Plan) -> bool:
    """Tell whether `audience` may be told of a change in `plan`: of all that its words tell of."""
    if audience.sees("all_details"):
        return True
    return all(_may_see_field(field, change, audience, plan) for field in change.fields)


def _may_see_field(field: str, change: Change, audience: Audience, plan: Plan) -> bool:
    own = audience.function is not None and change.function == audience.function
    if own and field.startswith(OF_DIRECTION):
        return True
    permission = FIELD_PERMISSIONS.get(field)
    if permission == SERVED:
        return _is_served(change, plan)
    return has_permission(audience, permission)


def _is_served(change: Change, plan: Plan) -> bool:
    """Tell whether a goal, need or initiative is one that an objective serves."""
    served = {name for objective in plan.objectives for name in objective.serves}
    # A path begins with the section and the list; the entry comes next.
    section, entry = change.path[:1], change.path[2:3]
    return section == ("customer",) and bool(entry) and served.issuperset(entry)
