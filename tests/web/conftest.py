"""A preview of a copy of an example, served in this process."""

from __future__ import annotations

import datetime as dt
import http.client
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

import pytest

from kamctl.web.event_streams import EventStreams
from kamctl.web.plan_checker import PlanChecker
from kamctl.web.preview_pages import PreviewPages
from kamctl.web.preview_routes import PreviewRoutes
from kamctl.web.preview_session import PreviewSession
from kamctl.web.server import LocalServer
from tests.paths import ROOT

DAY = dt.date(2026, 11, 23)
Answer = tuple[int, str, HTTPMessage]


@dataclass
class Preview:
    """A preview that is served, and the plan it shows."""

    server: LocalServer
    session: PreviewSession
    plan: Path

    @property
    def path(self) -> str:
        """The path of its first page."""
        return f"/{self.server.guard.key}/"

    def get(self, below: str = "", method: str = "GET", **headers: str) -> Answer:
        """Ask for a page as a browser would; return status, text and headers."""
        return self.ask(self.path + below, method, **headers)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for any path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes, which ask to close the connection, and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as one:
            response = b""
            try:
                one.sendall(request)
                while part := one.recv(65536):
                    response += part
            except ConnectionError:
                pass  # it was refused before all of it was read
            return response

    def save(self, text: str) -> None:
        """Save the plan, and let the preview look."""
        self.plan.write_text(text, encoding="utf-8")
        self.session.poll()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A complete plan with its sign-offs, to be changed."""
    for file in (ROOT / "examples" / "complete-en").iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path / "plan.yaml"


@pytest.fixture
def preview(plan: Path) -> Iterator[Preview]:
    """A preview of that plan."""
    yield from served(plan)


def served(
    plan: Path, function: str | None = None, language: str | None = None
) -> Iterator[Preview]:
    """Serve a plan for as long as a test takes."""
    session = PreviewSession(PlanChecker(plan, plan.name, lambda: DAY))
    streams = EventStreams()
    routes = PreviewRoutes(PreviewPages(session, function, language), streams).routes()
    with LocalServer(routes, streams) as server:
        serving = threading.Thread(target=server.run, daemon=True)
        serving.start()
        yield Preview(server, session, plan)
        server.stop()
        serving.join(5)
