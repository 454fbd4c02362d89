"""The HTTP server of the preview: its own pages only, for this machine only."""

from __future__ import annotations

import errno
import json
import select
import socket
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any, Final

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.message import message
from kamctl.web.request_guard import ADDRESS, METHOD_NOT_ALLOWED, RequestGuard
from kamctl.web.security_headers import data_headers, document_headers, own_page_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kamctl.web.pages import PreviewPages

_TIMEOUT: Final = 10.0
"""Seconds for a request to arrive, and for an answer to be taken."""
_HEARTBEAT_SECONDS: Final = 15.0
"""Seconds without an event after which a stream sends a comment, so that a lost one is noticed."""
_POLL_SECONDS: Final = 1.0
"""Seconds after which a stream checks again whether its browser is still there."""
_MAX_STREAMS: Final = 40
"""Open pages that are kept up to date at once."""


class PreviewServer(ThreadingHTTPServer):
    """Serves `pages` on `port`, or on one that is free.

    Raises:
        UserError: the port is taken, or may not be used.
    """

    daemon_threads = True
    # On Windows the option lets a second program take the port over; elsewhere it only lets a
    # preview start again at once.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, pages: PreviewPages, port: int = 0) -> None:
        self.pages = pages
        self.streams = threading.BoundedSemaphore(_MAX_STREAMS)
        self.stopping = threading.Event()
        try:
            super().__init__((ADDRESS, port), RequestHandler)
        except OSError as error:
            raise _bind_error(port, error) from None
        self.guard = RequestGuard(self.server_port)

    def server_bind(self) -> None:
        """Take the port; the base class would ask the network for this machine's name, too."""
        if sys.platform == "win32":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, int(self.server_address[1])

    def run(self, poll: Callable[[], object], interval: float) -> None:
        """Serve until interrupted; meanwhile call `poll` every `interval` seconds.

        The main thread polls and another one serves: on Windows, Ctrl-C interrupts a sleep, but not
        a wait without an end.
        """
        serving = threading.Thread(target=self.serve_forever, daemon=True)
        serving.start()
        try:
            while True:
                time.sleep(interval)
                poll()
        finally:
            self.stopping.set()
            self.shutdown()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore it: a browser may close a connection at any time."""

    @property
    def address(self) -> str:
        """Where the preview is."""
        return f"http://{ADDRESS}:{self.server_port}/{self.guard.key}/"

    @property
    def address_for_browser(self) -> str:
        """An address that works once: all users of a machine see what starts a browser."""
        return f"http://{ADDRESS}:{self.server_port}{self.guard.new_one_time_path()}"


def _bind_error(port: int, error: OSError) -> UserError:
    if error.errno in (errno.EACCES, errno.EPERM) and port < 1024:
        return UserError(
            message("Port {port} is reserved for the system.", port=port),
            message("Choose a port above 1023, or remove --port to use any free port."),
        )
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return UserError(
            message("Port {port} is used by another program.", port=port),
            message("Choose another port, or remove --port to use any free port."),
        )
    return UserError(
        message("The preview could not start: {reason}.", reason=os_error_reason(error)),
        message("Check whether security software blocks it, or try another --port."),
    )


class RequestHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: PreviewServer
    timeout = _TIMEOUT

    def do_GET(self) -> None:
        """Answer with one of the preview's pages, or refuse the request."""
        self._answer_guarded()

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _answer_guarded(self) -> None:
        guard = self.server.guard
        rejection = guard.rejection(self.command, self.path, self.headers)
        if rejection is not None:
            self.send_error(rejection.status, rejection.reason)
            return
        path, _, query = self.path.partition("?")
        if self.command == "GET" and guard.use_one_time_path(path):
            self._send(303, "", {"Location": f"/{guard.key}/", **data_headers()}, "text/plain")
            return
        below = guard.path_below_key(path)
        pages = self.server.pages
        if below == "":
            nonce = pages.nonce()
            self._send(200, pages.shell(query, nonce), own_page_headers(nonce))
        elif below == "page":
            text = pages.page(query)
            self._send(200 if text else 404, text, document_headers())
        elif below == "events":
            self._stream(query)
        elif below is not None and below.startswith("check/"):
            nonce = pages.nonce()
            text = pages.check(below.removeprefix("check/"), query, nonce)
            if text:
                self._send(200, text, own_page_headers(nonce))
            else:
                self.send_error(404)
        else:
            self.send_error(404)

    def _stream(self, query: str) -> None:
        """Send the state as Server-Sent Events, now and each time it changes."""
        if not self.server.streams.acquire(blocking=False):
            self.send_error(503, "Too many pages are open.")
            return
        try:
            self._head(200, {"Content-Type": "text/event-stream; charset=utf-8", **data_headers()})
            if self.command != "GET":
                return
            self.wfile.write(b"retry: 1000\n\n")
            version, sent, silent = 0, "", 0.0
            while not self.server.stopping.is_set():
                state = self.server.pages.wait(version, _POLL_SECONDS)
                if state.version == version:
                    silent += _POLL_SECONDS
                    if self._is_gone():
                        return
                    if silent >= _HEARTBEAT_SECONDS:
                        self.wfile.write(b":\n\n")
                        silent = 0.0
                    continue
                version, silent = state.version, 0.0
                event = json.dumps(
                    self.server.pages.event(query, state), ensure_ascii=False, allow_nan=False
                )
                if event != sent:
                    self.wfile.write(f"data: {event}\n\n".encode())
                    sent = event
        finally:
            self.server.streams.release()

    def _is_gone(self) -> bool:
        """Tell whether the browser has closed the stream: otherwise it sends nothing."""
        try:
            ready, _, _ = select.select([self.connection], [], [], 0)
            return bool(ready) and not self.connection.recv(1, socket.MSG_PEEK)
        except (OSError, ValueError):
            return True

    def _send(
        self, status: int, text: str, headers: Mapping[str, str], kind: str = "text/html"
    ) -> None:
        body = text.encode(errors="replace")
        length = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body))}
        self._head(status, {**length, **headers})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse a request, with the same headers as every other answer."""
        self.close_connection = True
        reason = message or explain or HTTPStatus(code).phrase
        if code == HTTPStatus.NOT_IMPLEMENTED:  # http.server would repeat what was sent
            code, reason = HTTPStatus.METHOD_NOT_ALLOWED, METHOD_NOT_ALLOWED
        self.command = getattr(self, "command", None) or ""
        self._send(code, f"{int(code)} {reason}\n", data_headers(), "text/plain")

    def version_string(self) -> str:
        """Return the name of the server, without a version."""
        return "kamctl"

    def log_message(self, *_: Any) -> None:
        """Log nothing: the terminal is for the author."""
