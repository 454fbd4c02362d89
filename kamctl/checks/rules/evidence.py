"""Family 3xx: does an e-mail say what it is the evidence of?"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.document.span import Span
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import N_, message
from kamctl.i18n.text_normalization import normalized_words, without_accents
from kamctl.i18n.truncate import truncate
from kamctl.plan.functions import PARTY_LABELS, party_name
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.value_synonyms import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import PartyStatus
    from kamctl.signoffs.signoff import Signoff

_LONGEST_QUOTE = 120
"""Characters of an answer that are shown."""


@plan_check("KAM321", "evidence-names", warns_from=Stage.DRAFT)
def evidence_names(context: Context) -> Iterator[Observation]:
    """An e-mail that is the evidence of several sign-offs names each of them.

    Where one message is the evidence for several objectives, its text has the id of each (`SO1`) or
    its number in documents (“objective 1”); for several functions or roles on one objective, the
    name of each. An e-mail that is the evidence of one sign-off need not name it. Only the new text
    of the message counts, not what it quotes.

    Why:
        “I agree” answers one question. Recorded for five objectives, it makes four agreements that
        nobody has given, each with a document that seems to prove it.

    Example:
        plan: {stage: shared}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
          - id: SO2
            statement: Win the trust of the German plants.
            directions:
              - {function: finance, leader: paulo, ask: Finance two trials.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision agree --evidence "I agree.eml"
        # kamctl align record plan.yaml SO2 --for finance --decision agree --evidence "I agree.eml"

    Instead:
        plan: {stage: shared}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
          - id: SO2
            statement: Win the trust of the German plants.
            directions:
              - {function: finance, leader: paulo, ask: Finance two trials.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision agree --evidence "SO1 SO2.eml"
        # kamctl align record plan.yaml SO2 --for finance --decision agree --evidence "SO1 SO2.eml"
    """
    for group in _with_one_email(context):
        quote = f" {_words(group[0][2].evidence.quote if group[0][2].evidence else '')} "
        objectives = {each.objective.id for each, _, _ in group}
        for each, party, entry in group:
            parties = {one.party for other, one, _ in group if other is each}
            if (len(objectives) == 1 or _names_objective(quote, each)) and (
                len(parties) == 1 or _names_party(quote, party.party)
            ):
                continue
            yield Observation(
                (),
                message(
                    "One e-mail is the evidence of {count} sign-offs, and its text does not name "
                    "{objective}, {party}: “{quote}”.",
                    count=len(group),
                    objective=each.objective.id,
                    party=party_name(party.party),
                    quote=truncate(entry.evidence.quote if entry.evidence else "", _LONGEST_QUOTE),
                ),
                message(
                    "Ask {name} to answer with the id of each objective and the function, and "
                    "record that e-mail.",
                    name=party.signer,
                    own=[
                        (
                            party.signer,
                            message(
                                "Answer with the id of each objective and the function, and record "
                                "that e-mail."
                            ),
                        )
                    ],
                ),
                span=Span(entry.line, 1, entry.line, 2),
                source=context.signoffs.source,
            )


def _with_one_email(
    context: Context,
) -> Iterator[Sequence[tuple[ObjectiveStatus, PartyStatus, Signoff]]]:
    """Return the sign-offs that count, where several have the same e-mail as their evidence."""
    left = [
        (each, one, one.signoff)
        for each in context.agreement
        for one in each.everybody
        if one.signoff is not None
        and one.signoff.evidence is not None
        and one.state != "invalidated"
    ]
    while left:
        first = left[0][2]
        same = [one for one in left if _is_same_email(first, one[2])]
        left = [one for one in left if one not in same]
        by_line = [next(found) for _, found in groupby(same, lambda one: one[2].line)]
        if len(by_line) > 1:
            yield by_line


def _is_same_email(first: Signoff, second: Signoff) -> bool:
    return (
        first.evidence is not None
        and second.evidence is not None
        and first.evidence.is_same_email(second.evidence)
    )


def _names_objective(quote: str, status: ObjectiveStatus) -> bool:
    """Tell whether a text has the id of an objective, or its number and the word for it."""
    if f" {_words(status.objective.id)} " in quote:
        return True
    words = {_words(translator(language)(N_("Objective"))) for language in languages()}
    return f" {status.number} " in quote and any(f" {word}" in quote for word in words)


def _names_party(quote: str, party: str) -> bool:
    return any(f" {_words(name)} " in quote for name in names_of(party, PARTY_LABELS))


def _words(text: str) -> str:
    """Return the words of a text as they are compared: no accents, no capitals."""
    return without_accents(normalized_words(text))
