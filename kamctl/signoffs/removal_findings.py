"""What is reported of sign-offs that were removed from their file."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document import error_codes
from kamctl.document.code_frame import printable
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import message
from kamctl.plan.functions import party_name
from kamctl.plan.labels import InSentence
from kamctl.signoffs.signed_content import ROLES, signed_content
from kamctl.signoffs.signers import account_names, is_of_account
from kamctl.signoffs.signoff import DECISION_LABELS, Signoff, answers_again, last_moment, replaces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from kamctl.document.finding import Finding
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.signoffs.signoff_file import RemovedSignoff, Signoffs


_MIN_SIMILARITY: Final = 0.8
"""How like two texts must be, from 0 to 1, to be taken for one that was edited."""


class _Successor(NamedTuple):
    """The objective that still has what was signed, and who is asked there."""

    objective: str
    party: str


def removed_findings(plan: Plan, signoffs: Signoffs, now: dt.datetime) -> Iterator[Finding]:
    """Tell of sign-offs that were removed from the file, and that still speak of the plan.

    So do those of an objective and a function that the plan has; where the id of the account or
    of the objective, the function or the file is another, those whose statement or ask the plan
    still has, unless another plan has them.

    What was from the future when it was removed may be removed; and what its person has given
    again, at least as reserved, for then the line would not count. Under another id, it is enough
    that somebody has answered there.
    """
    names = account_names(plan)
    given = [one for one in signoffs.entries if is_of_account(names, one)]
    parties = {
        one.id: {*ROLES, *(each.function for each in one.directions)} for one in plan.objectives
    }
    for removed in signoffs.removed:
        one, commit = removed.signoff, removed.commit
        then = now if commit is None else min(now, last_moment(commit.at.date()))
        if one.instant > then:
            continue
        is_own = not removed.origin and is_of_account(names, one)
        if is_own and one.party in parties.get(one.objective, ()):
            if not any(replaces(each, one) for each in given):
                yield _removed(removed)
        elif is_own or not removed.is_elsewhere:
            successor = _successor(plan, one, is_own=is_own)
            if successor and not any(answers_again(each, one, *successor) for each in given):
                of_account = is_of_account(names, one)
                yield _removed(removed, successor, of_account=of_account)


def _successor(plan: Plan, signoff: Signoff, *, is_own: bool) -> _Successor | None:
    """Return what of the plan was signed, under this id or another one.

    It has the statement in a language, or the ask, but for small changes; of the plan's own file,
    the id is enough.
    """
    asks = [each.get("ask", {}) for each in signoff.signed.get("directions", ())]
    for one in sorted(plan.objectives, key=lambda each: each.id != signoff.objective):
        content = signed_content(plan, one, signoff.party, signoff.version)
        party = _party_now(plan, one, signoff, asks)
        if party is not None and (
            (is_own and one.id == signoff.objective)
            or _is_alike(content.get("statement", {}), signoff.signed.get("statement", {}))
            or (party not in ROLES and any(_is_alike(_ask(plan, one, party), ask) for ask in asks))
        ):
            return _Successor(one.id, party)
    return None


def _party_now(
    plan: Plan, objective: Objective, signoff: Signoff, asks: Sequence[Mapping[str, str]]
) -> str | None:
    """Return who is asked for what this party was asked for: itself, or another function."""
    functions = [one.function for one in objective.directions]
    if signoff.party in (*ROLES, *functions):
        return signoff.party
    alike = (
        one for one in functions if any(_is_alike(_ask(plan, objective, one), ask) for ask in asks)
    )
    return next(alike, None)


def _ask(plan: Plan, objective: Objective, function: str) -> Mapping[str, str]:
    (direction, *_) = signed_content(plan, objective, function)["directions"]
    ask: Mapping[str, str] = direction.get("ask", {})
    return ask


def _is_alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two texts are one in a language, but for small changes."""
    return any(
        SequenceMatcher(None, one[language].casefold(), other[language].casefold()).ratio()
        >= _MIN_SIMILARITY
        for language in one.keys() & other.keys()
    )


def _removed(
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
            commit=commit.id[:10],
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
