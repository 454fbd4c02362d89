"""The pages of `kamctl edit`: what each shows of a plan."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.changes import Entry
from kamctl.document.errors import InvalidFile, UserError
from kamctl.i18n.message import counted, message
from kamctl.plan.entry_lookup import entry_with_id
from kamctl.plan.text import text_in
from kamctl.web.edit_addresses import answer_address, meeting_address, part_address
from kamctl.web.edit_views import navigation, shown_stages, steps_to, without_marks
from kamctl.web.editing.colleague_answers import differences
from kamctl.web.editing.colleagues import asked_colleagues
from kamctl.web.editing.customer_confirmation import customer_confirmation
from kamctl.web.editing.field_findings import needs_signoff
from kamctl.web.editing.field_keys import field_key, place_of
from kamctl.web.editing.plan_actions import fix_count
from kamctl.web.editing.plan_sections import OpenQuestion, SectionStatus, questions, sections
from kamctl.web.editing.versions import unsaved_changes
from kamctl.web.entry_lists import FIRST_ENTRIES, list_page
from kamctl.web.meeting import meeting_parties, todays_meeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.web.edit_frame import EditFrame
    from kamctl.web.editing.colleague_answers import DifferingAnswer
    from kamctl.web.editing.colleagues import AskedColleague
    from kamctl.web.editing.edit_session import EditSession
    from kamctl.web.editing.form_field import FormField
    from kamctl.web.entry_lists import ListRequest

_MAX_OPEN = 60
"""Entries of a section whose fields can be shown on one page."""
BAR_PAGES = ASK, MEETING, STAGE, VERSION = "ask", "meeting", "stage", "version"
"""Pages that are about no part of the plan."""


class ObjectiveLink(NamedTuple):
    """An objective that a meeting can be about."""

    id: str
    address: str
    is_current: bool


class EditPages:
    """Renders the pages on which one plan is edited."""

    def __init__(self, session: EditSession, frame: EditFrame) -> None:
        self._session = session
        self._frame = frame

    def overview(self, nonce: str) -> str:
        """Return the first page of a plan: how far it has come, and what to answer next."""
        session = self._session
        found = questions(session)
        agreed = session.report.agreed
        is_signed = bool(found) and needs_signoff(found[0].finding)
        return self._frame.page(
            "overview.html.j2",
            self._frame.account,
            "",
            nonce,
            nav=navigation(session, ""),
            complete=sum(one.status is SectionStatus.COMPLETE for one in sections(session)),
            agreed=agreed.message.say(session.form.translate) if agreed.asked else "",
            next=found[0] if found else None,
            asked=self._field_of(found[0]) if found and not is_signed else None,
            is_signed=is_signed,
            next_address=answer_address(found[0]) if found else "",
            fixes=self._fixes(),
            left=self._left(found),
        )

    def part(
        self,
        key: str,
        nonce: str,
        *,
        everything: bool = False,
        listed: ListRequest = FIRST_ENTRIES,
    ) -> str | None:
        """Return the page of a section or of an entry; None where it was deleted.

        `listed` says which entries of a long list are shown. `everything` shows the fields of all
        entries, where there are not too many.

        Raises:
            UserError: `key` is none that a page was given.
        """
        session = self._session
        steps = steps_to(session, key)
        fields = session.fields(key, with_entries=False)
        if not steps or not fields:
            return None
        lists = [one for one in _flat(fields) if one.entries]
        is_short = sum(len(one.entries) for one in lists) <= _MAX_OPEN
        if everything and is_short:
            fields = session.fields(key)
        section = next((one for one in sections(session) if one.key == key), None)
        asked = [one for one in questions(session) if one.section == key or _is_in(one.key, key)]
        return self._frame.page(
            "part.html.j2",
            steps[-1].title,
            key,
            nonce,
            key=key,
            steps=steps,
            purpose=section.purpose if section else "",
            question=answer_address(asked[0], key) if asked else "",
            fields=fields,
            everything=everything and is_short,
            has_lists=bool(lists) and is_short,
            list_page=partial(list_page, request=listed),
            entry_key=key if section is None else "",
            unused=section.name if section and not section.is_used else "",
        )

    def question(self, key: str, section: str, nonce: str) -> str | None:
        """Return the page that asks for one field; None where it was deleted.

        `section` limits the questions that follow to those of a section or an entry.

        Raises:
            UserError: one of the keys is none that a page was given.
        """
        session = self._session
        found = [one for one in questions(session) if not section or _is_in(one.key, section)]
        this = next((one for one in found if one.key == key), None)
        steps = steps_to(session, key)
        is_entry = this is not None and this.is_entry
        entry = session.entry(key, with_entries=False) if is_entry else None
        field = None if entry else session.field(key, with_entries=False)
        if not steps or (field is None and entry is None):
            return None
        following = _after(found, key)
        end = part_address(section) if section else "./"
        return self._frame.page(
            "question.html.j2",
            steps[-1].title,
            key,
            nonce,
            key=key,
            steps=steps,
            what=without_marks(this.finding.message) if this else "",
            whom=this.whom if this else "",
            field=field,
            entry=entry,
            next=answer_address(following, section) if following else end,
            whole=part_address(key),
            left=self._left(found),
            open_claims=True,
            question_above=field is not None,
        )

    def ask(self, nonce: str) -> str:
        """Return the page on which colleagues are asked, and their replies added."""
        session = self._session
        colleagues: tuple[AskedColleague, ...] = ()
        differing: tuple[DifferingAnswer, ...] = ()
        problem, is_record = "", False
        try:
            colleagues, differing = asked_colleagues(session), differences(session)
        except UserError as error:
            is_record = not isinstance(error, InvalidFile)
            problem, _ = session.explained(error)
        return self._frame.page(
            "ask.html.j2",
            session.say(message("Ask colleagues")),
            ASK,
            nonce,
            colleagues=colleagues,
            differences=differing,
            problem=problem,
            is_record=is_record,
            was_asked=any(one.answered or _is_asked(one) for one in colleagues),
        )

    def questionnaire_name(self, person: str) -> str:
        """Return what the file with the questions to a colleague is called."""
        colleagues = asked_colleagues(self._session)
        name = next((one.name for one in colleagues if one.id == person), person)
        title = self._session.say(message("{account}, questions for {name}",
                                          account=self._frame.account, name=name))  # fmt: skip
        return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", title).strip(" .")

    def meeting(self, objective: str, nonce: str) -> str:
        """Return the page of a meeting: one objective, function by function."""
        session = self._session
        plan = session.report.plan
        known = plan.objectives if plan is not None else ()
        found = entry_with_id(known, objective) or (known[0] if known else None)
        record, present = todays_meeting(session)
        statement = ""
        if plan is not None and found is not None:
            statement = text_in(found.statement, session.language, plan.plan.language)
        return self._frame.page(
            "meeting.html.j2",
            session.say(message("Meeting")),
            MEETING,
            nonce,
            objectives=[
                ObjectiveLink(one.id, meeting_address(_objective_key(one.id)), one is found)
                for one in known
            ],
            statement=statement,
            objective_key=_objective_key(found.id) if found else "",
            parties=meeting_parties(session, found.id) if found else (),
            customer=customer_confirmation(session, found.id) if found else None,
            waiver_address=_waiver_address(found.id) if found else "",
            record_key=record,
            present=present,
        )

    def stage(self, nonce: str) -> str:
        """Return the page on which the stage of the plan is changed."""
        session = self._session
        title = session.say(message("Stage"))
        return self._frame.page("stage.html.j2", title, STAGE, nonce, stages=shown_stages(session))

    def version(self, nonce: str) -> str:
        """Return the page on which a version is saved."""
        title = self._session.say(message("Save a version"))
        changes = unsaved_changes(self._session)
        return self._frame.page("version.html.j2", title, VERSION, nonce, version=changes)

    # --- Inside -------------------------------------------------------------------------------

    def _field_of(self, question: OpenQuestion) -> FormField | None:
        """Return the field that a question is about; None where it is an entry."""
        key = question.key
        return None if question.is_entry else self._session.field(key, with_entries=False)

    def _fixes(self) -> str:
        number = fix_count(self._session)
        if not number:
            return ""
        text = counted(
            "One value can be corrected automatically.",
            "{count} values can be corrected automatically.",
            number,
        )
        return self._session.say(text)

    def _left(self, found: Sequence[OpenQuestion]) -> str:
        if not found:
            return ""
        text = counted(
            "One question is open before the next stage.",
            "{count} questions are open before the next stage.",
            len(found),
        )
        return self._session.say(text)


def _objective_key(objective: str) -> str:
    return field_key(("objectives", Entry({"id": objective})))


def _is_asked(colleague: AskedColleague) -> bool:
    return any(one.state for one in colleague.questions)


def _waiver_address(objective: str) -> str:
    """Return where the customer's confirmation of an objective is waived."""
    place = ("objectives", Entry({"id": objective}), "customer_confirmation", "waiver")
    return part_address(field_key((*place, "reason")))


def _flat(fields: Sequence[FormField]) -> list[FormField]:
    """Return the fields with those of groups, but not those of entries."""
    return [each for one in fields for each in (one, *_flat(one.fields))]


def _is_in(key: str, part: str) -> bool:
    """Tell whether a field is in a part of the plan.

    Raises:
        UserError: one of the keys is none that a page was given.
    """
    outer = place_of(part)
    return place_of(key)[: len(outer)] == outer


def _after(found: Sequence[OpenQuestion], key: str) -> OpenQuestion | None:
    """Return the question after the one for `key`, round and round; None where it is the last."""
    keys = [one.key for one in found]
    at = keys.index(key) if key in keys else -1
    rest = [*found[at + 1 :], *found[: max(at, 0)]]
    return rest[0] if rest else None
