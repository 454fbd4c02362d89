"""The message that requests a manager's sign-off: ready for e-mail or chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.briefing.formatter import PlanFormatter
from kamctl.briefing.sections.functions import invalidated_signoff
from kamctl.briefing.sections.request import answer_due
from kamctl.document.errors import UserError
from kamctl.document.mail_draft import mailbox
from kamctl.i18n.control_characters import visible, visible_line
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan import labels
from kamctl.plan.functions import PARTY_LABELS, party_name
from kamctl.plan.months import days_later
from kamctl.plan.people import find_member
from kamctl.plan.value_synonyms import asked_value
from kamctl.signoffs.signed_content import ROLES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from email.headerregistry import Address

    from kamctl.i18n.formats import UnitForms
    from kamctl.plan.directions import Direction
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective, Point
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import PartyStatus

EVERYBODY = "all"
_DAYS_TO_ANSWER = 14
"""Where the plan has no day to answer by."""


@dataclass(frozen=True)
class SignoffRequest:
    """A message to one person: about which objective, for which function or role, and its text."""

    objective: str
    party: str
    name: str
    recipient: Address | None
    """None where the plan has no address for the person that an e-mail can have."""
    subject: str
    body: str
    text: str
    """The whole message, ready for a chat or an e-mail of one's own."""


def signoff_requests(
    plan: Plan,
    alignments: Sequence[ObjectiveStatus],
    language: str,
    today: dt.date,
    *,
    to: str | None = None,
    objective: str | None = None,
    by: dt.date | None = None,
) -> list[SignoffRequest]:
    """Return the messages to send, one for each objective and party; each ends without a line end.

    `to` is a function, `decider` or `sponsor`, or `all` of them; by default whoever is next.

    Raises:
        UserError: there is nobody to ask, or nothing that could be asked.
    """
    formatter = PlanFormatter(plan, language, today)
    parties = dict.fromkeys(one.party for each in alignments for one in each.everybody)
    to = to and (asked_value(to, parties, PARTY_LABELS) or to)
    wanted = [
        (alignment, status)
        for alignment in alignments
        if alignment.is_active and objective in (None, alignment.objective.id)
        for status in _asked(alignment, to)
    ]
    requests, former = [], []
    for alignment, status in wanted:
        if status.person is None or not _can_be_asked(alignment.objective, status, formatter):
            continue
        person = formatter.current_person(status.person)
        if person is None:
            former.append(status.person)
            continue
        asked = _Message(
            formatter,
            alignment,
            status,
            person,
            by or _answer_day(alignment.objective, status, formatter),
        )
        requests.append(asked.request())
    if not requests and former:
        raise UserError(
            message(
                "{name} has left, and no successor is named.",
                name=formatter.person_name(former[0]),
            ),
            message("Name the person responsible now, for example in `leader:` of the direction."),
        )
    if not requests:
        raise _nobody(plan, to, objective, found=bool(wanted))
    return requests


def _answer_day(objective: Objective, status: PartyStatus, formatter: PlanFormatter) -> dt.date:
    """Return by when the answer is asked for, as in the briefing."""
    direction = _direction_of(objective, status)
    due = answer_due([] if direction is None else [direction], formatter)
    return days_later(formatter.today, _DAYS_TO_ANSWER) if due is None else due.date.day


def _asked(alignment: ObjectiveStatus, to: str | None) -> Sequence[PartyStatus]:
    if to is None:
        return alignment.next_parties
    return [one for one in alignment.everybody if to in (EVERYBODY, one.party)]


def _can_be_asked(objective: Objective, status: PartyStatus, formatter: PlanFormatter) -> bool:
    direction = _direction_of(objective, status)
    return direction is None or bool(formatter.text(direction.ask))


def _direction_of(objective: Objective, status: PartyStatus) -> Direction | None:
    """Return what is asked of a function; None for the decider and the sponsor."""
    return None if status.place is None else objective.directions[status.place]


def _nobody(plan: Plan, to: str | None, objective: str | None, *, found: bool) -> UserError:
    if objective is not None and objective not in {one.id for one in plan.objectives}:
        return UserError(
            message("This plan has no objective “{id}”.", id=objective),
            message(
                "Available: {names}.",
                names=", ".join(one.id for one in plan.objectives) or "–",
            ),
        )
    chosen = [one for one in plan.objectives if objective in (None, one.id)]
    if not any(one.is_active for one in chosen):
        return _at_rest(chosen, objective)
    if found:
        return UserError(
            message(
                "No sign-off can be requested yet: no direction has both a request and a leader."
            ),
            message("Add `ask:` and `leader:` to the directions first."),
        )
    if to is None:
        return UserError(message("Everyone has signed off the current text."))
    functions = {part.function for one in plan.objectives for part in one.directions}
    person = find_member(plan, to)
    hint = did_you_mean(to, (*sorted(functions), *ROLES))
    if person is not None and person.function in functions:
        hint = message(
            "Give the function of {name}: --for {function}",
            name=person.name,
            function=person.function,
        )
    return UserError(
        message("No open objective asks anything of {function}.", function=party_name(to)), hint
    )


def _at_rest(chosen: Sequence[Objective], asked: str | None) -> UserError:
    """Say that nobody is asked now, as the objectives are closed or on hold."""
    if all(one.is_closed for one in chosen):
        if asked is None:
            return UserError(message("This plan has no open objective."))
        return UserError(message("{objective} is closed; no sign-off is needed.", objective=asked))
    return UserError(
        message("All open objectives of this plan are on hold.")
        if asked is None
        else message("{objective} is on hold; no sign-off is requested.", objective=asked),
        message("To resume work, change `status:` first."),
    )


