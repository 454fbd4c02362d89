"""What an objective means for one function, what was answered from it, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import cell_kinds, document_labels
from kamctl.briefing.tables import facts
from kamctl.briefing.views.elements import Cell
from kamctl.briefing.views.objective import ConcernView, DirectionView, FeedbackView, ImpactView
from kamctl.i18n.marked_text import capitalized, ended
from kamctl.i18n.message import N_
from kamctl.plan import labels
from kamctl.signoffs.party_status import STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Collection

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.directions import Direction, Resistance
    from kamctl.signoffs.party_status import PartyStatus
    from kamctl.signoffs.signoff import Signoff

_ORDER: Final = {"negative": 0, "neutral": 1, "positive": 2}
_GAVE: Final = {
    "agree": N_("You agreed to this text on {date}."),
    "agree_with_conditions": N_("You agreed with conditions on {date}."),
    "object": N_("You objected on {date}."),
}
_THEY_GAVE: Final = {
    "agree": N_("{person} agreed to this text on {date}."),
    "agree_with_conditions": N_("{person} agreed with conditions on {date}."),
    "object": N_("{person} objected on {date}."),
}


def _has_answered(direction: Direction, status: PartyStatus) -> bool:
    """Tell whether the function has said anything: its own words, a concern, its decision."""
    return (
        direction.restatement is not None
        or bool(direction.resistances)
        or status.signoff is not None
    )


def state_cell(
    direction: Direction,
    status: PartyStatus,
    formatter: PlanFormatter,
    *,
    is_closed: bool = False,
) -> Cell:
    """Return the state of a function as a label.

    With its weightiest open concern, as long as it has decided nothing. An objective that
    `is_closed` waits for no answer.
    """
    if is_closed:
        if status.state == "shared":
            return Cell(formatter.translate("Not answered"))
        return signoff_cell(status, formatter)
    undecided = not status.has_agreed and status.state != "objected"
    weights = [one.severity for one in direction.resistances if one.status == "open"]
    concern = next((one for one in document_labels.OPEN_CONCERNS if one in weights), None)
    note = formatter.label(document_labels.OPEN_CONCERNS, concern) if undecided and concern else ""
    return signoff_cell(status, formatter)._replace(note=note)


def signoff_cell(status: PartyStatus, formatter: PlanFormatter) -> Cell:
    """Return the state of a function, the decider or the sponsor as a label."""
    label = formatter.label(STATE_LABELS, status.state)
    return Cell(label, cell_kinds.SIGNOFF_KINDS[status.state])


def severity_cell(concern: Resistance, formatter: PlanFormatter) -> Cell:
    """Return how much a concern weighs as a label."""
    label = formatter.label(labels.SEVERITIES, concern.severity)
    return Cell(label, cell_kinds.SEVERITY_KINDS[concern.severity])


def provenance(status: PartyStatus, formatter: PlanFormatter) -> str:
    """Say who recorded a sign-off, and how it is assured; empty where the signer's key does."""
    return formatter.join(formatter.translate_message(one) for one in status.provenance)


def invalidated_signoff(
    status: PartyStatus, entry: Signoff, formatter: PlanFormatter, readers: Collection[str | None]
) -> str:
    """Say that a sign-off is invalidated, to the `readers` or to others; the reasons follow."""
    _ = formatter.translate
    day = formatter.day(entry.day)
    if entry.by in readers:
        return _("Your sign-off of {date} is invalidated:", date=day)
    return _("{person}'s sign-off of {date} is invalidated:", person=status.signer, date=day)


def impacts(direction: Direction, formatter: PlanFormatter) -> tuple[ImpactView, ...]:
    """Return the impacts that the plan states, negative ones first."""
    if direction.impact is None:
        return ()
    found = []
    for key, name in labels.IMPACT_AREAS.items():
        effects = getattr(direction.impact, key)
        if effects is None:
            continue
        note, amount = formatter.text(effects.note), formatter.money(effects.amount)
        if effects.effect or note or amount:
            cell = Cell(
                formatter.label(labels.EFFECTS, effects.effect),
                cell_kinds.EFFECT_KINDS.get(effects.effect or "", ""),
            )
            rank = _ORDER.get(effects.effect or "", len(_ORDER))
            found.append((rank, ImpactView(formatter.translate(name), cell, amount, note, key)))
    return tuple(impact for _, impact in sorted(found, key=lambda pair: pair[0]))


