"""A document from PyYAML's events, in one pass and without recursion.

A plan is data that people write by hand, so this takes a plain part of YAML: mappings with
text keys, lists and scalars by YAML 1.2's core rules. Anchors, aliases, tags, keys that are not
text and second documents are refused. A key with nothing after it counts as not there.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from kamctl.document import error_codes
from kamctl.document.document import Document
from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.limits import (
    MAX_DEPTH,
    MAX_FINDINGS,
    MAX_NODES,
    TOO_DEEP,
    TOO_MANY,
    WRONG_FILE,
)
from kamctl.document.node_index import Branch, node_at, pairs, plain_leaf
from kamctl.document.parse_errors import no_space_after_colon, parse_error
from kamctl.document.parser import FASTEST_LOADER, restoring, with_placeholders
from kamctl.document.scalars import SPECIAL_STARTS, resolve
from kamctl.document.source import CONTROL, Source
from kamctl.document.span import KeyPath, Span, json_pointer
from kamctl.i18n.message import Message, message
from kamctl.i18n.words import in_signs

_GROUPED = re.compile(r"-?[0-9]{1,3}(?:_[0-9]{3})+").fullmatch
_DECIMAL = re.compile(
    r"-?(?:[0-9]+,(?![0-9]{3}(?![0-9]))[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+)"
).fullmatch
"""Matches a number whose last comma begins its decimals: no thousands follow it."""
_GROUPED_WITH_COMMA = re.compile(
    r"(?:[A-Z]{3} ?)?[-\u2212]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f'’][0-9]{3})+, ?[0-9]+"
    r"(?: ?(?:[A-Z]{3}|[€$£]))?"
).fullmatch
"""Matches a number in groups with a comma, which is read as a text."""
_BLANK_OF_GROUP = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'’](?=[0-9]{3}(?![0-9]))")
_FIGURE = re.compile(r"([^-0-9]*)(.*[0-9])([^0-9]*)").fullmatch
"""Matches a number with what is before and behind it."""
_KEY_WITHOUT_SPACE = re.compile(r"[a-z_]{2,}:[^\s/:].*").fullmatch
"""Matches a key that lacks the space after its colon; no address, no time of day."""
_QUOTED = re.compile(r"""(?:[!&]\S*\s+)*["']""").match
"""Matches the start of a key between quotes."""


class _StopReading(Exception):
    """The reader gives up on the rest of the text; the findings say why."""


