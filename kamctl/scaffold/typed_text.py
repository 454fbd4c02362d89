"""What people typed, written so that YAML gives it back unchanged."""

from __future__ import annotations

import unicodedata

from kamctl.document.errors import UserError
from kamctl.document.quoting import plain_or_quoted
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.text import is_invisible

_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""They turn the text around them, or hide in it: a line with one is not what it looks like."""


def required_name(text: str) -> str:
    """Return `text` without the blanks around it.

    Raises:
        UserError: nothing of it can be seen, it has several lines, or characters that hide in it.
    """
    text = text.strip(" \t\u00a0")
    if is_invisible(text):
        raise UserError(message("A name is missing."), message("Put it in quotes."))
    if any(end in text for end in "\r\n\x85\u2028\u2029"):
        raise UserError(
            message("“{name}” has more than one line.", name=single_spaced(text)),
            message("Write the name on one line."),
        )
    hidden = next((x for x in text if unicodedata.category(x) in _UNPRINTABLE or x in _MARKS), None)
    if hidden is not None:
        raise UserError(
            message(
                "“{name}” contains an invisible character: {code}.",
                name=text.replace(hidden, "?"),
                code=f"U+{ord(hidden):04X}",
            ),
            message("Type the name instead of pasting it."),
        )
    return text


def scalar(text: str) -> str:
    """Write `text` as YAML: plain where that reads back as the same text, else between quotes.

    Raises:
        UserError: no way of writing it reads back.
    """
    form = plain_or_quoted(text)
    if form is not None:
        return form
    raise UserError(
        message("“{name}” cannot be written in a plan.", name=text),
        message("Remove the unusual characters."),
    )
