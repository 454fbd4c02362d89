"""Who may ask: the reader's own browser, on this machine, and only for the preview's own pages.

A plan is confidential, and a page on the web can make a browser ask any address of this machine
(by a name of its own that leads here: DNS rebinding), as can any other user of it. So four things
must hold: the Host header names this very server; the address holds a key that nobody can guess;
the browser says that the request comes from our own page or from the address bar; and the method
only reads.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message as Headers

ADDRESS: Final = "127.0.0.1"
_NAMES: Final = (ADDRESS, "localhost")
_HTTP_PORT: Final = 80
_METHODS: Final = ("GET", "HEAD")
ONLY_READING: Final = "Only GET and HEAD are answered."
_KEY_BYTES: Final = 18
_VALID_FOR: Final = 60.0
"""Seconds in which the browser that `--open` starts must come."""


class Refused(NamedTuple):
    """Why a request gets no answer: a status of HTTP and a word."""

    status: int
    reason: str


class Guard:
    """Decides on requests to the server at `port`."""

    def __init__(self, port: int) -> None:
        self.hosts = {f"{name}:{port}" for name in _NAMES}
        if port == _HTTP_PORT:
            self.hosts |= set(_NAMES)  # browsers leave the usual port out
        self.key = secrets.token_urlsafe(_KEY_BYTES)
        self._once: tuple[str, float] | None = None

    def refused(self, method: str, target: str, headers: Headers) -> Refused | None:
        """Return why a request is refused, or None."""
        hosts = headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].strip().lower() not in self.hosts:
            return Refused(421, "This address is not served here.")
        if method not in _METHODS:
            return Refused(405, ONLY_READING)
        if not target.startswith("/"):
            return Refused(400, "Only paths are answered.")
        if headers.get("Content-Length", "0") != "0" or headers.get("Transfer-Encoding"):
            return Refused(400, "Nothing is taken here.")
        if not self._is_from_here(headers):
            return Refused(403, "Other sites may not ask.")
        return None

    def path_below_key(self, path: str) -> str | None:
        """Return what follows the key in a path, or None where the key is not there."""
        start, key, rest = (*path.split("/", 2), "", "")[:3]
        given = key.encode(errors="replace")
        if start or not secrets.compare_digest(given, self.key.encode()):
            return None
        return rest if path.count("/") > 1 else None

    def once(self) -> str:
        """Return a path for one visit: what starts a browser is seen by all users of a machine."""
        word = secrets.token_urlsafe(_KEY_BYTES)
        self._once = (word, time.monotonic() + _VALID_FOR)
        return f"/open/{word}"

    def is_once(self, path: str) -> bool:
        """Tell whether this is the path for one visit; it is not afterwards."""
        if self._once is None:
            return False
        word, end = self._once
        if not secrets.compare_digest(path.encode(errors="replace"), f"/open/{word}".encode()):
            return False
        self._once = None
        return time.monotonic() < end

    def _is_from_here(self, headers: Headers) -> bool:
        origin = headers.get("Origin")
        if origin is not None and origin.removeprefix("http://").lower() not in self.hosts:
            return False
        site = headers.get("Sec-Fetch-Site", "none")
        # An address that somebody follows from elsewhere opens a page; nothing else comes so.
        return site in ("none", "same-origin") or headers.get("Sec-Fetch-Dest") == "document"


_ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex, nofollow",
}
_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'"


def for_own_page(nonce: str) -> Mapping[str, str]:
    """Return the headers of the preview's own pages: one style and one script, ours."""
    policy = (
        f"{_NOTHING}; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
        "frame-src 'self'; img-src data:; frame-ancestors 'none'"
    )
    return _ALWAYS | {"Content-Security-Policy": policy, "X-Frame-Options": "DENY"}


def for_briefing() -> Mapping[str, str]:
    """Return the headers of what is made of the plan: no script, whatever a template holds."""
    policy = (
        f"{_NOTHING}; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
        "sandbox allow-same-origin"
    )
    return _ALWAYS | {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}


def for_data() -> Mapping[str, str]:
    """Return the headers of what is no page."""
    policy = f"{_NOTHING}; frame-ancestors 'none'"
    return _ALWAYS | {"Content-Security-Policy": policy, "X-Frame-Options": "DENY"}
