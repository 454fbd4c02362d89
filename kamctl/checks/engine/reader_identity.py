"""Which member of the team reads a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.people import member_with_email, member_with_id, member_with_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.git.identity import User
    from kamctl.plan.model import Plan
    from kamctl.plan.team import Member


def reader_in(plan: Plan | None, named: str | None, user: User | None) -> Member | None:
    """Return who of the team reads this: the one `named` by an id, else the user of git.

    That one is known by the e-mail address, else by a name that one member of the team alone has.
    """
    if plan is None:
        return None
    if named is not None:
        return member_with_id(plan, named)
    if user is None:
        return None
    return member_with_email(plan, user.email) or member_with_name(plan, user.name)


def check_reader(named: str, reports: Sequence[PlanReport]) -> None:
    """Refuse an id that is in no team of the plans that could be read.

    Raises:
        UserError: nobody has it.
    """
    plans = [report.plan for report in reports if report.plan is not None]
    team = tuple(dict.fromkeys(member.id for plan in plans for member in plan.team))
    if named in team or not plans:
        return
    raise UserError(
        message("No team member has the id “{id}”.", id=named),
        did_you_mean(named, team)
        if team
        else message("Add people under `team:`, each with an `id` and a `name`."),
    )
