"""The pages of `kamctl edit`, and what is renewed on them after a change."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from kamctl.briefing.document_kinds import BRIEFING, document_kind
from kamctl.briefing.engine.color import accents
from kamctl.document.changes import Entry
from kamctl.document.errors import InvalidFile, UserError
from kamctl.i18n.message import Message, counted, message
from kamctl.plan.fields import fields_at
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import text_in
from kamctl.web.edit_templates import edit_environment
from kamctl.web.edit_views import (
    answer_address,
    findings_groups,
    navigation,
    page_key,
    part_address,
    plain_hint,
    plan_stage_label,
    shown_stages,
    steps_to,
    typed_fields,
    without_marks,
)
from kamctl.web.editing.colleagues import asked_colleagues, differences
from kamctl.web.editing.customer_confirmation import customer_confirmation
from kamctl.web.editing.field_keys import field_key
from kamctl.web.editing.outcome import OutcomeStatus
from kamctl.web.editing.plan_actions import fix_count
from kamctl.web.editing.plan_sections import (
    OpenQuestion,
    PlanSection,
    SectionStatus,
    questions,
    sections,
)
from kamctl.web.editing.versions import unsaved_changes
from kamctl.web.entry_lists import FIRST_ENTRIES, list_page
from kamctl.web.meeting import meeting_parties, todays_meeting
from kamctl.web.page_request import PageRequest
from kamctl.web.preview_pages import reader_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from kamctl.web.editing.colleagues import AnswersReport, AskedColleague, DifferingAnswer
    from kamctl.web.editing.form_field import FormField
    from kamctl.web.editing.outcome import ChangeOutcome
    from kamctl.web.editor import Editor
    from kamctl.web.entry_lists import ListPage, ListRequest

_NOT_TYPED_FIRST = frozenset(
    {"part", "claim", "custom", "date", "amount", "percent", "number"}
    | {"choice", "country", "function", "reference"}
)


_NOT_ASKED_FIRST = frozenset({"id", "kind", "note"})
_MOST_OPEN = 60
"""Entries of a section whose fields can be shown on one page."""
ASK, MEETING, STAGE, VERSION = "ask", "meeting", "stage", "version"
"""Pages that are about no part of the plan."""


class ObjectiveLink(NamedTuple):
    """An objective that a meeting can be about."""

    id: str
    address: str
    is_current: bool


class Bar(NamedTuple):
    """What is above a page: the account, its stage, and what can be undone."""

    account: str
    stage: str
    undo: str
    is_editable: bool
    plans: str
    """The address of the list of plans; empty where only this one is open."""


class DocumentOption(NamedTuple):
    """A document that can be shown beside the form."""

    text: str
    query: str
    is_chosen: bool


class DocumentGroup(NamedTuple):
    """Documents of one kind."""

    title: str
    items: tuple[DocumentOption, ...]


class FirstField(NamedTuple):
    """What a new entry of a list is asked for at once; the text of it needs no label."""

    key: str
    label: str


class EditPages:
    """Renders the pages on which one plan is edited.

    `plans` is the address of the list of plans; empty where there is none.
    """

    def __init__(self, editor: Editor, plans: str = "") -> None:
        self._editor = editor
        self._session = editor.session
        self._plans = plans

    def overview(self, nonce: str) -> str:
        """Return the first page of a plan: how far it has come, and what to answer next."""
        session = self._session
        found = questions(session)
        agreed = session.report.agreed
        return self.page(
            "overview.html.j2",
            self._account,
            "",
            nonce,
            nav=navigation(session, ""),
            complete=sum(one.status.value == "complete" for one in sections(session)),
            agreed=agreed.message.say(session.form.translate) if agreed.asked else "",
            next=found[0] if found else None,
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
        is_short = sum(len(one.entries) for one in lists) <= _MOST_OPEN
        if everything and is_short:
            fields = session.fields(key)
        section = next((one for one in sections(session) if one.key == key), None)
        asked = [one for one in questions(session) if one.section == key or _is_in(one.key, key)]
        return self.page(
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
            unused=section.name if section and not _is_used(section) else "",
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
        entry = this.entry if this else None
        field = None if entry else session.field(key, with_entries=False)
        if not steps or (field is None and entry is None):
            return None
        following = _after(found, key)
        end = part_address(section) if section else "./"
        return self.page(
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
        return self.page(
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

    def text_to_copy(self, text: str) -> str:
        """Return a questionnaire as a text that can be copied."""
        return self._rendered("edit/copy.html.j2", text=text)

    def answers_report(self, report: AnswersReport) -> str:
        """Return what became of a reply."""
        return self._rendered("edit/report.html.j2", report=report) if report.lines else ""

    def questionnaire_name(self, person: str) -> str:
        """Return what the file with the questions to a colleague is called."""
        colleagues = asked_colleagues(self._session)
        name = next((one.name for one in colleagues if one.id == person), person)
        title = self._session.say(message("{account}, questions for {name}",
                                          account=self._account, name=name))  # fmt: skip
        return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", title).strip(" .")

    def meeting(self, objective: str, nonce: str) -> str:
        """Return the page of a meeting: one objective, function by function."""
        session = self._session
        plan = session.report.plan
        known = plan.objectives if plan is not None else ()
        found = next((one for one in known if one.id == objective), known[0] if known else None)
        record, present = todays_meeting(session)
        language = session.language
        return self.page(
            "meeting.html.j2",
            session.say(message("Meeting")),
            MEETING,
            nonce,
            objectives=[
                ObjectiveLink(one.id, f"meeting?{urlencode({'objective': one.id})}", one is found)
                for one in known
            ],
            statement=text_in(found.statement, language, language) if found else "",
            objective_key=field_key(("objectives", Entry({"id": found.id}))) if found else "",
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
        return self.page("stage.html.j2", title, STAGE, nonce, stages=shown_stages(session))

    def version(self, nonce: str) -> str:
        """Return the page on which a version is saved."""
        title = self._session.say(message("Save a version"))
        changes = unsaved_changes(self._session)
        return self.page("version.html.j2", title, VERSION, nonce, version=changes)

    def page(self, template: str, title: str, current: str, nonce: str, **values: Any) -> str:
        """Return a page around what `template` shows; `current` is the key of what it is about."""
        session = self._session
        shared = {
            "bar": self._bar,
            "editable": session.read_only is None,
            "read_only": session.read_only,
            "is_readable": session.is_readable,
            "everything": False,
            "open_claims": False,
            "question_above": False,
            "key": current,
            "signed_matters": session.report.stage not in (None, Stage.DRAFT),
        }
        content = self._rendered(f"edit/{template}", **{"title": title, **shared, **values})
        branding = self._editor.shown.state.latest.branding
        light, dark = accents(branding.accent if branding else None)
        documents = self._documents()
        first = documents[0].items[0].query
        parts = {name: Markup(html) for name, html in self._parts(current).items()}
        return self._rendered(
            "edit/page.html.j2",
            language=session.language,
            title=title,
            nonce=nonce,
            hash=session.hash,
            news=self._editor.news_count,
            light=light,
            dark=dark,
            content=Markup(content),
            documents=documents,
            document=f"page?{first}&v={session.hash}" if self._editor.shown.state.last_good else "",
            parts={
                "bar": parts["bar"],
                "nav": parts["nav"],
                "counts": parts["counts"],
                "findings": parts["findings-list"],
            },
            **shared,
        )

    def is_page(self, key: str) -> bool:
        """Tell whether a key is one of those of pages; what it is about may have been deleted."""
        try:
            self._fields_on(key, everything=False)
        except UserError:
            return False
        return True

    def changed(
        self,
        outcome: ChangeOutcome,
        page: str,
        news: int,
        go: str = "",
        *,
        everything: bool = False,
    ) -> dict[str, Any]:
        """Return what a page needs to know after a change.

        `page` is the key of what it shows, `news` how many changes of others it has told.
        """
        return self.renewed(page, news, everything=everything) | {
            "saved": outcome.is_saved,
            "message": " ".join(filter(None, (outcome.message, plain_hint(outcome.hint)))),
            "key": outcome.key,
            "value": outcome.value,
            "keys": [list(pair) for pair in outcome.keys],
            "outcome": self._outcome(outcome),
            "go": go,
        }

    def renewed(self, page: str, news: int, *, everything: bool = False) -> dict[str, Any]:
        """Return what is beside the form, and the values and findings of the fields in it.

        `everything` tells that the page shows the fields of entries, too.
        """
        session = self._session
        fields = self._fields_on(page, everything=everything)
        marks = self._environment.get_template("edit/fields.html.j2").make_module(
            {"editable": True, "open_claims": False, "everything": False}
        )
        typed = list(typed_fields(fields))
        return {
            "hash": session.hash,
            "parts": self._parts(page),
            "marks": {one.key: str(marks.marks(one)) for one in typed},  # type: ignore[attr-defined]
            "values": {one.key: one.value for one in typed},
            "meanwhile": self._editor.news_since(news),
            "news": self._editor.news_count,
        }

    # --- Inside -------------------------------------------------------------------------------

    @property
    def _account(self) -> str:
        name = self._session.report.account
        return name if name and name != "?" else self._session.form.translate("Account plan")

    @property
    def _bar(self) -> Bar:
        session = self._session
        editable = session.read_only is None
        return Bar(
            self._account, plan_stage_label(session), session.undo_label, editable, self._plans
        )

    @property
    def _environment(self) -> Environment:
        return edit_environment(self._session.language)

    def _rendered(self, template: str, **values: Any) -> str:
        return self._environment.get_template(template).render(
            **{"first_field": self._first_field, "list_page": _first_page, **values}
        )

    def _parts(self, current: str) -> dict[str, str]:
        session = self._session
        groups = findings_groups(session)
        nav = navigation(session, current if current.startswith("[") else "")
        return {
            "bar": self._rendered("edit/bar.html.j2", bar=self._bar, current=current),
            "nav": self._rendered("edit/nav.html.j2", nav=nav, current=current),
            "counts": self._rendered("edit/counts.html.j2", groups=groups),
            "findings-list": self._rendered("edit/findings.html.j2", groups=groups),
        }

    def _fields_on(self, page: str, *, everything: bool) -> Sequence[FormField]:
        """Return the fields of a page: of a part of the plan, or the one that is asked for."""
        if not page.startswith("["):
            return ()
        session = self._session
        if page_key(page) == page:
            return session.fields(page, with_entries=everything)
        field = session.field(page, with_entries=everything)
        return (field,) if field is not None else ()

    def _outcome(self, outcome: ChangeOutcome) -> str:
        if outcome.is_saved:
            return ""
        if outcome.status is OutcomeStatus.CONFLICT:
            chosen = self._session.field(outcome.key)
            labels = {one.value: one.label for one in chosen.choices} if chosen else {}
            shown = {
                name: "\n".join(labels.get(line, line) for line in text.split("\n"))
                for name, text in (
                    ("mine", outcome.mine),
                    ("theirs", outcome.theirs),
                    ("was", outcome.was),
                )
            }
            return self._rendered("edit/conflict.html.j2", outcome=outcome, **shown)
        return self._rendered("edit/held.html.j2", outcome=outcome)

    def _documents(self) -> tuple[DocumentGroup, ...]:
        """Return the documents there are; the first is shown."""
        available = self._editor.shown.state.available
        translate, language = self._session.form.translate, self._session.language
        readers = (*available.likely_readers, *available.other_readers)
        briefings = tuple(
            DocumentOption(
                reader_label(one, translate),
                PageRequest(BRIEFING.name, one, language).query,
                is_chosen=one is None,
            )
            for one in readers
        )
        others = tuple(
            DocumentOption(
                translate(document_kind(one).label),
                PageRequest(one, None, language).query,
                is_chosen=False,
            )
            for one in available.kinds
            if one != BRIEFING.name
        )
        return (
            DocumentGroup(translate(BRIEFING.label), briefings),
            DocumentGroup(translate("Other documents"), others),
        )

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

    def _first_field(self, field: FormField) -> FirstField | None:
        """Return what is asked of a new entry at once: its name, or its text; None for neither."""
        typed = [
            one
            for one in fields_at(f"{field.name}[]")
            if one.kind not in _NOT_TYPED_FIRST
            and one.key not in _NOT_ASKED_FIRST
            and not one.is_list
        ]
        if not typed:
            return None
        first = next((one for one in typed if one.is_required), typed[0])
        label = "" if first.key == "text" else self._session.say(Message(first.facet.label))
        return FirstField(first.key, label)


def _is_asked(colleague: AskedColleague) -> bool:
    return any(one.state for one in colleague.questions)


def _waiver_address(objective: str) -> str:
    """Return where the customer's confirmation of an objective is waived."""
    place = ("objectives", Entry({"id": objective}), "customer_confirmation", "waiver")
    return part_address(field_key((*place, "reason")))


def _first_page(field: FormField) -> ListPage:
    return list_page(field, FIRST_ENTRIES)


def _is_used(section: PlanSection) -> bool:
    return section.is_listed or section.status is not SectionStatus.NOT_STARTED


def _flat(fields: Sequence[FormField]) -> list[FormField]:
    """Return the fields with those of groups, but not those of entries."""
    return [each for one in fields for each in (one, *_flat(one.fields))]


def _is_in(key: str, part: str) -> bool:
    """Tell whether a field is in a part of the plan."""
    place, outer = json.loads(key), json.loads(part)
    return bool(place[: len(outer)] == outer)


def _after(found: Sequence[OpenQuestion], key: str) -> OpenQuestion | None:
    """Return the question after the one for `key`, round and round; None where it is the last."""
    keys = [one.key for one in found]
    at = keys.index(key) if key in keys else -1
    rest = [*found[at + 1 :], *found[: max(at, 0)]]
    return rest[0] if rest else None
