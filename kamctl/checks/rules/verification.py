"""Family 3xx: does more than the word of whoever recorded them assure the sign-offs?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Mandatory, NextRank, Observation, objective_check
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.only_recorded import who_recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan


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
    signer's address and dated before the sign-off, and was not recorded for another text.

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
    parties = [
        one
        for one in only_recorded
        if not one.unnamed_among
        or one.evidence_fault is not None
        or not context.is_on("KAM321")  # which says so otherwise
    ]
    if not parties:
        return
    last = parties[-1]
    assert last.signoff is not None
    option = "--for" if last.place is not None else "--as"
    yield Observation(
        objective.path,
        message(
            "These sign-offs have no verified signature and no e-mail: {who}.",
            who=who_recorded(parties),
        ),
        message(
            "Have them sign again (`--sign`), or save the e-mail in which they agree, and record "
            "it: {command}",
            command=f"kamctl align record {context.printable_name} {objective.model.id} {option} "
            f"{last.party} --decision {last.signoff.decision} --evidence reply.eml",
        ),
    )
