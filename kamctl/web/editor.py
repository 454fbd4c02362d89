"""A plan that is open for editing: what changes it, and what is shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.web.editing.edit_session import EditSession
from kamctl.web.preview_pages import PreviewPages
from kamctl.web.preview_session import PreviewSession

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from kamctl.web.editing.outcome import ChangeOutcome

_MAX_NEWS: Final = 10
"""Changes of others that are told at once."""


class Editor:
    """One plan with its documents; may be used from several threads.

    Raises:
        InvalidFile: the plan cannot be read.
    """

    def __init__(self, file: Path, today: Callable[[], dt.date], language: str) -> None:
        self.session = EditSession(file, today=today, language=language)
        self.shown = PreviewSession(self.session.checker)
        self.documents = PreviewPages(self.shown, None, self.session.language)
        self._news: list[str] = []
        self.shown.on_change(self._refresh)

    @property
    def news_count(self) -> int:
        """How many changes others have made so far."""
        return len(self._news)

    def news_since(self, count: int) -> list[str]:
        """Return what others have changed after so many changes, in words; the last ones."""
        return self._news[count:][-_MAX_NEWS:]

    def show(self, outcome: ChangeOutcome) -> None:
        """Show all pages what came of a change: the documents are those of the plan as it is."""
        self._news += outcome.meanwhile
        if outcome.is_saved:
            self.shown.show(self.session.snapshot)
        else:
            self.shown.poll()

    def _refresh(self) -> None:
        """Read the plan again: an editor, git or another session may have changed it."""
        self._news += self.session.refresh()
