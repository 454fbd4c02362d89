"""The errors of the YAML parser, explained to people who write plans.

PyYAML's errors carry no code, so the cases are distinguished by the text itself, at the place where
the parser stopped, and by the parser's words only where the text does not tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document import error_codes
from kamctl.document.bullets import bullets
from kamctl.document.limits import TOO_DEEP, WRONG_FILE
from kamctl.document.source import CONTROL
from kamctl.document.span import Span
from kamctl.document.tokens import CLOSING, OPENING, Tokens, scanned
from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from kamctl.document.finding import Finding
    from kamctl.document.source import Source

_DASH_AT_KEY = re.compile(r"^\s*-(?P<key>[A-Za-z_][\w-]*):(?:\s|$)").match
_COLON_IN_TEXT = re.compile(r"^\s*(?:-\s+)?(?P<key>[\w-]+):\s+(?P<text>[^\"'\[{|>].*:\s.*)$")


_TAB = message("This line is indented with a tab; YAML allows only spaces.")
_FENCE = message("This line marks code in Markdown; it is no part of a plan.")
_QUOTED_MAIL = message("The lines begin with “>”, as in a quoted e-mail.")
_OF_ALL_LINES = (_TAB, _FENCE, _QUOTED_MAIL)
"""Whoever reads one of them is told what to do in the whole file."""


def is_of_all_lines(finding: Finding) -> bool:
    """Tell whether a finding of the parser's says what to do in the whole file."""
    return finding.message in _OF_ALL_LINES


def parse_error(source: Source, error: Exception) -> Finding:
    """Make one finding of the parser's error: where it stopped, and what is likely meant."""
    control = CONTROL(source.text)
    mark = getattr(error, "problem_mark", None)
    if control is not None and mark is None:
        return _control_character(source, control.start())
    if mark is None:
        return error_codes.SYNTAX.found(
            source.name, message("This text is not YAML."), hint=_GENERAL_HINT
        )
    line, column = mark.line, mark.column
    # The parser often stops after the blank lines that follow the real place.
    if line >= len(source.lines) or not source.lines[line].strip():
        line, column = _last_text(source, line)
    span = Span(line + 1, column + 1, line + 1, column + 2)
    if "nesting depth" in str(getattr(error, "problem", "")):
        # The C parser has a limit of its own since libyaml 0.2.6, and looks far ahead.
        return error_codes.TOO_LARGE.found(source.name, TOO_DEEP, span, hint=WRONG_FILE)
    text, hint, span = _pasted(source, line) or (*_meaning(source, error, line, column), span)
    return error_codes.SYNTAX.found(source.name, text, span, hint=hint)


def _pasted(source: Source, last: int) -> tuple[Message, Message, Span] | None:
    """Name what was pasted with a plan, and is none of it, up to the line where the parser stopped.

    What it is, what to do and where; the parser stops at what follows it.
    """
    first = next((row for row, line in enumerate(source.lines) if line.strip()), 0)
    for row in (first, last):
        if source.lines[row].startswith("```"):
            return (
                _FENCE,
                message("Delete the lines that begin with ```."),
                Span(row + 1, 1, row + 1, 4),
            )
    if source.lines[first].startswith(">"):
        return (
            _QUOTED_MAIL,
            message("Delete it, and the space after it, at the beginning of each line."),
            Span(first + 1, 1, first + 1, 2),
        )
    for bullet, span in bullets(source):
        if span.line <= last + 1:
            return (
                message("This line begins with “{bullet}”; a list needs “-”.", bullet=bullet),
                message("Write a hyphen and a space instead."),
                span,
            )
    return None


_GENERAL_HINT = message(
    "Compare the indentation with the lines around it; if in doubt, put the text in quotes."
)


class _Stop(NamedTuple):
    """Where the parser stopped: the line as it is, the column from 0, and the parser's words."""

    source: Source
    line: int
    text: str
    column: int
    words: str
    started: int | None
    """The line, from 0, on which what the parser was reading begins, where it says so."""

    def has(self, *words: str) -> bool:
        """Tell whether the parser used one of these words."""
        return any(one in self.words for one in words)


_Meaning = tuple[Message, Message]
"""What is wrong, and what to do."""


def _meaning(source: Source, error: Exception, line: int, column: int) -> _Meaning:
    """Return what is likely meant by the parser's error: the first case that fits."""
    words = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    start = getattr(error, "context_mark", None)
    text = source.lines[line] if line < len(source.lines) else ""
    started = None if start is None else start.line
    stop = _Stop(source, line, text, column, words.lower(), started)
    found = (case(stop) for case in _CASES)
    return next(filter(None, found), (message("This line is not YAML."), _GENERAL_HINT))


def _tab(stop: _Stop) -> _Meaning | None:
    indent = stop.text[: len(stop.text) - len(stop.text.lstrip())]
    if "\t" not in indent and stop.text[stop.column : stop.column + 1] != "\t":
        return None
    return (
        _TAB,
        message("Replace the tab with two spaces; most editors can do so for the whole file."),
    )


def _colon_in_text(stop: _Stop) -> _Meaning | None:
    colon = _COLON_IN_TEXT.match(stop.text)
    if colon is None or not stop.has("mapping values"):
        return None
    return (
        message("In YAML, a colon followed by a space starts a new key."),
        message(
            'Put the whole text in quotes: {key}: "{text}"',
            key=colon["key"],
            text=colon["text"].replace('"', "'").strip(),
        ),
    )


