"""Family 1xx: is each strategic objective one, and is it complete?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.checks.catalogue import Observation, objective_check, plan_check, unmet
from kamctl.checks.words import is_placeholder, sentences, words
from kamctl.document.finding import Severity
from kamctl.plan.header import Stage
from kamctl.plan.text import Text, texts_of
from kamctl.words.message import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.context import Context, ObjectiveInPlan
    from kamctl.document.span import Path
    from kamctl.plan.objectives import Measure

MAX_WORDS = 35
FEW, MANY = 3, 5
MONTHS_AHEAD = (12, 36)


def is_filled(text: Text | None) -> bool:
    """Tell whether `text` says something in at least one language."""
    return any(wording.strip() for wording in texts_of(text))


def _wordings(text: Text | None, path: Path) -> Iterator[tuple[str, Path]]:
    """Return each wording of `text` with its place."""
    if isinstance(text, str):
        yield text, path
    elif text is not None:
        for language, wording in text.items():
            yield wording, (*path, language)


@objective_check("KAM101", "one-sentence", N_("Say the objective in one sentence"))
def one_sentence(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The statement is one sentence, and a short one.

    A strategic objective is a sentence that everyone can repeat, managers above all; what takes
    two sentences is two objectives, or an objective and its reasons. Source: H. Faucher with
    K. Meraihia, "Key Account Manager: vendeur ou chef d'orchestre ?" (2015); D. Collis and
    M. Rukstad, "Can You Say What Your Strategy Is?" (Harvard Business Review, 2008).
    """
    statement = objective.objective.statement
    if not is_filled(statement):
        yield Observation(
            objective.at("statement"),
            message("The objective has no sentence yet."),
            message("Say in one sentence what is to be reached with this customer, and by when."),
        )
        return
    for wording, path in _wordings(statement, objective.at("statement")):
        count = sentences(wording)
        if count > 1:
            yield Observation(
                path,
                message(
                    "The objective takes {count} sentences, and it should be one.", count=count
                ),
                message(
                    "Keep the sentence everyone should remember. The reasons go under "
                    "`customer_gain` and `our_gain`, the way there under `strategy`."
                ),
            )
        length = words(wording)
        if length > MAX_WORDS:
            yield Observation(
                path,
                message("The sentence has {length} words; few will remember it.", length=length),
                message("Bring it under {limit} words.", limit=MAX_WORDS),
                Severity.WARNING,
            )


