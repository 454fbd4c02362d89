"""Prints each page by a browser of its own: slower, and possible wherever one can be started."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.i18n.message import message
from kamctl.pdf.failures import last_line, no_pdf, too_long
from kamctl.pdf.flags import SECONDS, flags
from kamctl.pdf.sheet import SMALLER, leaves, sized

if TYPE_CHECKING:
    from collections.abc import Sequence


class OneByOne:
    """A press that starts the browser for every page."""

    def __init__(self, browser: Path, seconds: float = SECONDS) -> None:
        self._browser = browser
        self._seconds = seconds

    def printed(self, page: str, paper: str, *, on_one_sheet: bool) -> bytes:
        """Return a page of HTML as a PDF.

        Raises:
            UserError: it could not be printed.
        """
        zooms: Sequence[float] = SMALLER if on_one_sheet else SMALLER[:1]
        for zoom in zooms:
            data = self._once(sized(page, paper, zoom))
            if leaves(data) <= 1:
                break
        return data

    def _once(self, page: str) -> bytes:
        with tempfile.TemporaryDirectory(
            prefix="kamctl-paper-", ignore_cleanup_errors=True
        ) as folder:
            source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
            source.write_text(page, encoding="utf-8", newline="\n")
            command = [
                str(self._browser),
                *flags(Path(folder, "profile")),
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ]
            said = b""
            try:
                said = subprocess.run(
                    command, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                    timeout=self._seconds,
                ).stderr  # fmt: skip
            except subprocess.TimeoutExpired:
                raise too_long(self._browser.name, self._seconds) from None
            except OSError as error:
                raise no_pdf(f"{self._browser.name}: {error.strerror or error}") from None
            if not target.is_file():
                raise no_pdf(
                    last_line(said)
                    or message("{browser} wrote nothing", browser=self._browser.name)
                )
            return target.read_bytes()
