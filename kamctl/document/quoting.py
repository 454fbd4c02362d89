"""Texts, written so that YAML gives them back unchanged."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from kamctl.document.reader import read
from kamctl.document.source import Source

ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that are only ever written as their number."""


@lru_cache(maxsize=256)
def plain_or_quoted(text: str) -> str | None:
    """Write `text` on one line: plain where that reads back as the same text, else in quotes.

    It holds between braces and outside. None where no way of writing it reads back.
    """
    forms = (double_quoted(text),) if ESCAPED.search(text) else (text, double_quoted(text))
    for form in forms:
        if "\n" in form:
            continue
        # Inside braces a comma ends a value, outside a quote may: it must hold in both places.
        document = read(
            Source("name", f"- {{a: {form}, b: 1}}\n- a: {form}\n- [{form}]\n- {form}\n")
        )
        if not document.findings and document.value == [
            {"a": text, "b": 1},
            {"a": text},
            [text],
            text,
        ]:
            return form
    return None


def double_quoted(text: str) -> str:
    """Write `text` between quotes, with what cannot be seen as its number."""
    quoted = json.dumps(text, ensure_ascii=False)
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
