"""Whether an e-mail that was recorded for several sign-offs names each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import N_
from kamctl.i18n.text_normalization import normalized_words, without_accents
from kamctl.plan.functions import PARTY_LABELS
from kamctl.plan.value_synonyms import names_of
from kamctl.signoffs.signed_content import ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kamctl.signoffs.signoff import Signoff


class EmailNaming(NamedTuple):
    """For how many sign-offs the e-mail of one was recorded, and whether it names that one."""

    signoffs: int = 0
    names_it: bool = True
    """Also where it need not: the answer to one question."""


NO_EMAIL: Final = EmailNaming()


def email_naming(signoff: Signoff, number: int, given: Iterable[Signoff]) -> EmailNaming:
    """Find what the e-mail of a sign-off was recorded for, and whether it names this one.

    `number` is that of the objective in documents. `given` are all sign-offs beside the plan: those
    that no longer count, or are for what the plan no longer has, tell what else was answered.
    """
    evidence = signoff.evidence
    if evidence is None:
        return NO_EMAIL
    answered = {
        (one.objective, _signs_as(one.party))
        for one in given
        if one.evidence is not None and one.evidence.is_same_email(evidence)
    }
    return EmailNaming(len(answered), _is_named(signoff, number, evidence.quote, answered))


def _is_named(
    signoff: Signoff, number: int, quote: str, answered: Collection[tuple[str, str]]
) -> bool:
    """Tell whether a text names a sign-off where it is the answer to several questions."""
    if len({objective for objective, _ in answered}) > 1 and not _names_objective(
        quote, signoff.objective, number
    ):
        return False
    parties = {party for objective, party in answered if objective == signoff.objective}
    if len(parties) < 2:
        return True
    return _signs_as(signoff.party) in _parties_in(quote, {party for _, party in answered})


def _signs_as(party: str) -> str:
    """Return what a party signs as: decider and sponsor who have one e-mail are one person."""
    return ROLES[0] if party in ROLES else party


def _names_objective(quote: str, objective: str, number: int) -> bool:
    """Tell whether a text has the id of an objective, or its number after the word for it."""
    text = f" {_words(quote)} "
    if f" {_digits_apart(_words(objective))} " in _digits_apart(text):
        return True
    words = {_words(translator(language)(N_("Objective"))) for language in languages()}
    # “objectives 1, 2 and 5”, “objectif n° 1”, but no number that is of something else
    numbered = re.findall(rf"\b(?:{'|'.join(words)})\w*((?: \w{{1,3}})+)", text)
    return any(str(number) in one.split() for one in numbered)


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
