"""What a plain YAML scalar means: YAML 1.2's core rules (section 10.3.2), not YAML 1.1's.

So `NO`, `on` and `yes` are text, `012` is twelve, `12:30:45` and dates are text. One thing is
ours: `4_100_000`, digits grouped by threes, is a number, because people write amounts so.
"""

from __future__ import annotations

import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_WORDS |= dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan"))
_WORDS |= {
    f"{sign}{word}": float("-inf" if sign == "-" else "inf")
    for sign in ("", "+", "-")
    for word in (".inf", ".Inf", ".INF")
}
SPECIAL_STARTS = frozenset(word[:1] for word in _WORDS) | frozenset("0123456789+-.")
"""The first characters of every plain scalar that is not text, and of the empty one."""
_NUMBER_START = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:_[0-9]{3})+)", re.ASCII).fullmatch
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|(?:[0-9]+|[0-9]{1,3}(?:_[0-9]{3})+)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
    re.ASCII,
).fullmatch
_OCTAL = re.compile(r"0o[0-7]+", re.ASCII).fullmatch
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+", re.ASCII).fullmatch
_MAX_DIGITS = 300
"""Longer than any amount; Python itself refuses to read integers of thousands of digits."""


def resolve(text: str) -> Scalar:
    """Return the value of the plain (unquoted) scalar `text`."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START or len(text) > _MAX_DIGITS:
        return text
    if _INTEGER(text):
        return int(text.replace("_", ""))
    if _FLOAT(text):
        return float(text.replace("_", ""))
    if _OCTAL(text):
        return int(text[2:], 8)
    if _HEXADECIMAL(text):
        return int(text[2:], 16)
    return text