class _DuplicateKey(str):
    """The name of a key that occurs a second time: read like any other, and then left out."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def parse(source: Source, loader: type[Any] = FASTEST_LOADER) -> Document:
    """Read `source` as YAML has it, without a guess at what else was meant.

    `loader` is one of PyYAML's.
    """
    return _DocumentBuilder(source, loader).build()


class _DocumentBuilder:
    """Builds values, and beside them the list of their places, from events."""

    def __init__(self, source: Source, loader: type[Any]) -> None:
        self.source = source
        self.loader = loader
        self.findings: list[Finding] = []
        self.damaged: list[KeyPath] = []
        self.blank: list[KeyPath] = []
        self.places: list[Any] = []
        # The groups and lists around the one being read: its value, where its place begins, and
        # the key whose value is awaited.
        self.outer: list[tuple[Any, int, str | None]] = []
        # The one being read, set only when something is to be reported about it.
        self.here: tuple[Any, str | None] = (None, None)
        # Keys that hold nothing to keep, with their group.
        self.left_out: list[tuple[dict[str, Any], str]] = []
        self.value: Any = None
        self.is_read = False

    def build(self) -> Document:
        """Read the text; everything wrong with it is in the document's findings."""
        try:
            text, stand_ins = with_placeholders(self.source.text)
            # The C parser is quicker with bytes.
            events = self.loader(text if self.loader is yaml.SafeLoader else text.encode())
            try:
                self._consume(restoring(events.get_event, stand_ins))
            finally:
                events.dispose()
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The pure parser hands on what Python says of "\UFFFFFFFF".
            found = parse_error(self.source, error)
            # What comes behind the error follows from it.
            self.findings = [one for one in self.findings if one.span[:2] < found.span[:2]]
            self.findings.append(found)
            self.value, self.is_read = None, False
        except _StopReading:
            self.value, self.is_read = None, False
        for mapping, key in self.left_out:
            mapping.pop(key, None)
        return Document(
            self.source,
            self.value,
            node_at(self.places, 0) if self.is_read else None,
            tuple(self.findings),
            tuple(self.damaged),
            tuple(self.blank),
        )

    def _consume(self, next_event: Any) -> None:  # noqa: PLR0912, PLR0915 - the one hot loop
        outer = self.outer
        places = self.places
        # Without these signs there is no anchor and no tag: two questions less for each value.
        marked = "&" in self.source.text or "!" in self.source.text
        value: Any = None
        at = 0
        in_mapping = False
        key: str | None = None
        nodes = 1
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                if marked and (event.anchor is not None or event.tag is not None):
                    self.here = value, key
                    self._refuse(event)
                places.append(event)
                text = event.value
                if in_mapping:
                    if key is None:
                        if text in value:
                            self.here = value, text
                            text = self._again(event, at)
                        key = text
                        continue
                    style = event.style
                    # A plain text seldom starts like a number or a word such as `null`.
                    if not style:
                        if text[:1] in SPECIAL_STARTS:
                            text = resolve(text)
                            if text is None:
                                self.here = value, key
                                self._nothing(at)
                                key = None
                                continue
                    elif style == '"' and CONTROL(text):
                        self.here = value, key
                        self._control(event)
                    value[key] = text
                    key = None
                else:
                    if not event.style:
                        if text[:1] in SPECIAL_STARTS:
                            text = resolve(text)
                    elif CONTROL(text):
                        self.here = value, key
                        self._control(event)
                    if value is None:
                        self.value, self.is_read = text, True
                    else:
                        value.append(text)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if marked and (event.anchor is not None or event.tag is not None):
                    self.here = value, key
                    self._refuse(event)
                if in_mapping and key is None:
                    self.here = value, key
                    self._complex_key(event)
                if len(outer) >= MAX_DEPTH:
                    self.here = value, key
                    self._too_much(event, TOO_DEEP)
                outer.append((value, at, key))
                in_mapping = kind is MappingStartEvent
                value = {} if in_mapping else []
                key = None
                at = len(places)
                places.append(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                nodes += len(value)
                places[at] = len(places), places[at], event.end_mark
                inner, begun = value, at
                value, at, key = outer.pop()
                in_mapping = type(value) is dict
                if in_mapping:
                    value[key] = inner
                    key = None
                elif value is not None:
                    value.append(inner)
                else:
                    self.value, self.is_read = inner, True
                if nodes > MAX_NODES:
                    self.here = value, key
                    self._too_much(Branch(places, begun), TOO_MANY)
            elif kind is AliasEvent:
                self.here = value, key
                self._alias(event)
                key = None
            elif kind is StreamEndEvent:
                return
            elif kind is DocumentStartEvent and self.is_read:
                self._second_document(event)

    def _leave_out(self, value: dict[str, Any], key: str) -> None:
        value[key] = None
        self.left_out.append((value, key))

    def _again(self, event: Any, at: int) -> str:
        """Report a key that is there already; return a name for the second one."""
        first, _ = pairs(self.places, at + 1, len(self.places) - 1)[event.value]
        self._report(
            error_codes.DUPLICATE_KEY,
            event,
            message("`{key}` is used twice in this entry.", key=event.value),
            message("Keep one of the two, or merge them."),
            (Related(message("First occurrence"), _span(first.start_mark, first.end_mark)),),
        )
        again = _DuplicateKey(event.value)
        self._leave_out(self.here[0], again)
        return again

    def _nothing(self, at: int) -> None:
        """Note a key without a value, or join a text that a comma has cut."""
        value, key = self.here
        assert key is not None
        if self.places[at].flow_style and self._is_cut():
            self._rejoin(value, key)
        elif type(key) is not _DuplicateKey:
            self.blank.append(self._path())
            self._leave_out(value, key)

    def _is_cut(self) -> bool:
        """Tell whether no colon follows the last key, as in `{text: We carry stock, not risk}`."""
        key = self.places[-2]
        start, end = key.start_mark, key.end_mark
        lines = self.source.lines
        if start.line < len(lines) and _QUOTED(lines[start.line], start.column):
            return False
        rest = lines[end.line][end.column :] if end.line < len(lines) else ""
        return rest.lstrip()[:1] in (",", "}", "")

    def _rejoin(self, value: dict[str, Any], key: str) -> None:
        """Put a text together again that a comma has cut: nothing that was written is lost."""
        places = self.places
        key_leaf = places[-2]
        before = next(reversed(value), None)
        value_before = value.get(before) if before is not None else None
        if _KEY_WITHOUT_SPACE(key):
            self._read_key_without_space(value, key)
            return
        if (
            before is None
            or value_before is None
            or isinstance(value_before, dict | list)
            or places[-3].style
        ):
            self._report(
                error_codes.SYNTAX,
                key_leaf,
                message("“{text}” has no value.", text=key),
                message("Write “key: value”, or put the text it belongs to in quotes."),
            )
            places[-1] = plain_leaf(key_leaf.start_mark, key_leaf.end_mark)
            self._leave_out(value, key)
            return
        # The key and the value that was none become the end of the text before.
        del places[-2:]
        start, end, last = places[-1].start_mark, places[-1].end_mark, key_leaf.end_mark
        written = self.source.lines[start.line]
        if start.line == last.line:
            whole = written[start.column : last.column]  # with the blanks that were typed
        elif isinstance(value_before, str):
            whole = f"{value_before}, {key}"
        else:
            whole = f"{written[start.column : end.column]}, {key}"
        joined = places[-1] = plain_leaf(start, key_leaf.end_mark)
        path = (*self._path()[:-1], str(before))
        if self.findings and self.findings[-1].path == path:
            self.findings.pop()  # a second comma in the same text: one finding says it all
        if isinstance(value_before, str) or not key[:1].isdigit():
            value[before] = whole
            if _GROUPED_WITH_COMMA(whole):
                text = message("The number {text} contains a comma.", text=whole)
                hint = _without_comma(whole)
            else:
                text = message(
                    "Between braces, a comma ends a text. The text was read up to “{end}”.",
                    end=_end(whole),
                )
                hint = message("Put the text in quotes, so that every program reads all of it.")
            self.findings.append(
                error_codes.CUT_TEXT.found(
                    self.source.name,
                    text,
                    _span(joined.start_mark, joined.end_mark),
                    hint=hint,
                    path=path,
                    pointer=json_pointer(path),
                    severity=Severity.WARNING,
                )
            )
        else:
            self._report(
                error_codes.SYNTAX,
                joined,
                message("The number {text} contains a comma.", text=whole),
                _without_comma(whole),
                path=path,
            )

    def _read_key_without_space(self, value: dict[str, Any], written: str) -> None:
        """Report `{title:Trial}`; the value is left out, and its key is not missing."""
        leaf = self.places[-2]
        key = written.partition(":")[0]
        if key in value:
            key = written
        leaf.value = key
        self.places[-1] = plain_leaf(leaf.start_mark, leaf.end_mark)
        text, hint = no_space_after_colon(written)
        self._report(error_codes.SYNTAX, leaf, text, hint, path=(*self._path()[:-1], key))
        self._leave_out(value, key)

    def _path(self) -> KeyPath:
        path: list[str | int] = []
        for value, key in (*((value, key) for value, _, key in self.outer), self.here):
            if type(value) is list:
                path.append(len(value))
            elif key is not None:
                path.append(str(key))
        return tuple(path)

    def _report(
        self,
        problem: error_codes.ErrorCode,
        event: Any,
        text: Message,
        hint: Message,
        related: tuple[Related, ...] = (),
        path: KeyPath | None = None,
    ) -> None:
        path = self._path() if path is None else path
        self.damaged.append(path)
        self.findings.append(
            problem.found(
                self.source.name,
                text,
                _span(event.start_mark, event.end_mark),
                hint=hint,
                path=path,
                pointer=json_pointer(path),
                related=related,
            )
        )
        if len(self.findings) >= MAX_FINDINGS:
            raise _StopReading

    def _refuse(self, event: Any) -> None:
        """Report a tag or an anchor; the value itself is read as if it were not there."""
        if event.tag is not None:
            self._report(
                error_codes.UNSAFE_TAG,
                event,
                message("`{tag}` is a YAML tag, which plans cannot use.", tag=_tag(event.tag)),
                message("Write only the value. To begin a text with “!”, put it in quotes."),
            )
        else:
            self._report(
                error_codes.ALIAS,
                event,
                message("`&{name}` is a YAML anchor, which plans cannot use.", name=event.anchor),
                message(
                    "Write the value in full where it is needed. To begin a text with “&”, "
                    "put it in quotes."
                ),
            )

    def _alias(self, event: Any) -> None:
        value, key = self.here
        self._report(
            error_codes.ALIAS,
            event,
            message("`*{name}` is a YAML alias, which plans cannot use.", name=event.anchor),
            message(
                "Write the value in full where it is needed. To begin a text with “*”, put "
                "it in quotes."
            ),
        )
        if type(value) is dict and key is None:
            raise _StopReading
        self.places.append(plain_leaf(event.start_mark, event.end_mark))
        if value is None:
            self.is_read = True
        elif type(value) is list:
            value.append(None)
        else:
            self._leave_out(value, str(key))

    def _control(self, event: Any) -> None:
        self._report(
            error_codes.SYNTAX,
            event,
            message("This text contains an invisible control character, written with a backslash."),
            message(
                "Remove it, or put the text in single quotes ('…') if you mean the "
                "backslash itself."
            ),
        )

    def _second_document(self, event: Any) -> None:
        self._report(
            error_codes.SYNTAX,
            event,
            message("A second document starts here (`---`); a file can have only one plan."),
            message("Move the second document to another file, or remove the line."),
        )
        raise _StopReading

    def _complex_key(self, event: Any) -> None:
        self._report(
            error_codes.SYNTAX,
            event,
            message("A key must be plain text; here it is a list or a group."),
            message("A text that begins with “{bracket}” or “[” must be in quotes.", bracket="{"),
        )
        raise _StopReading

    def _too_much(self, event: Any, text: Message) -> None:
        self._report(
            error_codes.TOO_LARGE,
            event,
            text,
            WRONG_FILE,
        )
        raise _StopReading


def _span(start: Any, end: Any) -> Span:
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _without_comma(number: str) -> Message:
    """Say how a number with commas is written; what is beside it, as in `1,200 €`, stays."""
    figure = _FIGURE(in_signs(number))
    before, digits, rest = figure.groups() if figure else ("", number, "")
    digits = _BLANK_OF_GROUP.sub("", re.sub(r",\s*", ",", digits))
    if _DECIMAL(digits):
        decimal = digits.replace(".", "").replace(",", ".")
        return message(
            "Write {number}, with a point for decimals.", number=f"{before}{decimal}{rest}"
        )
    grouped = digits.replace(",", "_")
    if not _GROUPED(grouped):
        return message("Write 1_200_000 or 1200000, with a point for decimals.")
    plain = grouped.replace("_", "")
    if grouped.count("_") == 1:
        return message(
            "Write {number}, or {decimal} if the comma begins the decimals.",
            number=f"{plain}{rest}",
            decimal=f"{grouped.replace('_', '.')}{rest}",
        )
    return message(
        "Write {grouped} or {plain}.", grouped=f"{grouped}{rest}", plain=f"{plain}{rest}"
    )


def _end(text: str) -> str:
    """Return the last words of `text`."""
    return " ".join(text.split()[-3:])


def _tag(tag: str) -> str:
    """Write a tag as its author did."""
    standard = "tag:yaml.org,2002:"
    return f"!!{tag.removeprefix(standard)}" if tag.startswith(standard) else tag
