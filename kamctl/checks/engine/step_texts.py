"""What a next step says, and whom it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kamctl.checks.engine.reported_dates import days_left
from kamctl.i18n.message import Message, counted, message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.truncate import truncate
from kamctl.plan.functions import function_name
from kamctl.plan.people import contact_name, current_person, person_name
from kamctl.plan.text import text_in
from kamctl.signoffs.signed_content import ROLES
from kamctl.signoffs.signers import answers_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamctl.document.finding import Finding
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective

_MAX_QUOTE: Final = 70
"""Characters of a text that is quoted in a step."""
StepKind = Literal[
    "dates", "correction", "direction", "owner", "unowned", "validation", "verification",
    "objective", "stakeholder", "departure", "teller", "risk", "section", "plan", "file",
]  # fmt: skip


class StepKey(NamedTuple):
    """What the findings of one step have in common: its kind, and what it is about.

    `subject` is the place of an objective, a stakeholder or a risk in its list, the id of a person,
    or the name of a section; `direction` the place of a direction in its objective.
    """

    kind: StepKind
    subject: int | str | None = None
    direction: int | None = None


def text_and_people(  # noqa: PLR0912 - a case for each kind
    key: StepKey, found: list[Finding], plan: Plan, me: str | None, today: dt.date
) -> tuple[Message, tuple[object, ...]]:
    """Say what a step is about, and the ids of whom to ask, the nearest first."""
    match key:
        case StepKey("dates"):
            # A decision without a date has been open since a review: it is to be updated, too.
            if any((days := days_left(finding)) is None or days < 0 for finding in found):
                return message("Update past dates and prepare for upcoming ones."), ()
            return message("Prepare for the upcoming dates."), ()
        case StepKey("correction"):
            return message("Correct figures and wording in the plan."), ()
        case StepKey("direction", int(index), int(number)):
            return _direction(plan, index, number, me, today)
        case StepKey("owner", str(owner)):
            if owner == me:
                return message("Update the status of your own actions."), (owner,)
            there = current_person(plan, owner, today)
            if there is None:
                return message("Report the progress of the actions."), ()
            return message(
                "Ask {name} for the progress of the actions.", name=person_name(plan, there)
            ), (there,)
        case StepKey("unowned", int(index)):
            return _actions_without_owner(plan, found), (plan.objectives[index].owner,)
        case StepKey("validation", int(index)):
            return _validation(plan, index, found, me, today), ()
        case StepKey("verification", int(index)):
            objective = plan.objectives[index]
            return message(
                "Get a signature or an e-mail for the sign-offs on {objective}.",
                objective=objective.id,
            ), (objective.owner,)
        case StepKey("objective", int(index)):
            objective = plan.objectives[index]
            return _objective_text(plan, objective), (objective.owner,)
        case StepKey("stakeholder", int(index)):
            person = plan.stakeholders[index]
            near = (me,) if me in person.covered_by else person.covered_by
            return message("Review what the plan says about {name}.", name=person.name), near
        case StepKey("departure", str(who)):
            return message(
                "Reassign the responsibilities of {name}.", name=person_name(plan, who)
            ), (who,)
        case StepKey("teller", teller):
            return message("Confirm what the customer wants."), (teller,)
        case StepKey("risk", int(index)):
            risk = plan.risks[index]
            text = text_in(risk.text, plan.plan.language, plan.plan.language)
            return (
                message("Respond to the risk “{risk}”.", risk=_quoted(text)),
                (risk.owner, _owner_of(plan, risk.threatens)),
            )
        case StepKey("section", "objectives"):
            account = single_spaced(plan.account.name)
            return message("Write an objective for {account}.", account=account), ()
        case StepKey("section", str(section)):
            return message("Review the section `{section}`.", section=section), ()
    return message("Resolve the points that concern the whole plan."), ()


def _actions_without_owner(plan: Plan, found: list[Finding]) -> Message:
    """Ask for an owner of actions that have none, or one who is not in the plan."""
    paths = dict.fromkeys(finding.path[:4] for finding in found)
    if len(paths) > 1:
        return counted(
            "Name an owner for {count} action.", "Name an owner for {count} actions.", len(paths)
        )
    _, index, _, number = next(iter(paths))
    title = plan.objectives[int(index)].actions[int(number)].title
    return message(
        "Name an owner for “{action}”.",
        action=_quoted(text_in(title, plan.plan.language, plan.plan.language)),
    )


def _direction(
    plan: Plan, index: int, number: int, me: str | None, today: dt.date
) -> tuple[Message, tuple[object, ...]]:
    objective = plan.objectives[index]
    direction = objective.directions[number]
    function = function_name(direction.function)
    leader = current_person(plan, direction.leader, today)
    name = person_name(plan, leader)
    if name is None:
        text = message(
            "Find out who leads {function}, and discuss {objective} with them.",
            function=function,
            objective=objective.id,
        )
        return text, (objective.owner,)
    if leader == me:
        text = message(
            "Respond for {function} on {objective}.", function=function, objective=objective.id
        )
        return text, (me,)
    text = message("Discuss {objective} with {name}.", name=name, objective=objective.id)
    return text, (leader,)


def _validation(
    plan: Plan, index: int, found: list[Finding], me: str | None, today: dt.date
) -> Message:
    """Say who has to validate an objective; the reader `me` is not asked to ask themselves.

    They are those of today: who gave a sign-off that is invalidated may have left, or decide no
    more.
    """
    objective = plan.objectives[index]
    roles = {one.path[-1] for one in found}
    named = [answers_for(plan, objective, one) for one in ROLES if one in roles]
    asked = dict.fromkeys(current_person(plan, one, today) or one for one in named)
    names = [contact_name(plan, one, today) or one or "" for one in asked if one != me]
    if me is None or me not in asked:
        both = message("{one} and {other}", one=names[0], other=names[-1])
        whom = both if len(names) > 1 else names[0]
        return message("Ask {names} to validate {objective}.", names=whom, objective=objective.id)
    if not names:
        return message("Validate {objective}, or object to it.", objective=objective.id)
    return message(
        "Validate {objective}, and request the validation by {name}.",
        objective=objective.id,
        name=names[0],
    )


def _objective_text(plan: Plan, objective: Objective) -> Message:
    language = plan.plan.language
    statement = _quoted(text_in(objective.statement, language, language))
    if not statement:
        return message("Complete {objective}.", objective=objective.id)
    return message(
        "Complete {objective}, “{statement}”.", objective=objective.id, statement=statement
    )


def _owner_of(plan: Plan, ids: Iterable[str]) -> str | None:
    wanted = set(ids)
    return next((one.owner for one in plan.objectives if one.id in wanted and one.owner), None)


def _quoted(text: str) -> str:
    """Return a text whole, or its first words; without the full stop at its end."""
    return truncate(text, _MAX_QUOTE).rstrip(" .")
