"""The programs that the tests in a browser need, and where they are."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "msedge")


def chromium() -> str | None:
    """Return the path of a browser of the Chromium family."""
    return next((found for name in _CHROMIUM_NAMES if (found := shutil.which(name))), None)


def node_program(name: str) -> str | None:
    """Return the path of a program that npm installed here."""
    return shutil.which(name, path=str(HERE / "node_modules" / ".bin"))


def require(name: str, found: object) -> None:
    """Skip the test where a program is missing; on a build server it fails instead."""
    if found:
        return
    if os.environ.get("KAMCTL_REQUIRE_BROWSER"):
        pytest.fail(f"{name} is not here, and KAMCTL_REQUIRE_BROWSER is set")
    pytest.skip(f"{name} is not here")
