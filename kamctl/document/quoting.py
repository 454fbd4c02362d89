"""Texts, written so that YAML gives them back unchanged."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from kamctl.document.reader import read
from kamctl.document.source import Source

ESCAPED = "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
"""Characters that are only ever written as their number."""
_IN_LINES = "- {form}\n- a: {form}\n- b: 1\n"
# Inside braces a comma ends a value, outside a quote may: it must hold in both places.
_ANYWHERE = "- {{a: {form}, b: 1}}\n- a: {form}\n- [{form}]\n- {form}\n"


@lru_cache(maxsize=256)
def plain_or_quoted(text: str, *, in_lines: bool = False) -> str | None:
    """Write `text` on one line: plain where that reads back as the same text, else in quotes.

    It holds between braces and outside, or only outside if it is for a value `in_lines`. None
    where no way of writing it reads back.
    """
    forms = (double_quoted(text),) if re.search(ESCAPED, text) else (text, double_quoted(text))
    for form in forms:
        if "\n" in form:
            continue
        if in_lines:
            written, wanted = _IN_LINES, [text, {"a": text}, {"b": 1}]
        else:
            written, wanted = _ANYWHERE, [{"a": text, "b": 1}, {"a": text}, [text], text]
        document = read(Source("name", written.format(form=form)))
        if not document.findings and document.value == wanted:
            return form
    return None


def double_quoted(text: str) -> str:
    """Write `text` between quotes, with what cannot be seen as its number."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(ESCAPED, lambda found: f"\\u{ord(found[0]):04x}", quoted)


def single_quoted(text: str) -> str | None:
    """Write `text` between single quotes; None where it has what these cannot hold."""
    if not text.isprintable() or re.search(ESCAPED, text):
        return None
    return "'" + text.replace("'", "''") + "'"
