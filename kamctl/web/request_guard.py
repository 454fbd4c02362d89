"""Which requests are answered: those of the reader's own browser for our own pages.

A plan is confidential, and a web page can make a browser send requests to this machine (DNS
rebinding), as can any other user of it. So four things must hold: the Host header names this
server; the address has a key that nobody can guess; the browser says that the request comes from
our own page or from the address bar; and the method only reads.

What changes a plan must say more: that it was sent by a script of our own page (`Origin` and
`Sec-Fetch-Site`), as JSON, which no form of another site can send, and how long it is. A header
that is missing means no.
"""

from __future__ import annotations

import re
import secrets
import time
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from starlette.datastructures import Headers

ADDRESS: Final = "127.0.0.1"
_HOST_NAMES: Final = (ADDRESS, "localhost")
_HTTP_PORT: Final = 80
_READING: Final = ("GET", "HEAD")
_CHANGING: Final = "POST"
_JSON: Final = "application/json"
_MAX_BODY_BYTES: Final = 1_000_000
_MAX_FILE_BYTES: Final = 36_000_000
"""Of a change that sends a file, such as a reply of 25 MB with all that is attached to it."""
TAKES_FILE: Final = "/answers"
"""How the path of a change ends that sends a file."""
_KEY_BYTES: Final = 18
_ONE_TIME_SECONDS: Final = 60.0
"""How long the path for the browser that `--open` starts is valid."""


class Rejection(NamedTuple):
    """Why a request is not answered: an HTTP status and a reason."""

    status: int
    reason: str


class RequestGuard:
    """Decides whether the server at `port` answers a request, and one that changes something."""

    def __init__(self, port: int, *, allows_changes: bool = False) -> None:
        self.hosts = {f"{name}:{port}" for name in _HOST_NAMES}
        if port == _HTTP_PORT:
            self.hosts |= set(_HOST_NAMES)  # browsers leave the usual port out
        self.key = secrets.token_urlsafe(_KEY_BYTES)
        self._allows_changes = allows_changes
        self._one_time: tuple[str, float] | None = None

    def rejection(self, method: str, target: str, headers: Headers) -> Rejection | None:
        """Return why a request is refused, or None. The key is not looked at."""
        host = _only(headers, "Host")
        if host is None or host.strip().lower() not in self.hosts:
            return Rejection(421, "This address is not served here.")
        changes = method == _CHANGING and self._allows_changes
        if not changes and method not in _READING:
            return Rejection(405, "This method is not answered.")
        if not target.startswith("/"):
            return Rejection(400, "Only paths are answered.")
        if "%" in target:
            return Rejection(404, "Not Found")  # none of our paths has one
        if headers.get("Transfer-Encoding"):
            return Rejection(400, "Nothing is taken here.")
        if changes:
            limit = _MAX_FILE_BYTES if target.endswith(TAKES_FILE) else _MAX_BODY_BYTES
            return self._change_rejection(host, headers, limit)
        if headers.get("Content-Length", "0") != "0":
            return Rejection(400, "Nothing is taken here.")
        if not self._is_from_here(headers):
            return Rejection(403, "Other sites may not ask.")
        return None

    def _change_rejection(self, host: str, headers: Headers, limit: int) -> Rejection | None:
        is_ours = _only(headers, "Origin") == f"http://{host}"
        if not is_ours or _only(headers, "Sec-Fetch-Site") != "same-origin":
            return Rejection(403, "Other sites may not ask.")
        if _only(headers, "Content-Type") != _JSON or headers.get("Content-Encoding"):
            return Rejection(415, "Only JSON is taken here.")
        length = _only(headers, "Content-Length")
        if length is None or not re.fullmatch(r"[0-9]{1,9}", length):
            return Rejection(411, "The length is missing.")
        if int(length) > limit:
            return Rejection(413, "This is too long.")
        return None

    def path_below_key(self, path: str) -> str | None:
        """Return what follows the key in a path, or None where the key is missing."""
        start, key, rest = (*path.split("/", 2), "", "")[:3]
        given = key.encode(errors="replace")
        if start or not secrets.compare_digest(given, self.key.encode()):
            return None
        return rest if path.count("/") > 1 else None

    def new_one_time_path(self) -> str:
        """Return a path that works once: all users of a machine see what starts a browser."""
        path = f"/open/{secrets.token_urlsafe(_KEY_BYTES)}"
        self._one_time = (path, time.monotonic() + _ONE_TIME_SECONDS)
        return path

    def use_one_time_path(self, path: str) -> bool:
        """Tell whether this is the path that works once; from then on it does not."""
        if self._one_time is None:
            return False
        valid, end = self._one_time
        if not secrets.compare_digest(path.encode(errors="replace"), valid.encode()):
            return False
        self._one_time = None
        return time.monotonic() < end

    def _is_from_here(self, headers: Headers) -> bool:
        origin = headers.get("Origin")
        if origin is not None and origin.removeprefix("http://").lower() not in self.hosts:
            return False
        site = headers.get("Sec-Fetch-Site", "none")
        # A link from elsewhere may open a page; any other request from elsewhere is refused.
        return site in ("none", "same-origin") or headers.get("Sec-Fetch-Dest") == "document"


def _only(headers: Headers, name: str) -> str | None:
    """Return the value of a header that is there exactly once."""
    values = headers.getlist(name)
    return values[0] if len(values) == 1 else None
