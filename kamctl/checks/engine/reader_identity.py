"""Which member of the team reads a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.people import find_member, member_with_email, member_with_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.git.identity import User
    from kamctl.plan.model import Plan
    from kamctl.plan.team import Member


def reader_in(plan: Plan | None, named: str | None, user: User | None) -> Member | None:
    """Return who of the team reads this: the one `named`, else the user of git.

    That one is known by the e-mail address, else by a name that one member of the team alone has.
    """
    if plan is None:
        return None
    if named is not None:
        return find_member(plan, named)
    if user is None:
        return None
    return member_with_email(plan, user.email) or member_with_name(plan, user.name)


def check_reader(named: str, reports: Sequence[PlanReport]) -> None:
    """Refuse a person who is in no team of the plans that could be read.

    Raises:
        UserError: nobody has this id, name or address.
    """
    plans = [report.plan for report in reports if report.plan is not None]
    if not plans or any(find_member(plan, named) for plan in plans):
        return
    team = tuple(dict.fromkeys(member.id for plan in plans for member in plan.team))
    raise UserError(
        message("No team member has the id “{id}”.", id=named),
        did_you_mean(named, team)
        if team
        else message("Add people under `team:`, each with an `id` and a `name`."),
    )
