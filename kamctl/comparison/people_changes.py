"""What has changed among the people: the customer's, what is between them, and ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison import phrases
from kamctl.comparison.change import STATUS, WHEN, WORDS, At, Change
from kamctl.comparison.fields import (
    Entries,
    Field,
    Sides,
    Value,
    as_named,
    by,
    by_id,
    claims,
    date,
    entries,
    one_of,
    one_or_several_of,
    own,
    people,
    percent,
    person,
    plain,
    text,
)
from kamctl.i18n.message import N_, message
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAKEHOLDER: Final = (
    Field("attitude", "", one_of(labels.ATTITUDES), WHEN),
    Field("name", N_("name"), plain),
    Field("influence", N_("influence"), one_of(labels.INFLUENCES), STATUS),
    Field("buying_role", N_("part in buying"), one_or_several_of(labels.BUYING_ROLES), STATUS),
    Field("title", N_("title"), text),
    Field("unit", N_("unit"), plain),
    Field("country", N_("country"), plain),
    Field("reports_to", N_("reports to"), person),
    Field("covered_by", N_("in touch"), people, STATUS),
    Field("coverage", N_("how closely"), one_of(labels.COVERAGES)),
    Field("last_contact", N_("last contact"), date),
    Field("next_step", N_("the next step"), text),
    Field("levers", N_("what makes them decide"), claims),
    Field("goals", N_("own goals"), claims),
    Field("our_part", N_("our part in it"), text),
    Field("their_need", N_("what they need from us"), text),
    Field("email", N_("email"), plain),
    Field("phone", N_("phone"), plain),
    Field("left", N_("left"), date, STATUS),
    Field("successor", N_("successor"), person, STATUS),
    Field("note", N_("the note"), text),
    Field("custom", N_("own field"), own),
)
_MEMBER: Final = (
    Field("name", N_("name"), plain),
    Field("title", N_("title"), plain),
    Field("function", N_("function"), one_of(phrases.FUNCTIONS)),
    Field("role", N_("part in the account"), one_of({})),
    Field("allocation", N_("share of their time"), percent),
    Field("email", N_("email"), plain),
    Field("based_in", N_("where"), plain),
    Field("phone", N_("phone"), plain),
    Field("left", N_("left"), date, STATUS),
    Field("successor", N_("successor"), person, STATUS),
    Field("note", N_("the note"), text),
    Field("custom", N_("own field"), own),
)
_RELATION: Final = (
    Field("kind", "", one_of(labels.RELATIONS)),
    Field("note", N_("the note"), text),
)


def stakeholders(sides: Sides) -> Iterator[Change]:
    """Compare the customer's people, and what is between them."""
    before, after = sides.before, sides.after
    at = At("stakeholders", ("stakeholders",), "stakeholders[]", weight=WORDS)
    yield from entries(sides, at, _STAKEHOLDERS, before.stakeholders, after.stakeholders)
    at = At("relations", ("relations",), "relations[]")
    yield from entries(sides, at, _RELATIONS, before.relations, after.relations)


def team(sides: Sides) -> Iterator[Change]:
    """Compare our people."""
    at = At("team", ("team",), "team[]")
    yield from entries(sides, at, _MEMBERS, sides.before.team, sides.after.team)


def _between(sides: Sides, one: Any, then: bool) -> Value:
    return message(
        "{one} and {other}",
        one=sides.person(one.from_, then=then),
        other=sides.person(one.to, then=then),
    )


_STAKEHOLDERS: Final = Entries(
    N_("person at the customer"), as_named(), ("name",), _STAKEHOLDER, (by_id, by("name")),
    weight=STATUS,
)  # fmt: skip
_MEMBERS: Final = Entries(
    N_("member of our team"), as_named(), ("name",), _MEMBER, (by_id, by("name")), weight=STATUS
)
_RELATIONS: Final = Entries(
    N_("relation"), _between, ("from", "to"), _RELATION, (by("from_", "to"),), likeness=False
)
