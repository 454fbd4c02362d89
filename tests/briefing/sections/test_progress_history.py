"""The history of a plan in its review: a row a day, and a picture from three days on."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.briefing.formatter import PlanFormatter
from kamctl.briefing.sections.progress_history import progress_table
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_file
from kamctl.history.timeline import TimelineStep
from tests.paths import ROOT

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(("days", "charts"), [(2, 0), (3, 1)])
def test_two_days_are_compared_in_the_table_alone(days: int, charts: int) -> None:
    plan = check_file(str(ROOT / "examples" / "complete-en" / "plan.yaml"), TODAY).plan
    assert plan is not None
    steps = [
        TimelineStep(
            str(day) * 40, dt.date(2026, 11, day), "Anke Voss", "Volumes", "plan.yaml",
            True, "shared", met, 27, 20.0 + day,
        )
        for day in range(1, days + 1)
        for met in (10 + day, 20 + day)
    ]  # fmt: skip
    found = progress_table(steps, audience_for("finance"), PlanFormatter(plan, "en", TODAY))
    assert found is not None
    assert (len(found.rows), len(found.charts)) == (days, charts)
    assert [row[2].text for row in found.rows] == [
        f"{20 + day} of 27" for day in range(days, 0, -1)
    ], "the last version of each day"
