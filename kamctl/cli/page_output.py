"""Generated pages on their way out: printed if they are PDFs, then written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.briefing.engine.html import GENERATOR_TAG
from kamctl.briefing.engine.markdown import GENERATOR_LINE as MARKDOWN_MARK
from kamctl.briefing.pages.briefing import ONE_PAGE
from kamctl.cli.document_options import PDF, STANDARD_OUTPUT, RenderOptions
from kamctl.cli.output_paths import ProtectedFiles
from kamctl.document.code_frame import printable
from kamctl.document.writing import is_stream, made_by_kamctl, write_whole
from kamctl.pdf.printer import find_printer
from kamctl.pdf.sheet import is_made_by_kamctl

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.cli.console import Console


def page_printer(options: RenderOptions) -> Callable[[str], str | bytes]:
    """Return what makes a PDF of a page where that is asked for, and leaves it as it is elsewhere.

    Raises:
        UserError: nothing here can print.
    """
    if options.output_format != PDF:
        return lambda text: text

    printer = find_printer(options.today)
    return lambda text: printer.printed(text, options.paper, on_one_sheet=options.kind == ONE_PAGE)


def write_page(
    path: Path,
    data: str | bytes,
    options: RenderOptions,
    page_format: str,
    console: Console,
    protected: ProtectedFiles,
) -> None:
    """Write a page: to standard output, or whole to its file, and say its name.

    Raises:
        UserError: something else is in its place, or it cannot be written.
    """
    if options.output == STANDARD_OUTPUT:
        if isinstance(data, bytes):
            sys.stdout.buffer.write(data)
        else:
            console.write(data)
        return
    protected.check(path)
    write_whole(path, data, over=options.force or _is_generated(path, page_format))
    console.note(printable(path.as_posix()))


def _is_generated(path: Path, page_format: str) -> bool:
    """Tell whether the file at `path` was made by kamctl, so that it may be written over."""
    if is_stream(path):  # a device or a pipe holds nothing to lose
        return True
    if page_format == PDF:
        return is_made_by_kamctl(path)

    if page_format == "html":
        return made_by_kamctl(path, GENERATOR_TAG)

    return made_by_kamctl(path, MARKDOWN_MARK)
