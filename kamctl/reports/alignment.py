"""The status of agreement, for people and for programs: the matrix, who is next, what blocks."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from kamctl.i18n.localized import LocalizedDay, StartOfSentence
from kamctl.i18n.message import N_, Message, Translate, message, untranslated
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.functions import ROLE_TITLES, function_name
from kamctl.plan.labels import InSentence, stated_stage
from kamctl.plan.people import current_person, names_by_id, people_who_left
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty, text_in
from kamctl.reports.fitted_tables import (
    ColumnForm,
    ReportColumn,
    StackedTable,
    cell,
)
from kamctl.signoffs.agreement_status import total_agreement
from kamctl.signoffs.confirmation import ConfirmationState, confirmation_status
from kamctl.signoffs.only_recorded import only_recorded, who_recorded
from kamctl.signoffs.party_status import STATE_LABELS
from kamctl.signoffs.signatures import SIGNATURE_LABELS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.console import ConsoleRenderable

    from kamctl.plan.model import Plan
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import AgreementState, PartyStatus
    from kamctl.signoffs.signoff import Signoff

ALIGNMENT_VERSION: Final = 2
"""The version of the JSON, described in docs/json-report.md."""

_STYLES: Final[Mapping[AgreementState, str]] = {
    "not_asked": "dim",
    "shared": "todo",
    "restated": "todo",
    "agreed": "ok",
    "agreed_with_conditions": "warning",
    "objected": "error",
    "validated": "ok",
    "invalidated": "error",
}
_NEXT: Final[Mapping[AgreementState, str]] = {
    "shared": N_("{name} has not restated it yet"),
    "restated": N_("{name} has restated it, but not agreed yet"),
    "objected": N_("{name} objects: “{note}”"),
    "invalidated": N_("{name} must be asked again"),
}
_NONE_OPEN = N_("This plan has no open objective.")
_ALL_ON_HOLD = N_("All open objectives of this plan are on hold.")
_RECORDED = N_("{objective}: {who}")
_RECORDED_ON_HOLD = N_("{objective} (on hold): {who}")
_NONE = "·"
_NARROWEST = 8
"""Columns that the name of a function may be cut to."""


class AlignmentText:
    """Composes the status of agreement of a plan.

    `shows_signatures` says of each sign-off whether its signature is verified, also of those
    without one.
    """

    def __init__(
        self,
        *,
        today: dt.date,
        shows_signatures: bool = False,
        translate: Translate = untranslated,
    ) -> None:
        self.today = today
        self.shows_signatures = shows_signatures
        self.say = translate

    def plan(
        self, plan: Plan, statuses: Sequence[ObjectiveStatus], *, file: str, is_stage_met: bool
    ) -> Iterator[Text | ConsoleRenderable]:
        """Return the plan's matrix, what was signed, who is next and what blocks.

        `file` is the plan's path as an argument of a command; `is_stage_met` tells whether the
        plan meets the requirements of the stage that it states.
        """
        head = Text().append(printed_line(plan.account.name), "bold")
        stage = stated_stage(plan.plan.stage, is_met=is_stage_met)
        head.append(f" · {stage.say(self.say)}")
        overall = total_agreement(statuses)
        if overall.asked:
            head.append(f" · {overall.message.say(self.say)}")
        yield head.append("\n\n")
        active = [one for one in statuses if one.is_active]
        resting = [one for one in statuses if not (one.is_active or one.objective.is_closed)]
        if active:
            yield self.matrix(active)
        else:
            yield Text(f"{self.say(_ALL_ON_HOLD if resting else _NONE_OPEN)}\n")
        people = names_by_id(plan.team)
        language = plan.plan.language
        for heading, lines in (
            (N_("Sign-offs"), self._signed_lines(active)),
            (N_("Without a verified signature or an e-mail"), self._recorded_lines(plan, statuses)),
            (N_("Invalidated"), self._invalidated_lines(plan, active)),
            (N_("Next"), self._next_lines(plan, active, people, file)),
            (N_("Blocked by"), self._blocking_lines(active, people, language)),
            (N_("On hold, not counted"), [one.objective.id for one in resting] if active else []),
        ):
            shown = "".join(f"  • {printed_line(line)}\n" for line in lines)
            if shown:
                yield Text("\n").append(f"{self.say(heading)}\n", "bold").append(shown)

    def matrix(self, statuses: Sequence[ObjectiveStatus]) -> StackedTable:
        """Return a table of functions by objectives."""
        functions = (one.party for each in statuses for one in each.functions)
        parties = [*dict.fromkeys(functions), *ROLE_TITLES]
        names = [cell(self._party(one)) for one in parties]
        columns = [ReportColumn("party", (ColumnForm("", names, _NARROWEST),))]
        for each in statuses:
            found = {one.party: one for one in each.everybody}
            cells = [self._state(found.get(party)) for party in parties]
            name = each.objective.id
            columns.append(ReportColumn(name, (ColumnForm(printed_line(name), cells),)))
        return StackedTable(columns)

    def _state(self, status: PartyStatus | None) -> Text:
        if status is None:
            return cell(_NONE)
        return cell(InSentence(STATE_LABELS[status.state]).say(self.say), _STYLES[status.state])

    def _signed_lines(self, statuses: Sequence[ObjectiveStatus]) -> Iterator[str]:
        for each, one, entry in _signoffs_of(statuses, lambda one: one.has_agreed):
            sentence = self._signoff_sentence(each, one, entry)
            if entry.note:
                sentence = message("{what}: “{note}”", what=sentence, note=entry.note).say(self.say)
            yield sentence

    def _recorded_lines(self, plan: Plan, statuses: Sequence[ObjectiveStatus]) -> Iterator[str]:
        for one in only_recorded(plan.plan.stage, statuses):
            values = {"objective": one.objective.id, "who": who_recorded(one.only_recorded)}
            sentence = _RECORDED if one.is_active else _RECORDED_ON_HOLD
            yield Message(sentence, values).say(self.say)

    def _invalidated_lines(self, plan: Plan, statuses: Sequence[ObjectiveStatus]) -> Iterator[str]:
        for each, one, entry in _signoffs_of(statuses, lambda one: one.state == "invalidated"):
            sentence = self._signoff_sentence(each, one, entry)
            reasons = StartOfSentence(one.explanation)
            yield message("{what}. {reasons}", what=sentence, reasons=reasons).say(self.say)
        for name, parts in _invalidated_confirmations(plan, statuses):
            yield message(
                "{objective}: the customer's confirmation, changed since: {parts}",
                objective=name,
                parts=parts,
            ).say(self.say)

    def _signoff_sentence(self, each: ObjectiveStatus, one: PartyStatus, entry: Signoff) -> str:
        """Say who gave a sign-off and when, who recorded it, and what is known of its signature."""
        sentence = message(
            "{objective} {party}: {name}, {day}",
            objective=each.objective.id,
            party=self._party(one.party),
            name=one.signer,
            day=LocalizedDay(entry.day, short=True),
        )
        return ", ".join([sentence.say(self.say), *self._provenance(one)])

    def _provenance(self, one: PartyStatus) -> Iterator[str]:
        """Say of a sign-off who recorded it, and what is known of its signature."""
        for part in one.provenance:
            yield part.say(self.say)
        entry, signature = one.signoff, one.signature
        if entry is None or signature is None:
            return
        if entry.signature or self.shows_signatures:
            yield self.say(SIGNATURE_LABELS[signature])

    def _next_lines(
        self, plan: Plan, statuses: Sequence[ObjectiveStatus], names: dict[str, str], file: str
    ) -> Iterator[str]:
        if statuses and plan.plan.stage is Stage.DRAFT:
            # Nobody can be asked: `align ask` refuses it.
            yield message(
                "the plan is a draft: share it before you request sign-offs: {command}",
                command=f"kamctl plan stage {file} shared",
            ).say(self.say)
            return
        people = names | self._successor_names(plan, names)
        for each in statuses:
            for one in each.next_parties:
                sentence = message(
                    "{objective} {party}: {what}",
                    objective=each.objective.id,
                    party=self._party(one.party),
                    what=_next_message(each, one, people),
                ).say(self.say)
                if one.state == "objected":
                    sentence = ", ".join([sentence, *self._provenance(one)])
                yield sentence
        for name, _ in _invalidated_confirmations(plan, statuses):
            again = message("{objective}: the customer must be asked again", objective=name)
            yield again.say(self.say)

    def _successor_names(self, plan: Plan, people: dict[str, str]) -> dict[str, str]:
        """Return how people who left are named where a sign-off is open: by their successors."""
        found = {}
        for who, person in people_who_left(plan, self.today).items():
            now = current_person(plan, who, self.today)
            sentence = (
                message("{now} (for {name}, who left)", now=people.get(now, now), name=person.name)
                if now
                else message("the successor of {name} (left)", name=person.name)
            )
            found[who] = sentence.say(self.say)
        return found

    def _blocking_lines(
        self, statuses: Sequence[ObjectiveStatus], people: Mapping[str, str], language: str
    ) -> Iterator[str]:
        for each in statuses:
            for direction, one in each.blocking:
                who = people.get(one.raised_by or "", direction.function)
                concern = text_in(one.concern, language, language)
                sentence = message(
                    "{objective} {party}: {name}: “{concern}”",
                    objective=each.objective.id,
                    party=function_name(direction.function),
                    name=who,
                    concern=concern,
                )
                yield sentence.say(self.say)

    def _party(self, party: str) -> str:
        """Say a function, the decider or the sponsor."""
        role = ROLE_TITLES.get(party)
        return (function_name(party) if role is None else InSentence(role)).say(self.say)


def _invalidated_confirmations(
    plan: Plan, statuses: Sequence[ObjectiveStatus]
) -> Iterator[tuple[str, tuple[Message, ...]]]:
    """Give the objectives whose text is not what the customer confirmed, and what has changed."""
    for each in statuses:
        found = confirmation_status(plan, each.objective)
        if found.state is ConfirmationState.CHANGED:
            yield each.objective.id, found.binding.changed


def _signoffs_of(
    statuses: Sequence[ObjectiveStatus], is_wanted: Callable[[PartyStatus], bool]
) -> Iterator[tuple[ObjectiveStatus, PartyStatus, Signoff]]:
    """Give the sign-offs of the wanted parties; one that several share is given once."""
    for each in statuses:
        seen_lines: set[int] = set()
        for one in each.everybody:
            entry = one.signoff
            if entry is not None and is_wanted(one) and entry.line not in seen_lines:
                seen_lines.add(entry.line)
                yield each, one, entry


def _next_message(each: ObjectiveStatus, one: PartyStatus, people: Mapping[str, str]) -> Message:
    """Say what is next for a party that has not agreed, in a plan that is shared."""
    entry = one.signoff
    values: dict[str, object] = {
        "name": people.get(one.person or "", one.person or ""),
        "note": (entry.note if entry else "") or "–",
    }
    if one.person is None:
        return message("not assigned yet")
    if one.place is not None and is_empty(each.objective.directions[one.place].ask):
        return message("nothing is asked of {name} yet; add `ask:` to the direction", **values)
    if one.place is None and one.state == "shared":
        return Message(N_("{name} has not validated this text yet"), values)
    return Message(_NEXT[one.state], values)


def alignment_values(
    file: str,
    plan: Plan,
    statuses: Sequence[ObjectiveStatus],
    say: Translate = untranslated,
    *,
    is_stage_met: bool,
) -> dict[str, Any]:
    """Return the status of agreement of a plan as plain values; `is_stage_met` as for the text."""
    return {
        "path": file,
        "account": plan.account.name,
        "stage": plan.plan.stage.value,
        "stage_met": is_stage_met,
        "agreement": total_agreement(statuses).values,
        "objectives": [_objective_values(plan, one, say) for one in statuses],
    }


def _objective_values(plan: Plan, status: ObjectiveStatus, say: Translate) -> dict[str, Any]:
    language = plan.plan.language
    objective = status.objective
    confirmed = confirmation_status(plan, objective)
    return {
        "objective": objective.id,
        "statement": text_in(objective.statement, language, language),
        "status": objective.status,
        "agreement": status.agreed.values,
        "functions": [
            {"function": one.party, **_party_values(one, say)} for one in status.functions
        ],
        "roles": [
            {"role": one.party, **_party_values(one, say)}
            for one in (status.decider, status.sponsor)
        ],
        "customer_confirmation": {
            "state": confirmed.state.value,
            "changed": [part.say(say) for part in confirmed.binding.changed],
        },
        "next": [one.party for one in status.next_parties],
        "blocking": [
            {
                "function": direction.function,
                "raised_by": one.raised_by,
                "concern": text_in(one.concern, language, language),
            }
            for direction, one in status.blocking
        ],
    }


def _party_values(one: PartyStatus, say: Translate) -> dict[str, Any]:
    entry = one.signoff
    return {
        "person": one.person,
        "state": one.state,
        "reasons": [reason.say(say) for reason in one.reasons],
        "signoff": None
        if entry is None
        else {
            "version": entry.version,
            "by": entry.by,
            "name": one.signer,
            "email": entry.email or None,
            "recorded_by": one.recorder or None,
            "assurance": one.assurance,
            "provenance": [part.say(say) for part in one.provenance],
            "on": entry.on,
            "decision": entry.decision,
            "note": entry.note or None,
            "fingerprint": entry.fingerprint,
            "signature": one.signature.value if one.signature else None,
            "evidence": asdict(entry.evidence) if entry.evidence else None,
        },
    }
