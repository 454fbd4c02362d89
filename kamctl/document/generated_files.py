"""How files that kamctl has written are known again: they are no plans, and may be overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from pathlib import Path

HTML_TAG: Final = '<meta name="generator" content="kamctl '
"""What a generated HTML page has near its top: such a page may be overwritten."""
MARKDOWN_LINE: Final = '[kamctl]: # "made by kamctl '
"""What a generated Markdown page has under its title, unseen: it may be overwritten."""
PDF_LINE: Final = "%made by kamctl\n"
"""The last line of a generated PDF, a comment: it may be overwritten."""
SIGNOFFS_HEADING: Final = (
    "# Sign-offs, written by kamctl. One a line; lines are added, never changed.\n"
)
"""The first line of a file of sign-offs."""
QUESTIONS_HEADING: Final = "# Questions to colleagues and their answers, written by kamctl.\n"
"""The first line of the file of questions beside a plan."""

_SCHEMA: Final = b'"$schema": "https://json-schema.org/'
_HEAD_BYTES: Final = 2048
"""How much of a file is searched for what is near its top."""
_TAIL_BYTES: Final = 64

_PAGE: Final = N_("This is a page that kamctl generated, not a plan.")
_IN_HEAD: Final = (
    (HTML_TAG.encode(), _PAGE),
    (MARKDOWN_LINE.encode(), _PAGE),
    (SIGNOFFS_HEADING.encode(), N_("These are the sign-offs on a plan, not the plan.")),
    (QUESTIONS_HEADING.encode(), N_("These are the questions to colleagues, not the plan.")),
    (_SCHEMA, N_("This is a schema for editors, not a plan.")),
)


def generated_file(data: bytes) -> str | None:
    """Return what a file of these bytes is if kamctl wrote it beside a plan: a message's msgid."""
    head = data[:_HEAD_BYTES]
    for mark, what in _IN_HEAD:
        if mark in head:
            return what
    return _PAGE if PDF_LINE.encode() in data[-_TAIL_BYTES:] else None


def made_by_kamctl(path: Path, mark: str) -> bool:
    """Tell whether the file at `path` carries `mark` in its first lines."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            return mark.encode() in file.read(_HEAD_BYTES)
    except OSError:
        return False