@objective_check(
    "KAM102",
    "no-placeholder",
    N_("Replace the placeholders by what is meant"),
    required_from=Stage.SHARED,
)
def no_placeholder(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """No "TBD" or "to be defined" stands where a stage wants an answer.

    A field filled with a placeholder is an empty field that looks full.
    """
    for text, path in _required_texts(objective):
        for wording, place in _wordings(text, path):
            if is_placeholder(wording):
                yield Observation(
                    place,
                    message(
                        "“{text}” only holds the place of an answer.", text=wording.strip()[:60]
                    ),
                    message("Write what is known today, however rough; or take the line out."),
                )


def _required_texts(objective: ObjectiveInPlan) -> Iterator[tuple[Text | None, Path]]:
    plain = objective.objective
    for key in ("statement", "customer_gain", "our_gain", "strategy", "success_criterion"):
        yield getattr(plain, key), objective.at(key)
    for place, measure in enumerate(plain.measures):
        yield measure.name, objective.at("measures", place, "name")
        yield measure.unit, objective.at("measures", place, "unit")
    for place, direction in enumerate(plain.directions):
        for key in ("ask", "gain", "mitigation"):
            yield getattr(direction, key), objective.at("directions", place, key)


@objective_check(
    "KAM103",
    "scope",
    N_("Name the units, countries or offerings it covers"),
    required_from=Stage.SHARED,
    before="warning",
)
def scope(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective says where it applies: units, countries or offerings.

    Without a field of play every function reads its own into it. Source: LAMP (Miller Heiman),
    the field of play.
    """
    named = objective.objective.scope
    if named is None or not (named.units or named.countries or named.offerings):
        yield Observation(
            objective.at("scope"),
            message("The objective does not say where it applies."),
            message("Add `scope:` with the `units`, `countries` or `offerings` it covers."),
        )


@objective_check(
    "KAM104", "one-owner", N_("Name its owner"), required_from=Stage.SHARED, before="warning"
)
def one_owner(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """One person from the team answers for the objective.

    What two people own, nobody owns. Source: G. Doran, "There's a S.M.A.R.T. way to write
    management's goals and objectives" (1981): assignable.
    """
    if objective.objective.owner is None:
        yield Observation(
            objective.at("owner"),
            message("Nobody answers for this objective yet."),
            message("Add `owner:` with the id of one person from `team`."),
        )


@objective_check("KAM105", "due-date", N_("Give it a due date"), required_from=Stage.SHARED)
def due_date(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has a due date, one to three years after the plan's start.

    The stake is the business in the medium and long term, not this year's bonus. Source: LAMP
    (Miller Heiman): three years.
    """
    due = objective.objective.due
    if due is None:
        yield Observation(
            objective.at("due"),
            message("The objective has no due date."),
            message("Add `due:`, one to three years ahead: 2028-12-31, 2028-12 or 2028-Q4."),
        )
        return
    period = context.plan.plan.period
    if period is None or period.start is None:
        return
    start = period.start.first
    months = (due.day.year - start.year) * 12 + due.day.month - start.month + 1
    least, most = MONTHS_AHEAD
    if months < least:
        yield Observation(
            objective.at("due"),
            message(
                "It is due {months} months after the plan's start; that is an action.",
                months=months,
            )
            if months > 0
            else message("It is due before the plan starts."),
            message("A strategic objective takes one to three years."),
            Severity.WARNING,
        )
    elif months > most:
        yield Observation(
            objective.at("due"),
            message("It is due {months} months after the plan's start.", months=months),
            message("Few can picture more than three years; name what is reached by then."),
            Severity.WARNING,
        )


@plan_check("KAM106", "few-objectives")
def few_objectives(context: Context) -> Iterator[Observation]:
    """A plan has at most three strategic objectives, never more than five.

    Where everything is strategic, nothing is. Source: hoshin kanri practice: three to five
    breakthrough objectives.
    """
    open_ones = [
        objective for objective in context.objectives if objective.objective.status != "closed"
    ]
    if len(open_ones) > FEW:
        too_many = len(open_ones) > MANY
        yield Observation(
            (*open_ones[MANY if too_many else FEW].path, "id"),
            message("The plan has {count} open objectives.", count=len(open_ones)),
            message("Keep the {few} that matter most; the others may be actions.", few=FEW),
            Severity.ERROR if too_many else Severity.WARNING,
        )


@objective_check(
    "KAM107",
    "serves-customer",
    N_("Link it to a goal or need of the customer"),
    required_from=Stage.SHARED,
)
def serves_customer(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective serves at least one goal, need or initiative of the customer.

    It brings the customer back to the heart of decisions. Source: M. McDonald and
    D. Woodburn, "Key Account Management: the definitive guide" (2011).
    """
    if not objective.objective.serves:
        yield Observation(
            objective.at("serves"),
            message("The objective serves no goal or need of the customer."),
            message("Add `serves:` with ids from `customer.goals`, `needs` or `initiatives`."),
        )


_OURS = re.compile(
    r"\bour\s+(?:own\s+)?(?:turnover|revenues?|sales|margin|share|profit)\b"
    r"|\b(?:notre|nos)\s+(?:chiffre\s+d[’']affaires|ventes|marge|part|profit|bénéfice)",
    re.IGNORECASE,
)


@objective_check(
    "KAM108", "customer-gain", N_("Say what the customer gains"), required_from=Stage.SHARED
)
def customer_gain(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective says what the customer gains, and not what we sell.

    Source: LAMP (Miller Heiman), the charter statement: how will they gain?
    """
    gain = objective.objective.customer_gain
    path = objective.at("customer_gain")
    if not is_filled(gain):
        yield Observation(
            path,
            message("What does the customer gain? The objective does not say."),
            message("Add `customer_gain:` in words the customer would use."),
        )
        return
    for wording, place in _wordings(gain, path):
        if _OURS.search(wording):
            yield Observation(
                place,
                message("This gain speaks of our figures, not of the customer's."),
                message("Say what gets better for them; our part goes under `our_gain`."),
                Severity.WARNING,
            )


@objective_check("KAM109", "our-gain", N_("Say what we gain"), required_from=Stage.SHARED)
def our_gain(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective says what we gain.

    Colleagues who are asked for something may know what it is for. Source: LAMP (Miller Heiman),
    the charter statement.
    """
    if not is_filled(objective.objective.our_gain):
        yield Observation(
            objective.at("our_gain"),
            message("What do we gain? The objective does not say."),
            message("Add `our_gain:`; a figure and a sentence are enough."),
        )


@objective_check(
    "KAM110",
    "measurable",
    N_("Say how we know that it is reached"),
    required_from=Stage.SHARED,
)
def measurable(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """A measure goes from a dated baseline to a dated target; or a criterion says it in words.

    Without a baseline nobody can tell how far we have come. Source: SMART (Doran 1981):
    measurable.
    """
    plain = objective.objective
    if not plain.measures:
        if not is_filled(plain.success_criterion):
            yield Observation(
                objective.at("measures"),
                message("How will we know that it is reached? There is no measure."),
                message(
                    "Add `measures:` with name, unit, baseline and target; "
                    "or `success_criterion:` where only words will do."
                ),
            )
        return
    for place, measure in enumerate(plain.measures):
        for key, lack in _lacks(measure):
            yield Observation(
                objective.at("measures", place, *key),
                message("The measure has no {lack}.", lack=lack),
                message("Add it, so that progress can be told: {form}", form=_FORM),
            )


_FORM = "baseline: {value: 27, on: 2025-12-31}"


def _lacks(measure: Measure) -> Iterator[tuple[Path, Message]]:
    if not (measure.unit or "").strip():
        yield ("unit",), message("unit")
    if measure.baseline is None:
        yield ("baseline",), message("baseline")
    elif measure.baseline.on is None:
        yield ("baseline", "on"), message("date for its baseline")
    if measure.target is None:
        yield ("target",), message("target")
    elif measure.target.on is None:
        yield ("target", "on"), message("date for its target")


@objective_check(
    "KAM111",
    "target-ahead",
    N_("Set targets beyond the baseline, in time"),
    required_from=Stage.SHARED,
)
def target_ahead(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """A target lies beyond its baseline, later than it, and not after the objective's due date."""
    due = objective.objective.due
    if not objective.objective.measures and not is_filled(objective.objective.success_criterion):
        yield unmet(objective.at("measures"))
    for place, measure in enumerate(objective.objective.measures):
        baseline, target = measure.baseline, measure.target
        if target is None or baseline is None:
            yield unmet(objective.at("measures", place))
        if target is None:
            continue
        at = objective.at("measures", place, "target")
        if baseline is not None:
            wrong_way = (measure.direction == "increase" and target.value < baseline.value) or (
                measure.direction == "decrease" and target.value > baseline.value
            )
            if target.value == baseline.value:
                yield Observation(
                    (*at, "value"),
                    message("The target equals the baseline, so there is nothing to reach."),
                    message("Set the target where things should stand."),
                )
            elif wrong_way:
                yield Observation(
                    (*at, "value"),
                    message(
                        "The measure should {direction}, and its target lies the other way.",
                        direction=message("increase")
                        if measure.direction == "increase"
                        else message("decrease"),
                    ),
                    message("Correct the target, the baseline or `direction`."),
                )
            if baseline.on and target.on and target.on.day <= baseline.on.first:
                yield Observation(
                    (*at, "on"),
                    message("The target is dated {on}, not after its baseline.", on=target.on),
                    message("Correct one of the two dates."),
                )
        if due and target.on and target.on.first > due.day:
            yield Observation(
                (*at, "on"),
                message(
                    "The target is dated {on}, after the objective is due ({due}).",
                    on=target.on,
                    due=due,
                ),
                message("Bring the target forward, or move the objective's due date."),
            )
