"""The customer's people: who they are, how they see us, who reports to whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kamctl.briefing import cell_kinds
from kamctl.briefing.charts.data import Grid, GridCell, Tree, TreeNode
from kamctl.briefing.sections.claims import claim_summary
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chart, Table
from kamctl.plan import labels
from kamctl.plan.entry_lookup import entries_by_id
from kamctl.plan.people import has_left, people_who_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.model import Plan
    from kamctl.plan.stakeholders import Stakeholder

_MIN_PEOPLE: Final = 2
"""People of whom both are known, from whom on a map says more than the table."""
_AT_ONE_PLACE: Final = 12
_IN_THE_TREE: Final = 60


def colleagues_of(audience: Audience, formatter: PlanFormatter) -> set[str]:
    """Return the ids of those of the audience's own function who have not left."""
    team = formatter.current_people(formatter.plan.team)
    return {one.id for one in team if one.function == audience.function}


def contacts_of(person: Stakeholder, formatter: PlanFormatter) -> list[str]:
    """Return the ids of those of ours who are in touch with a person and have not left."""
    former = people_who_left(formatter.plan, formatter.today)
    return [who for who in person.covered_by if who not in former]


def contacts_table(plan: Plan, audience: Audience, formatter: PlanFormatter) -> Table | None:
    """Return the customer's people whom the audience's own members are in touch with."""
    _, heading = formatter.translate, formatter.headings("stakeholders[]")
    own = colleagues_of(audience, formatter)
    messages = audience.sees("messages")
    return table(
        _("Your counterparts at the customer"),
        (
            heading("name"),
            heading("title"),
            heading("unit"),
            heading("covered_by"),
            heading("next_step"),
        ),
        (
            (
                person.name,
                formatter.text(person.title),
                person.unit or "",
                formatter.person_names([who for who in person.covered_by if who in own]),
                formatter.text(person.next_step) if messages else "",
            )
            for person in formatter.current_people(plan.stakeholders)
            if own.intersection(person.covered_by)
        ),
    )


def people_table(plan: Plan, audience: Audience, formatter: PlanFormatter) -> Table | None:
    """Return all of the customer's people; how they see us only to those who may see it."""
    _, heading = formatter.translate, formatter.headings("stakeholders[]")
    attitudes = audience.sees("attitudes")
    return table(
        _("Stakeholders"),
        (
            heading("name"),
            heading("title"),
            heading("unit"),
            heading("buying_role"),
            heading("influence"),
            heading("attitude"),
            heading("covered_by"),
            heading("last_contact"),
            heading("next_step"),
        ),
        (
            (
                person.name,
                formatter.text(person.title),
                person.unit or "",
                ", ".join(
                    formatter.label(labels.BUYING_ROLES, role) for role in person.buying_roles
                ),
                formatter.label(labels.INFLUENCES, person.influence) if attitudes else "",
                formatter.label(labels.ATTITUDES, person.attitude) if attitudes else "",
                _in_touch(person, formatter),
                formatter.short_date(person.last_contact),
                "" if has_left(person, formatter.today) else formatter.text(person.next_step),
            )
            for person in plan.stakeholders
        ),
        pictured=(4, 5) if attitudes else (),
        charts=(
            _map(formatter.current_people(plan.stakeholders), formatter) if attitudes else None,
            _tree(plan, formatter),
        ),
    )


def _in_touch(person: Stakeholder, formatter: PlanFormatter) -> str:
    """Say who of ours is in touch; of a person who has left, since when, and who came after."""
    _ = formatter.translate
    if person.left is None or not has_left(person, formatter.today):
        return formatter.person_names(contacts_of(person, formatter))
    date = formatter.short_date(person.left)
    if person.successor:
        return _(
            "Left {date}, now {person}", date=date, person=formatter.person_name(person.successor)
        )
    return _("Left {date}", date=date)


