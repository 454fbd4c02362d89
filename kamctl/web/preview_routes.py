"""The paths of the preview."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kamctl.web.responses import text_response
from kamctl.web.security_headers import (
    data_headers,
    document_headers,
    new_nonce,
    own_page_headers,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from kamctl.web.event_streams import EventStreams
    from kamctl.web.preview_pages import PreviewPages


class PreviewRoutes:
    """Answers requests with `pages`, and keeps open pages up to date by `streams`."""

    def __init__(self, pages: PreviewPages, streams: EventStreams) -> None:
        self._pages = pages
        self._streams = streams
        pages.session.on_change(streams.wake)

    def routes(self) -> list[Route]:
        """Return the paths."""
        return [
            Route("/", self._shell),
            Route("/page", self._page),
            Route("/check/{code}", self._check),
            Route("/events", self._events),
        ]

    def _shell(self, request: Request) -> Response:
        nonce = new_nonce()
        text = self._pages.shell(request.url.query, nonce)
        return HTMLResponse(text, headers=own_page_headers(nonce))

    def _page(self, request: Request) -> Response:
        text = self._pages.page(request.url.query)
        return HTMLResponse(text, 200 if text else 404, document_headers())

    def _check(self, request: Request) -> Response:
        nonce = new_nonce()
        text = self._pages.check(request.path_params["code"], request.url.query, nonce)
        if not text:
            return text_response(404)
        return HTMLResponse(text, headers=own_page_headers(nonce))

    async def _events(self, request: Request) -> Response:
        query = request.url.query
        if request.method == "HEAD":
            return Response(headers=data_headers(), media_type="text/event-stream")

        def event() -> str:
            found = self._pages.event(query, self._pages.session.state)
            return json.dumps(found, ensure_ascii=False, allow_nan=False)

        return self._streams.response(lambda: self._pages.session.state.version, event)
