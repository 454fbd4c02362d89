"""What somebody is about to sign: which text, as whom, and whether they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.document.command_text import as_argument
from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.entry_lookup import entries_by_id
from kamctl.plan.functions import PARTY_LABELS, party_name
from kamctl.plan.people import (
    find_member,
    member_with_email,
    member_with_id,
    names_by_id,
    took_over_from,
)
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty
from kamctl.plan.value_synonyms import asked_value
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.signed_content import ROLES, SignedContent, signed_content
from kamctl.signoffs.signers import account_of, answers_for, signatory_on
from kamctl.signoffs.signoff import (
    DECISION_LABELS,
    LONGEST_LINE,
    Evidence,
    Signoff,
    as_line,
    sealed,
)
from kamctl.signoffs.signoff_schema import FOR_FUNCTIONS, FOR_ROLES, SignoffDecision

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath
    from kamctl.git.identity import User
    from kamctl.plan.directions import Direction
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.team import Member

_SIGNATURE_BYTES = 16 * 1024
"""Room for a signature, which comes later, on the line."""
_SHORT = {"condition": "agree_with_conditions", "conditions": "agree_with_conditions"}


@dataclass(frozen=True)
class PendingSignoff:
    """A text that a person is to sign, for a function or in a role; nothing is decided yet."""

    plan: Plan
    objective: Objective
    party: str
    person: Member
    recorded_by: str
    """Who writes it down: a name and an address."""
    day: dt.date
    """The day of signing, in UTC: it decides who had left."""

    @property
    def content(self) -> SignedContent:
        """What is signed."""
        signer = self.person.id
        return signed_content(
            self.plan,
            self.objective,
            self.party,
            successor=signer,
            former=took_over_from(self.plan, signer, self.day),
        )

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what is signed."""
        return fingerprint(self.content)

    @property
    def directions(self) -> tuple[tuple[int, Direction], ...]:
        """The directions of the function, each with its place; of the person's, for a role."""
        function = self.person.function if self.party in ROLES else self.party
        return tuple(
            (place, one)
            for place, one in enumerate(self.objective.directions)
            if one.function == function
        )

    def direction_path(self, document: Document) -> KeyPath:
        """Return the path in the file of the first of the directions; `document` is the plan's.

        Entries that cannot be read are in the file, and not in the plan.
        """
        place = next(at for at, one in enumerate(self.plan.objectives) if one is self.objective)
        return document.origin(("objectives", place, "directions", self.directions[0][0]))

    def signed(
        self,
        decision: SignoffDecision,
        note: str,
        now: dt.datetime,
        evidence: Evidence | None = None,
    ) -> Signoff:
        """Return the sign-off, sealed; `now` is in UTC.

        Raises:
            UserError: it would be too long to be read again.
        """
        role = self.party in ROLES
        entry = sealed(
            Signoff(
                on=_utc_text(now),
                account=account_of(self.plan),
                objective=self.objective.id,
                function=None if role else self.party,
                role=self.party if role else None,
                by=self.person.id,
                name=single_spaced(self.person.name),
                email=(self.person.email or "").strip(),
                recorded_by=self.recorded_by,
                decision=decision,
                note=note,
                signed=self.content,
                fingerprint=self.fingerprint,
                evidence=evidence,
            )
        )
        if len(as_line(entry)) > LONGEST_LINE - _SIGNATURE_BYTES:
            raise UserError(
                message(
                    "The text to be signed of {objective} is larger than {limit} MB. Nothing "
                    "was recorded.",
                    objective=self.objective.id,
                    limit=LONGEST_LINE // 1024 // 1024,
                ),
                message("Shorten the texts of the objective and of its directions, or the note."),
            )
        return entry


def prepare_signoff(
    plan: Plan,
    objective: str,
    party: str,
    by: str | None = None,
    *,
    here: User,
    day: dt.date,
    file: str,
) -> PendingSignoff:
    """Prepare what `party` (a function or a role) signs of the objective with this id.

    `here` is who is at this computer, `file` the path of the plan. `by` is who signs, as an id, a
    name or an address; by default the member of the team with the address of `here`, else whoever
    answers for the party.
    `day` is the day of signing, in UTC: for a person who had left, the successor signs.

    Raises:
        UserError: there is no such objective, party or person; it is not theirs to sign; they had
            left; or it was not shared yet.
    """
    found = require_objective(plan, objective)
    party = _require_party(found, party)
    check_shared(plan, file)
    _check_asked(found, party)
    writer = member_with_email(plan, here.email)
    named = answers_for(plan, found, party)
    answers = signatory_on(plan, named, day)
    signer = find_member(plan, by) if by else writer
    person = signer.id if signer else by or answers
    member = signer or member_with_id(plan, person)
    if named is None:
        raise UserError(
            message("No person is responsible for {party}.", party=party_name(party))
            if party not in ROLES
            else message("The plan does not name {party}.", party=party_name(party)),
            message("Add `leader:` to that direction first, with the id of one person.")
            if party not in ROLES
            else message("Add `{role}:` to the plan first.", role=party),
        )
    if answers is None or person == named != answers:
        raise _has_left(plan, named, answers)
    if member is None:
        raise _nobody(plan, str(person))
    if member.id != answers:
        raise _not_theirs(plan, found, party, member, answers, asked=by is not None)
    return PendingSignoff(plan, found, party, member, str(here), day)


