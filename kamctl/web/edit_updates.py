"""What a page of `kamctl edit` gets after a change, without being loaded again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document.errors import UserError
from kamctl.web.edit_addresses import page_key
from kamctl.web.edit_views import plain_hint, typed_fields
from kamctl.web.editing.outcome import OutcomeStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.web.edit_frame import EditFrame
    from kamctl.web.editing.colleague_answers import AnswersReport
    from kamctl.web.editing.form_field import FormField
    from kamctl.web.editing.outcome import ChangeOutcome
    from kamctl.web.editor import Editor


class OpenPage(NamedTuple):
    """A page in a browser, as it says of itself with each request."""

    key: str
    """Of the part of the plan that it shows; empty on other pages."""
    news: int
    """How many changes of others it has told."""
    everything: bool
    """Whether it shows the fields of entries, and not their titles alone."""
    tool: str = ""
    """What it is called in the bar, as the meeting is, which has fields, too."""


class EditUpdates:
    """Tells open pages of one plan what came of a change, and what is new beside them."""

    def __init__(self, editor: Editor, frame: EditFrame) -> None:
        self._editor = editor
        self._session = editor.session
        self._frame = frame

    def is_page(self, key: str) -> bool:
        """Tell whether a key is one of those of pages; what it is about may have been deleted."""
        try:
            self._fields_on(OpenPage(key, 0, everything=False))
        except UserError:
            return False
        return True

    def changed(self, outcome: ChangeOutcome, page: OpenPage, go: str = "") -> dict[str, Any]:
        """Return what a page needs to know after a change; `go` is where to go on."""
        return self.renewed(page) | {
            "saved": outcome.is_saved,
            "message": " ".join(filter(None, (outcome.message, plain_hint(outcome.hint)))),
            "key": outcome.key,
            "value": outcome.value,
            "keys": [list(pair) for pair in outcome.keys],
            "outcome": self._outcome(outcome),
            "go": go,
        }

    def renewed(self, page: OpenPage) -> dict[str, Any]:
        """Return what is beside the form, and the values and findings of the fields in it."""
        session = self._session
        fields = self._fields_on(page)
        marks = self._frame.environment.get_template("edit/fields.html.j2").make_module(
            {"editable": True, "open_claims": False, "everything": False}
        )
        typed = list(typed_fields(fields))
        return {
            "hash": session.hash,
            "version": self._editor.shown.state.version,
            "parts": self._frame.parts(page.tool or page.key),
            "marks": {one.key: str(marks.marks(one)) for one in typed},  # type: ignore[attr-defined]  # a macro
            "values": {one.key: one.value for one in typed},
            "meanwhile": self._editor.news_since(page.news),
            "news": self._editor.news_count,
        }

    def text_to_copy(self, text: str) -> str:
        """Return a questionnaire as a text that can be copied."""
        return self._frame.rendered("edit/copy.html.j2", text=text)

    def answers_report(self, report: AnswersReport) -> str:
        """Return what became of a reply."""
        return self._frame.rendered("edit/report.html.j2", report=report) if report.lines else ""

    def _fields_on(self, page: OpenPage) -> Sequence[FormField]:
        """Return the fields of a page: of a part of the plan, or the one that is asked for."""
        if not page.key.startswith("["):
            return ()
        session = self._session
        if page_key(page.key) == page.key:
            return session.fields(page.key, with_entries=page.everything)
        field = session.field(page.key, with_entries=page.everything)
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
            return self._frame.rendered("edit/conflict.html.j2", outcome=outcome, **shown)
        return self._frame.rendered("edit/held.html.j2", outcome=outcome)
