"""Server-Sent Events: open pages get what is new, as soon as there is something new."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from kamctl.web.responses import text_response
from kamctl.web.security_headers import data_headers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.responses import Response

_HEARTBEAT_SECONDS: Final = 15.0
"""Seconds without an event after which a stream sends a comment, so that a lost one is noticed."""
_MAX_STREAMS: Final = 40
"""Open pages that are kept up to date at once."""


class EventStreams:
    """The streams of all open pages. `wake` may be called from any thread."""

    def __init__(self) -> None:
        self.open = 0
        self._is_closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Let each stream look whether there is something new."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """End all streams."""
        self._is_closed = True
        self._wake()

    def response(self, version: Callable[[], int], event: Callable[[], str]) -> Response:
        """Return a stream that sends `event()` now, and when `version()` and the event change."""
        if self.open >= _MAX_STREAMS:
            return text_response(503, "Too many pages are open.")
        events = self._events(version, event)
        return StreamingResponse(events, headers=data_headers(), media_type="text/event-stream")

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _events(
        self, version: Callable[[], int], event: Callable[[], str]
    ) -> AsyncIterator[str]:
        self._loop = asyncio.get_running_loop()
        self.open += 1
        try:
            yield "retry: 1000\n\n"
            seen, sent = -1, ""
            while not self._is_closed:
                news = self._news  # before the version is read: no change is missed
                now = version()
                if now != seen:
                    seen = now
                    text = await run_in_threadpool(event)
                    if text != sent:
                        sent = text
                        yield f"data: {text}\n\n"
                    continue
                try:
                    await asyncio.wait_for(news.wait(), _HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ":\n\n"
        finally:
            self.open -= 1
