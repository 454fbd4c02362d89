"""The documentation as a site: its navigation leads to every page, and to nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from tests.paths import ROOT

DOCS = ROOT / "docs"


def pages_in(nav: list[Any]) -> Iterator[str]:
    for entry in nav:
        for target in entry.values():
            if isinstance(target, str):
                yield target
            else:
                yield from pages_in(target)


def test_the_navigation_leads_to_every_page() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = list(pages_in(site["nav"]))
    # The page of a check is reached from the list of checks.
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.glob("*.md")}
    assert sorted(listed) == sorted(pages | {"checks/README.md", "checks/fr/README.md"})
