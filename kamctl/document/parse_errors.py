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
from kamctl.document.source import CONTROL, indent_width
from kamctl.document.span import Span
from kamctl.document.tokens import CLOSING, OPENING, Tokens, scanned
from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from kamctl.document.finding import Finding
    from kamctl.document.source import Source

_DASH_AT_KEY = re.compile(r"^\s*-(?P<key>[A-Za-z_][\w-]*):(?:\s|$)").match
_KEY_LINE = re.compile(
    r"(?P<before>\s*(?:-\s+)*)(?P<key>[A-Za-z_][\w-]*):(?:\s+(?P<value>[^\s#].*)|\s*(?:#.*)?)"
).fullmatch
_KEY_WITHOUT_SPACE = re.compile(
    r"\s*(?:-\s+)*(?P<form>(?P<key>[A-Za-z_][\w-]*):(?=.*\w)[^\s/:].*)"
).fullmatch
_SIGN_OF_VALUE = re.compile(
    r"\s*(?:-\s+(?:[\w-]+:\s+)?|[\w-]+:\s+)(?P<sign>[-?](?=\s|$)|[]\[{}*&!|>,])"
).match
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
    found = _pasted(source, line) or _meaning(source, error, line, column)
    return error_codes.SYNTAX.found(source.name, found.text, found.span or span, hint=found.hint)


class _Meaning(NamedTuple):
    """What is wrong, what to do, and where, if not where the parser stopped."""

    text: Message
    hint: Message
    span: Span | None = None


