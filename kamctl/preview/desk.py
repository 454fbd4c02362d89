"""What the preview shows: the newest reading of the plan, the last that can be shown, the pages.

The last good page stays while the plan, the workspace or a template is broken; what is in the way
is told beside it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.pages.briefing import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.document.errors import InvalidFile
from kamctl.preview.choice import Choice, Offer, offer
from kamctl.preview.reading import Reading, crashed, read_now
from kamctl.preview.watch import Marks, Watch

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from kamctl.document.finding import Finding
    from kamctl.document.source import Source

_GRACE: Final = 0.6
"""Seconds that a plan may be away or empty: editors take it away for a moment to save it."""
_MOST_PAGES: Final = 64


class Page(NamedTuple):
    """A page that was made: `text` is empty where there never was one, `name` tells it from others.

    `findings` say why it could not be made anew, with the texts they are about.
    """

    text: str
    name: str
    findings: tuple[Finding, ...] = ()
    sources: tuple[Source, ...] = ()


_NO_PAGE: Final = Page("", "")


class Shown(NamedTuple):
    """All that is there to be shown at one moment."""

    number: int
    now: Reading
    good: Reading | None
    offer: Offer


class PreviewSession:
    """Holds what is shown of the plan at `file`, called `name`; `today` asks which day it is."""

    def __init__(self, file: Path, name: str, today: Callable[[], dt.date]) -> None:
        self._file = file
        self.name = name
        self._today = today
        self._watch = Watch(file)
        self._marks = Marks((), ())
        self._doubted_since: float | None = None
        self._is_redesigned = False
        self._pages: OrderedDict[Choice, tuple[int, Page]] = OrderedDict()
        self._keeping = threading.Lock()
        self._news = threading.Condition()
        now = self._reading(None)
        good = now if now.is_whole else None
        self._shown = Shown(1, now, good, offer(now))

    @property
    def shown(self) -> Shown:
        """What there is to show now."""
        return self._shown

    def look(self) -> bool:
        """Look whether something was saved, and read it; return whether there is news.

        One thread looks, again and again.
        """
        before, last = self._shown, self._marks
        marks = self._watch.marks()
        doubted = self._doubted_since is not None
        if marks == last and not doubted and self._today() == before.now.today:
            return False
        if marks != last:
            self._marks = self._watch.settled()
        if self._marks.look != last.look:
            self._is_redesigned = True
        now = self._reading(before.now)
        if now.is_doubtful and not before.now.is_doubtful and not self._waited():
            return False
        self._doubted_since = None
        if now is before.now and not self._is_redesigned:
            return False
        self._is_redesigned = False
        self._show(now, before)
        return True

    def wait(self, known: int, seconds: float) -> Shown:
        """Return what there is to show once it is newer than `known`, or after `seconds`."""
        with self._news:
            self._news.wait_for(lambda: self._shown.number != known, seconds)
            return self._shown

    def page(self, choice: Choice, shown: Shown) -> Page:
        """Return the page of this choice: made anew where that can be, else the last good one."""
        with self._keeping:
            number, last = self._pages.get(choice, (0, _NO_PAGE))
        if number >= shown.number:
            return last
        page = self._made(choice, shown, last)  # may take long: others need not wait
        with self._keeping:
            if shown.number > self._pages.get(choice, (0, _NO_PAGE))[0]:
                self._pages[choice] = (shown.number, page)
            self._pages.move_to_end(choice)
            while len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        return page

    def _reading(self, before: Reading | None) -> Reading:
        now = read_now(self._file, self.name, self._today(), before)
        self._watch.logo = now.workspace.logo
        self._watch.templates = now.workspace.templates
        return now

    def _waited(self) -> bool:
        """Whether the plan has been in doubt for so long that this is how it is."""
        if self._doubted_since is None:
            self._doubted_since = time.monotonic()
        return time.monotonic() - self._doubted_since > _GRACE

    def _show(self, now: Reading, before: Shown) -> None:
        good = now if now.is_whole else before.good
        shown = Shown(before.number + 1, now, good, offer(good or now))
        with self._news:
            self._shown = shown
            self._news.notify_all()

    def _made(self, choice: Choice, shown: Shown, last: Page) -> Page:
        if shown.good is None:
            return last._replace(findings=(), sources=())
        try:
            text = made(shown.good, choice)
        except InvalidFile as bad:
            sources = (bad.source,) if bad.source else ()
            return last._replace(findings=tuple(bad.findings), sources=sources)
        except Exception as error:  # a preview goes on, and tells it
            return last._replace(findings=(crashed(self.name, error),), sources=())
        return Page(text, hashlib.sha256(text.encode()).hexdigest()[:16])


def made(reading: Reading, choice: Choice) -> str:
    """Make the page of this choice, as `kamctl render` would.

    Raises:
        InvalidFile: a template of the company's own fails.
    """
    report, look = reading.report, reading.look
    assert report.plan is not None
    assert look is not None
    view = build_view(
        report.plan,
        audience_for(choice.reader),
        choice.language,
        report,
        reading.today,
        reading.workspace.shown_name,
        choice.kind,
    )
    return render_html(view, look, choice.kind)
