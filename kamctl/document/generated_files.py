"""Files that kamctl writes beside a plan, and how to know them again: they are no plans."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import N_

HTML_TAG: Final = '<meta name="generator" content="kamctl '
"""What an HTML page of ours carries near its top, so that it may be overwritten."""
MARKDOWN_LINE: Final = '[kamctl]: # "made by kamctl '
"""What a Markdown page of ours carries under its title, unseen, so that it may be overwritten."""
PDF_LINE: Final = "%made by kamctl\n"
"""The last line of a PDF of ours, a comment, so that it may be overwritten."""
SIGNOFFS_HEADING: Final = (
    "# Sign-offs, written by kamctl. One a line; lines are added, never changed.\n"
)
"""The first line of a file of sign-offs."""
QUESTIONS_HEADING: Final = "# Questions to colleagues and their answers, written by kamctl.\n"
"""The first line of the file of questions beside a plan."""

_SCHEMA: Final = b'"$schema": "https://json-schema.org/'
_HEAD_BYTES: Final = 2048
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
