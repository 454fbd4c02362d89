"""What the pages of `kamctl edit` show of a plan, beside its fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, Message, counted, message
from kamctl.plan.fields import field_at
from kamctl.plan.labels import stated_stage
from kamctl.web.edit_addresses import meeting_address, part_address
from kamctl.web.editing.custom_fields import custom_field
from kamctl.web.editing.field_findings import field_finding, finding_key, needs_signoff
from kamctl.web.editing.field_keys import field_key, find, place_of
from kamctl.web.editing.form_plan import entry_title
from kamctl.web.editing.plan_actions import missing_for, stages
from kamctl.web.editing.plan_sections import SectionStatus, sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.web.editing.edit_session import EditSession
    from kamctl.web.editing.form_field import FormField
    from kamctl.web.editing.outcome import FieldFinding

_GROUPS: Final = (
    (Severity.ERROR, N_("To correct")),
    (Severity.WARNING, N_("To check")),
    (Severity.TODO, N_("Still missing")),
)
_STATUS: Final = {
    SectionStatus.NOT_STARTED: N_("Not started"),
    SectionStatus.BEGUN: N_("Started"),
    SectionStatus.COMPLETE: N_("Complete"),
}
_MAX_FINDINGS: Final = 100
"""Findings of one severity that are shown."""
_FOR_FILES = re.compile(r"`|kamctl|\byaml\b|\bgit\b|\w:\d", re.IGNORECASE).search
"""What is of use only to somebody who has the file open."""


class NavSection(NamedTuple):
    """A section in the list beside the form; `address` leads to it."""

    label: str
    purpose: str
    status: str
    status_label: str
    address: str
    open: int
    """How many findings are open in it, up to the next stage."""
    is_used: bool
    is_current: bool


class PageStep(NamedTuple):
    """A place on the way to a page: its title and its address."""

    title: str
    address: str


class ShownFinding(NamedTuple):
    """A finding in plain words, with the place it is about and the address of its field."""

    text: str
    hint: str
    place: str
    address: str
    key: str


class FindingsOfSeverity(NamedTuple):
    """The findings of one severity; `more` is how many are not shown."""

    kind: str
    title: str
    total: int
    items: tuple[ShownFinding, ...]
    more: int


class ShownStage(NamedTuple):
    """A stage of the plan; `missing` is what the plan lacks for it."""

    stage: str
    label: str
    is_current: bool
    is_next: bool
    missing: tuple[ShownFinding, ...]
    missing_title: str


def navigation(session: EditSession, page: str) -> tuple[NavSection, ...]:
    """Return the sections of the plan; the one that `page` is in is the current one.

    A plan that cannot be read has none: nothing is known of them.
    """
    if not session.is_readable:
        return ()
    current = field_key(place_of(page)[:1]) if page else ""
    say = session.form.translate
    return tuple(
        NavSection(
            one.label,
            one.purpose,
            one.status.value,
            say(_STATUS[one.status]),
            part_address(one.key),
            one.open_questions,
            one.is_used,
            one.key == current,
        )
        for one in sections(session)
    )


def steps_to(session: EditSession, key: str) -> tuple[PageStep, ...]:
    """Return the way to a part of the plan, from its section on; the last is the part itself."""
    form, place = session.form, place_of(key)
    path = find(form.document.value, place)
    if path is None:
        return ()
    found = []
    for length in range(1, len(path) + 1):
        title = _title(session, path[:length])
        found.append(PageStep(title, part_address(field_key(place[:length]))))
    return tuple(found)


def findings_groups(session: EditSession) -> tuple[FindingsOfSeverity, ...]:
    """Return the findings of the plan by severity, in plain words."""
    found = session.report.findings
    say = session.form.translate
    groups = []
    for severity, title in _GROUPS:
        alike = [one for one in found if one.severity is severity]
        if alike:
            items = tuple(shown_finding(session, one) for one in alike[:_MAX_FINDINGS])
            more = len(alike) - len(items)
            groups.append(FindingsOfSeverity(severity.value, say(title), len(alike), items, more))
    return tuple(groups)


def shown_finding(session: EditSession, finding: Finding) -> ShownFinding:
    """Return a finding in plain words."""
    form = session.form
    key = finding_key(finding, form.document)
    return shown_field_finding(session, field_finding(finding, key, form))


def shown_field_finding(session: EditSession, found: FieldFinding) -> ShownFinding:
    """Return a finding whose field is known in plain words."""
    steps = steps_to(session, found.key) if found.key else ()
    place = " › ".join(one.title for one in steps)
    text, hint = without_marks(found.message), plain_hint(found.hint)
    if found.key and needs_signoff(found):
        return ShownFinding(text, hint, place, meeting_address(found.key), "")
    address = part_address(found.key) if found.key else ""
    return ShownFinding(text, hint, place, address, found.key)


def shown_stages(session: EditSession) -> tuple[ShownStage, ...]:
    """Return the stages of a plan, and what it lacks for each that it could be moved to."""
    found = stages(session)
    now = next(at for at, one in enumerate(found) if one.is_current)
    shown = []
    for at, one in enumerate(found):
        missing = tuple(
            shown_field_finding(session, each) for each in missing_for(session, one.stage)
        )
        title = counted(
            "One requirement is not met", "{count} requirements are not met", len(missing)
        )
        summary = session.say(title) if missing else ""
        shown.append(
            ShownStage(one.stage, one.label, one.is_current, at == now + 1, missing, summary)
        )
    return tuple(shown)


def without_marks(text: str) -> str:
    """Return a message without the marks around names of the format."""
    return text.replace("`", "")


def plain_hint(text: str) -> str:
    """Return a hint; empty where it is about the text of the file."""
    return "" if _FOR_FILES(text) else text


def plan_stage_label(session: EditSession) -> str:
    """Return the name of the stage that the plan states; empty where it cannot be read."""
    report = session.report
    if report.stage is None:
        return ""
    return session.say(stated_stage(report.stage, is_met=report.is_stage_met, alone=True))


def typed_fields(fields: Sequence[FormField]) -> Iterator[FormField]:
    """Return the fields that are typed into, those inside others too."""
    for one in fields:
        if one.widget.is_typed:
            yield one
        yield from typed_fields(one.fields)
        for entry in one.entries:
            yield from typed_fields(entry.fields)


def _title(session: EditSession, path: KeyPath) -> str:
    form = session.form
    if isinstance(path[-1], int):
        title = entry_title(form, path)
        return title or session.say(message("Entry {number}", number=path[-1] + 1))
    field = field_at(path) or custom_field(form.document, path, form.custom)
    return session.say(Message(field.facet.label)) if field is not None else str(path[-1])