def _quoted(stop: _Stop) -> _Meaning | None:
    if not stop.has("quoted scalar"):
        return None
    if stop.has("escape", "hexdecimal"):  # so the parser spells it
        return (
            message(
                "In double quotes, a backslash must begin a special character; this one does not."
            ),
            message("Put the text in single quotes ('…'), or write each backslash twice."),
        )
    since = "" if stop.started is None else str(stop.started + 1)
    return (
        message("A quoted text that begins on line {line} is never closed.", line=since),
        message("Add the closing quote. An apostrophe inside '…' is written twice: ''."),
    )


def _apostrophe(stop: _Stop) -> _Meaning | None:
    before, after = stop.text[: stop.column], stop.text[stop.column :]
    if before[-1:] != "'" or not before[-2:-1].isalpha() or not after[:1].isalpha():
        return None
    return (
        message("The apostrophe here ends the quoted text."),
        message("Put the text in double quotes, or write the apostrophe twice: ''."),
    )


def _late_quote(stop: _Stop) -> _Meaning | None:
    """Find a closing quote that was missing: the text ends where the next one was to begin."""
    before = stop.text[: stop.column].rstrip()
    if not stop.has("block mapping", "flow") or before[-1:] not in ("'", '"'):
        return None
    text = Tokens(stop.source.text).scalar_at((stop.line, len(before) - 1))
    if text is None or not text.style or text.start_mark.line == text.end_mark.line:
        return None
    since = str(text.start_mark.line + 1)
    return (
        message("The quoted text that begins on line {line} ends here.", line=since),
        message("If its closing quote is missing, add it. Otherwise put the whole text in quotes."),
    )


def _between_brackets(stop: _Stop) -> _Meaning | None:
    if not stop.has("flow sequence", "flow mapping", "flow node"):
        return None
    opened = _open_bracket(stop.source, stop.line)
    since = stop.started if opened is None else opened
    return (
        message("A bracket here is not closed or not opened.")
        if since is None
        else message(
            "The list or group that starts on line {line} is not valid from here.",
            line=str(since + 1),
        ),
        message(
            "Close each “[” with “]” and each “{open}” with “{close}”, and separate "
            "entries with commas. Put a text that contains a comma or a colon in quotes.",
            open="{",
            close="}",
        ),
    )


def _dash_at_key(stop: _Stop) -> _Meaning | None:
    """Find the dash on this line or on the entry's first: the parser stops at the next key."""
    indent = len(stop.text) - len(stop.text.lstrip())
    for text in reversed(stop.source.lines[: stop.line + 1]):
        if text.strip() and len(text) - len(text.lstrip()) < indent:
            dash = _DASH_AT_KEY(text)
            break
    else:
        return None
    if dash is None:
        return None
    return (
        message("In `-{key}:`, there is no space after the dash.", key=dash["key"]),
        message("Write `- {key}: …`.", key=dash["key"]),
    )


def _no_key(stop: _Stop) -> _Meaning | None:
    if not stop.has("mapping values", "simple key", "could not find expected"):
        return None
    return (
        message("A line of the form “key: value” is expected here."),
        message(
            "Check for a missing colon, or a missing space after it. Put a text with “: "
            "” in quotes, and indent the lines of a long text further than their key."
        ),
    )


def _text_behind_quote(stop: _Stop) -> _Meaning | None:
    before = stop.text[: stop.column].rstrip()
    if not stop.has("block mapping") or before[-1:] not in ("'", '"'):
        return None
    return (
        message("There is text after the closing quote."),
        message("Put the whole text in quotes, or none of it."),
    )


def _indentation(stop: _Stop) -> _Meaning | None:
    if not stop.has("block mapping", "block collection", "block sequence"):
        return None
    return (
        message("The indentation of this line does not match the lines above it."),
        message(
            "Start the keys of an entry in the same column, and each “- ” of a list in "
            "the same column too."
        ),
    )


def _beginning(stop: _Stop) -> _Meaning | None:
    if not stop.has("cannot start any token"):
        return None
    char = stop.text[stop.column : stop.column + 1]
    return (
        message("A text cannot begin with “{char}” here.", char=char),
        message("Put the text in quotes."),
    )


_CASES = (
    _tab,
    _colon_in_text,
    _quoted,
    _apostrophe,
    _late_quote,
    _between_brackets,
    _dash_at_key,
    _no_key,
    _text_behind_quote,
    _indentation,
    _beginning,
)
"""In the order in which they are tried: what the text itself shows comes first."""


def _open_bracket(source: Source, last: int) -> int | None:
    """Return the line, from 0, of the innermost bracket still open at the end of line `last`.

    The parser names the place after the bracket, which is the next line where nothing follows it.
    """
    opened: list[int] = []
    for token in scanned(source.text):
        if token.start_mark.line > last:
            break
        if isinstance(token, OPENING):
            opened.append(token.start_mark.line)
        elif isinstance(token, CLOSING) and opened:
            opened.pop()
    return opened[-1] if opened else None


def _control_character(source: Source, at: int) -> Finding:
    line, column = source.place_of(at)
    return error_codes.SYNTAX.found(
        source.name,
        message(
            "There is an invisible control character here (U+{code}).",
            code=f"{ord(source.text[at]):04X}",
        ),
        Span(line, column, line, column + 1),
        hint=message("Delete it; it often comes from a copy from another program."),
    )


def _last_text(source: Source, line: int) -> tuple[int, int]:
    lines = source.lines
    line = min(line, len(lines) - 1)
    while line > 0 and lines[line].strip()[:1] in ("", "#"):
        line -= 1
    return line, len(lines[line].rstrip())