def direction_view(
    direction: Direction,
    status: PartyStatus,
    formatter: PlanFormatter,
    *,
    for_reader: bool,
    is_closed: bool = False,
) -> DirectionView:
    """Return one function's direction in full; `for_reader` says `you` instead of its name.

    Of an objective that `is_closed` it says what was asked, and asks for nothing.
    """
    _, heading = formatter.translate, formatter.headings("objectives[].directions[]")
    resource_heading = formatter.headings("objectives[].directions[].resources")
    impacts_by_area = impacts(direction, formatter)
    has_negative = any(impact.effect.kind == "bad" for impact in impacts_by_area)
    mitigation = formatter.text(direction.mitigation)
    resources = direction.resources
    no_mitigation = (
        _("No mitigation planned yet. Tell us what would help.")
        if for_reader
        else _("No mitigation planned yet.")
    )
    own_title = _("What was asked of you") if is_closed else _("Your part")
    return DirectionView(
        title=own_title if for_reader else formatter.function_title(direction.function),
        ask=formatter.text(direction.ask),
        no_ask=""
        if formatter.text(direction.ask)
        else _("You are affected; what is asked of you is not defined yet.")
        if for_reader
        else _("This function is affected; its part is not defined yet."),
        facts=facts(
            (heading("leader"), formatter.name_and_title(direction.leader)),
            (_("Answer due"), "" if is_closed else formatter.date(direction.answer_by)),
            (
                resource_heading("requested"),
                formatter.text(resources.requested) if resources else "",
            ),
            (resource_heading("granted"), formatter.text(resources.granted) if resources else ""),
        ),
        gain=formatter.text(direction.gain),
        impacts=impacts_by_area,
        mitigation=mitigation,
        no_mitigation="" if mitigation or not has_negative or is_closed else no_mitigation,
        feedback=_feedback(
            direction, status, formatter, for_reader=for_reader, is_closed=is_closed
        ),
        gain_label=_("Your gain") if for_reader else heading("gain"),
    )


def _has_feedback(direction: Direction, status: PartyStatus, formatter: PlanFormatter) -> bool:
    return (
        _has_answered(direction, status)
        or bool(formatter.text(direction.their_need))
        or bool(formatter.text(direction.our_adjustment))
    )


def _feedback(
    direction: Direction,
    status: PartyStatus,
    formatter: PlanFormatter,
    *,
    for_reader: bool,
    is_closed: bool,
) -> FeedbackView:
    _ = formatter.translate
    text = direction.restatement
    answered = _has_feedback(direction, status, formatter)
    if for_reader:
        title = _("What you said, and what we changed")
        nothing = _("You did not answer.") if is_closed else _("You have not answered yet.")
    else:
        title = _(
            "{function}: what they said, and what we changed",
            function=formatter.function_title(direction.function),
        )
        nothing = _("Not answered") if is_closed else _("No answer yet.")
    order = ("blocking", "condition", "comment")
    concerns = sorted(
        direction.resistances, key=lambda one: (one.status != "open", order.index(one.severity))
    )
    return FeedbackView(
        title=title,
        no_feedback="" if answered else nothing,
        signoff=_signed(status, formatter, for_reader=for_reader),
        invalidation_reasons=tuple(
            formatter.translate_message(change) for change in status.explanation
        ),
        restatement=formatter.text(text.text) if text else "",
        restated_by=formatter.name_and_date(text.by, text.on) if text else "",
        their_need=formatter.text(direction.their_need),
        our_adjustment=formatter.text(direction.our_adjustment),
        concerns=tuple(_concern(one, formatter, is_closed=is_closed) for one in concerns),
        need_label=_("What you need from us") if for_reader else _("Needs from us"),
    )


def _signed(status: PartyStatus, formatter: PlanFormatter, *, for_reader: bool) -> str:
    """Say what they signed, who recorded it, and that it is invalidated where it is."""
    _ = formatter.translate
    entry = status.signoff
    if entry is None:
        return ""
    day = formatter.day(entry.day)
    if status.state == "invalidated":
        responsible = (status.person, formatter.current_person(status.person))
        return invalidated_signoff(status, entry, formatter, responsible if for_reader else ())
    if for_reader:
        text = _(_GAVE[entry.decision], date=day)
    else:
        text = _(_THEY_GAVE[entry.decision], person=status.signer, date=day)
    recorded = provenance(status, formatter)
    return f"{text} {capitalized(recorded)}." if recorded else text


def _concern(one: Resistance, formatter: PlanFormatter, *, is_closed: bool) -> ConcernView:
    _ = formatter.translate
    response = formatter.text(one.response)
    owed = not response and one.status == "open" and not is_closed
    owner, due = formatter.person_name(one.owner), formatter.date(one.due)
    if is_closed:
        follow_up = ""
    elif owner and due:
        follow_up = _("{person} will follow up by {date}.", person=owner, date=due)
    elif owner:
        follow_up = _("{person} will follow up.", person=owner)
    else:
        follow_up = _("Due: {date}.", date=due) if due else ""
    return ConcernView(
        text=formatter.text(one.concern),
        severity=severity_cell(one, formatter),
        status=formatter.label(labels.RESISTANCE_STATUS, one.status),
        raised_by=formatter.name_and_date(one.raised_by, one.on),
        our_part=formatter.text(one.our_part),
        response=ended(response) if response and follow_up else response,
        no_answer=_("No answer yet.") if owed else "",
        follow_up=follow_up,
    )
