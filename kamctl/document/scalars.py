"""What a plain YAML scalar means: YAML 1.2's core rules (section 10.3.2), not YAML 1.1's.

So `NO`, `on` and `yes` are text, `012` is twelve, `12:30:45` and dates are text. One thing is
ours: `4_100_000`, digits grouped by threes, is a number, because people write amounts so.
"""

from __future__ import annotations

import re
from functools import lru_cache

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
_NUMBER = re.compile(
    r"""
    (?P<integer> [-+]?(?:[0-9]+|[0-9]{1,3}(?:_[0-9]{3})+))
    | (?P<decimal>
        [-+]?(?:\.[0-9]+|(?:[0-9]+|[0-9]{1,3}(?:_[0-9]{3})+)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)
    | 0o(?P<octal>[0-7]+)
    | 0x(?P<hexadecimal>[0-9a-fA-F]+)
    """,
    re.ASCII | re.VERBOSE,
).fullmatch
_MAX_DIGITS = 300
"""Longer than any amount; Python itself refuses to read integers of thousands of digits."""


@lru_cache(maxsize=4096)
def resolve(text: str) -> Scalar:
    """Return the value of the plain (unquoted) scalar `text`."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _MAX_DIGITS:
        return text
    match = _NUMBER(text)
    if match is None:
        return text
    match match.lastgroup:
        case "integer":
            return int(text.replace("_", ""))
        case "decimal":
            return float(text.replace("_", ""))
        case "octal":
            return int(match["octal"], 8)
        case _:
            return int(match["hexadecimal"], 16)
