"""What a page costs in one process that makes many, and how large it is."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from bench.plans import EXAMPLE, LOADER, TODAY
from kamctl.briefing.document_kinds import CURRENT_DOCUMENTS
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_file

TEAM = "account-team"
READERS = (None, "executive", "finance", TEAM)


class PageCost(NamedTuple):
    """A page: what it costs beside reading its plan with PyYAML's loader, and its bytes."""

    kind: str
    reader: str
    ratio: float
    size: int


def page_costs(rounds: int) -> Iterator[PageCost]:
    """Make each page `rounds` times, the loader in turn with it; the first one is not counted."""
    report = check_file(str(EXAMPLE), TODAY)
    text = EXAMPLE.read_text(encoding="utf-8")
    for document in CURRENT_DOCUMENTS:
        kind = document.name
        for reader in (TEAM,) if document.for_account_team else READERS:
            audience = audience_for(reader)
            ratios = []
            page = ""
            for number in range(rounds + 1):
                begun = time.perf_counter()
                view = build_view(report, audience, "en", kind, company="Corvane")
                page = render_html(view, kind=kind)
                made = time.perf_counter()
                yaml.load(text, LOADER)
                loaded = time.perf_counter()
                if number:
                    ratios.append((made - begun) / (loaded - made))
            yield PageCost(
                kind, reader or "everyone", statistics.median(ratios), len(page.encode())
            )
