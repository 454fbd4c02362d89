"""A confirmation of the customer that is about to be recorded: by whom, of which text, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamctl.document.errors import UserError
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.people import find_stakeholder, has_left
from kamctl.signoffs.confirmation import confirmation_fingerprint
from kamctl.signoffs.signed_content import confirmed_content
from kamctl.signoffs.signoff_text import signed_lines

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.signoffs.signoff_text import LabelledValue


class InTheFuture(UserError):
    """Raised where the day of a confirmation has not come yet."""


class HadLeft(UserError):
    """Raised where somebody had left the customer on the day of the confirmation."""


@dataclass(frozen=True)
class NewConfirmation:
    """What one of the customer's people has confirmed; `how` says where it is recorded."""

    plan: Plan
    objective: Objective
    person: Stakeholder
    day: dt.date
    how: str = ""

    @property
    def value(self) -> dict[str, Any]:
        """What `customer_confirmation` of the objective becomes, bound to the text."""
        return {
            "by": self.person.id,
            "on": self.day.isoformat(),
            **({"how": self.how} if self.how else {}),
            "fingerprint": confirmation_fingerprint(self.plan, self.objective, self.person.id),
        }


def new_confirmation(
    plan: Plan, objective: Objective, by: str, day: dt.date, how: str, today: dt.date
) -> NewConfirmation:
    """Prepare a confirmation; `by` is who confirmed, as an id, a name or an address.

    Raises:
        InTheFuture: the day has not come yet.
        HadLeft: the person had left by then.
        UserError: there is no such person.
    """
    person = find_stakeholder(plan, by)
    if person is None:
        raise UserError(
            message("No stakeholder has the id “{id}”.", id=by),
            did_you_mean(by, tuple(one.id for one in plan.stakeholders))
            if plan.stakeholders
            else message("Add the person first: kamctl add stakeholders"),
        )
    if day > today:
        raise InTheFuture(message("{day} is in the future.", day=LocalizedDay(day)))
    if has_left(person, day):
        raise HadLeft(
            message(
                "{name} left ({date}) and cannot confirm on {day}.",
                name=person.name,
                date=person.left,
                day=LocalizedDay(day),
            )
        )
    return NewConfirmation(plan, objective, person, day, how.strip())


def confirmed_lines(plan: Plan, objective: Objective) -> tuple[LabelledValue, ...]:
    """Return the text that is confirmed, as labels and texts: all of it."""
    return tuple(signed_lines(confirmed_content(plan, objective, None), {}))
