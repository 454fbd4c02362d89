"""The fingerprint of what was signed: the same for the same meaning, another for any other."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FINGERPRINT_VERSION = 2
"""The version of sign-offs that are written today, and of the rule of what they cover."""
_DIGITS = 32


def canonical(value: Mapping[str, Any]) -> bytes:
    """Write plain data in one way only: JSON, keys in order, no blanks, UTF-8.

    Raises:
        ValueError: a number in it is infinite, or none.
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode(errors="surrogatepass")


def fingerprint(content: Mapping[str, Any], version: int = FINGERPRINT_VERSION) -> str:
    """Return `v2:` and the first 32 hexadecimal digits of the SHA-256 of `content`, written so."""
    return f"v{version}:{hashlib.sha256(canonical(content)).hexdigest()[:_DIGITS]}"
