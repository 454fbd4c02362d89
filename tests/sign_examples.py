"""Sign the complete examples again, after their text has changed: `python -m tests.sign_examples`.

The customer's confirmations are bound to the new text, too. Every leader agrees some days after
the function has said it in its own words; whoever has made a condition agrees on that condition.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamctl.document.changes import SetValue
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.plan.load import load_plan
from kamctl.plan.plan_file import change_plan
from kamctl.plan.text import text_in
from kamctl.signoffs.confirmation import confirmation_fingerprint
from kamctl.signoffs.pending_signoff import PendingSignoff
from kamctl.signoffs.signers import answers_for
from kamctl.signoffs.signoff_file import signoffs_path
from tests.paths import ROOT
from tests.signing import append

FINGERPRINT = ("customer_confirmation", "fingerprint")
EXAMPLES = ROOT / "examples"
HOUR = dt.timedelta(hours=1)


def sign(path: Path) -> None:
    """Write the sign-offs of one example anew."""
    source = read_source(path)
    assert isinstance(source, Source)
    plan = load_plan(read(source)).plan
    assert plan is not None
    signoffs_path(path).unlink(missing_ok=True)
    bound = [
        SetValue(
            ("objectives", place, *FINGERPRINT),
            confirmation_fingerprint(plan, objective, objective.customer_confirmation.by),
        )
        for place, objective in enumerate(plan.objectives)
        if objective.customer_confirmation and objective.customer_confirmation.by
    ]
    change_plan(str(path), bound)
    language = plan.plan.language
    owner = next(one for one in plan.team if one.id == plan.plan.owner)
    recorder = f"{owner.name} <{owner.email}>" if owner.email else owner.name
    at = dt.datetime(2026, 11, 5, 8, tzinfo=dt.UTC)
    for objective in plan.objectives:
        for direction in objective.directions:
            leader = answers_for(plan, objective, direction.function)
            person = next(one for one in plan.team if one.id == leader)
            condition = next(
                (
                    text_in(one.concern, language, language)
                    for one in direction.resistances
                    if one.severity == "condition" and one.raised_by == leader
                ),
                "",
            )
            pending = PendingSignoff(
                plan, objective, direction.function, person, recorder, at.date()
            )
            decision = "agree_with_conditions" if condition else "agree"
            at += 3 * HOUR
            append(signoffs_path(path), pending.signed(decision, condition, at))


if __name__ == "__main__":
    for example in sorted(EXAMPLES.glob("complete-*/plan.yaml")):
        sign(example)
