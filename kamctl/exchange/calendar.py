"""The deadlines of plans as a calendar file (iCalendar, RFC 5545).

icalendar takes 55 ms to import, and `kamctl render` mostly makes documents: it is imported when
it is asked for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Final

from kamctl.i18n.catalog import translator
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import N_, message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.dates import deadlines
from kamctl.plan.directions import Direction
from kamctl.plan.functions import function_name
from kamctl.plan.objectives import Measure
from kamctl.plan.people import find_member, person_name
from kamctl.plan.text import text_in
from kamctl.signoffs.agreement_status import answered_functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import icalendar

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.span import KeyPath
    from kamctl.plan.dates import DateInPlan
    from kamctl.plan.model import Plan

PRODUCT: Final = "-//kamctl//account plans//EN"
"""What a calendar of ours carries near its top, so that it may be overwritten."""
_DAY: Final = dt.timedelta(days=1)


def calendar_file(
    reports: Iterable[PlanReport],
    language: str,
    today: dt.date,
    person: str | None = None,
) -> bytes:
    """Return the open deadlines of plans as events of a whole day, the earliest first.

    `person` is an id, a name or an e-mail address: only what that member of the team answers for is
    in it. An event keeps its UID when its title or its date changes, and has no attendees: it
    belongs to whoever imports it.
    """
    from icalendar import Calendar

    say = translator(language)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", say(N_("Account plans")))
    events = [event for report in reports for event in _events(report, language, today, person)]
    for event in sorted(events, key=lambda one: (one.start, str(one["summary"]))):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(
    report: PlanReport, language: str, today: dt.date, person: str | None
) -> Iterator[icalendar.Event]:
    plan = report.plan
    if plan is None:
        return
    wanted = None if person is None else find_member(plan, person)
    if person is not None and wanted is None:
        return
    for one in deadlines(plan, answered=answered_functions(report.agreement)):
        owner = one.owner or plan.plan.owner
        if wanted is None or owner == wanted.id:
            yield _event(plan, one, owner, language, today)


def _event(
    plan: Plan, deadline: DateInPlan, owner: str | None, language: str, today: dt.date
) -> icalendar.Event:
    from icalendar import Event

    say = translator(language)
    title = _title(plan, deadline, language)
    name = say(deadline.row.name)
    account = visible_line(plan.account.name)
    summary = (
        message("{account}: {name}, {title}", account=account, name=name, title=title)
        if title
        else message("{account}: {name}", account=account, name=name)
    )
    details = [
        message("Responsible: {name}", name=person_name(plan, owner) or owner) if owner else None,
        message("Date in the plan: {date}", date=Formats(language, say).date(deadline.date))
        if deadline.date.precision != "day"
        else None,
    ]
    event = Event()
    event.add("uid", _uid(plan, deadline.path))
    event.add("dtstamp", dt.datetime.combine(today, dt.time(), dt.UTC))
    # A program that has the event already takes the newer one.
    event.add("sequence", today.toordinal())
    event.add("dtstart", deadline.date.day)
    if deadline.date.day < dt.date.max:  # without an end, the event is of that day, too
        event.add("dtend", deadline.date.day + _DAY)
    event.add("summary", visible_line(summary.say(say)))
    if description := "\n".join(visible_line(one.say(say)) for one in details if one):
        event.add("description", description)
    event.add("categories", [account])
    event.add("transp", "TRANSPARENT")
    return event


def _title(plan: Plan, deadline: DateInPlan, language: str) -> str:
    """Return what a date is the date of: an entry's title, a measure, or the function asked."""
    for part in (deadline, *reversed(deadline.parts)):
        entry: Any = part
        title = getattr(entry, "title", None)
        if title is None and isinstance(entry, Measure):
            title = entry.name
        elif title is None and isinstance(entry, Direction):
            return function_name(entry.function).say(translator(language))
        if title is not None:
            return single_spaced(text_in(title, language, plan.plan.language))
    return ""


def _uid(plan: Plan, path: KeyPath) -> str:
    """Return an identity that changes neither with the title of an entry nor with its date.

    Entries are named by their ids; one without an id by its place in its list.
    """
    part: Any = plan
    steps = [plan.account.id or plan.account.name]
    for step in path:
        part = part[step] if isinstance(step, int) else getattr(part, step)
        steps.append(getattr(part, "id", None) or str(step))
    return f"{hashlib.sha256('/'.join(steps).encode()).hexdigest()[:32]}@kamctl"
