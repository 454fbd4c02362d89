"""The customer's people: who they are, how they see us, who reports to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing import cell_kinds
from kamctl.briefing.charts.data import Grid, GridCell, Tree, TreeNode
from kamctl.briefing.formatter import table
from kamctl.briefing.views import Picture
from kamctl.plan import labels
from kamctl.plan.people import gone, has_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing import views
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.model import Plan
    from kamctl.plan.stakeholders import Stakeholder

_AT_ONE_PLACE: Final = 12
_IN_THE_TREE: Final = 60


def contacts_table(plan: Plan, audience: Audience, say: PlanFormatter) -> views.Table | None:
    """Return the customer's people whom the audience's own members are in touch with."""
    ours = {one.id for one in say.there(plan.team) if one.function == audience.function}
    messages = audience.sees("messages")
    return table(
        say.t("Your counterparts at the customer"),
        (say.t("Name"), say.t("Title"), say.t("Unit"), say.t("In touch"), say.t("Next step")),
        (
            (
                person.name,
                say.text(person.title),
                person.unit or "",
                say.people([who for who in person.covered_by if who in ours]),
                say.text(person.next_step) if messages else "",
            )
            for person in say.there(plan.stakeholders)
            if ours.intersection(person.covered_by)
        ),
    )


def people_table(plan: Plan, audience: Audience, say: PlanFormatter) -> views.Table | None:
    """Return all of the customer's people; how they see us only to those who may see it."""
    attitudes = audience.sees("attitudes")
    left = gone(plan, say.today)

    def there(person: Stakeholder) -> bool:
        return person.id not in left

    return table(
        say.t("The customer's people"),
        (
            say.t("Name"),
            say.t("Title"),
            say.t("Unit"),
            say.t("Part in buying"),
            say.t("Influence"),
            say.t("Attitude"),
            say.t("In touch"),
            say.t("Last contact"),
            say.t("Next step"),
        ),
        (
            (
                person.name,
                say.text(person.title),
                person.unit or "",
                ", ".join(say.word(labels.BUYING_ROLES, role) for role in person.buying_roles),
                say.word(labels.INFLUENCES, person.influence) if attitudes else "",
                say.word(labels.ATTITUDES, person.attitude) if attitudes else "",
                _in_touch(person, say),
                say.short_date(person.last_contact),
                say.text(person.next_step) if there(person) else "",
            )
            for person in plan.stakeholders
        ),
        pictures=(_map(say.there(plan.stakeholders), say) if attitudes else None, _tree(plan, say)),
    )


def _in_touch(person: Stakeholder, say: PlanFormatter) -> str:
    """Say who of ours is in touch; of a person who has left, since when, and who came after."""
    if person.left is None or not has_left(person, say.today):
        left = gone(say.plan, say.today)
        return say.people([who for who in person.covered_by if who not in left])
    date = say.short_date(person.left)
    if person.successor:
        return say.say("Left {date}, now {person}", date=date, person=say.person(person.successor))
    return say.say("Left {date}", date=date)


def _map(people: Sequence[Stakeholder], say: PlanFormatter) -> Picture | None:
    """Show the people by influence and attitude."""
    known = [one for one in people if one.influence or one.attitude]
    if not known:
        return None
    influences: list[str | None] = list(labels.INFLUENCES)
    if any(one.influence is None for one in known):
        influences.append(None)
    attitudes = [
        *cell_kinds.ATTITUDE_KINDS,
        *(["unknown"] if any(_attitude(one) == "unknown" for one in known) else []),
    ]

    def square(attitude: str, influence: str | None) -> GridCell:
        names = [
            one.name for one in known if _attitude(one) == attitude and one.influence == influence
        ]
        more = len(names) - _AT_ONE_PLACE
        if more > 0:
            names = [*names[:_AT_ONE_PLACE], say.more(more)]
        return GridCell(
            tuple(names),
            cell_kinds.ATTITUDE_KINDS.get(attitude, "plain") if names else "",
            signed=False,
        )

    counted = [
        (attitude, sum(_attitude(one) == attitude for one in known)) for attitude in attitudes
    ]
    return Picture(
        "people",
        say.t("The customer's people by influence and attitude"),
        say.formats.list(
            [
                f"{say.word(labels.ATTITUDES, attitude)}{say.t(':')} {count}"
                for attitude, count in counted
                if count
            ]
        )
        + ".",
        Grid(
            tuple(
                say.word(labels.INFLUENCES, one) if one else say.t("Unknown") for one in influences
            ),
            tuple(
                (
                    say.word(labels.ATTITUDES, attitude),
                    tuple(square(attitude, influence) for influence in influences),
                )
                for attitude in attitudes
            ),
            across=say.t("Influence"),
            narrowest=74,
        ),
    )


def _attitude(person: Stakeholder) -> str:
    return person.attitude or "unknown"


def _tree(plan: Plan, say: PlanFormatter) -> Picture | None:
    """Show who reports to whom; who reports in a circle is shown once."""
    people = {one.id: one for one in say.there(plan.stakeholders)}
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
            nodes.append(TreeNode(depth, people[who].name, say.text(people[who].title)))
            waiting += [(each, depth + 1) for each in reversed(below.get(who, []))]

    tops = [one.id for one in people.values() if one.reports_to not in people]
    for who in (*(top for top in tops if top in below), *below):
        if who not in seen:
            follow(who)
    more = len(nodes) - _IN_THE_TREE
    if more > 0:
        nodes = [*nodes[:_IN_THE_TREE], TreeNode(0, say.more(more), "")]
    return Picture(
        "reports",
        say.t("Who reports to whom"),
        say.series(
            say.say(
                "{people} to {person}",
                people=say.formats.list([people[each].name for each in under[:_AT_ONE_PLACE]]),
                person=people[who].name,
            )
            for who, under in list(below.items())[:_AT_ONE_PLACE]
        )
        + ".",
        Tree(tuple(nodes)),
    )
