"""A review: what has become of the plan since a moment, and what is to be decided now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import views
from kamctl.briefing.formatter import facts, table
from kamctl.briefing.sections.functions import provenance
from kamctl.briefing.sections.progress_history import progress_table
from kamctl.briefing.sections.review_decisions import pending_decisions
from kamctl.briefing.visibility.change_visibility import may_see_change
from kamctl.comparison.durations import how_often
from kamctl.git.revision import as_day
from kamctl.i18n.message import N_
from kamctl.plan.values import PlanDate
from kamctl.signoffs.status import total

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.comparison.change import Change
    from kamctl.document.span import Path
    from kamctl.history.compared_plans import Lookback
    from kamctl.plan.actions import Action
    from kamctl.plan.model import Plan
    from kamctl.signoffs.status import ObjectiveStatus, PartyStatus

_PARTS: Final = {
    "people": N_("People"),
    "figures": N_("Figures"),
    "rest": N_("The rest of the plan"),
}
_KINDS: Final = {"invalidated": "bad", "later": "warn", "signed": "good"}
_DUE: Final = "due"


def review_view(
    plan: Plan,
    ordered: Sequence[ObjectiveStatus],
    past: Lookback,
    told: Collection[Path],
    audience: Audience,
    say: PlanFormatter,
) -> views.ReviewView:
    """Return what `audience` may be told of what has become of `plan`.

    `told` are the places of its dates that are near or past.
    """
    changes = [
        one for one in past.compared.difference.changes if may_see_change(one, audience, plan)
    ]
    late = [one for one in changes if one.kind == "later" and one.path[-1] == _DUE]
    lost = [one for one in changes if one.kind == "invalidated"]
    decide = tuple(pending_decisions(plan, ordered, changes, told, audience, say))
    coming = plan.plan.next_review
    agreed = total(ordered)
    return views.ReviewView(
        since=_since(past, audience, say),
        facts=facts(
            (say.t("Changes"), str(len(changes))),
            (say.t("Invalidated sign-offs"), str(sum(len(_parties(one)) for one in lost))),
            (say.t("Dates that slipped"), str(len(late))),
            (
                say.t("Alignment"),
                agreed.said.say(say.t) if agreed.asked and audience.sees("alignment") else "",
            ),
            (say.t("Completeness"), _completeness(past, say)),
        ),
        nothing="" if changes else say.t("Nothing has changed that concerns you."),
        decide=decide,
        no_decision="" if decide else say.t("Nothing: what has changed asks for no decision."),
        invalidated=_invalidated(ordered, lost, audience, say),
        slipped=_slipped(plan, late, say),
        changes=tuple(_changed(past, changes, say)),
        way=progress_table(past.steps, audience, say),
        next=say.say("Next review: {date}", date=say.date(coming))
        if coming is not None and coming.day >= say.today
        else "",
    )


def _since(past: Lookback, audience: Audience, say: PlanFormatter) -> str:
    """Say since when; what was said of the commit may be more than a reader may know."""
    when = past.compared.when
    assert when is not None
    asked = as_day(when.asked)
    if when.begins:
        return say.say(
            "Since {date}, the first version there is: none is from before {asked}",
            date=say.formats.day(when.day),
            asked=say.formats.day(asked) if asked else when.asked,
        )
    day = say.formats.day(asked or when.day)
    if asked is None and when.subject and audience.sees("all_details"):
        return say.say("Since {date}: “{subject}”", date=day, subject=when.subject)
    return say.say("Since {date}", date=day)


def _parties(change: Change) -> list[str]:
    return [str(one) for one in change.before] if isinstance(change.before, list) else []


def _completeness(past: Lookback, say: PlanFormatter) -> str:
    """Say how complete the plan was, and is."""
    known = [one for one in past.steps if one.of]
    if not known:
        return ""
    first, last = known[0], known[-1]
    then = say.say("{met} of {of}", met=first.met, of=first.of)
    now = say.say("{met} of {of}", met=last.met, of=last.of)
    return now if then == now else f"{then} → {now}"


def _invalidated(
    ordered: Sequence[ObjectiveStatus],
    lost: Sequence[Change],
    audience: Audience,
    say: PlanFormatter,
) -> views.Table | None:
    by_objective = {one.objective: set(_parties(one)) for one in lost}
    rows = [
        _invalidated_row(each, one, audience, say)
        for each in ordered
        for one in each.everybody
        if one.party in by_objective.get(each.objective.id, ())
    ]
    return table(
        say.t("Invalidated sign-offs"),
        (say.t("Function"), say.t("Objective"), say.t("Signed by"), say.t("Why")),
        rows,
    )


def _invalidated_row(
    each: ObjectiveStatus, one: PartyStatus, audience: Audience, say: PlanFormatter
) -> tuple[views.Cell | str, ...]:
    entry = one.signoff
    assert entry is not None
    own = audience.sees("all_details") or one.party == audience.function
    changed = " · ".join(change.say(say.t) for change in one.reasons) if own else ""
    signed = views.Cell(
        f"{one.signer}, {say.formats.day(entry.day, short=True)}", note=provenance(one, say)
    )
    return (say.function_title(one.party), each.objective.id, signed, changed)


def _slipped(plan: Plan, late: Sequence[Change], say: PlanFormatter) -> views.Table | None:
    actions = {
        (objective.id, action.id): action
        for objective in plan.objectives
        for action in objective.actions
        if action.id
    }
    return table(
        say.t("What slipped"),
        (
            say.t("What"),
            say.t("Objective"),
            say.t("Owner"),
            say.t("Was due"),
            say.t("Is due"),
            say.t("How often"),
        ),
        (
            (
                _what(one, actions.get((one.objective or "", one.path[-2])), say),
                one.objective or "",
                _owner(plan, one, actions, say),
                _dated(one.before, say),
                _dated(one.after, say),
                how_often(max(one.times, 1)).say(say.t),
            )
            for one in late
        ),
    )


def _what(change: Change, action: Action | None, say: PlanFormatter) -> str:
    if action is not None:
        return say.text(action.title)
    if change.path[-2] == change.objective:
        return say.t("The objective itself")
    return change.path[-2]


def _owner(
    plan: Plan, change: Change, actions: dict[tuple[str, str], Action], say: PlanFormatter
) -> str:
    action = actions.get((change.objective or "", change.path[-2]))
    if action is not None:
        return say.person(action.owner)
    owners = {one.id: one.owner for one in plan.objectives}
    own = change.path[-2] == change.objective
    return say.person(owners.get(change.objective or "")) if own else ""


def _dated(written: object, say: PlanFormatter) -> str:
    return say.short_date(PlanDate.parse(written)) if isinstance(written, str) else ""


def _changed(
    past: Lookback, changes: Sequence[Change], say: PlanFormatter
) -> Iterator[views.Changed]:
    parts: dict[str, list[views.Cell]] = {}
    for one in changes:
        said = one.text.say(say.t)
        line = views.Cell(said[:1].upper() + said[1:], _KINDS.get(one.kind, ""))
        parts.setdefault(one.objective or one.group, []).append(line)
    statements = past.compared.difference.statements
    for name, lines in parts.items():
        title = statements.get(name) or (say.t(_PARTS[name]) if name in _PARTS else name)
        yield views.Changed(title, tuple(lines))
