"""The application that the server runs: the guard, then the page at the path below the key."""

from __future__ import annotations

import os
import traceback
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Router

from kamctl.web.responses import text_response
from kamctl.web.security_headers import data_headers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute
    from starlette.types import Message, Receive, Scope, Send

    from kamctl.web.request_guard import RequestGuard


class GuardedApp:
    """Answers what `guard` lets pass with `routes`, whose paths begin below the key."""

    def __init__(self, routes: Sequence[BaseRoute], guard: RequestGuard) -> None:
        self._router = Router(routes, redirect_slashes=False)
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: the interface of ASGI."""
        if scope["type"] != "http":
            return
        method, target = scope["method"], scope["raw_path"].decode("latin-1")
        rejection = self._guard.rejection(method, target, Headers(scope=scope))
        if rejection is not None:
            await text_response(*rejection)(scope, receive, send)
            return
        if method == "GET" and self._guard.use_one_time_path(target):
            there = RedirectResponse(f"/{self._guard.key}/", 303, data_headers())
            await there(scope, receive, send)
            return
        below = self._guard.path_below_key(target)
        if below is None:
            await text_response(404)(scope, receive, send)
            return
        await self._answer(
            {**scope, "path": f"/{below}", "root_path": "", "app": self}, receive, send
        )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def noted(part: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(part)

        try:
            await self._router(scope, receive, noted)
        except HTTPException as error:
            await text_response(error.status_code)(scope, receive, send)
        except Exception:
            if has_begun:  # the connection is closed: what was sent is not whole
                raise
            if os.environ.get("KAMCTL_DEBUG"):
                traceback.print_exc()
            await text_response(500)(scope, receive, send)
