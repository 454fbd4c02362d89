"""The page of a check: its docstring, taken apart."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

_SECTION = re.compile(r"^(Why|Example|Instead):$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a check does, why it matters, a plan that fails and the same mended.

    `summary` is one sentence, `more` and `why` are paragraphs (Markdown), `example` and `instead`
    are YAML. What an example leaves out is not needed to understand it: the version, the account.
    """

    summary: str
    more: str
    why: str
    example: str
    instead: str


def page(docstring: str) -> Page:
    """Take a docstring apart: a sentence, paragraphs, then the sections Why, Example, Instead."""
    parts = _SECTION.split(inspect.cleandoc(docstring))
    summary, _, more = parts[0].strip().partition("\n\n")
    sections = {
        name: inspect.cleandoc("\n" + body).strip("\n")
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    return Page(
        " ".join(summary.split()),
        more.strip(),
        sections.get("Why", ""),
        sections.get("Example", ""),
        sections.get("Instead", ""),
    )
