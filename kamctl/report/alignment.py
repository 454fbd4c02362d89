"""The alignment of plans, for people and for programs: the matrix, who is next, what blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from kamctl.alignment.matter import ROLES
from kamctl.plan.functions import function_name
from kamctl.plan.text import text_in
from kamctl.report.tables import Column, Form, StackedTable, cell, one_line
from kamctl.report.weights import stage_word
from kamctl.words.message import N_, Message, Translate, message, untranslated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import ConsoleRenderable

    from kamctl.alignment.entry import Signoff
    from kamctl.alignment.status import ObjectiveStatus, PartyStatus, State
    from kamctl.plan.model import Plan

STATES: dict[State, str] = {
    "not_asked": N_("not asked"),
    "shared": N_("shared"),
    "restated": N_("restated"),
    "agreed": N_("agreed"),
    "conditions": N_("conditions"),
    "objected": N_("objected"),
    "validated": N_("validated"),
    "void": N_("void"),
}
_STYLES: dict[State, str] = {
    "not_asked": "dim",
    "shared": "todo",
    "restated": "todo",
    "agreed": "ok",
    "conditions": "warning",
    "objected": "error",
    "validated": "ok",
    "void": "error",
}
_NEXT: dict[State, str] = {
    "not_asked": N_("{name} is not asked anything yet"),
    "shared": N_("{name} has not said it in their own words yet"),
    "restated": N_("{name} has said it in their own words, and not agreed yet"),
    "objected": N_("{name} objects: “{note}”"),
    "void": N_("{name} signed another text on {day}"),
}
_NONE = "·"
_NARROWEST = 8
"""Columns that the name of a function may be cut to."""


class AlignmentText:
    """Composes the alignment of a plan.

    `signature_of` says of a sign-off whether its signature is verified; "" to say nothing.
    """

    def __init__(
        self, *, signature_of: Callable[[Signoff], str], translate: Translate = untranslated
    ) -> None:
        self.signature_of = signature_of
        self.say = translate

    def plan(
        self, plan: Plan, alignments: Sequence[ObjectiveStatus]
    ) -> Iterator[Text | ConsoleRenderable]:
        """Return the plan's matrix, what was signed, who is next and what blocks."""
        head = Text().append(one_line(plan.account.name), "bold")
        yield head.append(f" · {stage_word(plan.plan.stage).say(self.say)}\n\n")
        open_ones = [one for one in alignments if one.objective.status != "closed"]
        if not open_ones:
            yield Text(f"{self.say(N_('This plan has no open objective.'))}\n")
            return
        yield self.matrix(open_ones)
        people = {one.id: one.name for one in plan.team}
        language = plan.plan.language
        for heading, lines in (
            (N_("Signed"), self._signed(open_ones, people)),
            (N_("Next"), self._next(open_ones, people)),
            (N_("In the way"), self._blocks(open_ones, people, language)),
        ):
            shown = "".join(f"  • {one_line(line)}\n" for line in lines)
            if shown:
                yield Text("\n").append(f"{self.say(heading)}\n", "bold").append(shown)

    def matrix(self, alignments: Sequence[ObjectiveStatus]) -> StackedTable:
        """Return a table of functions by objectives."""
        functions = (one.party for each in alignments for one in each.functions)
        parties = [*dict.fromkeys(functions), *ROLES]
        names = [cell(self._party(one)) for one in parties]
        columns = [Column("party", (Form("", names, _NARROWEST),))]
        for each in alignments:
            states = {one.party: one for one in each.everybody}
            cells = [self._state(states.get(party)) for party in parties]
            name = each.objective.id
            columns.append(Column(name, (Form(one_line(name), cells),)))
        return StackedTable(columns)

    def _state(self, standing: PartyStatus | None) -> Text:
        if standing is None:
            return cell(_NONE)
        return cell(self.say(STATES[standing.state]), _STYLES[standing.state])

    def _signed(
        self, alignments: Sequence[ObjectiveStatus], people: dict[str, str]
    ) -> Iterator[str]:
        for each in alignments:
            told: set[int] = set()
            for one in each.everybody:
                entry = one.signed
                if entry is None or not one.is_aligned or entry.line in told:
                    continue
                told.add(entry.line)
                told_by = message(
                    "{objective} {party}: {name}, {day}",
                    objective=each.objective.id,
                    party=self._party(one.party),
                    name=people.get(entry.by, entry.by),
                    day=entry.day,
                )
                parts = [told_by.say(self.say)]
                if entry.recorded_by:
                    writer = people.get(entry.recorded_by, entry.recorded_by)
                    parts.append(message("written down by {name}", name=writer).say(self.say))
                if signature := self.signature_of(entry):
                    parts.append(self.say(signature))
                said = ", ".join(parts)
                if entry.note:
                    said = message("{what}: “{note}”", what=said, note=entry.note).say(self.say)
                yield said

    def _next(self, alignments: Sequence[ObjectiveStatus], people: dict[str, str]) -> Iterator[str]:
        for each in alignments:
            for one in each.to_hear:
                entry = one.signed
                values: dict[str, object] = {
                    "name": people.get(one.person or "", one.person or ""),
                    "note": (entry.note if entry else "") or "–",
                    "day": entry.day if entry else "–",
                }
                said = message(
                    "{objective} {party}: {what}",
                    objective=each.objective.id,
                    party=self._party(one.party),
                    what=Message(_next(one), values),
                )
                if one.changed:
                    said = message("{what}: {changes}", what=said, changes=one.changed)
                yield said.say(self.say)

    def _blocks(
        self, alignments: Sequence[ObjectiveStatus], people: dict[str, str], language: str
    ) -> Iterator[str]:
        for each in alignments:
            for direction, one in each.blocking:
                who = people.get(one.raised_by or "", direction.function)
                concern = text_in(one.concern, language, language)
                said = message(
                    "{objective} {party}: {name}: “{concern}”",
                    objective=each.objective.id,
                    party=function_name(direction.function),
                    name=who,
                    concern=concern,
                )
                yield said.say(self.say)

    def _party(self, party: str) -> str:
        """Say a function, the decider or the sponsor."""
        return self.say(party) if party in ROLES else function_name(party).say(self.say)


