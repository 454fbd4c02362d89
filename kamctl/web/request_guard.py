"""Which requests are answered: those of the reader's own browser for the preview's own pages.

A plan is confidential, and a web page can make a browser send requests to this machine (DNS
rebinding), as can any other user of it. So four things must hold: the Host header names this
server; the address has a key that nobody can guess; the browser says that the request comes from
our own page or from the address bar; and the method only reads.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from email.message import Message as Headers

ADDRESS: Final = "127.0.0.1"
_HOST_NAMES: Final = (ADDRESS, "localhost")
_HTTP_PORT: Final = 80
_METHODS: Final = ("GET", "HEAD")
METHOD_NOT_ALLOWED: Final = "Only GET and HEAD are answered."
_KEY_BYTES: Final = 18
_ONE_TIME_SECONDS: Final = 60.0
"""How long the path for the browser that `--open` starts is valid."""


class Rejection(NamedTuple):
    """Why a request is not answered: an HTTP status and a reason."""

    status: int
    reason: str


class RequestGuard:
    """Decides whether the server at `port` answers a request."""

    def __init__(self, port: int) -> None:
        self.hosts = {f"{name}:{port}" for name in _HOST_NAMES}
        if port == _HTTP_PORT:
            self.hosts |= set(_HOST_NAMES)  # browsers leave the usual port out
        self.key = secrets.token_urlsafe(_KEY_BYTES)
        self._one_time: tuple[str, float] | None = None

    def rejection(self, method: str, target: str, headers: Headers) -> Rejection | None:
        """Return why a request is refused, or None."""
        hosts = headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].strip().lower() not in self.hosts:
            return Rejection(421, "This address is not served here.")
        if method not in _METHODS:
            return Rejection(405, METHOD_NOT_ALLOWED)
        if not target.startswith("/"):
            return Rejection(400, "Only paths are answered.")
        if headers.get("Content-Length", "0") != "0" or headers.get("Transfer-Encoding"):
            return Rejection(400, "Nothing is taken here.")
        if not self._is_from_here(headers):
            return Rejection(403, "Other sites may not ask.")
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
