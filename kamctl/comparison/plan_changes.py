"""What has changed in the plan itself, in the account, and in what we know of the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison import phrases
from kamctl.comparison.change import FIRST, STATUS, WHEN, WORK, At, Change
from kamctl.comparison.change_values import Day
from kamctl.comparison.fields import (
    Entries,
    Field,
    Sides,
    Value,
    as_named,
    by,
    by_id,
    claims,
    countries,
    date,
    entries,
    fields,
    in_words,
    money,
    names,
    number,
    one_of,
    own,
    people,
    percent,
    person,
    plain,
    several_of,
    text,
)
from kamctl.comparison.objective_changes import RISKS, due_and_owner
from kamctl.i18n.message import N_, Message, message
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER: Final = (
    Field("plan.stage", N_("stage"), one_of(labels.STAGES), FIRST),
    Field("plan.owner", N_("owner of the plan"), person, STATUS),
    Field("plan.sponsor", N_("sponsor of the plan"), person, STATUS),
    Field("plan.next_review", N_("next review"), date, STATUS),
    Field("plan.period.start", N_("first day of the plan"), date),
    Field("plan.period.end", N_("last day of the plan"), date),
    Field("plan.language", N_("language of the plan"), plain),
    Field("plan.languages", N_("languages of the plan"), names),
    Field("plan.currency", N_("currency"), plain),
    Field("plan.confidentiality", N_("the plan"), one_of(phrases.CONFIDENTIALITY), STATUS),
    Field("plan.tools", N_("tools in use"), several_of(phrases.TOOLS)),
    Field("plan.custom", N_("own field of the plan"), own),
    Field("custom", N_("own field"), own),
)
_ACCOUNT: Final = (
    Field("account.name", N_("name of the account"), plain, STATUS),
    Field("account.id", N_("id of the account"), plain),
    Field("account.formerly", N_("earlier names of the account"), names),
    Field("account.tier", N_("tier"), plain, STATUS),
    Field("account.attractiveness", N_("attractiveness to us"), one_of(labels.LEVELS)),
    Field("account.strength", N_("our strength there"), one_of(labels.LEVELS)),
    Field("account.relationship.now", N_("relationship"), one_of(labels.RELATIONSHIPS), STATUS),
    Field(
        "account.relationship.target",
        N_("relationship wanted"),
        one_of(labels.RELATIONSHIPS),
    ),
    Field("account.relationship.by", N_("relationship wanted by"), date),
    Field("account.relationship.gap", N_("the gap in the relationship"), text),
    Field("account.industry", N_("industry"), text),
    Field("account.headquarters", N_("head office"), plain),
    Field("account.countries", N_("countries"), countries),
    Field("account.parent", N_("parent"), plain),
    Field("account.customer_since", N_("customer since"), plain),
    Field("account.website", N_("website"), plain),
    Field("account.employees", N_("employees"), number),
    Field("account.summary", N_("the summary"), text),
    Field("account.renewal", N_("renewal"), date, STATUS),
    Field("account.health.status", N_("health"), one_of(labels.HEALTH), STATUS),
    Field("account.health.why", N_("why the account is so"), text),
    Field("account.links", N_("links"), names),
    Field("account.custom", N_("own field of the account"), own),
)
_CLAIM: Final = (
    Field("text", "", text),
    Field("status", "", one_of(labels.CLAIM_STATUS)),
    Field("so_what", N_("what it means for us"), text),
    Field("source", N_("source"), plain),
    Field("told_by", N_("told by"), person),
    Field("on", N_("day of the source"), date),
)
_GOAL: Final = (
    *_CLAIM,
    Field("priority", N_("priority"), one_of(labels.LEVELS)),
    Field("who_cares", N_("who cares"), people),
)
_NEED: Final = (*_GOAL, Field("trend", N_("trend"), one_of(labels.TRENDS)))
_INITIATIVE: Final = (*_GOAL[:-1], Field("supports", N_("supports"), names))
_LEVER: Final = (*_CLAIM, Field("weight", N_("weight"), percent))
_STEP: Final = (
    Field("step", "", text),
    Field("due", N_("due"), date, WORK),
    Field("decided_by", N_("decided by"), people),
    Field("note", N_("the note"), text),
)
_CONTRACT: Final = (
    Field("title", "", text),
    Field("start", N_("first day"), date),
    Field("end", N_("end"), date, STATUS),
    Field("notice_by", N_("notice by"), date, STATUS),
    Field("value", N_("value"), money, STATUS),
    Field("exclusivity", N_("exclusivity"), text),
    Field("liability", N_("liability"), text),
    Field("payment_terms", N_("payment terms"), text),
    Field("note", N_("the note"), text),
    Field("custom", N_("own field"), own),
)
_COMPETITOR: Final = (
    Field("name", N_("name"), plain),
    Field("strengths", N_("strengths"), claims),
    Field("weaknesses", N_("weaknesses"), claims),
    Field("installed", N_("in place in"), names),
    Field("custom", N_("own field"), own),
)
_REVIEW: Final = (
    Field("kind", N_("kind"), plain),
    Field("participants", N_("participants"), people),
    Field("customer_rating", N_("the customer’s mark"), number),
    Field("note", N_("the note"), text),
    Field("custom", N_("own field"), own),
)
_DECISION: Final = (
    Field("text", "", text),
    Field("status", "", one_of(labels.DECISION_STATUS), STATUS),
    Field("done_on", N_("done on"), date),
    Field("owner", N_("owner"), person),
    Field("due", N_("due"), date, WORK),
)


def _claims(noun: str, shape: tuple[Field, ...]) -> Entries:
    return Entries(noun, in_words(), ("text",), shape, (by_id, by("text")))


_LISTS: Final = (
    ("customer", "goals", _claims(N_("goal of the customer"), _GOAL)),
    ("customer", "needs", _claims(N_("need of the customer"), _NEED)),
    ("customer", "initiatives", _claims(N_("initiative of the customer"), _INITIATIVE)),
    ("customer", "pressures", _claims(N_("pressure on the customer"), _CLAIM)),
    ("customer", "obstacles", _claims(N_("obstacle of the customer"), _CLAIM)),
    ("swot", "strengths", _claims(N_("strength"), _CLAIM)),
    ("swot", "weaknesses", _claims(N_("weakness"), _CLAIM)),
    ("swot", "opportunities", _claims(N_("opportunity"), _CLAIM)),
    ("swot", "threats", _claims(N_("threat"), _CLAIM)),
    ("buying", "levers", _claims(N_("criterion of their decision"), _LEVER)),
    (
        "buying",
        "process",
        Entries(N_("step to their decision"), in_words("step"), ("step",), _STEP,
                (by_id, by("step"))),
    ),
    (
        "buying",
        "contracts",
        Entries(N_("contract"), in_words("title"), ("title",), _CONTRACT, (by_id, by("title"))),
    ),
)  # fmt: skip
_SINGLE: Final = (
    ("customer", "business_model", N_("how the customer earns money")),
    ("customer", "strategy", N_("the customer’s strategy")),
    ("buying", "strategy", N_("how the customer buys")),
)


def header(sides: Sides) -> Iterator[Change]:
    """Compare the plan itself: its stage, its people, its dates."""
    yield from fields(sides, At("plan"), _HEADER, sides.before, sides.after)


def account(sides: Sides) -> Iterator[Change]:
    """Compare who the customer is, and how we stand with them."""
    yield from fields(sides, At("account"), _ACCOUNT, sides.before, sides.after)


def customer(sides: Sides) -> Iterator[Change]:
    """Compare what we know of the customer, of ourselves there, and of how they buy."""
    for section, key, label in _SINGLE:
        old, new = _in(sides.before, section, key), _in(sides.after, section, key)
        at = At(section, (section, key), f"{section}.{key}", Message(label))
        yield from fields(sides, at, _CLAIM, old, new)
    for section, key, spec in _LISTS:
        old, new = _in(sides.before, section, key) or (), _in(sides.after, section, key) or ()
        at = At(section, (section, key), f"{section}.{key}[]")
        yield from entries(sides, at, spec, old, new)
    at = At("competitors", ("competitors",), "competitors[]")
    yield from entries(sides, at, _COMPETITORS, sides.before.competitors, sides.after.competitors)


def risks(sides: Sides) -> Iterator[Change]:
    """Compare what may go wrong."""
    at = At("risks", ("risks",), "risks[]", weight=WORK)
    yield from entries(sides, at, RISKS, sides.before.risks, sides.after.risks)


def reviews(sides: Sides) -> Iterator[Change]:
    """Compare when the plan was looked at together, and what was decided."""
    at = At("reviews", ("reviews",), "reviews[]", weight=STATUS)
    yield from entries(sides, at, _REVIEWS, sides.before.reviews, sides.after.reviews)


def _in(plan: Any, section: str, key: str) -> Any:
    part = getattr(plan, section)
    return None if part is None else getattr(part, key)


def _answer(sides: Sides, at: At, old: Any, new: Any) -> Iterator[Change]:
    of = message("{of}, {title}", of=at.of, title=Message(N_("our answer")))
    here = at._replace(of=of, field=f"{at.field}.our_answer", path=(*at.path, "our_answer"))
    yield from fields(sides, here, _CLAIM, old.our_answer, new.our_answer)


def _decisions(sides: Sides, at: At, old: Any, new: Any) -> Iterator[Change]:
    here = at._replace(field="reviews[].decisions[]", path=(*at.path, "decisions"), weight=WHEN)
    yield from entries(sides, here, _DECISIONS, old.decisions if old else (), new.decisions)


def _review(_: Sides, one: Any, then: bool) -> Value:
    when = Day(one.date)
    if one.kind:
        return message("{date} ({kind})", date=when, kind=one.kind)
    return message("{date}", date=when)


_COMPETITORS: Final = Entries(
    N_("competitor"), as_named(), ("name",), _COMPETITOR, (by_id, by("name")), inside=_answer
)
_DECISIONS: Final = Entries(
    N_("decision"), in_words(), ("text",), _DECISION, (by_id, by("text")), more=due_and_owner,
    also=("due", "owner"), weight=WHEN,
)  # fmt: skip
_REVIEWS: Final = Entries(
    N_("review"), _review, ("date", "kind"), _REVIEW, (by("date", "kind"), by("date")),
    likeness=False, inside=_decisions, in_full=True, key=lambda one: str(one.date), weight=WHEN,
)  # fmt: skip
