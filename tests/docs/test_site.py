"""The documentation as a site: its navigation leads to every page, and to nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from babel import Locale

from kamctl.i18n.catalog import languages
from tests.paths import ROOT

DOCS = ROOT / "docs"
TRANSLATED = languages()[1:]


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
    lists = {f"checks/{language}/README.md" for language in TRANSLATED}
    assert sorted(listed) == sorted(pages | {"checks/README.md"} | lists)
    search = next(one["search"] for one in site["plugins"] if isinstance(one, dict))
    assert search["lang"] == ["en", *TRANSLATED]


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/README.md",
        "docs/languages.md",
        "docs/briefings.md",
        "examples/README.md",
        "pyproject.toml",
    ],
)
def test_each_language_is_named(language: str, page: str) -> None:
    name = Locale("en").languages[language]
    text = (ROOT / page).read_text(encoding="utf-8")
    assert (f"Natural Language :: {name}" if page == "pyproject.toml" else name) in text
