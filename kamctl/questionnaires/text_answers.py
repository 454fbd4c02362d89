"""Answers in a text: what is between the two marks of a question, however it was quoted.

E-mail programs quote, wrap and turn quotes and dashes; people answer above, below and in between.
An answer counts only between both of its marks. Whatever else was written is reported, never
guessed at: better a question that is asked again than an answer that nobody gave.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.truncate import truncate
from kamctl.questionnaires.answer_values import comparable_text
from kamctl.questionnaires.record import CODE_LETTERS, LONGEST_CODE, SHORTEST_CODE
from kamctl.signoffs.mail_lines import is_added_line, is_mail_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.i18n.message import Message

_LINE_END: Final = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_QUOTE_SIGN: Final = re.compile(r"[ \t\u00a0]*[>|]")
"""What e-mail programs put before a line that they quote."""
_QUOTE: Final = re.compile(rf"(?:{_QUOTE_SIGN.pattern})*[ \t\u00a0]?")
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_CODE: Final = f"[{CODE_LETTERS}]{{{SHORTEST_CODE},{LONGEST_CODE}}}"
_BREAK: Final = r"(?:[ \t\u00a0]*\n[ \t\u00a0>|]*)?"
"""Where an e-mail program may wrap a mark: behind its dash."""
_MARK: Final = re.compile(
    rf"\\?\[[ \u00a0]?(?P<end>/?)[ \u00a0]?Q(?P<number>[0-9]{{1,3}})"
    rf"[ \u00a0]?[{_DASHES}][ \u00a0]?{_BREAK}(?P<code>{_CODE})[ \u00a0]?\\?\]",
    re.IGNORECASE,
)
_STARTS_WITH_FIGURE: Final = re.compile(r"[-+]?\s?[0-9=]").match
_SIGNATURE_MARK: Final = "--"
"""The line above the signature of an e-mail."""
_NUMBER: Final = re.compile(r"(?<!\S)[0-9]+\.(?!\S)")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_LONGEST_REPORTED: Final = 300
LONGEST_ANSWER: Final = 5_000
"""Characters of an answer: a longer one is a document that was pasted."""


class FoundAnswer(NamedTuple):
    """An answer that was found: the code of its question, and its text on one line.

    `is_doubtful` is true where a `>` may be a sign of quoting or “more than”.
    """

    code: str
    text: str
    is_doubtful: bool = False


@dataclass
class FoundAnswers:
    """What was found in a text or a file: answers, and what could not be taken for one."""

    answers: list[FoundAnswer] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """The codes of all questions that are in it, answered or not."""
    outside: str = ""
    """What was written outside the marks, on one line."""


class _Block(NamedTuple):
    """The lines between a pair of marks, and how deep the marks are quoted."""

    code: str
    lines: list[str]
    depth: int


def find_answers(text: str, template: Iterable[str] = ()) -> FoundAnswers:
    """Find the answers in a text; `template` are the texts of the questionnaire itself.

    Two different answers to one question count only where one is quoted less: that one is newer.
    """
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    marks = list(_MARK.finditer(text))
    found = FoundAnswers(codes=list(dict.fromkeys(_code(one) for one in marks)))
    blocks, read = _blocks(text, marks, found)
    by_code: defaultdict[str, list[_Block]] = defaultdict(list)
    for block in blocks:
        by_code[block.code].append(block)
    for code, several in by_code.items():
        _take(code, several, found)
    found.outside = truncate(_outside(text, marks, read, template), _LONGEST_REPORTED)
    return found


def _blocks(
    text: str, marks: list[re.Match[str]], found: FoundAnswers
) -> tuple[list[_Block], set[int]]:
    """Return what is between pairs of marks; a mark without its other half is reported.

    With them come the stretches of text that were looked at: each by the number of the mark before
    it, the first one by -1.
    """
    blocks: list[_Block] = []
    read: set[int] = set()
    paired: set[int] = set()
    for place, (one, other) in enumerate(pairwise(marks)):
        if one["end"] or not other["end"] or _code(one) != _code(other):
            continue
        read.add(place)
        paired |= {place, place + 1}
        depth = min(_depth(text, one), _depth(text, other))
        content = text[one.end() : other.start()].split("\n")
        blocks.append(_Block(_code(one), content, depth))
    for place, one in enumerate(marks):
        if place in paired:
            continue
        if one["end"]:
            start = marks[place - 1].end() if place else 0
            half = text[start : one.start()]
            read.add(place - 1)
            missing = f"[Q{one['number']}-{_code(one)}]"
        else:
            end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
            half = text[one.end() : end]
            read.add(place)
            missing = f"[/Q{one['number']}-{_code(one)}]"
        shown = _joined(half.split("\n"), _depth(text, one))
        if shown:
            found.problems.append(
                message(
                    "The marker {mark} is missing; not read: “{text}”",
                    mark=missing,
                    text=truncate(shown, _LONGEST_REPORTED),
                )
            )
    return blocks, read


def _take(code: str, several: list[_Block], found: FoundAnswers) -> None:
    """Take the answer to one question, which may be in a text several times."""
    written = [(one, _joined(one.lines, one.depth)) for one in several]
    answered = [(one, text) for one, text in written if text]
    if not answered:
        return
    least = min(one.depth for one, _ in answered)
    newest = [(one, text) for one, text in answered if one.depth == least]
    if len({comparable_text(text) for _, text in newest}) > 1:
        found.problems.append(
            message(
                "The question {mark} has several answers; none was read: {texts}",
                mark=f"[{code}]",
                texts=", ".join(f"“{truncate(text, 100)}”" for _, text in newest),
            )
        )
        return
    block, text = newest[0]
    if len(text) > LONGEST_ANSWER:
        found.problems.append(
            message(
                "The answer to {mark} is longer than {limit} characters; it was not read.",
                mark=f"[{code}]",
                limit=LONGEST_ANSWER,
            )
        )
        return
    found.answers.append(FoundAnswer(code, text, _is_doubtful(block, text)))


def _is_doubtful(block: _Block, text: str) -> bool:
    """Tell whether a sign that was taken for quoting may be an author's: “more than”, a table."""
    first, *lines = block.lines
    written = [line for line in lines if _QUOTE.sub("", line, count=1).strip()]
    quoted = [_QUOTE_SIGN.match(line) is not None for line in written]
    if block.depth == 0 or not any(quoted):
        return False
    is_on_mark = bool(first.strip())
    return not all(quoted) or (not is_on_mark and bool(_STARTS_WITH_FIGURE(text)))


