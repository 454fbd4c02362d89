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
from kamctl.web.plan_checker import plan_crash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kamctl.document.finding import Finding
    from kamctl.document.source import Source
    from kamctl.web.plan_checker import PlanChecker
    from kamctl.web.snapshot import PlanSnapshot

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

    `checker` reads and checks the plan.
    """

    def __init__(self, checker: PlanChecker) -> None:
        self._checker = checker
        self.name = checker.name
        self._incomplete_since: float | None = None
        self._pages: OrderedDict[PageRequest, tuple[int, PreviewPage]] = OrderedDict()
        self._pages_lock = threading.Lock()
        self._poll_lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        checker.current()  # which tells where the logo and the templates are
        self._file_states = checker.files.states()
        latest = checker.current()
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
        return self._checker.files.folders()

    def poll(self) -> bool:
        """Read the plan if a file has changed; return whether there is a new state."""
        with self._poll_lock:
            return self._poll()

    def show(self, snapshot: PlanSnapshot) -> None:
        """Show a plan that was just saved, as its checker has it; the files need no look."""
        with self._poll_lock:
            if snapshot.inputs != self._state.latest.inputs:
                self._incomplete_since = None
                self._publish(snapshot, self._state)

    def _poll(self) -> bool:
        before, checker = self._state, self._checker
        states = checker.files.states()
        was_incomplete = self._incomplete_since is not None
        is_new = states != self._file_states
        if not is_new and not was_incomplete and checker.today() == before.latest.today:
            return False
        if is_new:
            self._file_states = checker.files.settled_states()
        latest = checker.current()
        just_incomplete = latest.may_be_incomplete and not before.latest.may_be_incomplete
        if just_incomplete and not self._grace_is_over():
            return False
        self._incomplete_since = None
        if latest.inputs == before.latest.inputs:
            return False
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
            return last._replace(findings=(plan_crash(self.name, error),), sources=())
        return PreviewPage(html, hashlib.sha256(html.encode()).hexdigest()[:16])


def render_snapshot(snapshot: PlanSnapshot, request: PageRequest) -> str:
    """Return the HTML of a page, as `kamctl render` would write it.

    Raises:
        InvalidFile: a custom template fails.
    """
    assert snapshot.branding is not None
    options = DocumentOptions(request.kind, request.reader, language=request.language)
    return render_document(snapshot.report, options, branding=snapshot.branding)
