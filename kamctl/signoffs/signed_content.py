"""What somebody signs: the meaning of an objective, and of what it asks, as plain data.

Two plans that mean the same have the same content, however they are written: a text in the short
or the long form, 27 or 27 %, 2027-Q1 or 2027-03-31, measures and keys in any order. What people
answer is no part of it (restatements, resistances, resources granted, readings), so that an
answer never invalidates an answer.

Version 2, which is written today, has what gives the figures their meaning besides (the plan's
currency, the year of a target), the names of the people in it, and who signs. Version 1 is
kept, so that what was signed by it can be verified.

docs/fingerprints.md describes it for other programs.
"""

from __future__ import annotations

import json
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kamctl.i18n.text_normalization import normalized_text
from kamctl.plan.people import member_with_id, stakeholder_with_id
from kamctl.plan.person_names import plain_email, plain_name
from kamctl.plan.text import Text
from kamctl.signoffs.fingerprint import FINGERPRINT_VERSION
from kamctl.signoffs.signers import answers_for, sponsor_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamctl.plan.directions import Direction, Effect
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Measure, Objective, Point
    from kamctl.plan.plan_date import PlanDate

ROLES = ("decider", "sponsor")
"""Those who sign an objective as a whole, besides the functions."""

SignedContent = dict[str, Any]


def signed_content(
    plan: Plan,
    objective: Objective,
    party: str,
    version: int = FINGERPRINT_VERSION,
    *,
    successor: str | None = None,
    former: frozenset[str] = frozenset(),
) -> SignedContent:
    """Return what `party` signs of an objective: a function, or one of the `ROLES`.

    The objective itself, and the direction of that function; those who validate the whole sign
    the directions of all functions. From version 2 on also who signs: the person who answers for
    the party.

    `successor` is the id of who signs where that person has left; `former` are the ids of all whom
    they replace. Version 2 names the successor in place of them, so that naming the successor in
    the plan later changes nothing.
    """
    replaced = dict.fromkeys(former, successor)
    return (_Version1 if version == 1 else _Version2)(plan, replaced).content(objective, party)


def confirmed_content(plan: Plan, objective: Objective, by: str | None) -> SignedContent:
    """Return what the customer confirms of an objective; `by` is who does, of their people."""
    make = _Version2(plan)
    person = stakeholder_with_id(plan, by)
    return _without_empty(
        by=_without_empty(id=by, name=plain_name(person.name) if person else None),
        statement=make.text(objective.statement),
        customer_gain=make.text(objective.customer_gain),
        measures=_in_any_order(make.measure(one, objective) for one in objective.measures),
        success_criterion=make.text(objective.success_criterion),
        due=_date(objective.due),
        currency=plan.plan.currency,
    )