def _code(mark: re.Match[str]) -> str:
    return mark["code"].lower()


def _depth(text: str, mark: re.Match[str]) -> int:
    """Return how deep the line is quoted that a mark is on."""
    return _quote_depth(text, text.rfind("\n", 0, mark.start()) + 1)


def _quote_depth(text: str, start: int = 0) -> int:
    """Return how many signs of quoting there are from `start` on."""
    match = _QUOTE.match(text, start)
    return sum(map(match[0].count, ">|")) if match else 0


def _joined(lines: Sequence[str], depth: int) -> str:
    """Join wrapped lines, without the signs of quoting that the marks have, too.

    The first is what is left of the line of a mark, where nothing is quoted any more.
    """
    first, *others = lines
    return " ".join(" ".join([first, *(_unquoted(line, depth) for line in others)]).split())


def _unquoted(line: str, depth: int) -> str:
    at = 0
    for _ in range(depth):
        sign = _QUOTE_SIGN.match(line, at)
        if sign is None:
            break
        at = sign.end()
    return line[at:].strip()


# --- What was written elsewhere -------------------------------------------------------------------


def _outside(text: str, marks: list[re.Match[str]], read: set[int], template: Iterable[str]) -> str:
    """Return what somebody has written outside the marks, on one line.

    Where the questionnaire is quoted, it is what is quoted less; else what the questionnaire and
    e-mail programs do not say themselves.
    """
    depth = min((_depth(text, one) for one in marks), default=0)
    parts, start = [], 0
    for place, one in enumerate(marks):
        if place - 1 not in read:
            parts.append(text[start : one.start()])
        start = one.end()
    if len(marks) - 1 not in read:
        parts.append(text[start:])
    kept = [
        line.strip()
        for part in parts
        for line in _own_lines(part.split("\n"))
        if _quote_depth(line) < max(depth, 1)
    ]
    rest = visible_line(" ".join(kept))
    if marks and not depth:
        for phrase in sorted(filter(str.strip, template), key=len, reverse=True):
            words = r"\s+".join(map(re.escape, phrase.split()))
            rest = re.sub(words, " ", rest, flags=re.IGNORECASE)
        rest = _NUMBER.sub(" ", rest)
    return single_spaced(rest) if _LETTERS.search(rest) else ""


def _own_lines(lines: Iterable[str]) -> Iterator[str]:
    """Return the lines of a part of a text without those that e-mail programs add."""
    waiting = ""
    for line in lines:
        stripped = line.strip()
        if stripped == _SIGNATURE_MARK:
            break
        if not stripped or is_mail_header(stripped) or is_added_line(stripped):
            continue
        # “On Monday, 30 November 2026, Claire Morel <claire@…>” may be wrapped before “wrote:”.
        if waiting and is_added_line(f"{waiting} {stripped}"):
            waiting = ""
            continue
        if waiting:
            yield waiting
        waiting = stripped
    if waiting:
        yield waiting
