"""Family 4xx: how far can what the plan claims be trusted?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.registry import Observation, Option, not_met, objective_check, plan_check
from kamctl.checks.plan_texts import is_filled, quoted
from kamctl.checks.rules.alignment import is_said
from kamctl.checks.rules.stakeholders import is_covered, weighs
from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.people import has_left
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import Path
    from kamctl.plan.text import Claim, Text
    from kamctl.plan.values import Language

CLAIM_DAYS = Option("claim_days", 365, "How old a claim may be, in days.", least=1)
CONTACT_DAYS = Option(
    "contact_days", 180, "How long ago the last contact with a person may be, in days.", least=1
)

_SHOWN = 3
"""How many of the texts that lack a language are shown."""


def _named_before(context: Context, objective: ObjectiveInPlan, key: str) -> set[str]:
    """Return what open objectives before this one name: what it lacks is said there."""
    named: set[str] = set()
    for other in context.objectives:
        if other is objective:
            break
        if not other.objective.is_closed:
            named.update(getattr(other.objective, key))
    return named


@objective_check(
    "KAM401",
    "sourced",
    N_("Say who told us what it serves, and when"),
    required_from=Stage.ALIGNED,
    warns_from=Stage.SHARED,
)
def sourced(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Each goal, need or initiative that an objective serves has a source or a teller, and a date.

    What several objectives serve is shown once, for the first of them. What an objective serves is
    in use, whether or not `plan.tools` lists `customer`.

    Why:
        Much of what a company knows of its customer is written nowhere but in colleagues' minds,
        and it leaves with them. With a name and a date anybody can ask again. Source: K. Meraihia
        in H. Faucher, "Key Account Manager: vendeur ou chef d'orchestre ?" (2015).

    Example:
        customer:
          goals:
            - {id: G1, text: Unplanned stops below 2 % of line time}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [G1]

    Instead:
        customer:
          goals:
            - id: G1
              text: Unplanned stops below 2 % of line time
              source: Plant review in Trondheim
              on: 2026-06-03
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [G1]
    """
    for claim, path, shown_before in _served(context, objective):
        if claim is None or shown_before:
            if claim is None or _unsourced(claim):
                yield not_met(path)
        elif lack := _unsourced(claim):
            text, hint = _UNSOURCED[lack]
            yield Observation(
                path, Message(text, {"claim": quoted(context, claim.text)}), Message(hint)
            )


_UNSOURCED = {
    "source": (
        N_("It is not said how we know “{claim}”."),
        N_("Add `told_by:` with the id of whoever told us, or `source:` with where it is written."),
    ),
    "on": (
        N_("It is not said when we learned “{claim}”."),
        N_("Add `on:` with the date; a month or a quarter is enough: 2026-05, 2026-Q2."),
    ),
    "both": (
        N_("It is not said how we know “{claim}”, nor since when."),
        N_("Add `told_by:` with the id of whoever told us, or `source:`; and `on:`, the date."),
    ),
}


def _unsourced(claim: Claim) -> str | None:
    has_source = claim.told_by is not None or bool(claim.source and claim.source.strip())
    if has_source:
        return None if claim.on else "on"
    return "source" if claim.on else "both"


def _served(
    context: Context, objective: ObjectiveInPlan
) -> Iterator[tuple[Claim | None, Path, bool]]:
    """Return the claims an objective serves, each with its place, and whether it is shown before.

    Where it serves none that is known, that is one None: other checks say so.
    """
    served = context.served
    known = [name for name in dict.fromkeys(objective.objective.serves) if name in served]
    if not known:
        yield None, objective.at("serves"), True
    else:
        before = _named_before(context, objective, "serves")
        for name in known:
            yield *served[name], name in before


