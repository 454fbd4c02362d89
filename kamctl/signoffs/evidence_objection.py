"""Whether an e-mail that is to prove an agreement refuses it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.words import all_words, compiled

_AGREES: Final = frozenset({"agree", "validate"})
"""Decisions that say yes to all of the text; a condition may well begin with a no."""


def objection_in(quote: str, decision: str) -> str:
    """Return the words with which the text of an e-mail refuses what it is to agree to; "" if none.

    Of a text that also agrees to something, nobody but its reader can tell what was answered: none.
    """
    if decision not in _AGREES:
        return ""
    answer = _completed(quote).replace("’", "'")
    refused = _objection().search(answer)
    if refused is None or _agreement().search(_objection().sub(" ", answer)):
        return ""
    return single_spaced(refused[0])


def _completed(quote: str) -> str:
    """Return a text without the lines of a prepared answer behind which nothing was written."""
    lines = [line.strip() for line in quote.splitlines() if line.strip()]
    return "\n".join(
        line
        for line, following in pairwise([*lines, ""])
        if not line.endswith(":") or (following and ":" not in following)
    )


@cache
def _objection() -> re.Pattern[str]:
    return compiled(all_words().mail.objection)


@cache
def _agreement() -> re.Pattern[str]:
    return compiled(all_words().mail.agreement)
