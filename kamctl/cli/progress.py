"""How far long work has come, told on a terminal; into a pipe, nothing."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING, Final, TypeVar

from kamctl.cli.speaking import said
from kamctl.words.message import counted, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

One = TypeVar("One")
_AFTER: Final = 0.5
"""Seconds: what is done sooner needs no bar."""
_EVERY: Final = 0.1
_WIDEST: Final = 30
_NARROWEST: Final = 5


class Progress:
    """A line on standard error that is drawn again and again, and leaves nothing behind.

    Plans are known from the beginning, the pages of each only once it is read: the bar stands for
    the plans, and moves within each page by page. Where plans are only read, they are counted.
    """

    def __init__(self, plans: int, *, has_pages: bool = True) -> None:
        self._plans = plans
        self._has_pages = has_pages
        self._plan = 0
        self._pages = 0
        self._here, self._of = 0, 1
        self._began = time.monotonic()
        self._drawn = 0.0
        self._width = 0
        self.shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def over(self, plans: Iterable[One]) -> Iterator[One]:
        """Go through what comes of each plan, and tell how far it is."""
        for one in plans:
            yield one
            del one  # or it would be kept until the next plan is read
            self.done()

    def plan(self, pages: int) -> None:
        """A plan is read, and has so many pages."""
        self._here, self._of = 0, max(1, pages)

    def page(self) -> None:
        """A page is made."""
        self._pages += 1
        self._here += 1
        self._draw()

    def done(self) -> None:
        """A plan is done, whether with pages or without."""
        self._plan += 1
        self._here = 0
        self._draw()

    def clear(self) -> None:
        """Take the line away, for what is said next."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0

    def _draw(self) -> None:
        now = time.monotonic()
        if not self.shown or now - self._began < _AFTER or now - self._drawn < _EVERY:
            return
        part = min(1.0, (self._plan + self._here / self._of) / self._plans)
        seconds = (now - self._began) * (1 - part) / part if part else 0.0
        words = said(
            message(
                "{pages}, {percent}%, {left} left",
                pages=counted("{count} page", "{count} pages", self._pages)
                if self._has_pages
                else counted("{count} plan", "{count} plans", self._plan),
                percent=int(part * 100),
                left=f"{int(seconds) // 60}:{int(seconds) % 60:02}",
            )
        )
        room = shutil.get_terminal_size().columns - 1
        wide = min(_WIDEST, room - len(words) - 1)
        line = words
        if wide >= _NARROWEST:
            filled = int(wide * part)
            line = f"{'█' * filled}{'░' * (wide - filled)} {words}"
        line = line[:room]
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width, self._drawn = len(line), now
