"""The answers that are not pages."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import PlainTextResponse

from kamctl.web.security_headers import data_headers


def text_response(status: int, reason: str = "") -> PlainTextResponse:
    """Return a status with a reason, else with its usual phrase."""
    text = f"{status} {reason or HTTPStatus(status).phrase}\n"
    return PlainTextResponse(text, status, data_headers())
