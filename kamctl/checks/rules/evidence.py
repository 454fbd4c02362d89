"""Family 3xx: does an e-mail say what it is the evidence of?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.signoff_lines import at_signoff
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import N_, message
from kamctl.i18n.text_normalization import normalized_words, single_spaced, without_accents
from kamctl.i18n.truncate import truncate
from kamctl.plan.functions import PARTY_LABELS, party_name
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.value_synonyms import names_of
from kamctl.signoffs.signed_content import ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.i18n.message import Message
    from kamctl.plan.objectives import Objective
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import PartyStatus
    from kamctl.signoffs.signoff import Evidence, Signoff

_LONGEST_QUOTE = 120
"""Characters of an answer that are shown."""


@plan_check("KAM321", "evidence-names", warns_from=Stage.DRAFT)
def evidence_names(context: Context) -> Iterator[Observation]:
    """An e-mail that is the evidence of several sign-offs names each of them.

    Where one message is the evidence for several objectives, its text has the id of each (`SO1`) or
    its number in documents (“objective 1”); for several functions or roles on one objective, the
    name of each. An e-mail that is the evidence of one sign-off need not name it. Earlier sign-offs
    with it count as well, also of objectives and functions that the plan no longer has. Only the
    new text of the message counts, not what it quotes. Of a long text only the beginning is
    recorded; the finding says so where the rest may have the name.

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
    for group, answered in _with_one_email(context):
        objectives = {objective for objective, _ in answered}
        possible = {party for _, party in answered}
        for each in group:
            parties = {party for objective, party in answered if objective == each.objective.id}
            quote = each.evidence.quote
            if (len(objectives) == 1 or _names_objective(quote, each.status)) and (
                len(parties) == 1 or _signs_as(each.party.party) in _parties_in(quote, possible)
            ):
                continue
            yield at_signoff(context, each.signoff, *_not_named(context, each, len(answered)))


def _not_named(context: Context, each: _Evidenced, count: int) -> tuple[Message, Message]:
    """Say that the text of an e-mail does not name a sign-off, and what to do about it.

    Of a long text only the beginning was kept: the rest may name it.
    """
    values = {
        "count": count,
        "objective": each.objective.id,
        "party": party_name(each.party.party),
        "quote": truncate(single_spaced(each.evidence.quote), _LONGEST_QUOTE),
    }
    name = context.contact_name(each.signoff.by) or each.party.signer
    if each.evidence.is_quote_shortened:
        what = message(
            "One e-mail is the evidence of {count} sign-offs. The beginning of its text, which is "
            "all that was recorded, does not name {objective}, {party}: “{quote}”.",
            **values,
        )
        own = message(
            "Check the whole e-mail. If it does not name them either, answer with the id of each "
            "objective and the function, and record that e-mail."
        )
        hint = message(
            "Check the whole e-mail. If it does not name them either, ask {name} to answer with "
            "the id of each objective and the function, and record that e-mail.",
            name=name,
            own=[(name, own)],
        )
        return what, hint
    what = message(
        "One e-mail is the evidence of {count} sign-offs, and its text does not name {objective}, "
        "{party}: “{quote}”.",
        **values,
    )
    own = message("Answer with the id of each objective and the function, and record that e-mail.")
    hint = message(
        "Ask {name} to answer with the id of each objective and the function, and record that "
        "e-mail.",
        name=name,
        own=[(name, own)],
    )
    return what, hint


class _Evidenced(NamedTuple):
    """A sign-off with an e-mail as its evidence, and whose it is."""

    status: ObjectiveStatus
    party: PartyStatus
    signoff: Signoff
    evidence: Evidence

    @property
    def objective(self) -> Objective:
        return self.status.objective


def _signs_as(party: str) -> str:
    """Return what a party signs as: decider and sponsor who have one e-mail are one person."""
    return ROLES[0] if party in ROLES else party


def _with_one_email(
    context: Context,
) -> Iterator[tuple[Sequence[_Evidenced], frozenset[tuple[str, str]]]]:
    """Return the sign-offs that count, where several have the same e-mail as their evidence.

    With each group comes for what the e-mail was recorded: objectives and parties, also those of
    sign-offs that no longer count, or that the plan no longer has.
    """
    recorded: dict[str, set[tuple[str, str]]] = {}
    for one in context.signoffs.entries:
        if one.evidence is not None:
            for key in filter(None, (one.evidence.sha256, one.evidence.message_id)):
                recorded.setdefault(key, set()).add((one.objective, _signs_as(one.party)))
    groups: list[list[_Evidenced]] = []
    lines: set[int] = set()  # one sign-off may be that of decider and sponsor
    for status in context.agreement:
        for party in status.everybody:
            entry = party.signoff
            if entry is None or entry.evidence is None or party.state == "invalidated":
                continue
            if entry.line in lines:
                continue
            lines.add(entry.line)
            found = _Evidenced(status, party, entry, entry.evidence)
            for group in groups:
                if group[0].evidence.is_same_email(found.evidence):
                    group.append(found)
                    break
            else:
                groups.append([found])
    for group in groups:
        keys = {key for one in group for key in (one.evidence.sha256, one.evidence.message_id)}
        answered = frozenset[tuple[str, str]]().union(*(recorded.get(key, ()) for key in keys))
        if len(answered) > 1:
            yield group, answered


def _names_objective(quote: str, status: ObjectiveStatus) -> bool:
    """Tell whether a text has the id of an objective, or its number after the word for it."""
    text = f" {_words(quote)} "
    if f" {_digits_apart(_words(status.objective.id))} " in _digits_apart(text):
        return True
    words = {_words(translator(language)(N_("Objective"))) for language in languages()}
    # “objectives 1, 2 and 5”, “objectif n° 1”, but no number that is of something else
    numbered = re.findall(rf"\b(?:{'|'.join(words)})\w*((?: \w{{1,3}})+)", text)
    return any(str(status.number) in one.split() for one in numbered)


def _parties_in(quote: str, parties: Collection[str]) -> set[str]:
    """Return the functions and roles that a text names, `parties` and those of the format.

    The longest name counts: “local sales” does not name sales. “IT” is written in capitals.
    """
    known = {
        name: party
        for party in (*PARTY_LABELS, *parties)
        for name in map(_bare, names_of(party, PARTY_LABELS))
    }
    longest_first = sorted(known, key=len, reverse=True)
    names = "|".join(one if _is_abbreviation(one) else f"(?i:{one})" for one in longest_first)
    by_key = {one.casefold(): party for one, party in known.items()}
    found = re.findall(rf"(?<!\S)(?:{names})(?!\S)", _bare(quote))
    return {_signs_as(by_key[one.casefold()]) for one in found}


def _is_abbreviation(name: str) -> bool:
    return name.isupper() and name.isalpha()


def _bare(text: str) -> str:
    """Return the words of a text without accents and punctuation, but with its capitals."""
    return " ".join(re.findall(r"[^\W_]+", without_accents(text)))


def _digits_apart(words: str) -> str:
    """Return words with a blank before digits: people write “SO 1” for `SO1`."""
    return re.sub(r"(?<=[^\W\d_])(?=\d)", " ", words)


def _words(text: str) -> str:
    """Return the words of a text as they are compared: no accents, no capitals."""
    return without_accents(normalized_words(text))