class _Message:
    """Writes the message to one person, for one party of an objective."""

    def __init__(
        self,
        formatter: PlanFormatter,
        alignment: ObjectiveStatus,
        status: PartyStatus,
        person: str,
        by: dt.date,
    ) -> None:
        self.person = person
        self.formatter = formatter
        self.objective = alignment.objective
        self.number = alignment.number
        self.status = status
        self.by = by
        self.direction = _direction_of(alignment.objective, status)
        self.party = formatter.function_name(status.party)

    def request(self) -> SignoffRequest:
        formatter, plan = self.formatter, self.formatter.plan
        _ = formatter.translate
        name = visible_line(formatter.person_name(self.person))
        account = visible_line(plan.account.name.strip())
        subject = (
            _("{account}, objective {number}: your sign-off", account=account, number=self.number)
            if len(plan.objectives) > 1
            else _("{account}: your sign-off", account=account)
        )
        address = formatter.email_link(self.person)
        recipient = mailbox(name, address.text) if address is not None and address.url else None
        parts = [
            _("Hello {name},", name=name),
            self._opening(),
            "  " + _("“{text}”", text=formatter.text(self.objective.statement)),
            "\n".join(self._why()),
            "\n".join(self._means()),
            "\n".join(self._changed()),
            "\n".join(self._wanted()),
            _("A reply to this message is enough."),
            formatter.person_name(
                formatter.current_person(self.objective.owner)
                or formatter.current_person(plan.plan.owner)
            ),
        ]
        body = visible("\n\n".join(part for part in parts if part))
        head = [_("To: {name}", name=recipient or name), _("Subject: {subject}", subject=subject)]
        return SignoffRequest(
            objective=self.objective.id,
            party=self.status.party,
            name=name,
            recipient=recipient,
            subject=subject,
            body=body,
            text="\n".join(head) + f"\n\n{body}",
        )

    def _opening(self) -> str:
        _ = self.formatter.translate
        account = self.formatter.plan.account.name.strip()
        if self.direction is None:
            return _(
                "We ask for your decision, as {role}, on this objective for {account}:",
                account=account,
                role=self.party,
            )
        return _(
            "For {account} we propose this objective. It depends on {function}:",
            account=account,
            function=self.party,
        )

    def _why(self) -> Iterator[str]:
        formatter, one = self.formatter, self.objective
        _ = formatter.translate
        if one.due:
            yield _("Due date: {date}", date=formatter.date(one.due))
        for measure in one.measures:
            if measure.target is None:
                continue
            yield _(
                "Measured by: {name}, {before} → {after}",
                name=formatter.text(measure.name),
                before=self._value(measure.baseline, measure.unit),
                after=self._value(measure.target, measure.unit),
            )
        gain = formatter.text(one.customer_gain)
        if gain:
            yield _("Customer gain: {gain}", gain=gain)

    def _means(self) -> Iterator[str]:
        if self.direction is None:
            yield from self._everybody()
            return
        formatter, one = self.formatter, self.direction
        _ = formatter.translate
        yield f"{_('Your part')}{_(':')}"
        yield self._line(_("Request"), formatter.text(one.ask))
        for label, text in (
            *self._impacts(one),
            (_("Your gain"), formatter.text(one.gain)),
            (_("Mitigation"), formatter.text(one.mitigation)),
            (
                _("Resources requested"),
                formatter.text(one.resources.requested) if one.resources else "",
            ),
            (_("Your needs as we understand them"), formatter.text(one.their_need)),
            (_("Our changes"), formatter.text(one.our_adjustment)),
        ):
            if text:
                yield self._line(label, text)

    def _impacts(self, one: Direction) -> Iterator[tuple[str, str]]:
        for on, name in labels.IMPACT_AREAS.items():
            effects = getattr(one.impact, on) if one.impact is not None else None
            if effects is None:
                continue
            effect = self.formatter.label_in_sentence(labels.EFFECTS, effects.effect)
            amount = self.formatter.money(effects.amount)
            text = ", ".join(part for part in (effect, amount) if part)
            note = self.formatter.text(effects.note)
            yield self.formatter.translate(name), f"{text} ({note})" if note else text

    def _line(self, label: str, text: str) -> str:
        return self.formatter.translate("- {label}: {text}", label=label, text=text)

    def _value(self, point: Point | None, unit: str | UnitForms | None) -> str:
        return "…" if point is None else self.formatter.quantity(point.value, unit)

    def _everybody(self) -> Iterator[str]:
        """Tell who decides what each function was asked."""
        if not self.objective.directions:
            return
        yield self.formatter.translate("Requests to the functions:")
        for one in self.objective.directions:
            ask = self.formatter.text(one.ask)
            if ask:
                yield self._line(self.formatter.function_title(one.function), ask)

    def _changed(self) -> Iterator[str]:
        entry = self.status.signoff
        if self.status.state != "invalidated" or entry is None:
            return
        yield invalidated_signoff(self.status, entry, self.formatter, (self.person,))
        for reason in self.status.explanation:
            yield f"- {self.formatter.translate_message(reason)}"

    def _wanted(self) -> Iterator[str]:
        _ = self.formatter.translate
        day = self.formatter.day(self.by)
        yield _("Please answer by {date}:", date=day)
        if self.direction is None:
            yield _("- Validate this text, or state your objections.")
            return
        if self.status.state in ("shared", "not_asked"):
            yield _("- Describe in your own words what it means for your team.")
        yield _("- Agree, agree with conditions, or object, with your reasons.")
