"""What is reported of sign-offs that were removed from their file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document import error_codes
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import message
from kamctl.plan.functions import party_name
from kamctl.plan.labels import InSentence
from kamctl.signoffs.signed_content import ROLES, signed_content
from kamctl.signoffs.signers import account_names, is_of_account
from kamctl.signoffs.signoff import DECISION_LABELS, Signoff, answers_again, last_moment, replaces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kamctl.document.finding import Finding
    from kamctl.plan.model import Plan
    from kamctl.signoffs.signoff_file import RemovedSignoff, Signoffs


def removed_findings(plan: Plan, signoffs: Signoffs, now: dt.datetime) -> Iterator[Finding]:
    """Tell of sign-offs that were removed from the file, and that still speak of the plan.

    What is of another account, of what the plan does not have any more, or was from the future
    when it was removed, may be removed; and what its person has given again, at least as reserved,
    for then the line would not count. Of an objective whose id was changed, a reservation may be
    removed once its party has answered under the new one.
    """
    names = account_names(plan)
    parties = {
        one.id: {*ROLES, *(each.function for each in one.directions)} for one in plan.objectives
    }
    for removed in signoffs.removed:
        one, commit = removed.signoff, removed.commit
        then = now if commit is None else min(now, last_moment(commit.at.date()))
        if not is_of_account(names, one) or one.instant > then:
            continue
        if one.objective in parties:
            new_id = None
            known = one.party in parties[one.objective]
            given_again = any(replaces(each, one) for each in signoffs.entries)
        else:
            new_id = _renamed_to(plan, one)
            known = new_id is not None and one.is_reserved and one.party in parties[new_id]
            given_again = any(
                answers_again(each, one, new_id) and is_of_account(names, each)
                for each in signoffs.entries
            )
        if known and not given_again:
            yield _removed(removed, new_id)


def _renamed_to(plan: Plan, signoff: Signoff) -> str | None:
    """Return the id of the objective that has the statement that was signed under another id."""
    statement = signoff.signed.get("statement")
    if not statement:
        return None
    for one in plan.objectives:
        if signed_content(plan, one, signoff.party, signoff.version).get("statement") == statement:
            return one.id
    return None


def _removed(removed: RemovedSignoff, new_id: str | None = None) -> Finding:
    one, commit = removed.signoff, removed.commit
    what = message(
        "A sign-off of {person} ({objective}, {party}) of {day} was removed from this file. "
        "Decision: {decision}.",
        person=one.name or one.by,
        objective=one.objective,
        party=party_name(one.party),
        day=LocalizedDay(one.day),
        decision=InSentence(DECISION_LABELS[one.decision]),
    )
    if new_id is not None:
        hint = message(
            "The objective is now {id}, with the same statement. Record a new sign-off there with "
            "`kamctl align record`, or restore the id and the line.",
            id=new_id,
        )
    elif commit is None:
        hint = message(
            "Restore the line from the last git commit. If the decision has changed, record a new "
            "sign-off with `kamctl align record`."
        )
    else:
        hint = message(
            "{author} removed it in commit {commit} on {day}. Add the line again as `git show "
            "{commit}` has it. If the decision has changed, record a new sign-off with `kamctl "
            "align record`.",
            author=commit.author or "?",
            commit=commit.id[:10],
            day=LocalizedDay(commit.at.date()),
        )
    return error_codes.SIGNOFF_CHANGED.found(removed.file, what, hint=hint)
