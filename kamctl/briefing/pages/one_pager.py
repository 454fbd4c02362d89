"""What goes on one page: a few of each kind, the most important first, and no text at length.

How many there are, and how long they may be, is what lets the style promise one printed page.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from kamctl.briefing import cell_kinds
from kamctl.briefing.sections.claims import claim_status
from kamctl.briefing.sections.functions import signoff_cell, state_cell
from kamctl.briefing.sections.measures import measure_view
from kamctl.briefing.sections.people import colleagues_of, contacts_of
from kamctl.briefing.sections.position import key_figures
from kamctl.briefing.sections.request import request_view
from kamctl.briefing.sections.reviews import next_review_line
from kamctl.briefing.sections.risks import open_risks
from kamctl.briefing.sections.roadmap import open_actions
from kamctl.briefing.sections.stage import only_recorded_stage
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Fact, Notice, Table
from kamctl.briefing.views.one_pager import KeyObjectiveView, OnePagerView
from kamctl.i18n.message import counted
from kamctl.i18n.truncate import truncate
from kamctl.plan import labels
from kamctl.plan.actions import is_late
from kamctl.plan.functions import ROLE_TITLES
from kamctl.plan.values import level_rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.pages.plan_page import PageContent
    from kamctl.briefing.views.objective import MeasureView, ObjectiveView
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.model import Plan
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.plan.text import Claim
    from kamctl.signoffs.agreement_status import ObjectiveStatus

_OBJECTIVES: Final = 5
_IN_FULL: Final = 2
"""Up to so many objectives there is room for all that each asks; beyond, for a line or two."""
_FACTS: Final = ("due", "owner", "status", "alignment")
_MORE_FACTS: Final = ("stage",)
"""Of an objective, by their keys; the second where there is one objective alone."""
_MEASURES: Final = 3
_FUNCTIONS: Final = 5
"""Functions listed of each objective; one alone has room for three more."""
_PRIORITIES: Final = (5, 4)
"""How many where there is one objective, and where there are several."""
_PEOPLE: Final = 5
_ACTIONS: Final = 5
_RISKS: Final = 3
_INFLUENCE: Final = ("decisive", "significant", "minor")
_SENTENCE: Final = 200
"""Characters of what is read as a sentence; of a title or a name there are fewer."""
_TITLE: Final = 110
_NAME: Final = 60


def one_pager_view(content: PageContent) -> OnePagerView:
    """Return what the audience may see of the plan on one page."""
    plan, audience, formatter = content.plan, content.audience, content.formatter
    both = list(zip(content.alignments, content.objectives, strict=True))
    shown = both[:_OBJECTIVES]
    hidden = len(both) - len(shown)
    return OnePagerView(
        objectives=tuple(
            _objective_block(one, view, content, of=len(shown)) for one, view in shown
        ),
        more_objectives=formatter.translate_message(
            counted(
                "{count} more objective is in the plan.",
                "{count} more objectives are in the plan.",
                hidden,
            )
        )
        if hidden
        else "",
        priorities=_priorities(plan, [one for one, _ in shown], audience, formatter),
        figures=tuple(key_figures(plan, audience, formatter)),
        actions=_actions(plan, formatter) if audience.sees("actions") else None,
        risks=_risks(plan, formatter) if audience.sees("risks") else None,
        people=_people(plan, audience, formatter),
        request=request_view([one for one, _ in shown], audience, content.report, formatter),
        next_review=next_review_line(formatter),
    )


def one_pager_notices(content: PageContent) -> tuple[Notice, ...]:
    """Say once what the page has no room for at each sign-off: that they are only recorded."""
    formatter = content.formatter
    stage = only_recorded_stage(formatter, content.report)
    if not stage:
        return ()
    _ = formatter.translate
    return (Notice("warn", f"{_('Stage of the plan')}{_(':')} {stage}."),)


def _objective_block(
    alignment: ObjectiveStatus,
    view: ObjectiveView,
    content: PageContent,
    *,
    of: int,
) -> KeyObjectiveView:
    audience, formatter = content.audience, content.formatter
    objective = alignment.objective
    in_full = of <= _IN_FULL
    # A notice has the stage where its line is too long for a fact.
    has_notice = bool(only_recorded_stage(formatter, content.report))
    functions = _FUNCTIONS + (3 if of == 1 else 0)
    measures = objective.measures if audience.sees("measures") else ()
    most = _MEASURES if in_full else 1
    more = len(measures) - most
    directions = (
        _asked(alignment, functions, formatter)
        if in_full and audience.sees("all_directions")
        else None
    )
    return KeyObjectiveView(
        number=alignment.number,
        statement=truncate(view.statement or view.no_statement, _SENTENCE),
        facts=_objective_facts(view, in_full=of == 1 and not has_notice),
        measures=tuple(_short_measure(measure_view(one, formatter)) for one in measures[:most]),
        success_criterion="" if measures else truncate(view.success_criterion, _SENTENCE),
        more_measures=formatter.and_more(more) if more > 0 and in_full else "",
        directions=directions,
    )


def _objective_facts(view: ObjectiveView, *, in_full: bool) -> tuple[Fact, ...]:
    """Return what is under the sentence; fewer where there are many objectives."""
    found = {fact.key: fact for fact in (*view.facts, *view.status)}
    return tuple(
        found[key]._replace(value=truncate(found[key].value, _NAME))
        for key in (*_FACTS, *(_MORE_FACTS if in_full else ()))
        if key in found
    )


def _short_measure(measure: MeasureView) -> MeasureView:
    points = tuple(
        point._replace(value=truncate(point.value, _NAME // 2), date="") for point in measure.points
    )
    bar = measure.bar
    return measure._replace(
        name=truncate(measure.name, _NAME),
        points=points,
        bar=bar._replace(title=truncate(bar.title, _NAME)) if bar else None,
    )


def _asked(alignment: ObjectiveStatus, most: int, formatter: PlanFormatter) -> Table | None:
    """Return what is asked of each function and what it answered; then who decides.

    None where nothing is asked of a function and nobody has decided.
    """
    _ = formatter.translate
    roles = (alignment.decider, alignment.sponsor)
    if not alignment.directions and not any(one.signoff for one in roles):
        return None
    rows = [
        (
            truncate(formatter.function_title(direction.function), _NAME),
            truncate(formatter.text(direction.ask), _TITLE) or "–",
            state_cell(direction, status, formatter, is_closed=alignment.objective.is_closed),
        )
        for direction, status in alignment.directions
    ]
    return _key_table(
        _("Requests and sign-offs"),
        (_("Function"), _("Request"), _("Alignment")),
        rows,
        most,
        formatter,
        always=_roles(alignment, formatter),
        keep=(1, 2),
    )


def _roles(alignment: ObjectiveStatus, formatter: PlanFormatter) -> list[tuple[Cell | str, ...]]:
    """Return who validates: decider and sponsor in one row where their sign-off is the same.

    Of an objective that is closed or on hold, only who has: nobody is asked to sign it.
    """
    parties = [
        one
        for one in (alignment.decider, alignment.sponsor)
        if one.person and (alignment.is_active or one.signoff)
    ]
    groups = [parties] if len({one.state for one in parties}) == 1 else [[one] for one in parties]
    return [
        (
            " · ".join(formatter.translate(ROLE_TITLES[one.party]) for one in group),
            formatter.translate(
                "Validation by {names}",
                names=formatter.list(
                    list(
                        dict.fromkeys(
                            truncate(formatter.person_name(one.person), _NAME) for one in group
                        )
                    )
                ),
            ),
            signoff_cell(group[0], formatter),
        )
        for group in groups
    ]


def _key_table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[tuple[Cell | str, ...]],
    most: int,
    formatter: PlanFormatter,
    *,
    always: Sequence[tuple[Cell | str, ...]] = (),
    keep: Sequence[int] = (),
) -> Table | None:
    """Return the first rows, `most` at most, then those that are `always` shown.

    One row more is shown where it is the last: to say that there is one more takes the same room.
    """
    found = list(rows)
    shown = found if len(found) == most + 1 else found[:most]
    made = table(caption, columns, [*shown, *always], keep=keep)
    if made is None:
        return None
    left = [len(found) - place for place in range(1, len(shown) + 1)]
    return made._replace(more=tuple(formatter.and_more(one) if one else "" for one in left))


def _priorities(
    plan: Plan, alignments: Sequence[ObjectiveStatus], audience: Audience, formatter: PlanFormatter
) -> Table | None:
    """Return what matters most to the customer: first what the objectives serve."""
    _ = formatter.translate
    several = len(alignments) > 1
    numbers: dict[str, list[str]] = {}
    for one in alignments:
        for name in one.objective.serves:
            numbers.setdefault(name, []).append(str(one.number))
    known = {claim.id: claim for claim in _claims(plan, None) if claim.id}
    chosen = [known[name] for name in numbers if name in known]
    rest = [
        one for one in _claims(plan, audience) if one not in chosen and formatter.text(one.text)
    ]
    rest.sort(key=lambda one: -level_rank(getattr(one, "priority", None)))
    return _key_table(
        _("Customer priorities"),
        (_("Goal, initiative or need"), _("Confidence"), _("Objective")),
        (
            (
                truncate(formatter.text(one.text), _TITLE),
                claim_status(one, formatter),
                formatter.list(numbers.get(one.id or "", ())) if several else "",
            )
            for one in [*chosen, *rest]
        ),
        _PRIORITIES[several],
        formatter,
    )


def _claims(plan: Plan, audience: Audience | None) -> Iterator[Claim]:
    """Return the goals, initiatives and needs; of those that nothing serves, what may be seen."""
    customer = plan.customer
    if customer is None:
        return
    if audience is None or audience.sees("all_details"):
        yield from customer.goals
        yield from customer.initiatives
    if audience is None or audience.sees("needs"):
        yield from customer.needs


def _people(plan: Plan, audience: Audience, formatter: PlanFormatter) -> Table | None:
    """Return the people who weigh most: all of them, or those whom the reader's own know."""
    _ = formatter.translate
    own = colleagues_of(audience, formatter)
    whole = audience.sees("stakeholders")
    if not whole and not audience.sees("contacts"):
        return None

    def weight(person: Stakeholder) -> int:
        if not whole or person.influence is None:
            return len(_INFLUENCE)
        return _INFLUENCE.index(person.influence)

    known = [
        one
        for one in formatter.current_people(plan.stakeholders)
        if whole or own.intersection(one.covered_by)
    ]
    return _key_table(
        _("Stakeholders") if whole else _("Your counterparts at the customer"),
        (_("Name"), _("Title"), _("Attitude"), _("Contact on our side")),
        (
            (
                truncate(one.name, _NAME),
                truncate(formatter.text(one.title), _NAME),
                _attitude(one, formatter) if audience.sees("attitudes") else "",
                truncate(
                    formatter.person_names(
                        [who for who in contacts_of(one, formatter) if whole or who in own]
                    ),
                    _NAME,
                ),
            )
            for one in sorted(known, key=weight)
        ),
        _PEOPLE,
        formatter,
    )


