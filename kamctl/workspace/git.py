"""What git knows of the person at this computer."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE = 5


def address(folder: Path) -> str | None:
    """Return the address that git would put under a commit here; None without git or address."""
    try:
        done = subprocess.run(
            ["git", "config", "--get", "user.email"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode(errors="replace").strip() or None
