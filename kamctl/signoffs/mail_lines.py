"""Lines of an e-mail that nobody wrote: headers of a quoted message, and what programs add."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from kamctl.i18n.words import all_words, compiled, either

if TYPE_CHECKING:
    import re

_ANNOUNCED_SENDER: Final = r".{0,200}<\S+@\S+>\s?:"
"""What announces a quote in any language: “Am 30.11.2026 schrieb Claire <claire@…>:”."""


def is_mail_header(line: str) -> bool:
    """Tell whether a line is a header of a message that is quoted: “From: …”."""
    return _header().fullmatch(line) is not None


def is_added_line(line: str) -> bool:
    """Tell whether an e-mail program added a line by itself: “On Monday, Claire wrote:”."""
    return _added().fullmatch(line) is not None


@cache
def _header() -> re.Pattern[str]:
    return compiled([rf"[*_]*{either(all_words().mail.headers)}[*_]*[\ \u00a0]?:.*"])


@cache
def _added() -> re.Pattern[str]:
    return compiled((*all_words().mail.added_lines, _ANNOUNCED_SENDER))
