"""All that is wrong in a workspace file: its shape, and the checks it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.settings import settings
from kamctl.document.errors import InvalidFile
from kamctl.workspace.config import InvalidWorkspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.finding import Finding


def workspace_findings(bad: InvalidFile) -> Sequence[Finding]:
    """Return what is wrong in a file; of a workspace's, what its shape had kept from being seen."""
    if not isinstance(bad, InvalidWorkspace):
        return bad.findings
    try:
        settings(bad.workspace)
    except InvalidFile as more:
        return sorted((*bad.findings, *more.findings), key=lambda one: one.order)
    return bad.findings
