"""What is reported of sign-offs that were removed from their file."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document import error_codes
from kamctl.document.code_frame import printable
from kamctl.git.revision import short_name
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import message
from kamctl.plan.functions import party_name
from kamctl.plan.labels import InSentence
from kamctl.signoffs.signed_content import ROLES, signed_content
from kamctl.signoffs.signers import account_names, is_of_account
from kamctl.signoffs.signoff import DECISION_LABELS, Signoff, answers_again, last_moment, replaces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kamctl.document.finding import Finding
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.signoffs.signoff_file import RemovedSignoff, Signoffs


_MIN_SIMILARITY: Final = 0.8
"""How like two texts must be, from 0 to 1, to be taken for one that was edited."""
_MIN_COMMON_PAIRS: Final = 0.5
"""The share of pairs of characters that such texts have in common at least; others rarely do."""
_MAX_BY_CHARACTER: Final = 200
"""Texts up to this length are compared by characters; that takes too long for longer ones."""
_WORDS: Final = re.compile(r"\w+").findall


class _Successor(NamedTuple):
    """The objective that still has what was signed, and who is asked there."""

    objective: str
    party: str


class _ObjectiveTexts(NamedTuple):
    """The texts of an objective as they would be signed: by language, the requests by function."""

    id: str
    statement: Mapping[str, str]
    asks: Mapping[str, Mapping[str, str]]


def removed_findings(plan: Plan, signoffs: Signoffs, now: dt.datetime) -> Iterator[Finding]:
    """Report sign-offs that were removed from the file and still concern the plan.

    They concern it where the plan has their objective and their function. Where the account, the
    objective, the function or the file has another name, they do if the plan still has their
    statement or ask, unless another plan has it.

    A sign-off that was dated in the future may be removed; so may one that its person has given
    again and that would not count beside the newer one. Under another id, any answer is enough.
    """
    if not signoffs.removed:
        return
    names = account_names(plan)
    given = [one for one in signoffs.entries if is_of_account(names, one)]
    parties = {
        one.id: {*ROLES, *(each.function for each in one.directions)} for one in plan.objectives
    }
    texts = _PlanTexts(plan)
    for removed in signoffs.removed:
        one, commit = removed.signoff, removed.commit
        then = now if commit is None else min(now, last_moment(commit.at.date()))
        if one.instant > then:
            continue
        is_own = not removed.origin and is_of_account(names, one)
        if is_own and one.party in parties.get(one.objective, ()):
            if not any(replaces(each, one) for each in given):
                yield _removal_finding(removed)
        elif is_own or not removed.is_elsewhere:
            successor = texts.successor(one, is_own=is_own)
            if successor and not any(answers_again(each, one, *successor) for each in given):
                of_account = is_of_account(names, one)
                yield _removal_finding(removed, successor, of_account=of_account)


class _PlanTexts:
    """The texts of a plan, to be found again in what was signed.

    A plan may be compared with all sign-offs that lost theirs, in hundreds of lines with few texts:
    each text of the plan is made once, and compared once with each other text.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._are_similar = lru_cache(maxsize=None)(_are_similar)

    def successor(self, signoff: Signoff, *, is_own: bool) -> _Successor | None:
        """Return what of the plan was signed, under this id or another one.

        It has the statement in a language, or the request, but for small changes; of the plan's own
        file, the id is enough.
        """
        statement = signoff.signed.get("statement", {})
        asks = [each.get("ask", {}) for each in signoff.signed.get("directions", ())]
        for one in sorted(self._objectives, key=lambda each: each.id != signoff.objective):
            party = self._party_now(one, signoff.party, asks)
            if party is not None and (
                (is_own and one.id == signoff.objective)
                or self._is_alike(one.statement, statement)
                or (party not in ROLES and self._is_any(one.asks[party], asks))
            ):
                return _Successor(one.id, party)
        return None

    @cached_property
    def _objectives(self) -> tuple[_ObjectiveTexts, ...]:
        return tuple(_texts_of(self._plan, one) for one in self._plan.objectives)

    def _party_now(
        self, objective: _ObjectiveTexts, party: str, asks: Sequence[Mapping[str, str]]
    ) -> str | None:
        """Return who is asked for what a party was asked for: itself, or another function."""
        if party in ROLES or party in objective.asks:
            return party
        alike = (name for name, ask in objective.asks.items() if self._is_any(ask, asks))
        return next(alike, None)

    def _is_any(self, one: Mapping[str, str], others: Iterable[Mapping[str, str]]) -> bool:
        return any(self._is_alike(one, other) for other in others)

    def _is_alike(self, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
        """Tell whether two texts are one in a language, but for small changes."""
        return any(
            self._are_similar(one[language], other[language])
            for language in one.keys() & other.keys()
        )


def _texts_of(plan: Plan, objective: Objective) -> _ObjectiveTexts:
    content = signed_content(plan, objective, ROLES[0])  # a role signs what all are asked
    asks: dict[str, Mapping[str, str]] = {}
    for one in content.get("directions", ()):
        asks.setdefault(one["function"], one.get("ask", {}))
    return _ObjectiveTexts(objective.id, content.get("statement", {}), asks)


def _are_similar(one: str, other: str) -> bool:
    """Tell whether one text is the other but for small changes; the quick answers come first."""
    one, other = one.casefold(), other.casefold()
    if one == other:
        return True
    mine, theirs = set(pairwise(one)), set(pairwise(other))
    if 2 * len(mine & theirs) < _MIN_COMMON_PAIRS * (len(mine) + len(theirs)):
        return False
    by_word = max(len(one), len(other)) > _MAX_BY_CHARACTER
    # autojunk would leave out what is frequent in a long text.
    matcher = (
        SequenceMatcher(None, _WORDS(one), _WORDS(other), autojunk=False)
        if by_word
        else SequenceMatcher(None, one, other, autojunk=False)
    )
    return matcher.quick_ratio() >= _MIN_SIMILARITY and matcher.ratio() >= _MIN_SIMILARITY


def _removal_finding(
    removed: RemovedSignoff, successor: _Successor | None = None, *, of_account: bool = True
) -> Finding:
    one = removed.signoff
    values = {
        "person": one.name or one.by,
        "objective": one.objective,
        "party": party_name(one.party),
        "day": LocalizedDay(one.day),
        "decision": InSentence(DECISION_LABELS[one.decision]),
        "origin": printable(removed.origin),
    }
    text = (
        message(
            "The sign-off by {person} ({objective}, {party}) of {day} was in {origin} and is "
            "missing here. Decision: {decision}.",
            **values,
        )
        if removed.origin
        else message(
            "The sign-off by {person} ({objective}, {party}) of {day} was removed from this "
            "file. Decision: {decision}.",
            **values,
        )
    )
    if not of_account:
        hint = message(
            "It was given for {other}. If the account was renamed, add `formerly: [{item}]` "
            "under `account:`, and restore the line from git.",
            other=one.account,
            item=json.dumps(one.account, ensure_ascii=False),
        )
    elif successor is not None and successor != (one.objective, one.party):
        hint = message(
            "What was signed is now {id} ({party}). Record a new sign-off there with `kamctl align "
            "record`, or restore the id and the line.",
            id=successor.objective,
            party=party_name(successor.party),
        )
    else:
        hint = _how_to_restore(removed)
    return error_codes.SIGNOFF_CHANGED.found(removed.file, text, hint=hint)


def _how_to_restore(removed: RemovedSignoff) -> Message:
    commit = removed.commit
    if commit is not None:
        return message(
            "{author} removed it in commit {commit} on {day}. Restore the line, as shown by `git "
            "show {commit}`. If the decision has changed, record a new sign-off with `kamctl "
            "align record`.",
            author=commit.author or "?",
            commit=short_name(commit.id),
            day=LocalizedDay(commit.at.date()),
        )
    if removed.origin:
        return message(
            "The plan of {origin} does not exist. Add the lines of that file to this one.",
            origin=printable(removed.origin),
        )
    return message(
        "Restore the line from the last git commit. If the decision has changed, record a new "
        "sign-off with `kamctl align record`."
    )
