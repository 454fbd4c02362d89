"""Take the screenshots in docs/images again: `make images`.

They show the complete example; take them when its text or the look of the documents has changed.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from kamctl.pdf.browsers import find_browser
from kamctl.pdf.pdf_file import page_count
from kamctl.pdf.printable_page import fitting_styles, print_ready
from kamctl.pdf.run_browser import TIMEOUT, print_page
from tests.browser.programs import asked_of_browser, local_pages
from tests.paths import ROOT
from tests.running import kamctl

IMAGES = ROOT / "docs" / "images"
TODAY = ("--today", "2026-11-23")
MISTAKE = ("next_review: 2027-01-27", "next_review: 27.1.2027")
"""What the preview reports an error about."""


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for file in (ROOT / "examples" / "complete-en").iterdir():
            shutil.copy(file, folder)
        briefing = _rendered(folder, "briefing", "--for", "finance")
        one_pager = _on_one_sheet(_rendered(folder, "onepage", "--for", "account-team"))
        plan = folder / "plan.yaml"
        text = plan.read_text(encoding="utf-8")
        assert MISTAKE[0] in text
        plan.write_text(text.replace(*MISTAKE), encoding="utf-8", newline="\n")
        with local_pages(folder, "preview", "plan.yaml", *TODAY) as url:
            preview = _screenshot(
                "preview", f"{url}?for=finance", 1240, 760, wait="#sheet[data-shown]"
            )
            shots = [
                _screenshot("briefing", briefing.as_uri(), 1000, 1500),
                _screenshot("onepage", one_pager.as_uri(), 794, 1123, margins="8mm 11mm"),
                preview,
            ]
            asked_of_browser("screenshots.mjs", {"screenshots": shots})


def _rendered(folder: Path, kind: str, *options: str) -> Path:
    out = folder / f"{kind}.html"
    done = kamctl(folder, "render", kind, "plan.yaml", *options, *TODAY, "--output", out)
    assert done.returncode == 0, done.stderr
    return out


def _on_one_sheet(path: Path) -> Path:
    """Leave out the rows that a PDF of the page leaves out."""
    page = path.read_text(encoding="utf-8")
    browser = find_browser()
    assert browser is not None
    ready = (print_ready(page, "a4", style) for style in fitting_styles(page))
    fits = next(one for one in ready if page_count(print_page(browser, one, TIMEOUT)) == 1)
    path.write_text(fits, encoding="utf-8", newline="\n")
    return path


def _screenshot(
    name: str, url: str, width: int, height: int, margins: str = "", wait: str = ""
) -> dict[str, Any]:
    """Return what to take; the size is that of the window, in pixels.

    With the `margins` of its paper a page looks as it is printed.
    """
    return {
        "url": url,
        "width": width,
        "height": height,
        "margins": margins,
        "wait": wait,
        "out": str(IMAGES / f"{name}.png"),
    }


if __name__ == "__main__":
    main()
