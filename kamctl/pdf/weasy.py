"""Prints by WeasyPrint where no browser is installed; in a process of its own, to be stopped."""

from __future__ import annotations

import importlib
import importlib.util
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from kamctl.i18n.message import message
from kamctl.pdf.failures import last_line, no_pdf, too_long
from kamctl.pdf.flags import SECONDS
from kamctl.pdf.sheet import SMALLER, with_head

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME: Final = "WeasyPrint"
_START: Final = "import sys; sys.path[:] = {path!r}; from kamctl.pdf.weasy import work; work()"
_SHEETS: Final = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Millimetres."""
_STYLE: Final = """
.facts, .gains, .answers, .how, .standing h2 + dl, .standing dl > div { display: block }
.facts > div { display: inline-block; vertical-align: top; width: 8.2rem }
.facts > div { margin: 0 0.8rem 0.7rem 0 }
.facts.roomy > div { width: 14rem } .facts > .whole { display: block; width: auto }
.gains > div { border: 0; padding: 0.4rem 0 } .answers > div { margin-top: 0.5rem }
.impacts li, .points, .gauges .row, .gauge dl { display: table; width: 100%; table-layout: fixed }
.impacts li > *, .points > div, .gauge, .gauge dl div { display: table-cell; vertical-align: top }
.impacts li > .on, .impacts li > .chip { width: 6rem } .gauge { padding-right: 10pt }
.strip { display: block } .strip > div { display: inline-block; margin-right: 12pt }
.strip dt, .strip dd { display: inline }
.panels { display: block; columns: 2; column-gap: 16pt } .panels > * { break-inside: avoid }
.panels > :last-child:nth-child(odd) { column-span: all }
.onepage .clip, .onepage h1, .aim h2, .gauge p { display: block }
.aim .place { margin-right: 0.4em } .gauge .chip { float: right }
.notice { display: block } .name { display: block; overflow: hidden } .name .chip { float: right }
.chip { display: inline } .sign { display: inline; margin-right: 0.3em }
.chip .sign { position: static }
.top { display: block; overflow: hidden } .top > div { float: left; width: 70% }
.top > .when { float: right; width: 28%; text-align: right }
.narrow { display: none }
"""
"""WeasyPrint reads all of our style but the grids and the boxes inside a line: tables it can do."""


def is_there() -> bool:
    """Tell whether WeasyPrint is installed; whether it works shows when it is used."""
    return importlib.util.find_spec("weasyprint") is not None


class Weasy:
    """A press that needs no browser."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds

    def printed(self, page: str, paper: str, *, on_one_sheet: bool) -> bytes:
        """Return a page of HTML as a PDF.

        Raises:
            UserError: it could not be printed; on Windows and macOS mostly because a library that
                it needs is not there.
        """
        zooms = SMALLER if on_one_sheet else SMALLER[:1]
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-X", "utf8", "-c", _START.format(path=sys.path)],
                input=json.dumps([page, paper, zooms]).encode(),
                capture_output=True,
                check=False,
                timeout=self._seconds,
            )
        except subprocess.TimeoutExpired:
            raise too_long(_NAME, self._seconds) from None
        if done.returncode:
            raise no_pdf(last_line(done.stderr) or message("{browser} has ended", browser=_NAME))
        return done.stdout


# --- Inside the process ---------------------------------------------------------------------------


def work() -> None:
    """Print the page that comes in on standard input."""
    page, paper, zooms = json.load(sys.stdin)
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    out.write(_laid_out(page, paper, zooms))
    out.flush()


def _laid_out(page: str, paper: str, zooms: Sequence[float]) -> bytes:
    weasyprint: Any = importlib.import_module("weasyprint")

    class Fetcher(weasyprint.URLFetcher):  # type: ignore[misc]  # known only when it runs
        """Fetches what stands in the page itself, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise ValueError(f"not fetched: {url[:100]}")
            return super().fetch(url, headers)

    for zoom in zooms:
        # As much larger a sheet as it is made smaller afterwards.
        wide, high = (f"{millimetres / zoom:.2f}mm" for millimetres in _SHEETS[paper])
        styled = page.replace("</head>", f"<style>{_STYLE}</style></head>", 1)
        sheet = f"<style>@page {{ size: {wide} {high} }}</style>"
        document = weasyprint.HTML(
            string=with_head(styled, sheet), url_fetcher=Fetcher(allowed_protocols=["data"])
        ).render()
        if len(document.pages) <= 1:
            break
    data: bytes = document.write_pdf(zoom=zoom)
    return data
