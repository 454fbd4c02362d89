"""Which way there is from a page to a PDF here: a browser, else WeasyPrint, else none."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.pdf.browsers import VARIABLE, find_browser
from kamctl.pdf.conversation import Conversation
from kamctl.pdf.failures import no_pdf
from kamctl.pdf.one_by_one import OneByOne
from kamctl.pdf.sheet import finished, is_pdf
from kamctl.pdf.weasy import Weasy, is_there

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


class PdfBackend(Protocol):
    """What prints pages."""

    def printed(self, page: str, paper: str, *, on_one_sheet: bool) -> bytes:
        """Return a page of HTML as a PDF.

        Raises:
            UserError: it could not be printed.
        """
        ...


class Printer:
    """Prints pages, one after the other, as of one day."""

    def __init__(self, press: PdfBackend, today: dt.date) -> None:
        self._press = press
        self._today = today

    def printed(self, page: str, paper: str, *, on_one_sheet: bool) -> bytes:
        """Return a page of HTML as a PDF.

        Raises:
            UserError: it could not be printed, or what came out is no PDF.
        """

        data = self._press.printed(page, paper, on_one_sheet=on_one_sheet)
        if not is_pdf(data):
            raise no_pdf(message("what came out is no PDF"))
        return finished(data, self._today)


@contextmanager
def printer(today: dt.date) -> Iterator[Printer]:
    """Return what prints here; it is put away at the end.

    Raises:
        UserError: there is nothing that prints.
    """
    browser = find_browser()
    if browser is not None:
        if os.name == "posix":
            with Conversation(browser) as talking:
                yield Printer(talking, today)
            return

        yield Printer(OneByOne(browser), today)
        return

    if not is_there():
        raise UserError(
            message(
                "A PDF needs Chrome, Edge, Chromium or Brave on this machine, or WeasyPrint; "
                "there is none."
            ),
            message(
                'Install one of these browsers, or run: pip install "kamctl[pdf]". {variable} '
                "names a browser that stands elsewhere.",
                variable=VARIABLE,
            ),
        )
    yield Printer(Weasy(), today)
