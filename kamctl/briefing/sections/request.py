"""What the reader is asked to do: once for all objectives, with an e-mail to complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.views.elements import Link
from kamctl.briefing.views.objective import RequestView
from kamctl.briefing.visibility.audience import SPONSOR
from kamctl.document.mailto import mailto_link
from kamctl.i18n.message import N_
from kamctl.i18n.truncate import truncate
from kamctl.plan.people import member_with_id
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.prepared_answers import (
    I_AGREE,
    I_OBJECT,
    I_VALIDATE,
    MY_QUESTION,
    ON_CONDITION,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.plan.directions import Direction
    from kamctl.plan.plan_date import PlanDate
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import PartyStatus

_AGREE: Final = (
    N_("Please agree, agree with conditions, or object."),
    N_("Objective {number}: please agree, agree with conditions, or object."),
    N_("Objectives {numbers}: please agree, agree with conditions, or object."),
)
_VALIDATE: Final = (
    N_("Please validate this objective, or state your objections."),
    N_("Please validate objective {number}, or state your objections."),
    N_("Please validate objectives {numbers}, or state your objections."),
)
_VALIDATE_LATER: Final = (
    N_(
        "You will be asked to validate this objective once all functions have agreed. "
        "If you object, please say so now."
    ),
    N_(
        "You will be asked to validate objective {number} once all functions have agreed. "
        "If you object, please say so now."
    ),
    N_(
        "You will be asked to validate objectives {numbers} once all functions have agreed. "
        "If you object, please say so now."
    ),
)
_REVIEW: Final = (
    N_("Review this objective and tell us if it affects your work."),
    N_("Review objective {number} and tell us if it affects your work."),
    N_("Review the objectives and tell us if they affect your work."),
)
"""What is requested on the only objective, on one of several, on several."""


class _Answers(NamedTuple):
    """What the reader can answer, and how each answer begins in the e-mail."""

    choices: tuple[str, ...]
    lines: tuple[str, ...]


_TO_AGREE: Final = _Answers(
    (N_("I agree"), N_("I agree with conditions"), N_("I object"), N_("I have a question")),
    (I_AGREE, ON_CONDITION, I_OBJECT, MY_QUESTION),
)
_TO_OBJECT: Final = _Answers((N_("I object"), N_("I have a question")), (I_OBJECT, MY_QUESTION))
_TO_DECIDE: Final = _Answers(
    (N_("I validate"), *_TO_OBJECT.choices), (I_VALIDATE, *_TO_OBJECT.lines)
)
"""Decider and sponsor sign without conditions."""
_STATEMENT: Final = 120
"""Characters of a statement in an e-mail: programs limit the length of the whole address."""


class AnswerDue(NamedTuple):
    """By when an answer is needed, and whether that is the day of the next review."""

    date: PlanDate
    is_review: bool = False


class _Part(NamedTuple):
    """What an active objective asks of the reader's function."""

    status: ObjectiveStatus
    direction: Direction


def request_view(
    alignments: Sequence[ObjectiveStatus],
    audience: Audience,
    report: PlanReport,
    formatter: PlanFormatter,
) -> RequestView | None:
    """Return what the reader is asked to do, over all active objectives.

    None where nothing is asked: of the account team, who do the asking, where no objective has
    a statement or a direction for the reader yet, and where it is not known what is asked.
    """
    if audience.sees("all_details"):
        return None
    active = [one for one in alignments if one.is_active]
    parts = [
        _Part(one, direction)
        for one in active
        for direction in one.objective.directions
        if direction.function == audience.function
    ]
    own = [part for part in parts if formatter.text(part.direction.ask)]
    if not parts and not any(formatter.text(one.objective.statement) for one in active):
        return None
    is_draft = formatter.plan.plan.stage is Stage.DRAFT
    waiting = [part for part in own if not _has_signed(part.status, audience)]
    roles = [(one, roles_of(one, audience, formatter)) for one in active]
    undecided = [one for one, held in roles if not all(role.has_agreed for role in held)]
    to_decide = [one for one in undecided if one.agreed.is_complete]
    too_early = [one for one in undecided if not one.agreed.is_complete]
    is_lost = report.has_lost_entries("objectives") or any(
        has_lost_directions(one, report) for one in active
    )
    if is_lost and not (waiting or undecided):
        return None
    owner = _owner(active, formatter)
    # A draft cannot be signed: it is read for comments.
    asked = [] if is_draft else [part.status for part in waiting] or to_decide or too_early
    is_asked = bool(own) or any(held for _, held in roles)
    is_settled = is_asked and not (is_draft or waiting or undecided or _has_reply(parts, formatter))
    steps = (
        [formatter.translate("Please comment on this draft. Sign-off follows later.")]
        if is_draft and is_asked
        else _steps(
            waiting,
            parts,
            to_decide,
            too_early,
            active,
            is_asked=is_asked,
            several=len(alignments) > 1,
            formatter=formatter,
        )
    )
    can_answer = _TO_AGREE if waiting else _TO_DECIDE if to_decide else _TO_OBJECT
    return RequestView(
        steps=tuple(steps),
        answers=tuple(map(formatter.translate, can_answer.choices)) if asked else (),
        due="" if is_settled else _by_when([part.direction for part in waiting], formatter),
        contact=_contact(owner, formatter, is_settled=is_settled),
        email=_email(formatter.email_link(owner), asked, can_answer.lines, formatter),
    )


