"""The preview answers the reader's own browser, and nobody else."""

from __future__ import annotations

import time

import pytest
from starlette.datastructures import Headers

from kamctl.web.request_guard import RequestGuard
from tests.web.conftest import Preview

OWN = ("", "page", "check/KAM104", "events")
CLOSE = "Connection: close\r\n"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "127.0.0.1:{port}@evil.example",
        "127.0.0.1:{port}, evil.example",
        "[::1]:{port}",
        "0.0.0.0:{port}",
        "127.1:{port}",
        "",
    ],
)
@pytest.mark.parametrize("below", OWN)
def test_other_hosts_are_refused(preview: Preview, host: str, below: str) -> None:
    status, text, _ = preview.get(below, Host=host.format(port=preview.server.port))
    assert status == 421
    assert "Velopar" not in text


def test_both_names_of_this_machine_are_served(preview: Preview) -> None:
    for name in ("127.0.0.1", "localhost", "LOCALHOST"):
        assert preview.get(Host=f"{name}:{preview.server.port}")[0] == 200


def test_one_host_and_no_more(preview: Preview) -> None:
    port = preview.server.port
    start = f"GET {preview.path} HTTP/1.1\r\n{CLOSE}"
    none = preview.raw(f"{start}\r\n".encode())
    two = preview.raw(f"{start}Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n\r\n".encode())
    old = preview.raw(f"GET {preview.path} HTTP/1.0\r\n{CLOSE}\r\n".encode())
    assert [one[:12] for one in (none, two, old)] == [
        b"HTTP/1.1 400",  # no request at all
        b"HTTP/1.1 400",
        b"HTTP/1.1 421",
    ]
    assert b"Velopar" not in none + two + old


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/page",
        "/events",
        "/index.html",
        "/favicon.ico",
        "/plan.yaml",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/open/",
        "/open/guessed",
        "/{key}",
        "/{key}/plan.yaml",
        "/{key}/../plan.yaml",
        "/{key}/page/",
        "/{key}//page",
        "/{key}/%70age",
        "/{key}/page%00",
        "/{key}/check/",
        "/{key}/check/KAM1",
        "/{key}/check/KAM999",
        "/{key}/check/kam104",
        "/{key}/check/../page",
        "/{key}/check/..%2f..%2fetc%2fpasswd",
        "/{key}x/",
        "/{half}/",
        "/{key}/style.css.j2",
        "/é/",
    ],
)
def test_nothing_is_served_but_its_own_pages(preview: Preview, path: str) -> None:
    key = preview.server.guard.key
    asked = path.format(key=key, half=key[:-1]).encode()
    host = f"Host: 127.0.0.1:{preview.server.port}".encode()
    head = b" HTTP/1.1\r\n" + CLOSE.encode() + host + b"\r\n\r\n"
    response = preview.raw(b"GET " + asked + head)
    # What is no ASCII is no request.
    assert response.startswith(b"HTTP/1.1 404 " if asked.isascii() else b"HTTP/1.1 400 ")
    assert b"Velopar" not in response
    assert b"root:" not in response


@pytest.mark.parametrize(
    "target", ["http://evil.example/", "http://127.0.0.1:{port}{path}", "*", "evil.example:443"]
)
def test_only_paths_are_answered(preview: Preview, target: str) -> None:
    port = preview.server.port
    asked = target.format(port=port, path=preview.path)
    response = preview.raw(
        f"GET {asked} HTTP/1.1\r\n{CLOSE}Host: 127.0.0.1:{port}\r\n\r\n".encode()
    )
    assert response.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"]
)
def test_other_methods_are_refused(preview: Preview, method: str) -> None:
    status, text, headers = preview.get(method=method)
    assert status == 405
    assert method not in text
    assert "Access-Control-Allow-Origin" not in headers


def test_head_says_as_much_without_the_page(preview: Preview) -> None:
    for below in OWN[:3]:
        status, text, headers = preview.get(below, "HEAD")
        assert (status, text) == (200, "")
        assert int(headers["Content-Length"]) > 1000


def test_what_is_sent_along_is_refused(preview: Preview) -> None:
    port = preview.server.port
    start = f"GET {preview.path} HTTP/1.1\r\n{CLOSE}Host: 127.0.0.1:{port}\r\n"
    for header in ("Content-Length: 5", "Transfer-Encoding: chunked"):
        response = preview.raw(f"{start}{header}\r\n\r\nhello".encode())
        assert response.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 500 + b"\r\n",
        b"GET /\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"\r\n\r\n",
    ],
)
def test_what_is_no_request_harms_nothing(preview: Preview, request_: bytes) -> None:
    response = preview.raw(request_)
    assert b"Velopar" not in response
    assert b"Traceback" not in response
    assert not response.startswith(b"HTTP/1.1 2")
    assert preview.get()[0] == 200


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Sec_Fetch_Site": "none", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Dest": "empty"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "iframe"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "script"}, 403),
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Dest": "empty"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
    ],
)
def test_other_sites_may_not_ask(preview: Preview, headers: dict[str, str], expected: int) -> None:
    port = preview.server.port
    sent = {name: value.format(port=port) for name, value in headers.items()}
    assert preview.get("page", **sent)[0] == expected


def test_every_answer_is_kept_by_nobody_and_framed_by_no_other(preview: Preview) -> None:
    answers = [preview.get(below, "HEAD") for below in OWN]
    answers += [preview.get("nothing"), preview.get(method="POST"), preview.get(Host="evil")]
    for _, _, headers in answers:
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "frame-ancestors" in headers["Content-Security-Policy"]
        assert "Server" not in headers


def test_a_policy_allows_one_script_and_no_other(preview: Preview) -> None:
    _, text, headers = preview.get()
    _, again, later = preview.get()
    policy = headers["Content-Security-Policy"]
    (nonce,) = {part.split("'")[0] for part in policy.split("'nonce-")[1:]}
    assert text.count(f'nonce="{nonce}"') == 2
    assert nonce not in again
    assert policy != later["Content-Security-Policy"]
    assert "script-src" not in preview.get("page")[2]["Content-Security-Policy"]


def test_the_address_for_a_browser_works_once(preview: Preview) -> None:
    path = preview.server.guard.new_one_time_path()
    assert preview.server.guard.key not in path
    assert preview.ask(path, "HEAD")[0] == 404  # it is not used up by looking
    status, _, headers = preview.ask(path)
    assert (status, headers["Location"]) == (303, preview.path)
    assert preview.ask(path)[0] == 404


def test_the_address_for_a_browser_works_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = RequestGuard(8000)
    path = guard.new_one_time_path()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    assert not guard.use_one_time_path(path)


def test_keys_cannot_be_guessed() -> None:
    keys = {RequestGuard(8000).key for _ in range(50)}
    assert len(keys) == 50
    assert min(map(len, keys)) >= 22  # 128 bits and more


def test_the_usual_port_is_left_out_of_the_host() -> None:
    headers = Headers({"Host": "localhost"})
    assert RequestGuard(80).rejection("GET", "/", headers) is None
    assert RequestGuard(8000).rejection("GET", "/", headers) is not None
