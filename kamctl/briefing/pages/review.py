"""A review: what has become of the plan since a moment, and what is to be decided now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.sections.functions import provenance
from kamctl.briefing.sections.progress_history import progress_table
from kamctl.briefing.sections.review_decisions import (
    actions_by_ids,
    objective_names,
    objective_numbers,
    pending_decisions,
)
from kamctl.briefing.sections.review_measures import review_measures_table
from kamctl.briefing.sections.reviews import next_review_line
from kamctl.briefing.tables import facts, table
from kamctl.briefing.views.elements import Cell, Table
from kamctl.briefing.views.review import ChangeGroupView, ReviewView
from kamctl.briefing.visibility.change_visibility import may_see_change
from kamctl.checks.engine.reported_dates import reported_date_paths
from kamctl.comparison.change import GROUPS, grouped_changes
from kamctl.comparison.durations import how_often
from kamctl.comparison.entries import ENTRIES
from kamctl.comparison.phrases import without_ids
from kamctl.git.revision import as_day
from kamctl.history.compared_plans import last_review
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_, Message
from kamctl.plan.entry_lookup import entry_with_id
from kamctl.plan.plan_date import PlanDate
from kamctl.signoffs.agreement_status import total_agreement
from kamctl.signoffs.confirmation import binding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.pages.plan_page import PageContent
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.comparison.change import Change
    from kamctl.history.compared_plans import Lookback
    from kamctl.plan.actions import Action
    from kamctl.plan.model import Plan
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import PartyStatus

_DUE: Final = "due"


def review_view(content: PageContent) -> ReviewView | None:
    """Return what the audience may know of what has become of the plan; None without its past."""
    plan, audience, formatter = content.plan, content.audience, content.formatter
    past = content.past
    if past is None:
        return None
    # In the plan's order: in the meeting, an objective has one number for all readers.
    ordered, reported = content.report.agreement, reported_date_paths(content.report)
    _ = formatter.translate
    changes = [
        one for one in past.compared.difference.changes if may_see_change(one, audience, plan)
    ]
    late = [one for one in changes if one.kind == "later" and one.path[-1] == _DUE]
    lost = [one for one in changes if one.kind == "invalidated" and one.section == "signoffs"]
    names, numbers = objective_names(ordered, formatter), objective_numbers(ordered)
    visible = [one.text for one in changes]
    shown_reasons = _reasons(ordered, lost, visible, audience)
    others = [
        one
        for one in changes
        if one not in late and one not in lost and one.text not in shown_reasons
    ]
    decide = tuple(pending_decisions(plan, ordered, changes, reported, audience, formatter))
    agreed = total_agreement(ordered)
    return ReviewView(
        since=_since(past, formatter),
        facts=facts(
            (_("Invalidated sign-offs"), str(sum(len(_parties(one)) for one in lost))),
            (_("Postponed due dates"), str(len(late))),
            (_("Other changes"), str(len(others))),
            (
                _("Alignment"),
                formatter.translate_message(agreed.message)
                if agreed.asked and audience.sees("alignment")
                else "",
            ),
            (_("Completeness"), _completeness(past, formatter)),
        ),
        no_changes=""
        if others
        else _("No other changes.")
        if changes
        else _("No changes that concern you."),
        decisions=decide,
        no_decisions="" if decide else _("No decision needed."),
        measures=review_measures_table(plan, numbers, formatter)
        if audience.sees("measures")
        else None,
        invalidated=_invalidated(ordered, lost, visible, numbers, audience, formatter),
        slipped=_slipped(plan, late, numbers, formatter),
        changes=tuple(_changed(plan, past, others, names, formatter)),
        history=progress_table(past.steps, audience, formatter),
        next_review=next_review_line(formatter),
    )


def _since(past: Lookback, formatter: PlanFormatter) -> str:
    """Say since when."""
    _ = formatter.translate
    when = past.compared.when
    assert when is not None
    asked = as_day(when.asked)
    if when.begins and not when.asked:
        return _("Since {date}, when the plan was first saved", date=formatter.day(when.day))
    if when.begins:
        beginning = (
            N_("Since {date}, when the plan was first saved (last review: {asked})")
            if when.asked == last_review(formatter.today)(formatter.plan)
            else N_("Since {date}, when the plan was first saved (requested: {asked})")
        )
        return _(
            beginning,
            date=formatter.day(when.day),
            asked=formatter.day(asked) if asked else when.asked,
        )
    day = formatter.day(asked or when.day)
    return _("Since {date}", date=day)


def _parties(change: Change) -> list[str]:
    return [str(one) for one in change.before] if isinstance(change.before, list) else []


def _completeness(past: Lookback, formatter: PlanFormatter) -> str:
    """Say how complete the plan was, and is."""
    _ = formatter.translate
    known = [one for one in past.steps if one.required]
    if not known:
        return ""
    first, last = known[0], known[-1]
    then = _("{met} of {of}", met=first.met, of=first.required)
    now = _("{met} of {of}", met=last.met, of=last.required)
    return now if then == now else f"{then} → {now}"


def _lost_parties(
    ordered: Sequence[ObjectiveStatus], lost: Sequence[Change]
) -> Iterator[tuple[ObjectiveStatus, PartyStatus]]:
    by_objective = {one.objective: set(_parties(one)) for one in lost}
    for each in ordered:
        for one in each.everybody:
            if one.party in by_objective.get(each.objective.id, ()) and one.signoff is not None:
                yield each, one


def _visible_reasons(
    one: PartyStatus, visible: Sequence[Message], audience: Audience
) -> tuple[Message, ...]:
    """Return the reasons that a reader may see: all of their own, else `visible` changes."""
    if audience.sees("all_details") or one.party == audience.function:
        return one.reasons
    return tuple(reason for reason in one.reasons if reason in visible)


def _reasons(
    ordered: Sequence[ObjectiveStatus],
    lost: Sequence[Change],
    visible: Sequence[Message],
    audience: Audience,
) -> list[Message]:
    """Return the changes that are told as reasons for invalidated sign-offs."""
    return [
        reason
        for _, one in _lost_parties(ordered, lost)
        for reason in _visible_reasons(one, visible, audience)
    ]


def _invalidated(
    ordered: Sequence[ObjectiveStatus],
    lost: Sequence[Change],
    visible: Sequence[Message],
    numbers: Mapping[str, str],
    audience: Audience,
    formatter: PlanFormatter,
) -> Table | None:
    """Return each reason once, with all whose sign-offs it invalidates.

    Reasons that invalidate the same sign-offs share a row. `visible` are the changes the reader
    sees; where no reason is among them, the row says who knows it.
    """
    _ = formatter.translate
    by_reason: dict[tuple[str, str], tuple[Message | None, list[str]]] = {}
    signed: dict[tuple[str, str], str] = {}
    for each, one in _lost_parties(ordered, lost):
        assert one.signoff is not None
        day = formatter.day(one.signoff.day, short=True)
        parts = (one.signer, day, provenance(one, formatter))
        who = ", ".join(part for part in parts if part)
        objective = each.objective.id
        signed[objective, one.party] = f"{formatter.function_title(one.party)} ({who})"
        reasons = tuple(map(without_ids, _visible_reasons(one, visible, audience)))
        for reason in reasons or (None,):
            key = objective, reason.say() if reason else ""
            by_reason.setdefault(key, (reason, []))[1].append(one.party)
    by_parties: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (objective, _reason), (reason, parties) in by_reason.items():
        text = (
            formatter.translate_message(reason)
            if reason
            else _("The reason is in the account team's review.")
        )
        by_parties.setdefault((objective, tuple(parties)), []).append(text)

    def signers(objective: str, parties: Sequence[str]) -> str:
        """Say who signed: in full where they are named first, then by their function."""
        names = [
            signed.pop((objective, party), formatter.function_title(party)) for party in parties
        ]
        return formatter.join(names)

    first = 0 if numbers else 1
    return table(
        _("Invalidated sign-offs"),
        (_("Objective"), _("Why"), _("Signed by"))[first:],
        (
            (
                numbers.get(objective, ""),
                capitalized(formatter.join(reasons)),
                signers(objective, parties),
            )[first:]
            for (objective, parties), reasons in by_parties.items()
        ),
    )


def _slipped(
    plan: Plan, late: Sequence[Change], numbers: Mapping[str, str], formatter: PlanFormatter
) -> Table | None:
    _ = formatter.translate
    actions = actions_by_ids(plan)
    slipped = [(one, actions.get((one.objective or "", one.path[-2]))) for one in late]
    repeated = any(one.times > 1 for one in late)
    return table(
        _("Postponed due dates"),
        (_("Item"), _("Objective"), _("Owner"), _("Previous date"), _("New date"), _("Times")),
        (
            (
                _what(one, action, formatter),
                numbers.get(one.objective or "", ""),
                _owner(plan, one, action, formatter),
                _dated(one.before, formatter),
                _dated(one.after, formatter),
                formatter.translate_message(how_often(max(one.times, 1))) if repeated else "",
            )
            for one, action in slipped
        ),
    )


def _what(change: Change, action: Action | None, formatter: PlanFormatter) -> str:
    if action is not None:
        return formatter.text(action.title)
    if change.path[-2] == change.objective:
        return formatter.translate("The objective itself")
    entry = without_ids(change.text).values.get("of")
    if isinstance(entry, Message):
        name = formatter.translate_message(entry)
    else:
        name = change.path[-2] if entry is None else str(entry)
    list_of_entries = ENTRIES.get(change.fields[0].rpartition(".")[0])
    if list_of_entries is None:
        return capitalized(name)
    # The title of a step, a risk or a concern does not say what it is one of.
    noun = capitalized(formatter.translate(list_of_entries.noun))
    return f"{noun}{formatter.translate(':')} {name}"


def _owner(plan: Plan, change: Change, action: Action | None, formatter: PlanFormatter) -> str:
    if action is not None:
        return formatter.person_name(action.owner)
    objective = entry_with_id(plan.objectives, change.objective)
    is_whole = change.path[-2] == change.objective
    return formatter.person_name(objective.owner) if objective and is_whole else ""


def _dated(written: object, formatter: PlanFormatter) -> str:
    return formatter.short_date(PlanDate.parse(written)) if isinstance(written, str) else ""


def _changed(
    plan: Plan,
    past: Lookback,
    changes: Sequence[Change],
    names: Mapping[str, str],
    formatter: PlanFormatter,
) -> Iterator[ChangeGroupView]:
    statements = past.compared.difference.statements
    for objective, group, under in grouped_changes(changes):
        if objective is None:
            title = formatter.translate(GROUPS[group])
        else:
            title = f"{names[objective]}{formatter.translate(':')} " if objective in names else ""
            title += statements.get(objective, "")
        yield ChangeGroupView(title, tuple(_line(plan, one, formatter) for one in under))


def _line(plan: Plan, change: Change, formatter: PlanFormatter) -> Cell:
    text = formatter.translate_message(without_ids(change.text))
    objective = entry_with_id(plan.objectives, change.objective)
    if objective and change.kind == "invalidated" and change.section == "objectives":
        # What has changed may be under another heading.
        changed = [formatter.translate_message(one) for one in binding(plan, objective).changed]
        if changed:
            text = formatter.translate(
                "The customer's confirmation is invalidated by changes to {what}",
                what=formatter.list(changed),
            )
    return Cell(capitalized(text), change.assessment)
