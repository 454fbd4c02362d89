"""All that `kamctl edit` serves: the plans below a folder, each with its pages, and new ones."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.routing import Mount, Route, Router

from kamctl.document.errors import InvalidFile, UserError
from kamctl.web.edit_routes import EditRoutes
from kamctl.web.editor import Editor
from kamctl.web.responses import text_response
from kamctl.web.security_headers import data_headers, new_nonce, own_page_headers
from kamctl.web.start_page import NewPlan, start_page
from kamctl.web.watching import watched
from kamctl.workspace.plan_files import plan_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

    from kamctl.web.event_streams import EventStreams


class EditSite:
    """Serves the plan `file`, or all below `folder` where there is none; watches those in use.

    Raises:
        InvalidFile: `file` cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        file: str | None,
        today: Callable[[], dt.date],
        language: str,
        streams: EventStreams,
    ) -> None:
        self._folder = folder
        self._today = today
        self._language = language
        self._streams = streams
        self._only = _plan_id(file) if file is not None else ""
        self._files: dict[str, str] = {self._only: file} if file is not None else {}
        self._apps: dict[str, ASGIApp] = {}
        self._lock = threading.Lock()
        self._watching = ExitStack()
        if file is not None:
            self._app(self._only)  # report at once what cannot be opened

    def __enter__(self) -> Self:
        """Return the site."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching files."""
        self._watching.close()

    def routes(self) -> list[BaseRoute]:
        """Return the paths."""
        return [
            Route("/", self._start),
            Route("/new", self._new, methods=["POST"]),
            Mount("/plan/{plan}", self._serve_plan),
        ]

    def _start(self, _: Request) -> Response:
        if self._only:
            return RedirectResponse(f"plan/{self._only}/", 303, data_headers())
        nonce = new_nonce()
        files = {f"plan/{name}/": file for name, file in self._find_plans().items()}
        text = start_page(files, self._folder, self._today(), self._language, nonce)
        return HTMLResponse(text, headers=own_page_headers(nonce))

    async def _new(self, request: Request) -> Response:
        try:
            fields = json.loads(await request.body())
        except (ValueError, RecursionError):
            return text_response(400)
        if self._only or not isinstance(fields, dict):
            return text_response(400)
        texts = {str(name): str(value) for name, value in fields.items()}
        return JSONResponse(await run_in_threadpool(self._created, texts), headers=data_headers())

    def _created(self, fields: dict[str, str]) -> dict[str, Any]:
        new = NewPlan(self._folder, self._today(), self._language)
        file, problems = new.created(fields)
        if file is None:
            return {"saved": False, "problems": problems}
        name = _plan_id(file)
        with self._lock:
            self._files[name] = file
        return {"saved": True, "go": f"plan/{name}/"}

    def _find_plans(self) -> dict[str, str]:
        """Look for plans again; return all, by what they are called in addresses."""
        try:
            found = plan_files([str(self._folder)])
        except UserError:  # there is none yet
            found = []
        with self._lock:
            self._files = {_plan_id(file): file for file in found} | {
                name: file for name, file in self._files.items() if Path(file).exists()
            }
            return dict(self._files)

    async def _serve_plan(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            app = await run_in_threadpool(self._app, scope["path_params"]["plan"])
        except InvalidFile:
            app = None
        await (app or text_response(404))(scope, receive, send)

    def _app(self, name: str) -> ASGIApp | None:
        """Return the pages of a plan, opened when they are first asked for.

        Raises:
            InvalidFile: it cannot be read.
        """
        with self._lock:
            if name not in self._apps and name in self._files:
                file = self._files[name]
                editor = Editor(Path(file).absolute(), self._today, self._language)
                self._watching.enter_context(watched(editor.shown))
                routes = EditRoutes(editor, self._streams, "" if self._only else "../../")
                self._apps[name] = Router(routes.routes(), redirect_slashes=False)
            return self._apps.get(name)


def _plan_id(file: str) -> str:
    """Return what a plan is called in addresses."""
    return hashlib.sha256(str(Path(file).absolute()).encode()).hexdigest()[:12]
