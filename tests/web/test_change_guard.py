"""Of all requests that could change a plan, those of our own page alone are answered."""

from __future__ import annotations

import asyncio
from itertools import product
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kamctl.web.guarded_app import GuardedApp
from kamctl.web.request_guard import RequestGuard

PORT = 8123
OURS = f"127.0.0.1:{PORT}"
HOSTS = (
    [OURS],
    [f"evil.example:{PORT}"],
    ["127.0.0.1:1"],
    [f"{OURS}.evil.example"],
    [OURS, "evil.example"],
    [],
)
ORIGINS = (
    [f"http://{OURS}"],
    [f"http://localhost:{PORT}"],
    [f"https://{OURS}"],
    ["http://evil.example"],
    ["null"],
    [f"http://{OURS}", "http://evil.example"],
    [],
)
SITES = (["same-origin"], ["same-site"], ["cross-site"], ["none"], ["same-origin", "none"], [])
TYPES = (
    ["application/json"],
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["multipart/form-data; boundary=x"],
    ["application/json", "text/plain"],
    [],
)
KEYS = ("{key}/", "{half}/", "")
METHODS = ("POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post")


class Server:
    """An application with one path that changes something, and what reached it."""

    def __init__(self) -> None:
        self.guard = RequestGuard(PORT, allows_changes=True)
        self.changes = 0
        routes = [Route("/change", self._change, methods=["POST", "PUT", "PATCH", "DELETE"])]
        self._app = GuardedApp(routes, self.guard)

    async def _change(self, request: Request) -> Response:
        self.changes += 1
        return Response(status_code=204)

    async def ask(self, method: str, path: str, headers: dict[str, list[str]]) -> int:
        """Send a request, and return the status."""
        statuses: list[int] = []

        async def send(part: Any) -> None:
            if part["type"] == "http.response.start":
                statuses.append(part["status"])

        async def receive() -> Any:
            return {"type": "http.request", "body": b"{}", "more_body": False}

        pairs = [
            (name.lower().encode(), value.encode())
            for name, values in headers.items()
            for value in values
        ]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": pairs,
        }
        await self._app(scope, receive, send)
        (status,) = statuses
        return status

    async def change(self, method: str = "POST", key: str = "{key}/", **given: list[str]) -> int:
        """Ask for a change as our own page would, but for what is given."""
        headers = {
            "Host": [OURS],
            "Origin": [f"http://{OURS}"],
            "Sec-Fetch-Site": ["same-origin"],
            "Content-Type": ["application/json"],
            "Content-Length": ["2"],
        }
        headers |= {name.replace("_", "-"): value for name, value in given.items()}
        whole = self.guard.key
        path = "/" + key.format(key=whole, half=whole[:-1]) + "change"
        return await self.ask(method, path, headers)


def test_exactly_one_combination_passes() -> None:
    server = Server()
    passed = []

    async def walk() -> None:
        for host, origin, site, kind, key, method in product(
            HOSTS, ORIGINS, SITES, TYPES, KEYS, METHODS
        ):
            before = server.changes
            status = await server.change(
                method, key, Host=host, Origin=origin, Sec_Fetch_Site=site, Content_Type=kind
            )
            if server.changes > before:
                passed.append((host, origin, site, kind, key, method))
            else:
                assert status in (400, 403, 404, 405, 415, 421)

    asyncio.run(walk())
    assert passed == [tuple(one[0] for one in (HOSTS, ORIGINS, SITES, TYPES, KEYS, METHODS))]


def test_both_names_of_this_machine_are_its_own_origin() -> None:
    server, local = Server(), f"localhost:{PORT}"
    for host, origin, expected in ((local, local, 204), (local, OURS, 403), (OURS, local, 403)):
        asked = server.change(Host=[host], Origin=[f"http://{origin}"])
        assert asyncio.run(asked) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Content_Length": []}, 411),
        ({"Content_Length": ["2", "3"]}, 411),
        ({"Content_Length": ["-2"]}, 411),
        ({"Content_Length": ["1000001"]}, 413),
        ({"Content_Length": ["1000000"]}, 204),
        ({"Transfer_Encoding": ["chunked"]}, 400),
        ({"Content_Encoding": ["gzip"]}, 415),
    ],
)
def test_what_is_sent_has_a_length_that_is_small(
    headers: dict[str, list[str]], expected: int
) -> None:
    assert asyncio.run(Server().change(**headers)) == expected


def test_a_preview_takes_no_change() -> None:
    server = Server()
    server.guard._allows_changes = False
    assert asyncio.run(server.change()) == 405
    assert server.changes == 0
