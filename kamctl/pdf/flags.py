"""How a browser is started to print: without windows, network, scripts, or traces of its user."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

SECONDS: Final = 60.0
"""What the start of the browser, or one page, may take."""
_FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
)


def flags(profile: Path) -> list[str]:
    """Return the flags, with a profile of its own; root has no sandbox to offer."""
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    return [*_FLAGS, f"--user-data-dir={profile}", *(["--no-sandbox"] if is_root else [])]
