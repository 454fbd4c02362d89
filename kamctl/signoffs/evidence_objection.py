"""Whether an e-mail that is to prove an agreement objects in plain words.

Few texts are taken for an objection: the prepared answer of a briefing, where a line was completed
and not the one that agrees; and what says so at the start of a clause (“I do not agree”) or alone
on a line (“No.”), and agrees to nothing. An agreement that is taken for an objection does more harm
than one that is missed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.text_normalization import normalized_words, single_spaced, single_spaced_lines
from kamctl.i18n.truncate import truncate
from kamctl.i18n.words import all_words, compiled
from kamctl.signoffs.mail_lines import is_added_line, is_mail_header
from kamctl.signoffs.prepared_answers import (
    I_AGREE,
    I_OBJECT,
    I_VALIDATE,
    MY_QUESTION,
    ON_CONDITION,
    PREPARED_ANSWERS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_AGREES: Final = frozenset({"agree", "validate"})
"""Decisions that say yes to all of the text; a condition may well begin with a no."""
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘´`ʼ", "'"))
_ENDS: Final = (".", "!", "?", ":", ";")
_LONGEST: Final = 60


def objection_in(quote: str, decision: str) -> str:
    """Return the words with which the text of an e-mail objects to what it is to agree to.

    Empty where it does not, or also agrees to something: then only a reader can tell to what.
    """
    if decision not in _AGREES:
        return ""
    answer = _own_text(quote)
    prepared = _prepared_answer(answer.split("\n"))
    if prepared:
        return _no_agreement(prepared)
    found = _objection().search(answer) or _denial().search(answer)
    rest = _denial().sub(" ", _objection().sub(" ", answer))
    if found is None or _agreement().search(rest):
        return ""
    return single_spaced(found[0])


def _own_text(quote: str) -> str:
    """Return what somebody wrote: without the message that they answer, lines not wrapped."""
    text = unicodedata.normalize("NFC", quote).translate(_APOSTROPHES).replace("*", "")
    lines: list[str] = []
    for line in single_spaced_lines(text).split("\n"):
        if is_mail_header(line) or is_added_line(line):
            break
        if line[:1].islower() and lines and lines[-1] and not lines[-1].endswith(_ENDS):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _prepared_answer(lines: Sequence[str]) -> Mapping[str, str]:
    """Return what was written behind each of the prepared beginnings; nothing without any."""
    found: dict[str, list[str]] = defaultdict(list)
    last = ""
    for line in lines:
        written = re.sub(r"\s+:", ":", line)
        begun = next((one for one in _beginnings() if written.lower().startswith(one)), None)
        if begun is not None:
            last = _beginnings()[begun]
            found[last].append(written[len(begun) :])
        elif not line:
            last = ""
        elif last:
            found[last].append(line)
    return {answer: " ".join(texts).strip() for answer, texts in found.items()}


def _no_agreement(prepared: Mapping[str, str]) -> str:
    """Return what was completed instead of the line that agrees; nothing where that line was.

    A question alone is no answer where the other lines were left in: none of them was chosen.
    """
    agreed = [prepared[one] for one in (I_AGREE, I_VALIDATE) if one in prepared]
    denied = next((one for one in agreed if _denial().fullmatch(one)), "")
    if denied or any(map(normalized_words, agreed)):
        return denied
    choices = [one for one in (I_OBJECT, ON_CONDITION) if one in prepared]
    asked = [MY_QUESTION] if choices and MY_QUESTION in prepared else []
    completed = (prepared[one] for one in (*choices, *asked) if _says_something(prepared[one]))
    return truncate(next(completed, ""), _LONGEST)


def _says_something(text: str) -> bool:
    """Tell whether a text is more than “none” or “ok”."""
    words, known = normalized_words(text), all_words().placeholders
    return bool(words) and words not in known.assent and words not in known.alone


@cache
def _beginnings() -> Mapping[str, str]:
    """Return the prepared beginnings as they are compared, in each language."""
    return {
        re.sub(r"\s+:", ":", translator(language)(one).translate(_APOSTROPHES)).lower(): one
        for one in PREPARED_ANSWERS
        for language in languages()
    }


@cache
def _objection() -> re.Pattern[str]:
    starts_clause = r"(?:^|(?<=[.!?:;,–—]\s))"
    clauses = (rf"{starts_clause}(?:{one})" for one in all_words().mail.objection)
    return compiled(clauses, re.IGNORECASE | re.MULTILINE)


@cache
def _denial() -> re.Pattern[str]:
    lines = (rf"^(?:{one})\s?[.!]*$" for one in all_words().mail.denial)
    return compiled(lines, re.IGNORECASE | re.MULTILINE)


@cache
def _agreement() -> re.Pattern[str]:
    return compiled(all_words().mail.agreement)
