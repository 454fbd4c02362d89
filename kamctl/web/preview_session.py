"""What the preview shows: the latest snapshot of the plan, the last one with pages, the pages.

While the plan, the workspace or a template has an error, the last good page stays, and the findings
say what is wrong.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.plan_document import DocumentOptions, render_document
from kamctl.document.errors import InvalidFile
from kamctl.web.page_request import AvailablePages, PageRequest, available_pages
from kamctl.web.snapshot import PlanSnapshot, preview_crash, take_snapshot
from kamctl.web.watched_files import FileStates, WatchedFiles

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from kamctl.document.finding import Finding
    from kamctl.document.source import Source

_GRACE_SECONDS: Final = 0.6
"""How long a plan may be missing or empty: editors remove it for a moment to save it."""
_MAX_PAGES: Final = 64


class PreviewPage(NamedTuple):
    """A page of HTML, empty where none could be rendered yet; `id` changes with the text.

    `findings` say why it could not be rendered anew, `sources` are the files they are in.
    """

    html: str
    id: str
    findings: tuple[Finding, ...] = ()
    sources: tuple[Source, ...] = ()


_NO_PAGE: Final = PreviewPage("", "")


class PreviewState(NamedTuple):
    """What there is to show at one moment; `version` grows by one with each change."""

    version: int
    latest: PlanSnapshot
    last_good: PlanSnapshot | None
    available: AvailablePages


class PreviewSession:
    """Keeps the state and the pages of the preview of one plan; safe to use from several threads.

    The plan is at `file`, and findings call it `name`; `today` returns the current day.
    """

    def __init__(self, file: Path, name: str, today: Callable[[], dt.date]) -> None:
        self._file = file
        self.name = name
        self._today = today
        self._watched = WatchedFiles(file)
        self._file_states = FileStates((), ())
        self._incomplete_since: float | None = None
        self._has_new_branding = False
        self._pages: OrderedDict[PageRequest, tuple[int, PreviewPage]] = OrderedDict()
        self._pages_lock = threading.Lock()
        self._poll_lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        latest = self._take_snapshot(None)
        last_good = latest if latest.is_renderable else None
        self._state = PreviewState(1, latest, last_good, available_pages(latest))

    @property
    def state(self) -> PreviewState:
        """What there is to show now."""
        return self._state

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever there is a new state, from the thread that polls."""
        self._listeners.append(listener)

    def watched_folders(self) -> set[Path]:
        """Return the folders in which a change of a file may matter."""
        return self._watched.folders()

    def poll(self) -> bool:
        """Read the plan if a file has changed; return whether there is a new state."""
        with self._poll_lock:
            return self._poll()

    def _poll(self) -> bool:
        before, last_states = self._state, self._file_states
        states = self._watched.states()
        was_incomplete = self._incomplete_since is not None
        if states == last_states and not was_incomplete and self._today() == before.latest.today:
            return False
        if states != last_states:
            self._file_states = self._watched.settled_states()
        if self._file_states.branding != last_states.branding:
            self._has_new_branding = True
        latest = self._take_snapshot(before.latest)
        just_incomplete = latest.may_be_incomplete and not before.latest.may_be_incomplete
        if just_incomplete and not self._grace_is_over():
            return False
        self._incomplete_since = None
        if latest is before.latest and not self._has_new_branding:
            return False
        self._has_new_branding = False
        self._publish(latest, before)
        return True

    def page(self, request: PageRequest, state: PreviewState) -> PreviewPage:
        """Return the page that is asked for: rendered anew where that works, else the last one."""
        with self._pages_lock:
            version, last = self._pages.get(request, (0, _NO_PAGE))
        if version >= state.version:
            return last
        page = self._rendered(request, state, last)  # slow: without the lock
        with self._pages_lock:
            if state.version > self._pages.get(request, (0, _NO_PAGE))[0]:
                self._pages[request] = (state.version, page)
            self._pages.move_to_end(request)
            while len(self._pages) > _MAX_PAGES:
                self._pages.popitem(last=False)
        return page

    def _take_snapshot(self, before: PlanSnapshot | None) -> PlanSnapshot:
        snapshot = take_snapshot(self._file, self.name, self._today(), before)
        self._watched.logo = snapshot.workspace.logo
        self._watched.templates = snapshot.workspace.templates
        return snapshot

    def _grace_is_over(self) -> bool:
        """Whether the plan has been incomplete for so long that nobody is saving it."""
        if self._incomplete_since is None:
            self._incomplete_since = time.monotonic()
        return time.monotonic() - self._incomplete_since > _GRACE_SECONDS

    def _publish(self, latest: PlanSnapshot, before: PreviewState) -> None:
        last_good = latest if latest.is_renderable else before.last_good
        available = available_pages(last_good or latest)
        self._state = PreviewState(before.version + 1, latest, last_good, available)
        for listener in self._listeners:
            listener()

    def _rendered(
        self, request: PageRequest, state: PreviewState, last: PreviewPage
    ) -> PreviewPage:
        """Render a page; where that fails, return the last one with the findings that say why."""
        if state.last_good is None:
            return last._replace(findings=(), sources=())
        try:
            html = render_snapshot(state.last_good, request)
        except InvalidFile as error:
            sources = (error.source,) if error.source else ()
            return last._replace(findings=error.findings, sources=sources)
        except Exception as error:  # the preview goes on, and reports it
            return last._replace(findings=(preview_crash(self.name, error),), sources=())
        return PreviewPage(html, hashlib.sha256(html.encode()).hexdigest()[:16])


def render_snapshot(snapshot: PlanSnapshot, request: PageRequest) -> str:
    """Return the HTML of a page, as `kamctl render` would write it.

    Raises:
        InvalidFile: a custom template fails.
    """
    assert snapshot.branding is not None
    options = DocumentOptions(request.kind, request.reader, language=request.language)
    return render_document(snapshot.report, options, branding=snapshot.branding)
