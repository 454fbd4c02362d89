"""Names for findings that stay the same from one run to the next, while lines move."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamctl.document.finding import Finding

_POSITION = re.compile(r"/\d+(?=/|$)|\[\d+\]")
"""A position in a list, as in `/objectives/0` or `objectives[1]`."""


class Fingerprints:
    """Name the findings of a run by code, file, place in the plan and message.

    Lines and positions in lists are left out, so that an entry put in before changes nothing;
    findings that would then share a name are counted.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, finding: Finding, file: str) -> str:
        """Return a name that no other finding of this run has."""
        pointer_and_message = _POSITION.sub("", f"{finding.pointer}\0{finding.message}")
        what = "\0".join((finding.code, file, finding.objective or "", pointer_and_message))
        self._seen[what] += 1
        named = f"{what}\0{self._seen[what]}".encode(errors="surrogatepass")
        return hashlib.sha256(named).hexdigest()[:32]