@objective_check(
    "KAM402",
    "confirmed",
    N_("Have the customer confirm what it serves"),
    required_from=Stage.VALIDATED,
)
def confirmed(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The goals, needs and initiatives that an objective serves are confirmed, not assumed.

    A claim that does not say is assumed. What several objectives serve is shown once, for the
    first of them. What an objective serves is in use, whether or not `plan.tools` lists `customer`.

    Why:
        A plan that asks colleagues for money and people should not rest on a gut feeling. One
        question to the right person turns an assumption into evidence, or saves a year's work.
        Source: M. McDonald and D. Woodburn, "Key Account Management: the definitive guide" (2011).

    Example:
        customer:
          needs:
            - {id: N1, text: Remote diagnosis of valve wear, status: assumed}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [N1]

    Instead:
        customer:
          needs:
            - {id: N1, text: Remote diagnosis of valve wear, status: confirmed}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [N1]
    """
    for claim, path, shown_before in _served(context, objective):
        if claim is not None and claim.status == "confirmed":
            continue
        if claim is None or shown_before:
            yield not_met(path)
            continue
        whom = _whom_to_ask(context, claim)
        yield Observation(
            (*path, "status"),
            message("“{claim}” is not confirmed yet.", claim=quoted(context, claim.text)),
            message("Ask {name} whether it holds, then write `status: confirmed`.", name=whom)
            if whom
            else message("Ask somebody at the customer who knows, then write `status: confirmed`."),
        )


def _whom_to_ask(context: Context, claim: Claim) -> str | None:
    """Return who at the customer can confirm a claim: who told us, or who cares."""
    theirs = {person.id: person.name for person in context.plan.stakeholders}
    asked = (claim.told_by or "", *getattr(claim, "who_cares", ()))
    return next((theirs[name] for name in asked if name in theirs), None)


@plan_check("KAM403", "fresh", warns_from=Stage.SHARED, options=(CLAIM_DAYS, CONTACT_DAYS))
def fresh(context: Context) -> Iterator[Observation]:
    """What open objectives serve was heard of late, and so were the people who weigh most.

    Looked at are the goals, needs and initiatives served, by their date `on`, and the significant
    and decisive stakeholders, by `last_contact`. Where the account's tier says how old things may
    be (`max_age_days`), that counts for both. Claims without a date are for KAM401, people whom
    nobody covers for KAM502.

    Why:
        Most account plans are written once and never opened again, while the customer moves on. A
        plan that rests on last year's talks answers last year's customer. Source: practitioners on
        why account plans fail: one-off plans.

    Example:
        stakeholders:
          - id: mercier
            name: Hélène Mercier
            influence: decisive
            covered_by: [claire]
            last_contact: 2026-02-11
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        stakeholders:
          - id: mercier
            name: Hélène Mercier
            influence: decisive
            covered_by: [claire]
            last_contact: 2026-10-21
        team:
          - {id: claire, name: Claire Morel}
    """
    tier = context.tier
    days = tier.max_age_days if tier else None
    if context.in_use("customer"):
        yield from _old_claims(context, days or context.option(CLAIM_DAYS))
    if context.in_use("stakeholders"):
        yield from _old_contacts(context, days or context.option(CONTACT_DAYS))


def _old_claims(context: Context, limit: int) -> Iterator[Observation]:
    served = context.served
    names = dict.fromkeys(
        name
        for objective in context.objectives
        if not objective.objective.is_closed
        for name in objective.objective.serves
        if name in served
    )
    for name in names:
        claim, path = served[name]
        age = (context.today - claim.on.day).days if claim.on else 0
        if age > limit:
            yield Observation(
                (*path, "on"),
                message(
                    "“{claim}” is what we knew {days} days ago ({date}).",
                    claim=quoted(context, claim.text),
                    days=age,
                    date=claim.on,
                ),
                message(
                    "Ask whether it still holds, and write the new date after `on:`. "
                    "It should not be older than {limit} days.",
                    limit=limit,
                ),
            )


def _old_contacts(context: Context, limit: int) -> Iterator[Observation]:
    for place, person in enumerate(context.plan.stakeholders):
        if not weighs(person) or has_left(person, context.today):
            continue
        path = ("stakeholders", place, "last_contact")
        last = person.last_contact
        if last is None:
            if is_covered(context, person):
                yield Observation(
                    path,
                    message("It is not said when we last spoke with {name}.", name=person.name),
                    message("Add `last_contact:` with the date; a month is enough: 2026-10."),
                )
        elif (age := (context.today - last.day).days) > limit:
            yield Observation(
                path,
                message(
                    "We last spoke with {name} {days} days ago ({date}).",
                    name=person.name,
                    days=age,
                    date=last,
                ),
                message(
                    "Get in touch, and write the day after `last_contact:`. "
                    "It should not be longer ago than {limit} days.",
                    limit=limit,
                ),
            )


@objective_check(
    "KAM404",
    "so-what",
    N_("Say what the facts it builds on mean for us"),
    warns_from=Stage.ALIGNED,
)
def so_what(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The SWOT lines an objective uses and the goals it serves say what they mean for us.

    What several objectives build on is shown once, for the first of them.

    Why:
        A fact that anybody could look up helps nobody decide; the conclusion drawn from it does.
        Source: H. Sieck, on key account management: data must be turned into information.

    Example:
        swot:
          strengths:
            - {id: S1, text: Installed in 9 of 14 plants}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            uses: [S1]

    Instead:
        swot:
          strengths:
            - id: S1
              text: Installed in 9 of 14 plants
              so_what: We know their cleaning cycles better than they do.
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            uses: [S1]
    """
    for claim, path in _built_on(context, objective):
        if not is_filled(claim.so_what):
            yield Observation(
                path,
                message(
                    "“{claim}”: what this means for us is not said.",
                    claim=quoted(context, claim.text),
                ),
                message("Add `so_what:` with the conclusion, in one sentence."),
            )


def _built_on(context: Context, objective: ObjectiveInPlan) -> Iterator[tuple[Claim, Path]]:
    """Return the SWOT lines an objective uses and the goals it serves, as it is the first to."""
    plain = objective.objective
    if context.in_use("swot"):
        before = _named_before(context, objective, "uses")
        for name in dict.fromkeys(plain.uses):
            if name in context.swot_lines and name not in before:
                yield context.swot_lines[name]
    if context.in_use("customer"):
        before = _named_before(context, objective, "serves")
        for name in dict.fromkeys(plain.serves):
            if name in context.served and name not in before:
                claim, path = context.served[name]
                if path[1] == "goals":
                    yield claim, path


@plan_check("KAM405", "next-review", required_from=Stage.SHARED)
def next_review(context: Context) -> Iterator[Observation]:
    """A date is set for the next look at the plan together, and it is not past.

    Why:
        A plan that nobody reopens was written for the drawer. A date in the diary keeps it alive,
        and tells colleagues when they will be heard. Source: practitioners on why account plans
        fail: one-off plans, never reopened.

    Example:
        plan: {next_review: 2026-09-30}

    Instead:
        plan: {next_review: 2027-01-20}
    """
    date = context.plan.plan.next_review
    path = ("plan", "next_review")
    if date is None:
        yield Observation(
            path,
            message("No date is set for looking at the plan together."),
            message("Add `next_review:` under `plan:`, for example 2027-01-20 or 2027-Q1."),
        )
    elif date.day < context.today:
        values = {"date": date, "days": (date.day - context.today).days}
        yield Observation(
            path,
            message("The next review was due on {date}, and that is past.", **values)
            if date.precision == "day"
            else message("The next review was due in {date}, and that is past.", **values),
            message(
                "Set a new date; if the review has taken place, note under `reviews:` what was "
                "decided."
            ),
        )


@plan_check("KAM406", "languages", required_from=Stage.SHARED)
def languages(context: Context) -> Iterator[Observation]:
    """The texts of the open objectives are there in all the plan's languages.

    These are the texts that colleagues are given to read: the statement, both gains, the strategy,
    the success criterion, the measures' names, and each direction's ask, gain and mitigation. A
    text written only once is in the plan's own language (`plan.language`).

    Why:
        An objective must be understood before it can be owned, and few own what they read in a
        language that is not theirs. Being global does not mean forsaking the local. Source: key
        account managers on working across 150 countries (2016).

    Example:
        plan: {language: en, languages: [en, fr]}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        plan: {language: en, languages: [en, fr]}
        objectives:
          - id: SO1
            statement:
              en: Become their one partner for cleaning by the end of 2028.
              fr: Devenir leur partenaire unique pour le nettoyage d'ici fin 2028.
    """
    wanted = context.plan.plan.languages
    if not wanted:
        return
    own = context.plan.plan.language
    texts = [
        (text, path)
        for objective in context.objectives
        if not objective.objective.is_closed
        for text, path in _read_by_colleagues(objective)
        if text
    ]
    for language in dict.fromkeys(wanted):
        lacking = [(text, path) for text, path in texts if _lacks(text, language, own)]
        if lacking:
            yield _untranslated(context, language, lacking)


def _read_by_colleagues(objective: ObjectiveInPlan) -> Iterator[tuple[Text | None, Path]]:
    plain = objective.objective
    for key in ("statement", "customer_gain", "our_gain", "strategy", "success_criterion"):
        yield getattr(plain, key), objective.at(key)
    for place, measure in enumerate(plain.measures):
        yield measure.name, objective.at("measures", place, "name")
    for place, direction in enumerate(plain.directions):
        for key in ("ask", "gain", "mitigation"):
            yield getattr(direction, key), objective.at("directions", place, key)


def _lacks(text: Text, language: Language, own: Language) -> bool:
    """Tell whether a text says something, and not in `language`; a plain one is in `own`."""
    if isinstance(text, str):
        return language != own and bool(text.strip())
    return not text.get(language, "").strip() and is_filled(text)


def _untranslated(
    context: Context, language: Language, lacking: list[tuple[Text, Path]]
) -> Observation:
    header = context.plan.plan
    form = ", ".join(f"{one}: …" for one in dict.fromkeys((header.language, *header.languages)))
    return Observation(
        ("plan", "languages", header.languages.index(language)),
        message("A text of the objectives is not there in `{language}` yet.", language=language)
        if len(lacking) == 1
        else message(
            "{count} texts of the objectives are not there in `{language}` yet.",
            count=len(lacking),
            language=language,
        ),
        message(
            "Write a text in all languages like this: {form}; or take `{language}` out of "
            "`plan.languages`.",
            form=f"{{{form}}}",
            language=language,
        ),
        beside=tuple(
            (message("“{text}”", text=quoted(context, text)), context.document.origin(path))
            for text, path in lacking[:_SHOWN]
        ),
    )


@plan_check("KAM407", "relationship", required_from=Stage.SHARED)
def relationship(context: Context) -> Iterator[Observation]:
    """The relationship is recorded: now, target, by when, and the gap between them.

    All four are under `account.relationship`. A target that equals `now` is a warning, unless the
    relationship is integrated already; so is one below it.

    Why:
        The gap between the relationship as it is and as it should be is where the strategy starts.
        Without it an objective has no reason the customer would recognise. Source: M. McDonald, T.
        Millman and B. Rogers on the stages of a key account relationship (1997).

    Example:
        account:
          name: Lactea
          relationship: {now: cooperative}

    Instead:
        account:
          name: Lactea
          relationship:
            now: cooperative
            target: interdependent
            by: 2028-12-31
            gap: We are asked for prices and delivery, not for an opinion on the next line.
    """
    known = context.plan.account.relationship
    path: Path = ("account", "relationship")
    if known is None:
        yield Observation(
            path,
            message("The relationship with {account} is missing.", account=_account(context)),
            message(
                "Add {form} under `account:`, and `gap:` with what is missing today.",
                form="`relationship: {now: …, target: …, by: 2028-12-31}`",
            ),
        )
        return
    written = context.original.get(path)  # what could not be read is not missing
    lacks = [
        key
        for key in ("now", "target", "by")
        if getattr(known, key) is None and not (isinstance(written, dict) and written.get(key))
    ]
    if not is_said(known.gap):
        lacks.append("gap")
    if lacks:
        yield Observation(
            (*path, lacks[0]) if len(lacks) == 1 else path,
            message(
                "The relationship lacks {lacks}.", lacks=", ".join(f"`{key}`" for key in lacks)
            ),
            message(
                "Write how the relationship is now, how it should be, by when, and what lies "
                "between."
            ),
        )
    if known.now is not None and known.now == known.target and known.now != "integrated":
        yield Observation(
            (*path, "target"),
            message("The target of the relationship is what it is already."),
            message(
                "Set a higher `target:`; where holding it is the aim, set this check aside with "
                "the reason."
            ),
            Severity.WARNING if context.stage is not Stage.DRAFT else None,
        )
    elif known.now and known.target and _LEVELS[known.target] < _LEVELS[known.now]:
        yield Observation(
            (*path, "target"),
            message("The target of the relationship is below what it is now."),
            message("Set a higher `target:`, or correct `now:`."),
            Severity.WARNING if context.stage is not Stage.DRAFT else None,
        )


_LEVELS: Final = {
    "disintegrating": 0,
    "exploratory": 1,
    "basic": 2,
    "cooperative": 3,
    "interdependent": 4,
    "integrated": 5,
}
"""The stages of a relationship, the closest last."""


def _account(context: Context) -> str:
    return " ".join(context.plan.account.name.split())
