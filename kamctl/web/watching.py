"""Keeps a session up to date while its files change, in a thread of its own."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from watchfiles import watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.web.preview_session import PreviewSession

_QUIET_MS: Final = 20
"""Without a change for so long, the files are looked at."""
_LONGEST_MS: Final = 200
"""After so long they are looked at, even if changes go on."""
_FALLBACK_MS: Final = 1000
"""The files are looked at this often whatever happens: some network drives report no changes, and
midnight is none."""


@contextmanager
def watched(session: PreviewSession) -> Iterator[None]:
    """Poll a session whenever one of its files has changed, for as long as the context lasts."""
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(session, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch(session: PreviewSession, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            _watch_folders(session, stop)
        except OSError:  # a folder has gone, or the system watches no more of them
            stop.wait(_FALLBACK_MS / 1000)
            session.poll()


def _watch_folders(session: PreviewSession, stop: threading.Event) -> None:
    """Poll the session at each change, until other folders are to be watched."""
    folders = session.watched_folders()
    changes = watch(
        *folders,
        watch_filter=None,
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        stop_event=stop,
        rust_timeout=_FALLBACK_MS,
        yield_on_timeout=True,
        recursive=False,
    )
    for _ in changes:
        session.poll()
        if session.watched_folders() != folders:
            return
