"""The customer's confirmation of an objective, recorded on the text that was shown.

The page gets the text with its fingerprint and sends the fingerprint back: where the text was
changed since, nothing is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kamctl.document.changes import SetValue
from kamctl.document.errors import UserError
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.entry_lookup import entry_with_id
from kamctl.plan.field_text import cleaned
from kamctl.plan.people import current_person, has_left, stakeholder_with_id
from kamctl.plan.text import is_empty, text_in
from kamctl.plan.typed_date import typed_date
from kamctl.signoffs.confirmation import (
    ConfirmationState,
    confirmation_covers,
    confirmation_fingerprint,
    confirmation_status,
)
from kamctl.signoffs.new_confirmation import (
    HadLeft,
    InTheFuture,
    confirmed_lines,
    new_confirmation,
)
from kamctl.signoffs.pending_signoff import require_objective
from kamctl.signoffs.unread_text import check_read
from kamctl.web.editing.agreement import changed_since, shown_lines
from kamctl.web.editing.form_field import distinct_choices, not_in_list
from kamctl.web.editing.outcome import ChangeOutcome, OutcomeStatus

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Confirmation, Objective
    from kamctl.web.editing.edit_session import EditSession
    from kamctl.web.editing.form_field import Choice

_NOT_YET: Final = ("none", N_("Not confirmed yet"))
_STATES: Final = {
    **dict.fromkeys(ConfirmationState, _NOT_YET),
    ConfirmationState.CONFIRMED: ("agreed", N_("Confirmed by the customer")),
    ConfirmationState.CHANGED: ("invalidated", N_("Confirmed in an earlier version")),
    ConfirmationState.WAIVED: ("waived", N_("Waived")),
}
"""How the page marks a state, and calls it."""


@dataclass(frozen=True)
class CustomerConfirmation:
    """What the customer has said of an objective, in the language of the session.

    `state` is agreed, invalidated, waived or none. `lines` are what is confirmed, as labels and
    texts, with its `fingerprint`; `people` are whom it can be from, `today` is as people write it.
    `why_not` says why none can be recorded now.
    """

    objective: str
    state: str
    state_label: str
    details: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    fingerprint: str
    people: tuple[Choice, ...]
    today: str
    why_not: str = ""


def customer_confirmation(session: EditSession, objective: str) -> CustomerConfirmation | None:
    """Return what the customer has confirmed of an objective; None where there is none."""
    plan = session.report.plan
    found = entry_with_id(plan.objectives, objective) if plan is not None else None
    if plan is None or found is None:
        return None
    say = session.say
    state, label, details = _state(session, plan, found)
    people = distinct_choices(
        (one.id, _titled(plan, one.id))
        for one in plan.stakeholders
        if not has_left(one, session.today())
    )
    today = say(message("{date}", date=LocalizedDay(session.today())))
    return CustomerConfirmation(
        found.id,
        state,
        label,
        details,
        shown_lines(session, confirmed_lines(plan, found)),
        confirmation_fingerprint(plan, found, None),
        people,
        today.replace("\N{NO-BREAK SPACE}", " "),
        _why_not(session, found),
    )


def record_confirmation(
    session: EditSession, objective: str, fingerprint: str, by: str, on: str, how: str
) -> ChangeOutcome:
    """Record that one of the customer's people has confirmed the text that was shown.

    `by` is the id of who has, `on` the day as people write it, `how` where it is recorded. Where
    the text is not the one with the `fingerprint` that was shown, nothing is recorded.
    """

    def record() -> ChangeOutcome:
        plan = session.plan
        found = require_objective(plan, objective)
        if confirmation_fingerprint(plan, found, None) != fingerprint:
            raise changed_since()
        _check_read(session, found)
        if not by:
            raise UserError(message("Choose who confirmed it."))
        if stakeholder_with_id(plan, by) is None:
            raise UserError(not_in_list(by))
        day = _day(session, on)
        try:
            new = new_confirmation(plan, found, by, day, cleaned(how), session.today())
        except InTheFuture as error:
            raise UserError(error.message) from None
        except HadLeft as error:
            now = stakeholder_with_id(plan, current_person(plan, by, day))
            hint = message("{name} has taken over.", name=now.name) if now else None
            raise UserError(error.message, hint) from None
        document = session.report.document
        assert document is not None
        place = document.origin(("objectives", plan.objectives.index(found)))
        label = message("Customer's confirmation")
        session.change([SetValue((*place, "customer_confirmation"), new.value)], label)
        done = message("Recorded: confirmed by {name}", name=new.person.name)
        return ChangeOutcome(OutcomeStatus.SAVED, session.say(done))

    return session.guarded(record, how)


def _state(
    session: EditSession, plan: Plan, objective: Objective
) -> tuple[str, str, tuple[str, ...]]:
    """Return the state of a confirmation, what it is called, and what there is to know of it."""
    say, language = session.say, session.language
    found = objective.customer_confirmation
    status = confirmation_status(plan, objective)
    state, label = _STATES[status.state]
    details = list(_given(session, plan, found)) if found is not None else []
    if found is not None and found.waiver is not None and status.state is ConfirmationState.WAIVED:
        details = [text_in(found.waiver.reason, language, plan.plan.language)]
    elif status.problem is not None and status.state is not ConfirmationState.NONE:
        details.append(say(status.problem))
    return state, say(Message(label)), tuple(details)


def _given(session: EditSession, plan: Plan, confirmation: Confirmation) -> Iterator[str]:
    """Return who has confirmed, when, and where it is recorded, as far as the plan says."""
    if confirmation.by:
        name = _titled(plan, confirmation.by)
        yield (
            session.say(message("{name}, {day}", name=name, day=confirmation.on))
            if confirmation.on
            else name
        )
    if not is_empty(confirmation.how):
        yield text_in(confirmation.how, session.language, plan.plan.language)


def _titled(plan: Plan, person: str) -> str:
    found = stakeholder_with_id(plan, person)
    if found is None:
        return person
    title = text_in(found.title, plan.plan.language, plan.plan.language)
    return f"{found.name}, {title}" if title else found.name


def _why_not(session: EditSession, objective: Objective) -> str:
    try:
        _check_read(session, objective)
    except UserError as error:
        return session.say(error.message)
    return ""


def _check_read(session: EditSession, objective: Objective) -> None:
    """Check that all of the text was read that is confirmed.

    Raises:
        UserError: a part of it could not be.
    """
    report = session.report
    if report.source is not None:
        check_read(objective.id, report.findings, report.source, confirmation_covers)


def _day(session: EditSession, text: str) -> dt.date:
    """Read a day as people write it; today where nothing was typed.

    Raises:
        UserError: it is none.
    """
    if not text.strip():
        return session.today()
    hint = message("Use a date such as 31 March 2027.")
    date = typed_date(text, session.language, hint)
    if date.precision != "day":
        raise UserError(message("“{value}” is not a day.", value=text.strip()), hint)
    return date.day
