"""Prints pages by the browser that is installed, as of one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.pdf.browsers import find_browser
from kamctl.pdf.errors import no_pdf, printing_hint
from kamctl.pdf.pdf_file import dated, destination_sheets, is_pdf, page_count
from kamctl.pdf.printable_page import contents_style, fitting_styles, print_ready
from kamctl.pdf.run_browser import TIMEOUT, print_page

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


class Printer:
    """Prints pages; several threads may ask at once, for each page has a browser of its own."""

    def __init__(self, browser: Path, today: dt.date, seconds: float = TIMEOUT) -> None:
        self._browser = browser
        self._today = today
        self._seconds = seconds

    def printed(self, page: str, paper: str, *, on_one_sheet: bool) -> bytes:
        """Return a page of HTML as a PDF.

        Raises:
            UserError: it could not be printed, or what came out is no PDF.
        """
        for style in fitting_styles(page) if on_one_sheet else ("",):
            data = print_page(self._browser, print_ready(page, paper, style), self._seconds)
            if page_count(data) <= 1:
                break
        numbered = "" if on_one_sheet else contents_style(page, destination_sheets(data))
        if numbered:  # the sheets are known only once the page is printed
            data = print_page(self._browser, print_ready(page, paper, numbered), self._seconds)
        if not is_pdf(data):
            raise no_pdf(message("the output is not a PDF"))
        return dated(data, self._today)


def find_printer(today: dt.date) -> Printer:
    """Return what prints here.

    Raises:
        UserError: there is no browser; with how to print without one that kamctl can run.
    """
    browser = find_browser()
    if browser is None:
        raise UserError(
            message("No browser was found to print with: install Chrome, Edge, Chromium or Brave."),
            printing_hint(),
        )
    return Printer(browser, today)
