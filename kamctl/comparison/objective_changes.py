"""What has changed in the objectives, the heart of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison import phrases
from kamctl.comparison.change import FIRST, SENTENCE, STATUS, WHEN, WORDS, WORK, At, Change
from kamctl.comparison.change_values import Day, Quoted, Several
from kamctl.comparison.direction_changes import directions
from kamctl.comparison.fields import (
    Entries,
    Field,
    Sides,
    Value,
    by,
    by_id,
    countries,
    date,
    entries,
    fields,
    fingerprint,
    in_words,
    money,
    names,
    one_of,
    own,
    percent,
    person,
    text,
)
from kamctl.comparison.matching import paired
from kamctl.comparison.measure_changes import measures
from kamctl.i18n.message import N_, Message, message
from kamctl.plan import labels
from kamctl.signoffs.signed_changes import OF_OBJECTIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.plan.objectives import Objective

SECTION: Final = "objectives"
_FIELD: Final = "objectives[]"

_SHAPE: Final = (
    Field("statement", OF_OBJECTIVE["statement"], text, SENTENCE),
    Field("due", OF_OBJECTIVE["due"], date, WHEN),
    Field("status", N_("status"), one_of(labels.OBJECTIVE_STATUS), STATUS),
    Field("outcome.result", N_("outcome"), one_of(labels.OUTCOMES), STATUS),
    Field("outcome.learned", N_("what was learned"), text),
    Field("outcome.on", N_("closed"), date),
    Field("owner", OF_OBJECTIVE["owner"], person, STATUS),
    Field("decider", OF_OBJECTIVE["decider"], person, STATUS),
    Field("sponsor", OF_OBJECTIVE["sponsor"], person, STATUS),
    Field("category", N_("category"), one_of(labels.CATEGORIES)),
    Field("priority", N_("priority"), one_of(labels.LEVELS)),
    Field("scope.units", N_("scope"), names),
    Field("scope.countries", N_("countries in scope"), countries),
    Field("scope.offerings", N_("offerings in scope"), names),
    Field("success_criterion", OF_OBJECTIVE["success_criterion"], text, WHEN),
    Field("customer_gain", N_("the customer’s gain"), text),
    Field("our_gain", N_("our gain"), text),
    Field("strategy", N_("the strategy"), text),
    Field("economics.investment", N_("investment"), money),
    Field("economics.yearly_margin_gain", N_("margin gain a year"), money),
    Field("economics.cost_to_serve", N_("cost to serve a year"), money),
    Field("economics.note", N_("the note on the figures"), text),
    Field("customer_confirmation.by", N_("confirmed by"), person, STATUS),
    Field("customer_confirmation.on", N_("day of the customer’s confirmation"), date),
    Field("customer_confirmation.how", N_("how the customer confirmed"), text),
    Field("customer_confirmation.fingerprint", N_("text the customer confirmed"), fingerprint),
    Field("customer_confirmation.waiver.reason", N_("why the customer is not asked"), text),
    Field("customer_confirmation.waiver.by", N_("waived by"), person),
    Field("customer_confirmation.waiver.on", N_("day of the waiver"), date),
    Field("custom", N_("own field"), own),
)
_OF_ACTION: Final = (
    Field("title", "", text),
    Field("due", OF_OBJECTIVE["due"], date, WHEN),
    Field("start", N_("start"), date),
    Field("status", "", one_of(labels.ACTION_STATUS)),
    Field("progress", N_("progress"), percent),
    Field("owner", OF_OBJECTIVE["owner"], person),
    Field("function", N_("function"), one_of(phrases.FUNCTIONS)),
    Field("after", N_("waits for"), names),
    Field("serves", N_("serves"), names),
    Field("success", N_("how we see that it worked"), text),
    Field("reason", N_("the reason"), text),
    Field("custom", N_("own field"), own),
)
_OF_RISK: Final = (
    Field("text", "", text),
    Field("status", "", one_of(labels.RISK_STATUS), STATUS),
    Field("likelihood", N_("likelihood"), one_of(labels.LEVELS)),
    Field("impact", N_("impact"), one_of(labels.LEVELS)),
    Field("response", N_("the response"), text),
    Field("owner", OF_OBJECTIVE["owner"], person),
    Field("due", OF_OBJECTIVE["due"], date),
    Field("threatens", N_("threatens"), names),
    Field("custom", N_("own field"), own),
)
RISKS: Final = Entries(
    N_("risk"), in_words(), ("text",), _OF_RISK, (by_id, by("text")), weight=STATUS
)
"""Risks, which name the objectives that they threaten."""


def objectives(sides: Sides) -> Iterator[Change]:
    """Compare the objectives, in the order of the plan; those that are gone at the end."""
    pairs = paired(
        sides.before.objectives,
        sides.after.objectives,
        (by_id, by("statement")),
        lambda one: sides.text(one.statement),
    )
    for old, new in pairs:
        yield from _objective(sides, old, new)


def _objective(sides: Sides, old: Objective | None, new: Objective | None) -> Iterator[Change]:
    one = new or old
    if one is None or old == new:
        return
    at = At(SECTION, (SECTION, one.id), _FIELD, None, one.id)
    if old is None or new is None:
        then = new is None
        said = Quoted(sides.text(one.statement, then=then))
        yield at.change(
            "statement",
            "gone" if then else "new",
            message("objective taken out: {statement}", statement=said)
            if then
            else message("new objective: {statement}", statement=said),
            said.text if then else None,
            None if then else said.text,
            weight=FIRST - 1,
        )
        return
    if old.id != new.id:
        words_ = message("{before} is called {after} now", before=old.id, after=new.id)
        yield at.change("id", "changed", words_, old.id, new.id, weight=SENTENCE)
    yield from fields(sides, at, _SHAPE, old, new)
    yield from _references(sides, at, old, new)
    yield from measures(sides, at, old, new)
    yield from directions(sides, at, old, new)
    actions = at._replace(field=f"{_FIELD}.actions[]", path=(*at.path, "actions"), weight=WORK)
    yield from entries(sides, actions, ACTIONS, old.actions, new.actions)


def _references(sides: Sides, at: At, old: Objective, new: Objective) -> Iterator[Change]:
    """Say what the objective serves and builds on now, in the words of what it refers to."""
    for name, label in (("serves", N_("serves")), ("uses", N_("builds on"))):
        before = _referred(sides, getattr(old, name), then=True)
        after = _referred(sides, getattr(new, name), then=False)
        added = tuple(Quoted(after[one]) for one in after if one not in before)
        gone = tuple(Quoted(before[one]) for one in before if one not in after)
        if not added and not gone:
            continue
        if added and gone:
            said = message("{name}: {added} added, {gone} taken out", name=Message(label),
                           added=Several(added), gone=Several(gone))  # fmt: skip
        elif added:
            said = message("{name}: {added} added", name=Message(label), added=Several(added))
        else:
            said = message("{name}: {gone} taken out", name=Message(label), gone=Several(gone))
        yield at.change(
            name, "added", said, list(getattr(old, name)), list(getattr(new, name)), weight=WORDS
        )


def _referred(sides: Sides, ids: tuple[str, ...], *, then: bool) -> dict[str, str]:
    plan = sides.before if then else sides.after
    customer, swot = plan.customer, plan.swot
    lists: list[Any] = []
    if customer is not None:
        lists += [*customer.goals, *customer.needs, *customer.initiatives]
    if swot is not None:
        lists += [*swot.strengths, *swot.weaknesses, *swot.opportunities, *swot.threats]
    known = {one.id: sides.text(one.text, then=then) for one in lists if one.id}
    return {one: known.get(one, one) for one in ids}


def _action(sides: Sides, one: Any, then: bool) -> Value:
    title = sides.text(one.title, then=then)
    return message("{id} {title}", id=one.id, title=title) if one.id else title


def due_and_owner(sides: Sides, one: Any) -> Message | None:
    """Say by whom and when something is to be done."""
    who = sides.person(one.owner) if one.owner else None
    if one.due and who:
        return message("{owner}, due {date}", owner=who, date=Day(one.due))
    if one.due:
        return message("due {date}", date=Day(one.due))
    return message("{name}", name=who) if who else None


ACTIONS: Final = Entries(
    N_("action"),
    _action,
    ("title",),
    _OF_ACTION,
    (by_id, by("title")),
    more=due_and_owner,
    also=("due", "owner"),
)