def _owner(active: Sequence[ObjectiveStatus], formatter: PlanFormatter) -> str | None:
    """Return who answers for the request: the owner of an objective, else that of the plan."""
    return next(
        (person for one in active if (person := formatter.current_person(one.objective.owner))),
        formatter.current_person(formatter.plan.plan.owner),
    )


def _contact(owner: str | None, formatter: PlanFormatter, *, is_settled: bool) -> str:
    if not owner:
        return ""
    person = formatter.unbroken(formatter.person_name(owner))
    if is_settled:
        return formatter.translate("Questions? Ask {person}.", person=person)
    return formatter.translate("Reply to {person}.", person=person)


def _steps(
    waiting: Sequence[_Part],
    parts: Sequence[_Part],
    to_decide: Sequence[ObjectiveStatus],
    too_early: Sequence[ObjectiveStatus],
    active: Sequence[ObjectiveStatus],
    *,
    is_asked: bool,
    several: bool,
    formatter: PlanFormatter,
) -> list[str]:
    _ = formatter.translate
    steps = []
    if waiting:
        asked = [part.status for part in waiting]
        steps += [
            _asking(_AGREE, asked, several=several, formatter=formatter),
            _("Objections are recorded and answered."),
        ]
        if any(part.direction.restatement is None for part in waiting):
            steps.append(
                _("Say in your own words what is asked of you; the plan quotes you unchanged.")
            )
    if to_decide:
        steps.append(_asking(_VALIDATE, to_decide, several=several, formatter=formatter))
    if too_early:
        steps.append(_asking(_VALIDATE_LATER, too_early, several=several, formatter=formatter))
    if not steps:
        steps.append(
            _("You have signed off the current text. Nothing to do.")
            if is_asked
            else _asking(_REVIEW, active, several=several, formatter=formatter)
        )
    if _has_reply(parts, formatter):
        steps.append(_("Tell us whether our answers settle your concerns."))
    return steps


def _asking(
    requests: tuple[str, str, str],
    objectives: Sequence[ObjectiveStatus],
    *,
    several: bool,
    formatter: PlanFormatter,
) -> str:
    """Say what is requested on these objectives; where the plan has `several`, on which."""
    alone, one, more = requests
    if not several:
        return formatter.translate(alone)
    numbers = formatter.list([str(each.number) for each in objectives])
    if len(objectives) == 1:
        return formatter.translate(one, number=numbers)
    return formatter.translate(more, numbers=numbers)


def _has_reply(parts: Sequence[_Part], formatter: PlanFormatter) -> bool:
    """Tell whether the reader has yet to say what they think of our answer to a concern."""
    return any(
        concern.status == "open" and bool(formatter.text(concern.response))
        for part in parts
        for concern in part.direction.resistances
    )


def answer_due(asked: Iterable[Direction], formatter: PlanFormatter) -> AnswerDue | None:
    """Return by when what is asked is to be answered: by its first date, else the next review.

    Days that have passed do not count; None where no day is left.
    """
    days = [one.answer_by for one in asked]
    coming = [one for one in days if one is not None and one.day >= formatter.today]
    if coming:
        return AnswerDue(min(coming, key=lambda date: date.day))
    review = formatter.plan.plan.next_review
    if review is not None and review.day >= formatter.today:
        return AnswerDue(review, is_review=True)
    return None


def _by_when(asked: Iterable[Direction], formatter: PlanFormatter) -> str:
    _ = formatter.translate
    due = answer_due(asked, formatter)
    if due is None:
        return ""
    date = formatter.date(due.date)
    return (
        _("By {date}, the next review.", date=date) if due.is_review else _("By {date}.", date=date)
    )


def _email(
    address: Link | None,
    asked: Sequence[ObjectiveStatus],
    to_complete: Sequence[str],
    formatter: PlanFormatter,
) -> Link | None:
    """Return the address to answer to: with a message to complete, where an answer is asked for."""
    if address is None or not address.url or not asked:
        return address
    _ = formatter.translate
    account = formatter.plan.account.name.strip()
    parts = []
    for one in asked:
        statement = truncate(str(formatter.text(one.objective.statement)), _STATEMENT)
        first = _("Objective {number}", number=one.number) + f"{_(':')} {statement}".rstrip()
        parts.append([first, *(f"{_(line)} " for line in to_complete)])
    subject = _("{account}: my answer to the strategic objective", account=account)
    return Link(address.text, mailto_link(address.url, subject, parts))


def _has_signed(alignment: ObjectiveStatus, audience: Audience) -> bool:
    return any(one.has_agreed for one in alignment.functions if one.party == audience.function)


def has_lost_directions(alignment: ObjectiveStatus, report: PlanReport) -> bool:
    """Tell whether something that an objective asks of a function could not be read."""
    return report.has_lost_entries("objectives", alignment.place, "directions")


def roles_of(
    alignment: ObjectiveStatus, audience: Audience, formatter: PlanFormatter
) -> tuple[PartyStatus, ...]:
    """Return who of the audience signs an objective as a whole: as its decider or its sponsor."""
    if audience.name == SPONSOR:
        return (alignment.sponsor,) if alignment.sponsor.person else ()
    if audience.function is None:
        return ()
    return tuple(
        role
        for role in (alignment.decider, alignment.sponsor)
        if (member := member_with_id(formatter.plan, role.person)) is not None
        and member.function == audience.function
    )