def _next(one: PartyStatus) -> str:
    if one.person is None:
        return N_("nobody is named yet")
    if one.place is None and one.state in ("shared", "not_asked"):
        return N_("{name} has not validated this text yet")
    return _NEXT[one.state]


def alignment_values(
    file: str,
    plan: Plan,
    alignments: Sequence[ObjectiveStatus],
    signature_of: Callable[[Signoff], str],
    say: Translate = untranslated,
) -> dict[str, Any]:
    """Return the alignment of a plan as plain values."""
    return {
        "path": file,
        "account": plan.account.name,
        "stage": plan.plan.stage.value,
        "objectives": [_objective(plan, one, signature_of, say) for one in alignments],
    }


def _objective(
    plan: Plan, alignment: ObjectiveStatus, signature_of: Callable[[Signoff], str], say: Translate
) -> dict[str, Any]:
    language = plan.plan.language
    objective = alignment.objective
    return {
        "objective": objective.id,
        "statement": text_in(objective.statement, language, language),
        "status": objective.status,
        "functions": [
            {"function": one.party, **_standing(one, signature_of, say)}
            for one in alignment.functions
        ],
        "roles": [
            {"role": one.party, **_standing(one, signature_of, say)}
            for one in (alignment.decider, alignment.sponsor)
        ],
        "next": [one.party for one in alignment.to_hear],
        "blocking": [
            {
                "function": direction.function,
                "raised_by": one.raised_by,
                "concern": text_in(one.concern, language, language),
            }
            for direction, one in alignment.blocking
        ],
    }


def _standing(
    one: PartyStatus, signature_of: Callable[[Signoff], str], say: Translate
) -> dict[str, Any]:
    entry = one.signed
    return {
        "person": one.person,
        "state": one.state,
        "signed": None
        if entry is None
        else {
            "by": entry.by,
            "recorded_by": entry.recorded_by or None,
            "on": entry.on,
            "decision": entry.decision,
            "note": entry.note or None,
            "fingerprint": entry.fingerprint,
            "signature": signature_of(entry) or None,
        },
        "changed": [change.say(say) for change in one.changed],
    }
