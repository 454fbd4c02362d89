"""A site of `kamctl edit` that is served in this process."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamctl.web.edit_site import EditSite
from kamctl.web.event_streams import EventStreams
from kamctl.web.server import LocalServer

DAY = dt.date(2026, 11, 23)


@dataclass
class Site:
    """A site that is served, and where its first page is."""

    server: LocalServer
    start: str

    def get(self, below: str = "") -> tuple[int, str]:
        """Ask for a page below the first one; return status and text."""
        status, data = self._ask("GET", below, None)
        return status, data.decode()

    def get_bytes(self, below: str) -> bytes:
        """Ask for a file below the first page."""
        status, data = self._ask("GET", below, None)
        assert status == 200, (status, data)
        return data

    def post(self, below: str, **fields: str) -> dict[str, Any]:
        """Send a change as the script does; return what came of it."""
        status, data = self._ask("POST", below, json.dumps(fields))
        assert status == 200, (status, data)
        found: dict[str, Any] = json.loads(data)
        return found

    def _ask(self, method: str, below: str, body: str | None) -> tuple[int, bytes]:
        host = f"127.0.0.1:{self.server.port}"
        connection = http.client.HTTPConnection(host, timeout=20)
        headers = {"Sec-Fetch-Site": "same-origin"}
        if body is not None:
            headers |= {"Origin": f"http://{host}", "Content-Type": "application/json"}
        try:
            connection.request(method, self.start + below, body, headers)
            answer = connection.getresponse()
            data = answer.read()
            if answer.status == 303:
                self.start = str(answer.headers["Location"])
            return answer.status, data
        finally:
            connection.close()


@contextmanager
def edited(folder: Path, file: Path | None = None, language: str = "en") -> Iterator[Site]:
    """Serve a plan, or the plans below a folder."""
    streams = EventStreams()
    name = str(file) if file is not None else None
    with (
        EditSite(folder, name, lambda: DAY, language, streams) as site,
        LocalServer(site.routes(), streams, allows_changes=True) as server,
    ):
        serving = threading.Thread(target=server.run, daemon=True)
        serving.start()
        start = f"/{server.guard.key}/"
        found = Site(server, start)
        if file is not None:
            assert found.get()[0] == 303
            found.start = start + found.start.removeprefix("/")
        yield found
        server.stop()
        serving.join(10)