def _pasted(source: Source, last: int) -> _Meaning | None:
    """Name what was pasted with a plan, and is none of it, up to the line where the parser stopped.

    The parser stops at what follows it.
    """
    first = next((row for row, line in enumerate(source.lines) if line.strip()), 0)
    for row in (first, last):
        if source.lines[row].startswith("```"):
            return _Meaning(
                _FENCE,
                message("Delete the lines that begin with ```."),
                Span(row + 1, 1, row + 1, 4),
            )
    if source.lines[first].startswith(">"):
        return _Meaning(
            _QUOTED_MAIL,
            message("Delete it, and the space after it, at the beginning of each line."),
            Span(first + 1, 1, first + 1, 2),
        )
    for bullet, span in bullets(source):
        if span.line <= last + 1:
            return _Meaning(
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


def _meaning(source: Source, error: Exception, line: int, column: int) -> _Meaning:
    """Return what is likely meant by the parser's error: the first case that fits."""
    words = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    start = getattr(error, "context_mark", None)
    text = source.lines[line] if line < len(source.lines) else ""
    started = None if start is None else start.line
    stop = _Stop(source, line, text, column, words.lower(), started)
    found = (case(stop) for case in _CASES)
    not_yaml = _Meaning(message("This line is not YAML."), _GENERAL_HINT)
    return next(filter(None, found), not_yaml)


def _line_above(stop: _Stop) -> tuple[int, str] | None:
    """Return the last line above that has more than a comment, and its number from 0."""
    above = ((row, stop.source.lines[row]) for row in range(stop.line - 1, -1, -1))
    return next((one for one in above if one[1].strip()[:1] not in ("", "#")), None)


def _place(row: int, start: int, end: int) -> Span:
    """Return the span of columns on one line, all counted from 0."""
    return Span(row + 1, start + 1, row + 1, end + 1)


def _tab(stop: _Stop) -> _Meaning | None:
    indent = stop.text[: len(stop.text) - len(stop.text.lstrip())]
    if "\t" in indent:
        return _Meaning(_TAB, _instead_of_tab(stop))
    if stop.text[stop.column : stop.column + 1] != "\t":
        return None
    return _Meaning(
        message("There is a tab here; YAML needs a space."),
        message("Delete it and type a space."),
    )


def _instead_of_tab(stop: _Stop) -> Message:
    """Say how many spaces to write, where the line above leaves no choice."""
    above = _line_above(stop)
    key = above and _KEY_LINE(above[1])
    if key and "\t" not in key["before"] and not stop.text.lstrip().startswith("-"):
        column = len(key["before"])
        if key["value"] is None or "-" in key["before"]:
            return message(
                "Begin the line with {count} spaces instead. Most editors can replace the tabs of "
                "a whole file.",
                count=column if key["value"] is not None else column + 2,
            )
    return message(
        "Begin the line with as many spaces as the lines around it. Most editors can replace the "
        "tabs of a whole file."
    )


def _too_deep(stop: _Stop) -> _Meaning | None:
    """Find a key that is indented further than the one above it, which has its value."""
    line, above = _KEY_LINE(stop.text), _line_above(stop)
    if line is None or above is None or not stop.has("mapping values", "block mapping"):
        return None
    key = _KEY_LINE(above[1])
    if key is None or key["value"] is None or "-" in line["before"]:
        return None
    if stop.column > line.end("key") or line.start("key") <= key.start("key"):
        return None
    return _Meaning(
        message(
            "This line is indented further than `{key}:` above it, which has a value.",
            key=key["key"],
        ),
        message(
            "Start it in the same column as `{key}:`. If it continues the text of `{key}:`, put "
            "the whole text in quotes.",
            key=key["key"],
        ),
        _place(stop.line, line.start("key"), line.end("key")),
    )


def _colon_in_text(stop: _Stop) -> _Meaning | None:
    colon = _COLON_IN_TEXT.match(stop.text)
    if colon is None or not stop.has("mapping values"):
        return None
    return _Meaning(
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
        return _Meaning(
            message(
                "In double quotes, a backslash must begin a special character; this one does not."
            ),
            message("Put the text in single quotes ('…'), or write each backslash twice."),
        )
    since = "" if stop.started is None else str(stop.started + 1)
    return _Meaning(
        message("A quoted text that begins on line {line} is never closed.", line=since),
        message("Add the closing quote. An apostrophe inside '…' is written twice: ''."),
    )


def _apostrophe(stop: _Stop) -> _Meaning | None:
    before, after = stop.text[: stop.column], stop.text[stop.column :]
    if before[-1:] != "'" or not before[-2:-1].isalpha() or not after[:1].isalpha():
        return None
    return _Meaning(
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
    return _Meaning(
        message("The quoted text that begins on line {line} ends here.", line=since),
        message("If its closing quote is missing, add it. Otherwise put the whole text in quotes."),
    )


def _between_brackets(stop: _Stop) -> _Meaning | None:
    if not stop.has("flow sequence", "flow mapping", "flow node"):
        return None
    opened = _open_bracket(stop.source, stop.line)
    since = stop.started if opened is None else opened
    return _Meaning(
        message("A bracket here is not closed or not opened.")
        if since is None
        else message(
            "The list or group that starts on line {line} is not valid from here.",
            line=str(since + 1),
        ),
        message(
            "Close each “[” with “]” and each “{open}” with “{close}”, and separate "
            "entries with commas. Put a text that contains a comma, a colon or a bracket in "
            "quotes.",
            open="{",
            close="}",
        ),
    )


def _dash_at_key(stop: _Stop) -> _Meaning | None:
    """Find the dash on this line, beside it or on the entry's first: the parser can stop later."""
    indent = indent_width(stop.text)
    for row in range(stop.line, -1, -1):
        text = stop.source.lines[row]
        width = indent_width(text)
        if not text.strip() or width > indent:
            continue
        if dash := _DASH_AT_KEY(text):
            return _Meaning(
                message("In `-{key}:`, there is no space after the dash.", key=dash["key"]),
                message("Write `- {key}: …`.", key=dash["key"]),
                _place(row, width, dash.end("key") + 1),
            )
        if width < indent:
            return None
    return None


def _no_space_after_colon(stop: _Stop) -> _Meaning | None:
    """Find the line that is no key for want of a space: the parser stops at the next one."""
    if not stop.has("mapping values", "simple key"):
        return None
    above = _line_above(stop)
    row = stop.started if stop.started is not None else above and above[0]
    line = None if row is None else _KEY_WITHOUT_SPACE(stop.source.lines[row])
    if row is None or line is None:
        return None
    return _Meaning(
        *no_space_after_colon(line["form"]), _place(row, line.start("key"), line.end("key") + 1)
    )


def no_space_after_colon(written: str) -> tuple[Message, Message]:
    """Say of `key:text` that a space is missing, and how it is written."""
    key, text = written.split(":", 1)
    return (
        message("There is no space after the colon of `{key}:`.", key=key),
        message("Write `{form}`.", form=f"{key}: {text.strip()}"),
    )


def _no_key(stop: _Stop) -> _Meaning | None:
    if not stop.has("mapping values", "simple key", "could not find expected"):
        return None
    return _Meaning(
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
    return _Meaning(
        message("There is text after the closing quote."),
        message("Put the whole text in quotes, or none of it."),
    )


def _indentation(stop: _Stop) -> _Meaning | None:
    if not stop.has("block mapping", "block collection", "block sequence"):
        return None
    return _Meaning(
        message("The indentation of this line does not match the lines above it."),
        message(
            "Start the keys of an entry in the same column, and each “- ” of a list in "
            "the same column too."
        ),
    )


def _beginning(stop: _Stop) -> _Meaning | None:
    """Find a value that begins with a sign of YAML: the parser can stop behind it."""
    column = stop.column if stop.has("cannot start any token") else _column_of_sign(stop)
    if column is None:
        return None
    char = stop.text[column : column + 1]
    return _Meaning(
        message("A text cannot begin with “{char}” here.", char=char),
        message("Put the text in quotes."),
        _place(stop.line, column, column + 1),
    )


def _column_of_sign(stop: _Stop) -> int | None:
    behind = stop.text[stop.column :]
    if stop.has("flow node"):
        is_value = re.search(r":\s+$", stop.text[: stop.column])
        return stop.column if is_value and re.match(r"[-?](?:\s|$)", behind) else None
    value = _SIGN_OF_VALUE(stop.text)
    # Of these, other lines or the colon itself are the cause.
    if value is None or stop.has("flow ", "mapping values", "simple key", "tab character"):
        return None
    is_closed = value["sign"] in "[{"
    if stop.column < value.start("sign") or (is_closed and not behind[:1].isalnum()):
        return None
    return value.start("sign")


_CASES = (
    _tab,
    _too_deep,
    _colon_in_text,
    _quoted,
    _apostrophe,
    _late_quote,
    _beginning,
    _between_brackets,
    _dash_at_key,
    _no_space_after_colon,
    _no_key,
    _text_behind_quote,
    _indentation,
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
