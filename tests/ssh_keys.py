"""SSH keys for tests of signatures."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make_key(path: Path, passphrase: str = "") -> Path:
    """Make a key at `path`, without a comment; the public one is beside it."""
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", str(path)],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return path


def public_key(key: Path) -> str:
    """Return the public key that belongs to the one at `key`, on one line."""
    return key.with_suffix(".pub").read_text(encoding="utf-8").strip()
