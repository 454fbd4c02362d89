"""The HTTP headers of each answer: what a page may load, run, and be shown in."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMON: Final = {
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
_DENY_ALL: Final = "default-src 'none'; base-uri 'none'; form-action 'none'"


def new_nonce() -> str:
    """Return a nonce that marks the style and the script of one answer as ours."""
    return secrets.token_urlsafe(16)


def own_page_headers(nonce: str) -> Mapping[str, str]:
    """Return the headers of our own pages: only our style and script, by `nonce`."""
    policy = (
        f"{_DENY_ALL}; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
        "frame-src 'self'; img-src data:; frame-ancestors 'none'"
    )
    return _COMMON | {"Content-Security-Policy": policy, "X-Frame-Options": "DENY"}


def document_headers() -> Mapping[str, str]:
    """Return the headers of a page made from the plan: no script, whatever a template has."""
    policy = (
        f"{_DENY_ALL}; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
        "sandbox allow-same-origin"
    )
    return _COMMON | {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}


def data_headers() -> Mapping[str, str]:
    """Return the headers of any other answer."""
    policy = f"{_DENY_ALL}; frame-ancestors 'none'"
    return _COMMON | {"Content-Security-Policy": policy, "X-Frame-Options": "DENY"}
