"""What is around each page of `kamctl edit`: the bar, the sections, the findings, the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup

from kamctl.briefing.document_kinds import BRIEFING, document_kind
from kamctl.briefing.engine.color import accents
from kamctl.document.changes import Entry
from kamctl.i18n.message import Message
from kamctl.plan.fields import fields_at
from kamctl.plan.load import UNNAMED_ACCOUNT
from kamctl.plan.plan_metadata import Stage
from kamctl.web.edit_templates import edit_environment
from kamctl.web.edit_views import findings_groups, navigation, plan_stage_label
from kamctl.web.editing.customer_confirmation import customer_confirmation
from kamctl.web.editing.field_findings import CONFIRMATION
from kamctl.web.editing.field_keys import place_of
from kamctl.web.entry_lists import FIRST_ENTRIES, list_page
from kamctl.web.page_request import PageRequest
from kamctl.web.preview_pages import reader_label

if TYPE_CHECKING:
    from jinja2 import Environment

    from kamctl.web.editing.customer_confirmation import CustomerConfirmation
    from kamctl.web.editing.form_field import FormField
    from kamctl.web.editor import Editor
    from kamctl.web.entry_lists import ListPage

_NOT_TYPED_FIRST: Final = frozenset(
    {"part", "claim", "custom", "date", "amount", "percent", "number"}
    | {"choice", "country", "function", "reference"}
)
_NOT_ASKED_FIRST: Final = frozenset({"id", "kind", "note"})


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


class EditFrame:
    """Renders templates, and pages around what they show.

    `plans` is the address of the list of plans; empty where there is none.
    """

    def __init__(self, editor: Editor, plans: str = "") -> None:
        self._editor = editor
        self._session = editor.session
        self._plans = plans

    @property
    def account(self) -> str:
        """The name of the account, the last one known, or what a plan is called without one."""
        last = self._editor.shown.state.last_good
        for report in (self._session.report, *([last.report] if last is not None else [])):
            if report.account and report.account != UNNAMED_ACCOUNT:
                return report.account
        return self._session.form.translate("Account plan")

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
        content = self.rendered(f"edit/{template}", **{"title": title, **shared, **values})
        branding = self._editor.shown.state.latest.branding
        light, dark = accents(branding.accent if branding else None)
        documents = self._documents()
        first = documents[0].items[0].query
        parts = {name: Markup(html) for name, html in self.parts(current).items()}
        return self.rendered(
            "edit/page.html.j2",
            language=session.language,
            title=title,
            nonce=nonce,
            hash=session.hash,
            news=self._editor.news_count,
            version=self._editor.shown.state.version,
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

    def rendered(self, template: str, **values: Any) -> str:
        """Return what a template makes of `values`."""
        return self.environment.get_template(template).render(
            **{
                "first_field": self._first_field,
                "list_page": _first_page,
                "confirmation": self._confirmation,
                **values,
            }
        )

    def parts(self, current: str) -> dict[str, str]:
        """Return the HTML of what is beside a page, by the ids there."""
        session = self._session
        groups = findings_groups(session)
        nav = navigation(session, current if current.startswith("[") else "")
        return {
            "bar": self.rendered("edit/bar.html.j2", bar=self._bar, current=current),
            "nav": self.rendered("edit/nav.html.j2", nav=nav, current=current),
            "counts": self.rendered("edit/counts.html.j2", groups=groups),
            "findings-list": self.rendered("edit/findings.html.j2", groups=groups),
        }

    @property
    def environment(self) -> Environment:
        """The environment of the templates, in the language of the page."""
        return edit_environment(self._session.language)

    @property
    def _bar(self) -> Bar:
        session = self._session
        editable = session.read_only is None
        return Bar(
            self.account, plan_stage_label(session), session.undo_label, editable, self._plans
        )

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

    def _confirmation(self, field: FormField) -> CustomerConfirmation | None:
        """Return what the customer has confirmed of an objective, at the field that is about it."""
        place = place_of(field.key)
        if place[-1] != CONFIRMATION or not isinstance(place[1], Entry):
            return None
        holds = place[1].holds
        own = holds.get("id") if isinstance(holds, dict) else None
        return customer_confirmation(self._session, str(own)) if own else None


def _first_page(field: FormField) -> ListPage:
    return list_page(field, FIRST_ENTRIES)
