"""The HTTP server of preview and edit: their own pages only, for this machine only."""

from __future__ import annotations

import errno
import socket
import sys
from typing import TYPE_CHECKING, Final, Self

from uvicorn import Config, Server

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.message import message
from kamctl.web.event_streams import EventStreams
from kamctl.web.guarded_app import GuardedApp
from kamctl.web.request_guard import ADDRESS, RequestGuard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute

_MAX_HEADER_BYTES: Final = 32_768
_BACKLOG: Final = 128
_STOP_SECONDS: Final = 2
"""How long an answer that is under way may take when the server stops."""


class LocalServer:
    """Serves routes on `port`, or on one that is free.

    `streams` is closed when the server stops. Requests that change something are refused unless
    `allows_changes`.

    Raises:
        UserError: the port is taken, or may not be used.
    """

    def __init__(
        self,
        routes: Sequence[BaseRoute],
        streams: EventStreams,
        port: int = 0,
        *,
        allows_changes: bool = False,
    ) -> None:
        try:
            self._socket = _listening_socket(port)
        except OSError as error:
            raise _bind_error(port, error) from None
        self.port: int = self._socket.getsockname()[1]
        self.guard = RequestGuard(self.port, allows_changes=allows_changes)
        self.streams = streams
        config = Config(
            GuardedApp(routes, self.guard),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",  # the terminal is for the author
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
            h11_max_incomplete_event_size=_MAX_HEADER_BYTES,
        )
        self._server = _StoppableServer(config, streams)

    def run(self) -> None:
        """Serve until `stop` is called.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed; what was under way has ended.
        """
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """End `run`, which may be under way in another thread."""
        self._server.should_exit = True

    def __enter__(self) -> Self:
        """Return the server, whose port is freed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Free the port."""
        self._socket.close()

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://{ADDRESS}:{self.port}/{self.guard.key}/"

    @property
    def address_for_browser(self) -> str:
        """An address that works once: all users of a machine see what starts a browser."""
        return f"http://{ADDRESS}:{self.port}{self.guard.new_one_time_path()}"


class _StoppableServer(Server):
    """A server that ends the streams of open pages when it stops."""

    def __init__(self, config: Config, streams: EventStreams) -> None:
        super().__init__(config)
        self._streams = streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._streams.close()
        await super().shutdown(sockets)


def _listening_socket(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # On Windows, SO_REUSEADDR lets a second program take the port over; elsewhere it only
        # lets the server start again at once.
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((ADDRESS, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _bind_error(port: int, error: OSError) -> UserError:
    if error.errno in (errno.EACCES, errno.EPERM) and port < 1024:
        return UserError(
            message("Port {port} is reserved for the system.", port=port),
            message("Choose a port above 1023, or remove --port to use any free port."),
        )
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return UserError(
            message("Port {port} is used by another program.", port=port),
            message("Choose another port, or remove --port to use any free port."),
        )
    return UserError(
        message("The server could not start: {reason}.", reason=os_error_reason(error)),
        message("Check whether security software blocks it, or try another --port."),
    )
