"""The programs that the tests in a browser need, and where they are."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.local_server import local_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def asked_of_browser(
    script: str,
    request: Mapping[str, Any],
    *,
    packages: tuple[str, ...] = ("playwright-core",),
    seconds: float = 300,
) -> Any:
    """Return what a script of this folder answers about what Chromium showed it.

    The script gets `request` as JSON, with the path of the browser, and whether whoever runs the
    tests keeps its pictures: KAMCTL_PICTURES=folder.
    """
    browser, node = require_browser(*packages)
    own = {"chromium": browser, "pictures": bool(os.environ.get("KAMCTL_PICTURES"))}
    done = subprocess.run(
        [node, str(HERE / script)],
        input=json.dumps({**request, **own}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=seconds,
        cwd=HERE,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def require_browser(*packages: str) -> tuple[str, str]:
    """Return the paths of Chromium and Node; skip the test where they or a package are missing."""
    browser, node = chromium(), shutil.which("node")
    require("Chromium", browser)
    for package in packages:
        require(package, node and (HERE / "node_modules" / package).is_dir())
    assert browser is not None
    assert node is not None
    return browser, node


@contextmanager
def local_pages(folder: Path, *command: str, language: str = "en") -> Iterator[str]:
    """Yield the address at which `kamctl preview` or `kamctl edit` shows its pages."""
    with local_server(folder, *command, language=language, stderr=subprocess.DEVNULL) as server:
        yield server.address
