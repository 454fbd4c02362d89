"""The paths of `kamctl edit`: the pages of one plan, and what changes it."""

from __future__ import annotations

import json
from base64 import b64decode
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kamctl.document.errors import UserError
from kamctl.git.identity import User
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.plan_metadata import Stage
from kamctl.questionnaires.questionnaire_form import QuestionnaireForm
from kamctl.scaffold.sections import plan_sections
from kamctl.web.edit_addresses import part_address
from kamctl.web.edit_frame import EditFrame
from kamctl.web.edit_pages import BAR_PAGES, EditPages
from kamctl.web.edit_updates import EditUpdates, OpenPage
from kamctl.web.editing.agreement import record_decision, record_restatement
from kamctl.web.editing.colleague_answers import add_reply, settle
from kamctl.web.editing.colleagues import ask_colleague, questionnaire
from kamctl.web.editing.customer_confirmation import record_confirmation
from kamctl.web.editing.entry_changes import insert_entry, move_entry, remove_part
from kamctl.web.editing.field_changes import accept_fix, commit_field
from kamctl.web.editing.outcome import ChangeOutcome, OutcomeStatus
from kamctl.web.editing.plan_actions import accept_fixes, add_section, move_stage
from kamctl.web.editing.versions import save_version
from kamctl.web.entry_lists import ListRequest, whole_number
from kamctl.web.meeting import begin_meeting, shown_text
from kamctl.web.request_guard import TAKES_FILE
from kamctl.web.responses import text_response
from kamctl.web.security_headers import (
    data_headers,
    document_headers,
    new_nonce,
    own_page_headers,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from kamctl.web.editing.agreement import TextToSign
    from kamctl.web.editing.colleague_answers import SettleChoice
    from kamctl.web.editor import Editor
    from kamctl.web.event_streams import EventStreams

_Kind = TypeVar("_Kind", bound=Enum)


class _BadRequest(Exception):
    """A request is none that a page sends; nothing was changed."""


class _Fields(dict[str, str]):
    """The texts that a page sends, by name."""

    def __missing__(self, name: str) -> str:
        """Refuse a request without a text that it needs."""
        raise _BadRequest(name)


class EditRoutes:
    """Answers requests for the pages of one plan."""

    def __init__(self, editor: Editor, streams: EventStreams, plans: str = "") -> None:
        self._editor = editor
        self._session = editor.session
        self._streams = streams
        frame = EditFrame(editor, plans)
        self._pages = EditPages(editor.session, frame)
        self._updates = EditUpdates(editor, frame)
        editor.shown.on_change(streams.wake)

    def routes(self) -> list[Route]:
        """Return the paths."""
        pages: dict[str, Callable[[Request], Any]] = {
            "/": self._overview,
            "/part": self._part,
            "/question": self._question,
            "/ask": self._ask,
            "/questionnaire": self._questionnaire,
            "/meeting": self._meeting,
            "/stage": self._stage,
            "/version": self._version,
            "/page": self._document,
            "/parts": self._parts,
            "/events": self._events,
        }
        changes = {
            "/commit": self._commit,
            "/fix": self._fix,
            "/insert": self._insert,
            "/remove": self._remove,
            "/move": self._move,
            "/undo": self._undo,
            "/ask": self._ask_colleague,
            TAKES_FILE: self._add_reply,
            "/settle": self._settle,
            "/begin-meeting": self._begin_meeting,
            "/restate": self._restate,
            "/sign": self._sign,
            "/confirm": self._confirm,
            "/stage": self._move_stage,
            "/add-section": self._add_section,
            "/fixes": self._accept_fixes,
            "/save-version": self._save_version,
        }
        return [
            *(Route(path, page) for path, page in pages.items()),
            *(
                Route(path, self._changing(handler), methods=["POST"])
                for path, handler in changes.items()
            ),
        ]

    # --- Pages --------------------------------------------------------------------------------

    def _overview(self, _: Request) -> Response:
        return self._shown(self._pages.overview)

    def _part(self, request: Request) -> Response:
        query = request.query_params
        everything = query.get("all") == "1"
        key, listed = query.get("key", ""), ListRequest.of(query)
        return self._shown(
            lambda nonce: self._pages.part(key, nonce, everything=everything, listed=listed)
        )

    def _question(self, request: Request) -> Response:
        query = request.query_params
        key, section = query.get("key", ""), query.get("section", "")
        return self._shown(lambda nonce: self._pages.question(key, section, nonce))

    def _ask(self, _: Request) -> Response:
        return self._shown(self._pages.ask)

    def _questionnaire(self, request: Request) -> Response:
        query = request.query_params
        try:
            form = QuestionnaireForm(query.get("form", ""))
            data = questionnaire(self._session, query.get("person", ""), form)
        except (UserError, ValueError):  # a link of an earlier time
            return text_response(404)
        headers = {**data_headers(), "Content-Disposition": "attachment"}
        return Response(data, headers=headers, media_type="application/octet-stream")

    def _meeting(self, request: Request) -> Response:
        objective = request.query_params.get("objective", "")
        return self._shown(lambda nonce: self._pages.meeting(objective, nonce))

    def _stage(self, _: Request) -> Response:
        return self._shown(self._pages.stage)

    def _version(self, _: Request) -> Response:
        return self._shown(self._pages.version)

    def _shown(self, made: Callable[[str], str | None]) -> Response:
        nonce = new_nonce()
        self._editor.shown.poll()  # a page shows the files as they are now
        try:
            text = made(nonce)
        except UserError:
            return text_response(404)
        if text is None:  # deleted meanwhile, or never there
            return RedirectResponse("./", 303, data_headers())
        return HTMLResponse(text, headers=own_page_headers(nonce))

    def _document(self, request: Request) -> Response:
        text = self._editor.documents.page(request.url.query)
        return HTMLResponse(text, 200 if text else 404, document_headers())

    def _parts(self, request: Request) -> Response:
        try:
            fields = _Fields(request.query_params)
            found = self._updates.renewed(_open_page(fields, fields.get("key", "")))
        except UserError:
            return text_response(404)
        return JSONResponse(found, headers=data_headers())

    async def _events(self, request: Request) -> Response:
        if request.method == "HEAD":
            return Response(headers=data_headers(), media_type="text/event-stream")
        shown = self._editor.shown

        def event() -> str:
            return json.dumps({"hash": self._session.hash, "version": shown.state.version})

        return self._streams.response(lambda: shown.state.version, event)

    # --- Changes ------------------------------------------------------------------------------

    def _changing(self, handler: Callable[[_Fields], dict[str, Any]]) -> Callable[[Request], Any]:
        """Return an endpoint that takes texts as JSON and answers with what came of them."""

        async def endpoint(request: Request) -> Response:
            try:
                fields = _texts(await request.body())
            except _BadRequest:
                return text_response(400)
            return await run_in_threadpool(self._answered, handler, fields)

        return endpoint

    def _answered(self, handler: Callable[[_Fields], dict[str, Any]], fields: _Fields) -> Response:
        page = _open_page(fields, fields.get("page", ""))
        if not self._updates.is_page(page.key):  # before anything is saved
            return text_response(400)
        try:
            found = handler(fields)
        except UserError as error:
            refused = self._session.refused(error)
            found = self._updates.changed(refused, page)
        except _BadRequest:
            return text_response(400)
        return JSONResponse(found, headers=data_headers())

    def _changed(self, fields: _Fields, outcome: ChangeOutcome, go: str = "") -> dict[str, Any]:
        self._editor.show(outcome)
        renamed = dict(outcome.keys)
        page = fields.get("page", "")
        return self._updates.changed(outcome, _open_page(fields, renamed.get(page, page)), go)

    def _commit(self, fields: _Fields) -> dict[str, Any]:
        texts = (fields[one] for one in ("key", "old", "new"))
        return self._changed(fields, commit_field(self._session, *texts))

    def _fix(self, fields: _Fields) -> dict[str, Any]:
        return self._changed(fields, accept_fix(self._session, fields["key"]))

    def _insert(self, fields: _Fields) -> dict[str, Any]:
        values = _texts(fields["values"])
        outcome = insert_entry(self._session, fields["key"], values)
        go = part_address(outcome.key) if outcome.is_saved else ""
        return self._changed(fields, outcome, go)

    def _remove(self, fields: _Fields) -> dict[str, Any]:
        return self._changed(fields, remove_part(self._session, fields["key"]))

    def _move(self, fields: _Fields) -> dict[str, Any]:
        return self._changed(fields, move_entry(self._session, fields["key"], fields["before"]))

    def _undo(self, fields: _Fields) -> dict[str, Any]:
        return self._changed(fields, self._session.undo())

    def _ask_colleague(self, fields: _Fields) -> dict[str, Any]:
        person, form = fields["person"], _member(QuestionnaireForm, fields["form"])
        ask_colleague(self._session, person, fields.get("language", ""))
        done = self._changed(fields, ChangeOutcome(OutcomeStatus.SAVED))
        if form is QuestionnaireForm.TXT:
            text = questionnaire(self._session, person, form).decode()
            return done | {"report": self._updates.text_to_copy(text)}
        query = urlencode({"person": person, "form": form.value})
        name = self._pages.questionnaire_name(person)
        return done | {"download": f"questionnaire?{query}", "name": f"{name}.{form.value}"}

    def _add_reply(self, fields: _Fields) -> dict[str, Any]:
        text, file = fields.get("text", "").strip(), fields.get("file", "")
        if bool(text) == bool(file):
            raise UserError(message("Paste a reply, or choose a file."))
        data = _decoded(file) if file else text.encode()
        report = add_reply(self._session, data, fields.get("name", "") if file else "")
        done = self._changed(fields, report.outcome)
        return done | {"report": self._updates.answers_report(report)}

    def _settle(self, fields: _Fields) -> dict[str, Any]:
        choice: SettleChoice = "answer" if fields["choice"] == "answer" else "plan"
        return self._changed(fields, settle(self._session, fields["code"], choice))

    def _begin_meeting(self, fields: _Fields) -> dict[str, Any]:
        return self._changed(fields, begin_meeting(self._session))

    def _restate(self, fields: _Fields) -> dict[str, Any]:
        shown = self._shown_text(fields)
        return self._changed(fields, record_restatement(self._session, shown, fields["words"]))

    def _sign(self, fields: _Fields) -> dict[str, Any]:
        if not fields.get("decision"):
            raise UserError(message("Choose a decision first."))
        shown = self._shown_text(fields)
        outcome = record_decision(self._session, shown, fields["decision"], fields["note"])
        return self._changed(fields, outcome)

    def _confirm(self, fields: _Fields) -> dict[str, Any]:
        texts = (fields[one] for one in ("objective", "fingerprint", "by", "on", "how"))
        return self._changed(fields, record_confirmation(self._session, *texts))

    def _shown_text(self, fields: _Fields) -> TextToSign:
        return shown_text(
            self._session, fields["objective"], fields["party"], fields["fingerprint"]
        )

    def _move_stage(self, fields: _Fields) -> dict[str, Any]:
        return self._changed(fields, move_stage(self._session, _member(Stage, fields["stage"])))

    def _add_section(self, fields: _Fields) -> dict[str, Any]:
        name = fields["name"]
        if name not in plan_sections():
            raise _BadRequest(name)
        return self._changed(fields, add_section(self._session, name))

    def _accept_fixes(self, fields: _Fields) -> dict[str, Any]:
        return self._changed(fields, accept_fixes(self._session))

    def _save_version(self, fields: _Fields) -> dict[str, Any]:
        author = User(*(single_spaced(fields.get(one, "")) for one in ("author", "email")))
        return self._changed(fields, save_version(self._session, fields["note"], author))


def _texts(text: str | bytes) -> _Fields:
    """Read texts by name from JSON; half of a character, which no file can hold, is left out.

    Raises:
        _BadRequest: it is something else.
    """
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _BadRequest from error
    if not isinstance(fields, dict) or not all(isinstance(one, str) for one in fields.values()):
        raise _BadRequest
    return _Fields({_whole(name): _whole(one) for name, one in fields.items()})


def _whole(text: str) -> str:
    return text.encode(errors="ignore").decode()


def _member(kind: type[_Kind], text: str) -> _Kind:
    """Return the one of a kind that a text names.

    Raises:
        _BadRequest: there is none.
    """
    try:
        return kind(text)
    except ValueError as error:
        raise _BadRequest from error


def _decoded(file: str) -> bytes:
    """Return the content of a file that was sent in Base64.

    Raises:
        _BadRequest: it is something else.
    """
    try:
        return b64decode(file, validate=True)
    except ValueError as error:
        raise _BadRequest from error


def _open_page(fields: _Fields, key: str) -> OpenPage:
    """Read what a page says of itself; `key` is what it is about."""
    news, everything = whole_number(fields.get("news", "")), fields.get("all") == "1"
    tool = fields.get("tool", "")
    return OpenPage(key, news, everything, tool if tool in BAR_PAGES else "")