def _attitude(person: Stakeholder, formatter: PlanFormatter) -> Cell:
    return Cell(
        formatter.label(labels.ATTITUDES, person.attitude),
        cell_kinds.ATTITUDE_KINDS.get(person.attitude or "", "plain"),
    )


def _actions(plan: Plan, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    return _key_table(
        _("Next actions"),
        (_("Action"), _("Owner"), _("Due")),
        (
            (
                truncate(formatter.text(one.title), _TITLE),
                truncate(formatter.person_name(one.owner), _NAME),
                Cell(formatter.short_date(one.due), "bad" if is_late(one, formatter.today) else ""),
            )
            for one in open_actions(plan)
        ),
        _ACTIONS,
        formatter,
    )


def _risks(plan: Plan, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    heaviest = {
        id(risk): risk
        for objective in plan.objectives
        if objective.is_active
        for risk in open_risks(objective, formatter)
    }
    ordered = sorted(heaviest.values(), key=attrgetter("weight"), reverse=True)
    return _key_table(
        _("Main risks"),
        (_("Risk"), _("Response"), _("Owner")),
        (
            (
                truncate(formatter.text(one.text), _TITLE),
                truncate(formatter.text(one.response), _TITLE) or _("No response yet"),
                truncate(formatter.person_name(one.owner), _NAME),
            )
            for one in ordered
        ),
        _RISKS,
        formatter,
    )
