"""The dates of a plan that are near or past, as its report has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.registry import rank_of
from kamctl.i18n.message import Message
from kamctl.plan.plan_date import PlanDate

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath


class ReportedDate(NamedTuple):
    """A date that is near or past, as the check tells it."""

    name: Message
    title: str
    date: dt.date
    left: int


def reported_date_paths(report: PlanReport) -> frozenset[KeyPath]:
    """Return where the dates of a plan are that are near or past, as the check tells them."""
    return frozenset(finding.path for finding in report.findings if _is_reported_date(finding))


def _is_reported_date(finding: Finding) -> bool:
    """Tell whether a finding is about a date that has a name: the next review is known anyway."""
    return (
        rank_of(finding.code).group == "dates" and {"name", "days"} <= finding.message.values.keys()
    )


def reported_dates(report: PlanReport) -> tuple[ReportedDate, ...]:
    """Return the dates of a plan that are near or past, the oldest first."""
    found = []
    for finding in report.findings:
        if not _is_reported_date(finding):
            continue
        values = finding.message.values
        name, date, left = values["name"], values["date"], values["days"]
        assert isinstance(name, Message)
        assert isinstance(date, PlanDate)
        assert isinstance(left, int)
        found.append(ReportedDate(name, str(values.get("title", "")), date.day, left))
    return tuple(sorted(found, key=lambda one: one.date))


def is_about_date(finding: Finding) -> bool:
    """Tell whether a finding is about a date that is near or past, and not about one missing."""
    return rank_of(finding.code).group == "dates" and "date" in finding.message.values


def days_left(finding: Finding) -> int | None:
    """Return how many days are left until a date that is near; below zero it is past.

    None where the finding is about no date, or about a decision that has none.
    """
    days = finding.message.values.get("days") if is_about_date(finding) else None
    return days if isinstance(days, int) else None