class _Version2:
    """Writes the content, texts without a language in the language of the plan.

    `replaced` has the id of the successor for the id of each person who has left.
    """

    def __init__(
        self, plan: Plan, replaced: Mapping[str, str | None] = MappingProxyType({})
    ) -> None:
        self.plan = plan
        self.replaced = replaced
        self.language = plan.plan.language

    def content(self, objective: Objective, party: str) -> SignedContent:
        signed = self.text_signed(objective, party)
        return signed | _without_empty(
            currency=self.plan.plan.currency,
            signer=self.signer(answers_for(self.plan, objective, party)),
        )

    def text_signed(self, objective: Objective, party: str) -> SignedContent:
        whole = party in ROLES
        directions = [
            self.direction(one) for one in objective.directions if whole or one.function == party
        ]
        return _without_empty(
            statement=self.text(objective.statement),
            measures=_in_any_order(self.measure(one, objective) for one in objective.measures),
            success_criterion=self.text(objective.success_criterion),
            due=_date(objective.due),
            owner=self.person(objective.owner),
            decider=self.person(objective.decider),
            sponsor=self.person(sponsor_of(self.plan, objective)) if whole else None,
            directions=_in_any_order(directions),
        )

    def text(self, text: Text | None) -> dict[str, str]:
        if isinstance(text, str):
            text = {self.language: text}
        wordings = text.items() if isinstance(text, dict) else ()
        return {
            language: words for language, wording in wordings if (words := normalized_text(wording))
        }

    def person(self, person: str | None) -> Any:
        """Return the id and the name of a member of the team; nothing where none is named."""
        person = self.current(person)
        member = member_with_id(self.plan, person)
        return _without_empty(id=person, name=plain_name(member.name) if member else None)

    def current(self, person: str | None) -> str | None:
        return self.replaced.get(person, person) if person else person

    def signer(self, person: str | None) -> SignedContent:
        member = member_with_id(self.plan, self.current(person))
        if member is None:
            return {}
        return _without_empty(name=plain_name(member.name), email=plain_email(member.email))

    def measure(self, one: Measure, objective: Objective) -> SignedContent:
        return _without_empty(
            name=self.text(one.name),
            unit=normalized_text(one.unit_name),
            unit_of_one=self.unit_of_one(one),
            direction=_better(one),
            baseline=_point(one.baseline),
            target=_point(one.target, self.until(objective.due)),
        )

    def unit_of_one(self, one: Measure) -> str:
        return normalized_text(one.unit_of_one)

    def until(self, due: PlanDate | None) -> PlanDate | None:
        """Return the day of a target that has none of its own: the objective's, else the plan's."""
        period = self.plan.plan.period
        return due or (period.end if period else None)

    def direction(self, one: Direction) -> SignedContent:
        impact = one.impact
        effects = {
            on: self.effects(found)
            for on in ("budget", "resources", "business")
            if impact is not None and (found := getattr(impact, on)) is not None
        }
        return _without_empty(
            function=one.function,
            leader=self.person(one.leader),
            ask=self.text(one.ask),
            gain=self.text(one.gain),
            impact=_without_empty(**effects),
            mitigation=self.text(one.mitigation),
            requested=self.text(one.resources.requested) if one.resources else None,
            their_need=self.text(one.their_need),
            our_adjustment=self.text(one.our_adjustment),
        )

    def effects(self, one: Effect) -> SignedContent:
        return _without_empty(
            effect=one.effect, amount=_number(one.amount), note=self.text(one.note)
        )


class _Version1(_Version2):
    """Writes the content of version 1: people by their ids, dates as they are written."""

    def content(self, objective: Objective, party: str) -> SignedContent:
        return self.text_signed(objective, party)

    def person(self, person: str | None) -> Any:
        return person

    def unit_of_one(self, _: Measure) -> str:
        return ""

    def until(self, _: PlanDate | None) -> PlanDate | None:
        return None


def _without_empty(**values: Any) -> SignedContent:
    """Leave out what says nothing."""
    return {key: value for key, value in values.items() if value not in (None, "", {}, [])}


def _date(date: PlanDate | None) -> str | None:
    """A month or a quarter is its last day, as everywhere in a plan."""
    return date.day.isoformat() if date is not None else None


def _number(number: float | None) -> str | None:
    """Write a number in plain decimals, without an exponent or zeros at the end."""
    if number is None:
        return None
    written = format(Decimal(repr(float(number))), "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


def _point(point: Point | None, otherwise: PlanDate | None = None) -> SignedContent:
    if point is None:
        return {}
    return _without_empty(value=_number(point.value), on=_date(point.on or otherwise))


def _better(measure: Measure) -> str | None:
    """Return which way is better: as said, else as baseline and target show it."""
    if measure.direction or measure.baseline is None or measure.target is None:
        return measure.direction
    before, after = measure.baseline.value, measure.target.value
    return None if before == after else "increase" if after > before else "decrease"


def _in_any_order(entries: Iterable[SignedContent]) -> list[SignedContent]:
    return sorted(entries, key=lambda entry: json.dumps(entry, sort_keys=True, allow_nan=False))
