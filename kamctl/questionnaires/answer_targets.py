"""The places of one plan that answers fill: found by the ids of entries, never by position."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.briefing.visibility.field_permissions import (
    FIELD_PERMISSIONS,
    FIGURE,
    SERVED,
    has_permission,
)
from kamctl.document.changes import Entry
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.truncate import truncate
from kamctl.plan.answer_fields import answer_fields
from kamctl.plan.fields import fields_at
from kamctl.plan.people import has_left
from kamctl.plan.text import text_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kamctl.briefing.visibility.audience import Audience
    from kamctl.document.changes import Place
    from kamctl.i18n.message import Translate
    from kamctl.plan.fields import PlanField
    from kamctl.plan.model import Plan
    from kamctl.plan.team import Member

_ENTRY: Final = re.compile(r"(?P<list>[a-z_.]+)\[(?P<key>.*)\]\.(?P<field>[a-z_.]+)", re.DOTALL)
_KEYS: Final = {
    "stakeholders": ("id",),
    "buying.contracts": ("id", "title"),
    "position.history": ("year",),
    "objectives": ("id",),
}
"""By which field an entry of a list is known: the first that it has."""
_NAMES: Final = ("name", "title", "statement", "year")
"""What people call an entry: the first that it has."""
_LONGEST_NAME: Final = 60


class AnswerTarget(NamedTuple):
    """A place of a plan that an answer fills.

    `key` is its path with the ids of entries, such as `stakeholders[keller].attitude`; `entry` what
    readers call the entry, empty where the field is not in a list.
    """

    field: PlanField
    key: str
    entry: str = ""


def targets(
    plan: Plan, place: str, person: Member, audience: Audience, today: dt.date
) -> Iterator[AnswerTarget]:
    """Return the places that a question about the field at `place` has in a plan, for one person.

    In a list these are the entries that concern the person and whose name they may see: the
    contacts they cover, contracts in force, the last year, open objectives.
    """
    field = answer_fields()[place]
    list_, is_in_list, name = place.partition("[].")
    if not is_in_list:
        yield AnswerTarget(field, place)
        return
    for entry, label in _entries(plan, list_, person, audience, today):
        yield AnswerTarget(field, f"{list_}[{_entry_key(list_, entry)}].{name}", label)


def _entries(
    plan: Plan, list_: str, person: Member, audience: Audience, today: dt.date
) -> Iterator[tuple[Any, str]]:
    language = plan.plan.language
    if list_ == "stakeholders" and audience.sees("contacts"):
        for contact in plan.stakeholders:
            if person.id in contact.covered_by and not has_left(contact, today):
                yield contact, contact.name
    elif list_ == "buying.contracts" and audience.sees("contracts") and plan.buying is not None:
        for contract in plan.buying.contracts:
            if contract.end is None or contract.end.day >= today:
                yield contract, text_in(contract.title, language, language)
    elif list_ == "position.history" and plan.position is not None:
        past = [one for one in plan.position.history if one.year < today.year]
        if past and has_permission(audience, FIGURE):
            last = max(past, key=lambda one: one.year)
            yield last, str(last.year)
    elif list_ == "objectives":
        for objective in plan.objectives:
            if not objective.is_closed:
                yield objective, text_in(objective.statement, language, language)


def _entry_key(list_: str, entry: Any) -> str:
    found = (getattr(entry, name) for name in _KEYS[list_])
    return next(_key_text(one) for one in found if one is not None)


def _key_text(value: Any) -> str:
    """Write what an entry is known by; a title in several languages as its first."""
    return str(next(iter(value.values())) if isinstance(value, dict) else value)


def target_value(plan: Plan, key: str) -> Any:
    """Return what a plan has at the `key` of a target: a value, claims, None.

    Raises:
        LookupError: the entry is gone.
    """
    part: Any = plan
    rest = key
    if match := _ENTRY.fullmatch(key):
        part = _entry_of(plan, match)
        if part is None:
            raise LookupError(key)
        rest = match["field"]
    return _attribute(part, rest)


def _entry_of(plan: Plan, match: re.Match[str]) -> Any:
    """Return the entry that a key leads to; None where it is gone."""
    entries = _attribute(plan, match["list"]) or ()
    return next((one for one in entries if _entry_key(match["list"], one) == match["key"]), None)


def _attribute(part: Any, names: str) -> Any:
    for name in names.split("."):
        part = getattr(part, name, None)
    return part


def target_label(plan: Plan, key: str, say: Translate) -> str:
    """Return what people call the place of a target: `Dieter Brandt › Attitude`.

    It is the entry, or else the section, and the field; the `key` where the plan has neither.
    """
    field = answer_field_at(key)
    if field is None:
        return key
    match = _ENTRY.fullmatch(key)
    around = _entry_label(plan, match) if match else _section_label(key, say)
    return f"{around} › {say(field.facet.label)}"


def _entry_label(plan: Plan, match: re.Match[str]) -> str:
    entry = _entry_of(plan, match)
    names = (getattr(entry, name, None) for name in _NAMES)
    name = next((one for one in names if one is not None), match["key"])
    if not isinstance(name, str | dict):
        return str(name)
    language = plan.plan.language
    return truncate(visible_line(text_in(name, language, language)), _LONGEST_NAME)


def _section_label(key: str, say: Translate) -> str:
    section = key.partition(".")[0]
    return next(say(one.facet.label) for one in fields_at("") if one.key == section)


def answer_field_at(key: str) -> PlanField | None:
    """Return the field that a `key` leads to; None where the format has none that is answered."""
    match = _ENTRY.fullmatch(key)
    return answer_fields().get(f"{match['list']}[].{match['field']}" if match else key)


def change_path(value: Any, key: str) -> Place:
    """Return the path of a target for a change; `value` is the plan as it was read.

    Raises:
        LookupError: the entry is gone.
    """
    match = _ENTRY.fullmatch(key)
    if match is None:
        return tuple(key.split("."))
    steps = match["list"].split(".")
    entries = value
    for step in steps:
        entries = entries.get(step) if isinstance(entries, dict) else None
    for at, entry in enumerate(entries if isinstance(entries, list) else ()):
        for name in _KEYS[match["list"]] if isinstance(entry, dict) else ():
            if entry.get(name) is not None:
                if _key_text(entry[name]) == match["key"]:
                    return (*steps, Entry({name: entry[name]}, at), *match["field"].split("."))
                break
    raise LookupError(key)


def may_see_value(field: PlanField, audience: Audience) -> bool:
    """Tell whether an audience may see the value of a field, by the table of the documents."""
    if audience.sees("all_details"):
        return True
    place = f"{field.place}.text" if field.kind == "claim" else field.place
    permission = FIELD_PERMISSIONS.get(place)
    return permission != SERVED and has_permission(audience, permission)
