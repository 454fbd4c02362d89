"""The preview's server: its own pages and nothing else, for this machine alone."""

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
from kamctl.i18n.message import message
from kamctl.preview.guard import ADDRESS, ONLY_READING, Guard, for_briefing, for_data, for_own_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kamctl.preview.site import Site

_PATIENCE: Final = 10.0
"""Seconds in which a request must have come, and an answer must be taken."""
_HEARTBEAT: Final = 15.0
"""Seconds without news after which a stream says that it is there: so a lost one is noticed."""
_GLANCE: Final = 1.0
"""Seconds between two looks whether a browser is still there."""
_MOST_STREAMS: Final = 40
"""Pages that are kept up to date at once."""


class Server(ThreadingHTTPServer):
    """Serves a `site` on `port`, or on one that is free.

    Raises:
        UserError: the port is taken, or may not be used.
    """

    daemon_threads = True
    # On Windows the option lets a second program take the port over; elsewhere it only lets a
    # preview start again at once.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, site: Site, port: int = 0) -> None:
        self.site = site
        self.streams = threading.BoundedSemaphore(_MOST_STREAMS)
        self.stopping = threading.Event()
        try:
            super().__init__((ADDRESS, port), Handler)
        except OSError as error:
            raise _not_there(port, error) from None
        self.guard = Guard(self.server_port)

    def server_bind(self) -> None:
        """Take the port; the base class would ask the network for this machine's name, too."""
        if sys.platform == "win32":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, int(self.server_address[1])

    def run(self, look: Callable[[], object], interval: float) -> None:
        """Serve until interrupted; meanwhile `look` every `interval` seconds.

        The looking is done here and the serving beside it: on Windows, Ctrl-C interrupts a sleep,
        and no waiting without an end.
        """
        serving = threading.Thread(target=self.serve_forever, daemon=True)
        serving.start()
        try:
            while True:
                time.sleep(interval)
                look()
        finally:
            self.stopping.set()
            self.shutdown()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that goes away in the middle is nobody's mistake."""

    @property
    def address(self) -> str:
        """Where the preview is."""
        return f"http://{ADDRESS}:{self.server_port}/{self.guard.key}/"

    @property
    def address_for_browser(self) -> str:
        """An address that works once: what starts a browser is seen by all users of a machine."""
        return f"http://{ADDRESS}:{self.server_port}{self.guard.once()}"


def _not_there(port: int, error: OSError) -> UserError:
    if error.errno in (errno.EACCES, errno.EPERM) and port < 1024:
        return UserError(
            message("Port {port} is kept for the system.", port=port),
            message("Choose one above 1023, or leave --port out: kamctl finds one that is free."),
        )
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return UserError(
            message("Port {port} is taken by another program.", port=port),
            message("Choose another one, or leave --port out: kamctl finds one that is free."),
        )
    return UserError(
        message("The preview cannot be served: {reason}.", reason=error.strerror or str(error)),
        message("Look whether a security program forbids it, or try another --port."),
    )


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    timeout = _PATIENCE

    def do_GET(self) -> None:
        """Answer with one of the preview's pages, or say that there is none."""
        self._answer_guarded()

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _answer_guarded(self) -> None:
        guard = self.server.guard
        refused = guard.refused(self.command, self.path, self.headers)
        if refused is not None:
            self.send_error(refused.status, refused.reason)
            return
        path, _, query = self.path.partition("?")
        if self.command == "GET" and guard.is_once(path):
            self._send(303, "", {"Location": f"/{guard.key}/", **for_data()}, "text/plain")
            return
        below = guard.path_below_key(path)
        site = self.server.site
        if below == "":
            nonce = site.nonce()
            self._send(200, site.shell(query, nonce), for_own_page(nonce))
        elif below == "page":
            text = site.page(query)
            self._send(200 if text else 404, text, for_briefing())
        elif below == "events":
            self._stream(query)
        elif below is not None and below.startswith("check/"):
            nonce = site.nonce()
            text = site.check(below.removeprefix("check/"), query, nonce)
            if text:
                self._send(200, text, for_own_page(nonce))
            else:
                self.send_error(404)
        else:
            self.send_error(404)

    def _stream(self, query: str) -> None:
        """Tell what there is to show, now and each time it changes, as Server-Sent Events."""
        if not self.server.streams.acquire(blocking=False):
            self.send_error(503, "Too many pages are open.")
            return
        try:
            self._head(200, {"Content-Type": "text/event-stream; charset=utf-8", **for_data()})
            if self.command != "GET":
                return
            self.wfile.write(b"retry: 1000\n\n")
            known, told, silent = 0, "", 0.0
            while not self.server.stopping.is_set():
                shown = self.server.site.wait(known, _GLANCE)
                if shown.number == known:
                    silent += _GLANCE
                    if self._is_gone():
                        return
                    if silent >= _HEARTBEAT:
                        self.wfile.write(b":\n\n")
                        silent = 0.0
                    continue
                known, silent = shown.number, 0.0
                event = json.dumps(
                    self.server.site.event(query, shown), ensure_ascii=False, allow_nan=False
                )
                if event != told:
                    self.wfile.write(f"data: {event}\n\n".encode())
                    told = event
        finally:
            self.server.streams.release()

    def _is_gone(self) -> bool:
        """Tell whether the browser has closed the stream: it has nothing more to say in it."""
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
        """Refuse with a word, and with the same headers as everything else."""
        self.close_connection = True
        word = message or explain or HTTPStatus(code).phrase
        if code == HTTPStatus.NOT_IMPLEMENTED:  # http.server would repeat what was sent
            code, word = HTTPStatus.METHOD_NOT_ALLOWED, ONLY_READING
        self.command = getattr(self, "command", None) or ""
        self._send(code, f"{int(code)} {word}\n", for_data(), "text/plain")

    def version_string(self) -> str:
        """Name the server, without its version."""
        return "kamctl"

    def log_message(self, *_: Any) -> None:
        """Say nothing: the terminal is the author's."""