def require_objective(plan: Plan, objective: str) -> Objective:
    """Return the objective with this id.

    Raises:
        UserError: there is none.
    """
    objectives = entries_by_id(plan.objectives)
    if objective in objectives:
        return objectives[objective]
    raise UserError(
        message("This plan has no objective “{id}”.", id=objective),
        did_you_mean(objective, tuple(objectives)),
    )


def parse_decision(word: str, party: str) -> SignoffDecision:
    """Return the decision of this name: agree, agree_with_conditions, object; validate, object.

    Raises:
        UserError: the party cannot take such a decision.
    """
    known = FOR_ROLES if party in ROLES else FOR_FUNCTIONS
    key = word.strip().lower().replace("-", "_")
    found = asked_value(_SHORT.get(key, key), known, DECISION_LABELS)
    if found is not None:
        return found
    raise UserError(
        message("“{word}” is not a possible decision for {party}.", word=word,
                party=party_name(party)),
        message("Use one of: {known}.", known=", ".join(known)),
    )  # fmt: skip


def _utc_text(moment: dt.datetime) -> str:
    """Write a moment in UTC, to the thousandth of a second: a decision may change within one."""
    thousandths = f".{moment.microsecond // 1000:03}" if moment.microsecond >= 1000 else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{thousandths}Z"


def _require_party(objective: Objective, party: str) -> str:
    """Return the party of this name; a role and a function may share one.

    Raises:
        UserError: the objective asks nothing of it.
    """
    functions = [one.function for one in objective.directions]
    known = tuple(dict.fromkeys((*ROLES, *functions)))
    found = asked_value(party, known, PARTY_LABELS)
    if found is not None:
        return found
    raise UserError(
        message("{objective} asks nothing of {function}.", objective=objective.id,
                function=party_name(party)),
        did_you_mean(party, tuple(functions)),
    )  # fmt: skip


def check_shared(plan: Plan, file: str) -> None:
    """Check that a plan may be signed; `file` is its path.

    Raises:
        UserError: it is a draft.
    """
    if plan.plan.stage.rank < Stage.SHARED.rank:
        raise UserError(
            message("This plan is a draft and cannot be signed before it is shared."),
            message(
                "When it is ready, change its stage: `{command}`.",
                command=f"kamctl plan stage {as_argument(file)} shared",
            ),
        )


def _check_asked(objective: Objective, party: str) -> None:
    if objective.is_closed:
        raise UserError(
            message("{objective} is closed; no sign-off is needed.", objective=objective.id),
        )
    asks = [one.ask for one in objective.directions if one.function == party]
    if party not in ROLES and all(is_empty(ask) for ask in asks):
        raise UserError(
            message(
                "In {objective}, the direction for {function} has no request.",
                objective=objective.id,
                function=party_name(party),
            ),
            message("Write it under `ask:` first."),
        )


def _nobody(plan: Plan, person: str) -> UserError:
    return UserError(
        message("No team member has the id “{id}”.", id=person),
        did_you_mean(person, tuple(one.id for one in plan.team)),
    )


def _has_left(plan: Plan, named: str, successor: str | None) -> UserError:
    """Say that who would sign has left, and who signs now."""
    former, current = member_with_id(plan, named), member_with_id(plan, successor)
    text = message(
        "{name} left ({date}) and cannot sign.",
        name=former.name if former else named,
        date=former.left if former else None,
    )
    if current is None:
        return UserError(
            text,
            message(
                "Add `successor:` to this person under `team:`, or name the person responsible now."
            ),
        )
    return UserError(
        text,
        message("{name} has taken over: use `--by {id}`.", name=current.name, id=current.id),
    )


def _not_theirs(
    plan: Plan, objective: Objective, party: str, member: Member, answers: str, *, asked: bool
) -> UserError:
    names = names_by_id(plan.team)
    name = names.get(answers, answers)
    text = message(
        "{member} cannot sign for {party} on {objective}; {name} can.",
        member=member.name,
        party=party_name(party),
        objective=objective.id,
        name=name,
    )
    if asked:
        return UserError(text, message("Sign as {name}, with `--by {id}`.", name=name, id=answers))
    return UserError(
        text,
        message(
            "In git you are {member}. If {name} has told you their decision, record it with "
            "`--by {id}`; your name is recorded too.",
            member=member.name,
            name=name,
            id=answers,
        ),
    )
