"""Family 1xx, what it says: one sentence, without placeholders, that names something definite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, Option, not_met, objective_check
from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.checks.helpers.plan_texts import quoted, wordings
from kamctl.checks.helpers.sentences import count_sentences, count_words
from kamctl.checks.helpers.statement_wording import (
    is_definite,
    knows_figures_of,
    speaks_only_of_our_sales,
)
from kamctl.checks.helpers.word_stems import normalized
from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.schema_lookup import is_required
from kamctl.plan.text import is_empty, is_invisible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.objectives import Objective
    from kamctl.plan.text import Text


_LETTER_OR_SIGNS = re.compile(r"[ .]*[A-Za-z0-9][ .]*|[\W_]+").fullmatch

MAX_WORDS = Option("max_words", 35, "Maximum number of words.", least=1)

PLACEHOLDERS: Option[tuple[str, ...]] = Option(
    "words", (), "Additional placeholders, such as “pending” or “à valider”."
)


@objective_check(
    "KAM101",
    "one-sentence",
    N_("Write the objective in one sentence"),
    required_from=Stage.DRAFT,
    options=(MAX_WORDS,),
    rank=NextRank(weight=60, order=20),
)
def one_sentence(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The statement is one short sentence.

    A long sentence is a warning. Abbreviations and figures do not end a sentence: “e.g.”, “M.
    Weiss”, “14.5%”. A statement in several languages is checked in each.

    Why:
        Everyone, managers first, should be able to repeat a strategic objective. Two sentences are
        usually two objectives, or an objective and its reasons. Source: H. Faucher with K.
        Meraihia, "Key Account Manager: vendeur ou chef d'orchestre ?" (2015); D. Collis and M.
        Rukstad, "Can You Say What Your Strategy Is?" (Harvard Business Review, 2008).

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning. This will save them a lot of water.

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A quarter less water per litre.
    """
    statement = objective.model.statement
    if is_empty(statement):
        yield Observation(
            objective.at("statement"),
            message("The objective has no statement."),
            message("Write in one sentence what will be achieved with this customer, and by when."),
        )
        return
    limit = context.option(MAX_WORDS)
    for wording, path in wordings(statement, objective.at("statement")):
        count = count_sentences(wording)
        if count > 1:
            yield Observation(
                path,
                message("The statement has {count} sentences; write it as one.", count=count),
                message(
                    "Keep the one sentence to remember. Reasons belong under `customer_gain` "
                    "and `our_gain`, the approach under `strategy`."
                ),
            )
        if len(wording.split()) > limit and (length := count_words(wording)) > limit:
            yield Observation(
                path,
                message("The statement has {length} words and is hard to remember.", length=length),
                message("Shorten it to {limit} words or fewer.", limit=limit),
                Severity.WARNING,
            )


@objective_check(
    "KAM102",
    "no-placeholder",
    N_("Replace the placeholders"),
    required_from=Stage.SHARED,
    options=(PLACEHOLDERS,),
    rank=NextRank(order=30),
)
def no_placeholder(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """No required field contains a placeholder such as “TBD” or “to be defined”.

    Recognized in each of kamctl's languages: TBD, tbc, n/a, xxx, ???, to be defined, à définir, à
    compléter, lorem ipsum, and similar texts in brackets; also a single letter, and signs without
    a letter or digit, except as a unit. The option `words` adds the company's own, where they are
    alone or in square brackets.

    Why:
        A placeholder makes an empty field look complete: readers believe that the question has
        been answered.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            our_gain: To be defined

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            our_gain: About €5m more turnover a year, to be worked out with finance.
    """
    more = context.option(PLACEHOLDERS)
    for text, steps in _required_texts(objective.model):
        for wording, place in wordings(text, steps):
            is_sign = _LETTER_OR_SIGNS(wording) is not None and steps[-1] != "unit"
            if (is_sign and not is_invisible(wording)) or is_placeholder(wording, more):
                yield Observation(
                    objective.at(*place),
                    message(
                        "“{text}” is a placeholder.",
                        text=quoted(context, wording),
                    ),
                    message("Replace it with what is known today, even if approximate.")
                    if is_required(objective.at(*steps))
                    else message(
                        "Replace it with what is known today, even if approximate, or "
                        "remove the line."
                    ),
                )


def _required_texts(objective: Objective) -> Iterator[tuple[Text | None, KeyPath]]:
    """Return the texts that some stage requires, each with its place in the objective."""
    for key in ("statement", "customer_gain", "our_gain", "strategy", "success_criterion"):
        yield getattr(objective, key), (key,)
    for index, measure in enumerate(objective.measures):
        yield measure.name, ("measures", index, "name")
        yield measure.unit_name, ("measures", index, "unit")
    for index, direction in enumerate(objective.directions):
        for key in ("ask", "gain", "mitigation"):
            yield getattr(direction, key), ("directions", index, key)
        if direction.resources is not None:
            yield direction.resources.granted, ("directions", index, "resources", "granted")
        if direction.restatement is not None:
            yield direction.restatement.text, ("directions", index, "restatement", "text")
        for number, resistance in enumerate(direction.resistances):
            yield resistance.response, ("directions", index, "resistances", number, "response")
    for index, action in enumerate(objective.actions):
        yield action.title, ("actions", index, "title")
    confirmation = objective.customer_confirmation
    if confirmation is not None:
        yield confirmation.how, ("customer_confirmation", "how")
        if confirmation.waiver is not None:
            yield confirmation.waiver.reason, ("customer_confirmation", "waiver", "reason")


@objective_check(
    "KAM121",
    "more-than-our-sales",
    N_("Add a figure, a date or a place to the statement"),
    warns_from=Stage.DRAFT,
    counts=True,
    rank=NextRank(order=40),
)
def more_than_our_sales(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The statement is about more than what we sell or earn, and is specific.

    Two things are reported. First, a statement that speaks only of our own turnover, sales, share,
    targets or bonus. Second, one that names no figure, no date, and no unit, country or offering
    of this plan. “Number 1”, “24/7” and “100%” are not figures. Each of kamctl's
    languages has its lists.

    Why:
        “Grow” and “make our numbers” fit any customer and any year, so nobody can disagree with
        them and nobody can act on them. Colleagues align on what will be different at this
        customer, by when. Source: D. Collis and M. Rukstad, "Can You Say What Your Strategy Is?"
        (Harvard Business Review, 2008).

    Example:
        objectives:
          - id: SO1
            statement: Sell more valves to Lactea.

    Instead:
        objectives:
          - id: SO1
            statement: Become Lactea's one partner for cleaning in all 14 plants by 2028.
    """
    statement = objective.model.statement
    if is_empty(statement):
        yield not_met(objective.at("statement"))  # KAM101 says so
        return
    written_in = context.plan.plan.language
    for wording, path in wordings(statement, objective.at("statement")):
        if is_invisible(wording) or is_placeholder(wording):
            yield not_met(path)  # KAM102 says so
            continue
        language = written_in if isinstance(statement, str) else str(path[-1])
        plain = normalized(wording)
        if speaks_only_of_our_sales(context, plain):
            yield Observation(
                path,
                message("The statement is only about what we sell or earn."),
                message(
                    "State what changes at {account}: what they will be able to do, or what "
                    "we become for them.",
                    account=context.plan.account.name,
                ),
            )
        elif knows_figures_of(language) and not is_definite(context, plain):
            yield Observation(
                path,
                message("The statement names no figure, date, place or offering."),
                message(
                    "Add a quantity, a date or a place, for example: in all 14 plants by the "
                    "end of 2028."
                ),
            )
