"""Progress of long work, on a terminal; into a pipe, nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

from kamctl.cli.language_context import localized
from kamctl.i18n.message import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from kamctl.cli.console import Console

Item = TypeVar("Item")
_DELAY: Final = 0.5
"""Seconds before a bar appears."""


class ProgressDisplay:
    """A bar on standard error, which leaves nothing behind.

    Plans are known from the beginning, the pages of each only once it is read: the bar stands for
    the plans, and moves within each page by page. Where plans are only read, they are counted.
    `at_once` shows it from the beginning: already the first page takes long.
    """

    def __init__(
        self, console: Console, plans: int, *, has_pages: bool = True, at_once: bool = False
    ) -> None:
        self._console = console
        self._plans = plans
        self._has_pages = has_pages
        self._at_once = at_once
        self._done = 0
        self._pages = 0
        self._here, self._of = 0, 1
        self._began = time.monotonic()
        self.bar: Bar | None = None
        """The bar on the terminal; None before it is shown."""
        self._task: TaskID | None = None

    def __enter__(self) -> ProgressDisplay:
        if self._at_once and self._console.err.shows_progress:
            self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def over(self, plans: Iterable[Item]) -> Iterator[Item]:
        """Yield the results of the plans, and count each plan once its result was used."""
        for one in plans:
            yield one
            del one  # else it stays in memory while the next plan is read
            self.done()

    def plan(self, pages: int) -> None:
        """Begin the pages of a plan that was read; `pages` is how many it has."""
        self._here, self._of = 0, max(1, pages)

    def page(self) -> None:
        """Count a page."""
        self._pages += 1
        self._here += 1
        self._update()

    def done(self) -> None:
        """Count a plan, whether it has pages or not."""
        self._done += 1
        self._here = 0
        self._update()

    def _update(self) -> None:
        if self.bar is None:
            if not self._console.err.shows_progress or time.monotonic() - self._began < _DELAY:
                return
            if self._part >= self._plans:
                return  # nothing is left to wait for
            self._start()
        if self.bar is not None and self._task is not None:
            self.bar.update(
                self._task, total=self._plans, completed=self._part, counted=self._counted()
            )

    @property
    def _part(self) -> float:
        return min(self._done + self._here / self._of, self._plans)

    def _start(self) -> None:
        # Imported where there is a bar to draw: it takes longer than most runs have left.
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.bar = Bar(
            BarColumn(
                None, style="dim", complete_style="cyan", finished_style="green", pulse_style="cyan"
            ),
            TaskProgressColumn(),
            TextColumn("{task.fields[counted]}", markup=False),
            TimeRemainingColumn(),
            console=self._console.err.rich,
            transient=True,
            expand=True,
        )
        # Without a total the bar moves by itself, until there is a first page.
        self._task = self.bar.add_task("", total=None, counted=self._counted())
        self.bar.start()

    def _counted(self) -> str:
        return localized(
            counted("{count} page", "{count} pages", self._pages)
            if self._has_pages
            else counted("{count} plan", "{count} plans", self._done)
        )
