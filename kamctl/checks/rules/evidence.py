"""Family 3xx: is there evidence of each sign-off, and does it say what it is the evidence of?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import (
    Mandatory,
    NextRank,
    Observation,
    objective_check,
    plan_check,
)
from kamctl.checks.helpers.signoff_lines import at_signoff
from kamctl.i18n.message import N_, message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.truncate import truncate
from kamctl.plan.functions import party_name
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.only_recorded import who_recorded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.i18n.message import Message
    from kamctl.signoffs.party_status import PartyStatus
    from kamctl.signoffs.signoff import Signoff

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
    recorded; the finding says so where the rest may have the name. A sign-off that is not named
    counts, but everywhere as one without an e-mail.

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
    reported: set[int] = set()  # one sign-off may be that of decider and sponsor
    for status in context.agreement:
        for party in status.everybody:
            entry = party.signoff
            if entry is None or party.state == "invalidated" or party.email_naming.names_it:
                continue
            if entry.line not in reported:
                reported.add(entry.line)
                yield at_signoff(context, entry, *_not_named(context, party, entry))


def _not_named(context: Context, party: PartyStatus, entry: Signoff) -> tuple[Message, Message]:
    """Say that the text of an e-mail does not name a sign-off, and what to do about it.

    Of a long text only the beginning was kept: the rest may name it.
    """
    evidence = entry.evidence
    assert evidence is not None
    values = {
        "count": party.email_naming.signoffs,
        "objective": entry.objective,
        "party": party_name(party.party),
        "quote": truncate(single_spaced(evidence.quote), _LONGEST_QUOTE),
    }
    name = context.contact_name(entry.by) or party.signer
    if evidence.is_quote_shortened:
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


@objective_check(
    "KAM322",
    "verifiable",
    N_("Get a signature or an e-mail for each sign-off"),
    warns_from=Stage.VALIDATED,
    mandatory=Mandatory(
        N_("Record the e-mail in which they agreed (`--evidence`), or have them sign (`--sign`)."),
        N_("Remove this line. The check may be an error in your company, but it cannot be off."),
    ),
    needs_signoff=True,
    todos=False,  # before that, nobody relies on them
    rank=NextRank(group="verification"),
)
def verifiable(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The sign-offs of a validated plan have a signature or an e-mail.

    The finding names whose sign-offs have neither, and who recorded them. They count, but anyone
    who can write the file can have recorded them, also under the signer's own name: git's user
    name is a setting. A signature counts if it is verified; an e-mail counts if it is from the
    signer's address, is dated before the sign-off, was not recorded for another text and does not
    object in plain words. Where it was recorded for several sign-offs, it must name this one; if it
    does not, KAM321 reports it, and so does this check where KAM321 is off or less severe.

    Why:
        Teams and money are released on a validated plan. If somebody later denies having agreed, a
        line that anyone could have written settles nothing.

    Example:
        plan: {sponsor: thomas}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            decider: thomas
        team:
          - {id: thomas, name: Thomas Berger, role: sponsor, email: thomas@corvane.example}
        # kamctl align record plan.yaml SO1 --as decider --decision validate

    Instead:
        plan: {sponsor: thomas}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            decider: thomas
        team:
          - {id: thomas, name: Thomas Berger, role: sponsor, email: thomas@corvane.example}
        # kamctl align record plan.yaml SO1 --as decider --decision validate --evidence reply.eml
    """
    only_recorded = context.agreement[objective.index].only_recorded
    # Whom an e-mail does not name, KAM321 reports alone, if it is as severe.
    is_reported = context.is_as_severe("KAM321", "KAM322")
    parties = [
        one
        for one in only_recorded
        if one.email_naming.names_it or one.evidence_fault is not None or not is_reported
    ]
    if not parties:
        return
    last = parties[-1]
    assert last.signoff is not None
    option = "--for" if last.place is not None else "--as"
    yield Observation(
        objective.path,
        _not_verifiable(parties),
        message(
            "Have them sign again (`--sign`), or save the e-mail in which they agree, and record "
            "it: {command}",
            command=f"kamctl align record {context.printable_name} {objective.model.id} {option} "
            f"{last.party} --decision {last.signoff.decision} --evidence reply.eml",
        ),
    )


def _not_verifiable(parties: Sequence[PartyStatus]) -> Message:
    """Say whose sign-offs have no signature and no e-mail, or have one that does not count."""
    who = who_recorded(parties)
    if any(one.signoff is not None and one.signoff.evidence is not None for one in parties):
        return message(
            "These sign-offs have no verified signature and no e-mail that counts: {who}.", who=who
        )
    return message("These sign-offs have no verified signature and no e-mail: {who}.", who=who)
