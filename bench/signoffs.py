"""A plan with a long file of sign-offs: what recording one more and showing all costs."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

from bench.measure import KAMCTL, Figure, in_milliseconds, ratio, side_by_side
from bench.plans import EXAMPLE
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.plan.load import load_plan
from kamctl.signoffs.pending_signoff import PendingSignoff
from kamctl.signoffs.signers import answers_for
from kamctl.signoffs.signoff_file import signoffs_path
from kamctl.signoffs.signoff_writing import appending

COUNT = 500
BUDGET = 2.0
FIRST = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def signoff_costs(folder: Path, rounds: int) -> Iterator[Figure]:
    """Compare recording and showing sign-offs with validating the same plan beside them."""
    plan = make_signoffs(folder)
    validate = [*KAMCTL, "validate", str(plan)]
    status = [*KAMCTL, "align", "status", str(plan)]
    # The decider changes their mind in each round: a decision that repeats the last is not written.
    record = [*KAMCTL, "align", "record", str(plan), "SO1", "--as", "decider", "--yes"]
    object_ = [*record, "--decision", "object", "--note", "Too early."]
    agree = [*record, "--decision", "validate"]
    check, *others = side_by_side([validate, status, object_, agree], rounds)
    for what, own in zip(
        ("align status", "align record, object", "align record"), others, strict=True
    ):
        yield Figure(
            f"{what}, {COUNT} sign-offs : validate",
            ratio(own, check),
            BUDGET,
            note=in_milliseconds(own, check),
        )


def make_signoffs(folder: Path) -> Path:
    """Write a plan into `folder`, and the sign-offs of its functions, over and over."""
    folder.mkdir()
    path = folder / "plan.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    source = read_source(path)
    assert isinstance(source, Source)
    plan = load_plan(read(source)).plan
    assert plan is not None
    people = {one.id: one for one in plan.team}
    asked = [
        (
            objective,
            direction.function,
            people[answers_for(plan, objective, direction.function) or ""],
        )
        for objective in plan.objectives
        for direction in objective.directions
    ]
    with appending(signoffs_path(path)) as add:
        for number, (objective, function, person) in zip(
            range(COUNT), itertools.cycle(asked), strict=False
        ):
            at = FIRST + number * dt.timedelta(hours=6)
            pending = PendingSignoff(plan, objective, function, person, person.name, at.date())
            add(pending.signed("agree", "", at))
    return path
