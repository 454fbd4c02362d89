"""The people of a plan: who an id is, what they are called, who has left and who took over.

An id that two people have, which a check reports, is that of the colleague.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import comparison_key
from kamctl.plan.entry_lookup import entries_by_id, entry_with_id
from kamctl.plan.functions import function_name
from kamctl.plan.person_names import mailbox_of, name_as_seen, plain_email, plain_name
from kamctl.plan.text import text_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from typing import TypeVar

    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.plan.team import Member

    Person = TypeVar("Person", Member, Stakeholder)

# Who is who


def person_key(name: str, email: str | None) -> str:
    """Return what tells one of ours from others, in all plans: the address, else the name."""
    return comparison_key(email or name)


def people_by_id(plan: Plan) -> dict[str, Member | Stakeholder]:
    """Return the team and the customer's people, by id."""
    people: dict[str, Member | Stakeholder] = {**entries_by_id(plan.stakeholders)}
    return people | entries_by_id(plan.team)


def member_with_id(plan: Plan, person_id: str | None) -> Member | None:
    """Return the member of the team with this id."""
    return entry_with_id(plan.team, person_id)


def stakeholder_with_id(plan: Plan, person_id: str | None) -> Stakeholder | None:
    """Return the one of the customer's people with this id."""
    return entry_with_id(plan.stakeholders, person_id)


def member_with_email(plan: Plan, address: str | None) -> Member | None:
    """Return the member of the team with this e-mail address; None where there is none."""
    return _with_email(plan.team, address)


def member_with_name(plan: Plan, name: str) -> Member | None:
    """Return the member of the team with this name; None where there is none, or several."""
    return _with_name(plan.team, name)


def find_member(plan: Plan, text: str) -> Member | None:
    """Return the member of the team whom an id, an e-mail address or a name means."""
    return _find(plan.team, text)


def find_stakeholder(plan: Plan, text: str) -> Stakeholder | None:
    """Return the one of the customer's people whom an id, an e-mail address or a name means."""
    return _find(plan.stakeholders, text)


def _find(people: Iterable[Person], text: str) -> Person | None:
    return entry_with_id(people, text) or _with_email(people, text) or _with_name(people, text)


def _with_email(people: Iterable[Person], address: str | None) -> Person | None:
    wanted = plain_email(address)
    return next((one for one in people if wanted and plain_email(one.email) == wanted), None)


def _with_name(people: Iterable[Person], name: str) -> Person | None:
    wanted = plain_name(name)
    found = [one for one in people if wanted and plain_name(one.name) == wanted]
    return found[0] if len(found) == 1 else None


def first_entries(plan: Plan) -> dict[str, Member]:
    """Return the first entry of each member of the team, by id: one person may have several.

    Two entries are one person where their names or their addresses are the same.
    """
    first: dict[str, Member] = {}
    places: dict[tuple[str, str], int] = {}
    for place, one in enumerate(plan.team):
        earliest = places.setdefault(("name", name_as_seen(one.name)), place)
        if one.email and (mailbox := mailbox_of(one.email)):
            earliest = min(earliest, places.setdefault(("mailbox", mailbox), place))
        first.setdefault(one.id, plan.team[earliest])
    return first


# What they are called


def names_by_id(people: Iterable[Member | Stakeholder]) -> dict[str, str]:
    """Return the names of people, by id."""
    return {key: one.name for key, one in entries_by_id(people).items()}


def all_names(plan: Plan) -> dict[str, str]:
    """Return the names of the team and of the customer's people, by id."""
    return {key: one.name for key, one in people_by_id(plan).items()}


def person_name(plan: Plan, person_id: str | None) -> str | None:
    """Return the name of a person on either side; None where there is nobody with this id."""
    person = member_with_id(plan, person_id) or stakeholder_with_id(plan, person_id)
    return person.name if person else None


def name_with_role(plan: Plan, person_id: str | None) -> Message | None:
    """Return a person as others know them: the name, and the function or the title."""
    if (ours := member_with_id(plan, person_id)) is not None:
        return _with_role(ours.name, function_name(ours.function) if ours.function else None)
    if (theirs := stakeholder_with_id(plan, person_id)) is not None:
        return _with_role(
            theirs.name, text_in(theirs.title, plan.plan.language, plan.plan.language)
        )
    return None


def _with_role(name: str, role: Message | str | None) -> Message:
    return message("{name} ({of})", name=name, of=role) if role else message("{name}", name=name)


# Over time


def has_left(person: Member | Stakeholder, today: dt.date) -> bool:
    """Tell whether somebody has left; a month or a quarter counts from its last day."""
    return person.left is not None and person.left.day <= today


def people_who_left(plan: Plan, today: dt.date) -> dict[str, Member | Stakeholder]:
    """Return those who have left, on both sides, by id."""
    return {key: one for key, one in people_by_id(plan).items() if has_left(one, today)}


def current_person(plan: Plan, person_id: str | None, today: dt.date) -> str | None:
    """Return the id of a person who is there, or of whoever has taken over from them.

    None where nobody has, or where there is no such person.
    """
    seen: set[str] = set()
    while person_id is not None and person_id not in seen:
        person = member_with_id(plan, person_id) or stakeholder_with_id(plan, person_id)
        if person is None:
            return None
        if not has_left(person, today):
            return person_id
        seen.add(person_id)
        person_id = person.successor
    return None


def contact_name(plan: Plan, person_id: str | None, today: dt.date) -> str | Message | None:
    """Return whom to talk to where a person is named: of one who left, the successor.

    None where nobody has this id.
    """
    name = person_name(plan, person_id)
    if name is None:
        return None
    current = current_person(plan, person_id, today)
    return person_name(plan, current) if current else message("the successor of {name}", name=name)


def took_over_from(plan: Plan, person_id: str, day: dt.date) -> frozenset[str]:
    """Return the ids of those of the team who had left on a day, replaced by this person."""
    return frozenset(
        one.id
        for one in plan.team
        if has_left(one, day) and current_person(plan, one.id, day) == person_id
    )
