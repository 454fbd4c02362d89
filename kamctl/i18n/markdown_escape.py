"""Words in Markdown: whatever a text holds, it reads as exactly that text."""

from __future__ import annotations

import re

from kamctl.i18n.control_characters import visible_line

_BLANKS = re.compile(r" +")
_MARKS = re.compile(r"[\\`*_\[\]<>&|~$]")
_AT_START = re.compile(r"^(?:[-+](?=[ \-+]|$)|=|#)")
_LIST_NUMBER = re.compile(r"^([0-9]{1,9})([.)])(?= |$)")
_SCHEME = re.compile(r"(?i)(https?|ftp|mailto|xmpp):")
_WWW = re.compile(r"(?i)\b(www)\.")
_ADDRESS = re.compile(r"(?<=\S)@(?=\S)")


def escape(text: str) -> str:
    """Return `text` as one line of Markdown that reads as exactly that text."""
    line = _BLANKS.sub(" ", visible_line(text)).strip()
    line = _MARKS.sub(r"\\\g<0>", line)
    line = _SCHEME.sub(r"\1\\:", line)
    line = _WWW.sub(r"\1\\.", line)
    # GitHub makes a link of anything that looks like an address, escaped or not.
    line = _ADDRESS.sub("&#64;", line)
    line = _AT_START.sub(r"\\\g<0>", line)
    return _LIST_NUMBER.sub(r"\1\\\2", line)
