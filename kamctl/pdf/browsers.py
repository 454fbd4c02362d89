"""Which browser of the Chromium family is installed here."""

from __future__ import annotations

import os
import shutil
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE: Final = "KAMCTL_BROWSER"
NO_BROWSER: Final = "none"
"""What the variable says where no browser is to be used."""
_COMMANDS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
    "brave",
)
_ON_MACOS: Final = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")
_ON_WINDOWS: Final = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
    "BraveSoftware/Brave-Browser/Application/brave.exe",
)
_WINDOWS_FOLDERS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def find_browser() -> Path | None:
    """Return the browser to print with; None if there is none.

    Raises:
        UserError: one is named in the environment, and does not exist.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if named == NO_BROWSER:
        return None
    if named:
        found = shutil.which(named)
        if found is None:
            raise UserError(
                message(
                    "{variable} is set to {browser}, which does not exist.",
                    browser=named,
                    variable=VARIABLE,
                ),
                message("Correct it, or remove it to search the usual places."),
            )
        return Path(found)
    on_path = (Path(found) for name in _COMMANDS if (found := shutil.which(name)))
    installed = (path for path in _installation_paths() if path.is_file())
    return next(chain(on_path, installed), None)


def _installation_paths(system: str = sys.platform) -> Iterator[Path]:
    if system == "darwin":
        for name in _ON_MACOS:
            for folder in (Path("/Applications"), Path("~/Applications").expanduser()):
                yield folder / f"{name}.app" / "Contents" / "MacOS" / name
    if system == "win32":
        bases = (os.environ.get(name) for name in _WINDOWS_FOLDERS)
        yield from (Path(base) / place for base in bases if base for place in _ON_WINDOWS)