def _map(people: Sequence[Stakeholder], formatter: PlanFormatter) -> Chart | None:
    """Show the people by influence and attitude."""
    _ = formatter.translate
    known = [one for one in people if one.influence or _attitude(one) != "unknown"]
    placed = [one for one in known if one.influence and _attitude(one) != "unknown"]
    if len(placed) < _MIN_PEOPLE:
        return None
    names: dict[tuple[str, str | None], list[str]] = {}
    for one in known:
        names.setdefault((_attitude(one), one.influence), []).append(one.name)
    count = Counter(_attitude(one) for one in known)
    influences: list[str | None] = list(labels.INFLUENCES)
    if any(one.influence is None for one in known):
        influences.append(None)
    attitudes = list(cell_kinds.ATTITUDE_KINDS)
    if count["unknown"]:
        attitudes.append("unknown")

    def cell(attitude: str, influence: str | None) -> GridCell:
        there = names.get((attitude, influence), ())
        kind = cell_kinds.ATTITUDE_KINDS.get(attitude, "plain") if there else ""
        return GridCell(formatter.first_of(there, _AT_ONE_PLACE), kind, has_sign=False)

    return Chart(
        "people",
        _("Stakeholders by influence and attitude"),
        formatter.list(
            [
                f"{formatter.label(labels.ATTITUDES, attitude)}{_(':')} {count[attitude]}"
                for attitude in attitudes
                if count[attitude]
            ]
        )
        + ".",
        Grid(
            tuple(
                formatter.label(labels.INFLUENCES, one) if one else _("Unknown")
                for one in influences
            ),
            tuple(
                (
                    formatter.label(labels.ATTITUDES, attitude),
                    tuple(cell(attitude, influence) for influence in influences),
                )
                for attitude in attitudes
            ),
            across=_("Influence"),
            min_column_width=74,
        ),
    )


def _attitude(person: Stakeholder) -> str:
    return person.attitude or "unknown"


def _tree(plan: Plan, formatter: PlanFormatter) -> Chart | None:
    """Show who reports to whom; who reports in a circle is shown once."""
    _ = formatter.translate
    people = entries_by_id(formatter.current_people(plan.stakeholders))
    below: dict[str, list[str]] = {}
    for one in people.values():
        if one.reports_to in people and one.reports_to != one.id:
            below.setdefault(one.reports_to or "", []).append(one.id)
    if not below:
        return None
    nodes: list[TreeNode] = []
    seen: set[str] = set()

    def follow(first: str) -> None:
        waiting = [(first, 0)]
        while waiting:
            who, depth = waiting.pop()
            if who in seen:
                continue
            seen.add(who)
            nodes.append(TreeNode(depth, people[who].name, formatter.text(people[who].title)))
            waiting += [(each, depth + 1) for each in reversed(below.get(who, []))]

    tops = [one.id for one in people.values() if one.reports_to not in people]
    for who in (*(top for top in tops if top in below), *below):
        if who not in seen:
            follow(who)
    more = len(nodes) - _IN_THE_TREE
    if more > 0:
        nodes = [*nodes[:_IN_THE_TREE], TreeNode(0, formatter.and_more(more), "")]
    return Chart(
        "reports",
        _("Reporting lines"),
        formatter.join(
            _(
                "{people} to {person}",
                people=formatter.list([people[each].name for each in under[:_AT_ONE_PLACE]]),
                person=people[who].name,
            )
            for who, under in list(below.items())[:_AT_ONE_PLACE]
        )
        + ".",
        Tree(tuple(nodes)),
    )


def contact_details_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return how to reach the customer's people, who leaves, and who comes after them."""
    _, heading = formatter.translate, formatter.headings("stakeholders[]")
    return table(
        _("Contact details"),
        (
            heading("name"),
            heading("email"),
            heading("phone"),
            _("Leaves"),
            heading("successor"),
            heading("note"),
        ),
        (
            (
                one.name,
                (one.email or "").strip(),
                one.phone or "",
                formatter.short_date(one.left),
                formatter.person_name(one.successor),
                formatter.text(one.note),
            )
            for one in plan.stakeholders
            if one.email or one.phone or one.left or one.successor or one.note
        ),
    )


def motives_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return what moves each person, our part in what separates us, what they need."""
    _, heading = formatter.translate, formatter.headings("stakeholders[]")
    return table(
        _("Motivations"),
        (
            heading("name"),
            heading("levers"),
            heading("goals"),
            heading("our_part"),
            heading("their_need"),
            heading("coverage"),
            heading("country"),
        ),
        (
            (
                one.name,
                formatter.join(claim_summary(lever, formatter) for lever in one.levers),
                formatter.join(claim_summary(goal, formatter) for goal in one.goals),
                formatter.text(one.our_part),
                formatter.text(one.their_need),
                formatter.label(labels.COVERAGES, one.coverage),
                formatter.country(one.country) if one.country else "",
            )
            for one in plan.stakeholders
            if one.levers or one.goals or one.our_part or one.their_need or one.coverage
        ),
    )


def relations_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return who influences whom, and who is in conflict with whom."""
    _, heading = formatter.translate, formatter.headings("relations[]")
    return table(
        _("Relations between stakeholders"),
        (heading("from"), heading("kind"), heading("to"), heading("note")),
        (
            (
                formatter.person_name(one.from_),
                formatter.label(labels.RELATIONS, one.kind),
                formatter.person_name(one.to),
                formatter.text(one.note),
            )
            for one in plan.relations
        ),
    )
