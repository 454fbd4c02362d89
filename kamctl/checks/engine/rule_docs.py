"""The page of a check: its docstring, parsed, and written again in another language."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, NamedTuple

from kamctl.i18n.text_normalization import single_spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.i18n.message import Translate

PAGES_DOMAIN = "pages"
"""The gettext domain of the pages: a catalog of their own, that only their readers load."""

_SECTION = re.compile(r"^(Why|Example|Instead):$", re.MULTILINE)
_PARAGRAPH_BREAK = "\n\n"


class Page(NamedTuple):
    """What a check does, why it matters, a plan that fails and the same plan corrected.

    `summary` is one sentence, `more` and `why` are paragraphs (Markdown) with an empty line between
    them, each on one line; list lines stay separate. `example` and `instead` are YAML. What
    an example leaves out is not needed to understand it: the version, the account.
    """

    summary: str
    more: str
    why: str
    example: str
    instead: str

    @property
    def msgids(self) -> Iterator[str]:
        """What a catalog translates: the summary, each paragraph, each example as a whole."""
        yield self.summary
        for text in (self.more, self.why):
            yield from text.split(_PARAGRAPH_BREAK) if text else ()
        yield from filter(None, (self.example, self.instead))

    def translated(self, translate: Translate) -> Page:
        """Return the page in another language."""
        return Page(
            translate(self.summary),
            _translated(self.more, translate),
            _translated(self.why, translate),
            self.example and translate(self.example),
            self.instead and translate(self.instead),
        )


def parse_page(docstring: str) -> Page:
    """Parse a docstring: a sentence, paragraphs, then the sections Why, Example, Instead."""
    parts = _SECTION.split(inspect.cleandoc(docstring))
    summary, _, more = parts[0].strip().partition(_PARAGRAPH_BREAK)
    sections = {
        name: inspect.cleandoc("\n" + body).strip("\n")
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    return Page(
        single_spaced(summary),
        _paragraphs_on_one_line(more),
        _paragraphs_on_one_line(sections.get("Why", "")),
        sections.get("Example", ""),
        sections.get("Instead", ""),
    )


def is_bullet_list(paragraph: str) -> bool:
    """Say whether a paragraph is a list, whose lines stay as they are."""
    return all(line.startswith(("- ", "  ")) for line in paragraph.splitlines())


def _paragraphs_on_one_line(text: str) -> str:
    """Join the lines of each paragraph; the lines of a list stay separate."""
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]
    return _PARAGRAPH_BREAK.join(
        part if is_bullet_list(part) else single_spaced(part) for part in parts
    )


def _translated(text: str, translate: Translate) -> str:
    return (
        _PARAGRAPH_BREAK.join(translate(part) for part in text.split(_PARAGRAPH_BREAK))
        if text
        else ""
    )
