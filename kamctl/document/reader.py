"""The YAML reader: PyYAML's events in, a document out, in one pass and without recursion.

A plan is data that people write by hand, so the reader takes a plain part of YAML: mappings with
text keys, lists and scalars by YAML 1.2's core rules. Anchors, aliases, tags, keys that are not
text and second documents are refused. A key with nothing after it counts as not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

from kamctl.document import problems
from kamctl.document.document import Branch, Document
from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.limits import (
    MAX_DEPTH,
    MAX_FINDINGS,
    MAX_NODES,
    TOO_DEEP,
    TOO_MANY,
    WRONG_FILE,
)
from kamctl.document.scalars import SPECIAL_STARTS, resolve
from kamctl.document.span import Path, Span, pointer
from kamctl.document.syntax import CONTROL, explain
from kamctl.words.message import Message, message

if TYPE_CHECKING:
    from kamctl.document.source import Source


class _Stop(Exception):
    """The reader gives up on the rest of the text; the findings say why."""


FASTEST: type[Any] = (
    yaml.cyaml.CParser  # type: ignore[attr-defined]  # the stubs leave it out
    if yaml.__with_libyaml__
    else yaml.SafeLoader
)
"""PyYAML's C parser where it is installed: some new Pythons have no wheel with it yet."""


def read(source: Source, *, loader: type[Any] | None = None) -> Document:
    """Read `source` into a document; everything wrong with it is in the document's findings.

    `loader` is one of PyYAML's; by default the C one where it is installed, else the pure one.
    """
    return _Builder(source, loader or FASTEST).build()


class _Builder:
    """Builds values and their positions from events, with one stack for both."""

    def __init__(self, source: Source, loader: type[Any]) -> None:
        self.source = source
        self.loader = loader
        self.findings: list[Finding] = []
        self.damaged: list[Path] = []
        self.blank: list[Path] = []
        # The collections around the one being read, each with the key whose value is awaited.
        self.outer: list[tuple[Any, Branch | None, Any]] = []
        # The one being read, told here only when something is to be said about it.
        self.here: tuple[Branch | None, Any] = (None, None)
        self.value: Any = None
        self.root: Any = None

    def build(self) -> Document:
        try:
            text = self.source.text
            # The C parser is quicker with bytes.
            events = self.loader(text if self.loader is yaml.SafeLoader else text.encode())
            try:
                self._consume(events.get_event)
            finally:
                events.dispose()
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The pure parser hands on what Python says of "\UFFFFFFFF".
            self.findings.append(explain(self.source, error))
            self.value, self.root = None, None
        except _Stop:
            self.value, self.root = None, None
        return Document(
            self.source,
            self.value,
            self.root,
            tuple(self.findings),
            tuple(self.damaged),
            tuple(self.blank),
        )

    def _consume(self, next_event: Any) -> None:  # noqa: PLR0912, PLR0915 - the one hot loop
        outer = self.outer
        value: Any = None
        branch: Branch | None = None
        children: Any = None
        in_mapping = False
        key: Any = None
        name = ""
        nodes = 1
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self.here = branch, key
                    self._refuse(event)
                text = event.value
                if in_mapping:
                    if key is None:
                        if text in children:
                            self.here = branch, event
                            self._duplicate(event, children[text][0])
                        key, name = event, text
                        continue
                    style = event.style
                    # A plain text seldom starts like a number or a word such as `null`.
                    if not style:
                        if text[:1] in SPECIAL_STARTS:
                            text = resolve(text)
                    elif style == '"' and CONTROL(text):
                        self.here = branch, key
                        self._control(event)
                    if text is None and branch.flow and self._is_cut(key):  # type: ignore[union-attr]  # in a mapping there is a branch
                        self.here = branch, key
                        self._rejoin(value, children, key)
                    elif name not in children:
                        children[name] = (key, event)
                        if text is not None:
                            value[name] = text
                        else:
                            self.here = branch, key
                            self.blank.append(self._path())
                    key = None
                else:
                    if not event.style:
                        if text[:1] in SPECIAL_STARTS:
                            text = resolve(text)
                    elif CONTROL(text):
                        self.here = branch, key
                        self._control(event)
                    if branch is None:
                        self.value, self.root = text, event
                    else:
                        value.append(text)
                        children.append(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.here = branch, key
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event)
                if in_mapping and key is None:
                    self._complex_key(event)
                if len(outer) >= MAX_DEPTH:
                    self._too_much(event, TOO_DEEP)
                outer.append((value, branch, key))
                in_mapping = kind is MappingStartEvent
                value, children = ({}, {}) if in_mapping else ([], [])
                branch = Branch(event, children, in_mapping)
                key = None
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                inner, inner_branch = value, branch
                nodes += len(children)
                inner_branch.end_mark = event.end_mark  # type: ignore[union-attr]  # an end follows a start
                value, branch, key = outer.pop()
                if branch is None:
                    self.value, self.root = inner, inner_branch
                    in_mapping = False
                    continue
                children, in_mapping = branch.children, branch.is_mapping
                if not in_mapping:
                    value.append(inner)
                    children.append(inner_branch)
                elif key.value not in children:
                    children[key.value] = (key, inner_branch)
                    value[key.value] = inner
                key = None
                if nodes > MAX_NODES:
                    self.here = branch, key
                    self._too_much(inner_branch, TOO_MANY)
            elif kind is AliasEvent:
                self.here = branch, key
                self._alias(event, value, children)
                key = None
            elif kind is StreamEndEvent:
                return
            elif kind is DocumentStartEvent and self.root is not None:
                self._second_document(event)

    def _is_cut(self, key: Any) -> bool:
        """Tell whether no colon follows `key`, as in `{text: We carry stock, not risk}`."""
        if key.style:
            return False
        mark = key.end_mark
        lines = self.source.lines
        rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
        return rest.lstrip()[:1] in (",", "}", "")

    def _rejoin(self, value: dict[str, Any], children: dict[str, Any], key: Any) -> None:
        """Put a text together again that a comma has cut: nothing that was written is lost."""
        before = next(reversed(children), None)
        first, node = children[before] if before is not None else (None, None)
        if before is None or type(node) is not ScalarEvent or node.style or before not in value:
            self._report(
                problems.SYNTAX,
                key,
                message("“{text}” stands here without a value.", text=key.value),
                message("Write “key: value”, or put the text it belongs to between quotes."),
            )
            children[key.value] = (key, key)
            return
        whole = f"{node.value}, {key.value}"
        joined = ScalarEvent(None, None, node.implicit, whole, node.start_mark, key.end_mark)
        children[before] = (first, joined)
        path = (*self._path()[:-1], before)
        if self.findings and self.findings[-1].path == path:
            self.findings.pop()  # a second comma in the same text: one finding says it all
        if isinstance(value[before], str):
            value[before] = whole
            self.findings.append(
                problems.CUT_TEXT.found(
                    self.source.name,
                    message(
                        "Between braces a comma ends a text. kamctl has read on to “{end}”.",
                        end=_end(whole),
                    ),
                    _span(node.start_mark, key.end_mark),
                    hint=message(
                        "Put the text between quotes, so that every program reads it whole."
                    ),
                    path=path,
                    pointer=pointer(path),
                    severity=Severity.WARNING,
                )
            )
        else:
            self._report(
                problems.SYNTAX,
                joined,
                message("A comma stands inside the number {text}.", text=whole.replace(" ", "")),
                message("Write 1_200_000 or 1200000, with a point for decimals."),
                path=path,
            )

    def _path(self) -> Path:
        path: list[str | int] = []
        for branch, key in (*((branch, key) for _, branch, key in self.outer), self.here):
            if branch is not None and not branch.is_mapping:
                path.append(len(branch.children))
            elif key is not None:
                path.append(key.value)
        return tuple(path)

    def _report(
        self,
        problem: problems.Problem,
        event: Any,
        text: Message,
        hint: Message,
        related: tuple[Related, ...] = (),
        path: Path | None = None,
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
                pointer=pointer(path),
                related=related,
            )
        )
        if len(self.findings) >= MAX_FINDINGS:
            raise _Stop

    def _refuse(self, event: Any) -> None:
        """Report a tag or an anchor; the value itself is read as if it were not there."""
        if event.tag is not None:
            self._report(
                problems.UNSAFE_TAG,
                event,
                message("`{tag}` is a YAML tag, and a plan has none.", tag=_tag(event.tag)),
                message("Write the value alone. To begin a text with “!”, put it between quotes."),
            )
        else:
            self._report(
                problems.ALIAS,
                event,
                message("`&{name}` is a YAML anchor, and a plan has none.", name=event.anchor),
                message(
                    "Write the value out where it is needed. "
                    "To begin a text with “&”, put it between quotes."
                ),
            )

    def _alias(self, event: Any, value: Any, children: Any) -> None:
        branch, key = self.here
        self._report(
            problems.ALIAS,
            event,
            message("`*{name}` is a YAML alias, and a plan has none.", name=event.anchor),
            message(
                "Write the value out where it is needed. "
                "To begin a text with “*”, put it between quotes."
            ),
        )
        if branch is None:
            self.root = event
        elif not branch.is_mapping:
            value.append(None)
            children.append(event)
        elif key is None:
            raise _Stop
        else:
            children.setdefault(key.value, (key, event))

    def _duplicate(self, event: Any, first: Any) -> None:
        self._report(
            problems.DUPLICATE_KEY,
            event,
            message("`{key}` stands twice in this entry.", key=event.value),
            message("Keep one of the two, or join them."),
            (Related(message("It stands here first."), _span(first.start_mark, first.end_mark)),),
        )

    def _control(self, event: Any) -> None:
        self._report(
            problems.SYNTAX,
            event,
            message("This text holds an invisible control character, written with a backslash."),
            message("Take it out; or write the text between '…' if the backslash itself is meant."),
        )

    def _second_document(self, event: Any) -> None:
        self._report(
            problems.SYNTAX,
            event,
            message("A second document starts here (`---`), and a file holds one plan."),
            message("Move what follows to a file of its own, or take the line out."),
        )
        raise _Stop

    def _complex_key(self, event: Any) -> None:
        self._report(
            problems.SYNTAX,
            event,
            message("The name of a key must be plain text; here it is a list or a group."),
            message(
                "Text that begins with “{bracket}” or “[” needs quotes around it.", bracket="{"
            ),
        )
        raise _Stop

    def _too_much(self, event: Any, text: Message) -> None:
        self._report(
            problems.TOO_LARGE,
            event,
            text,
            WRONG_FILE,
        )
        raise _Stop


def _span(start: Any, end: Any) -> Span:
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _end(text: str) -> str:
    """Return the last words of `text`."""
    return " ".join(text.split()[-3:])


def _tag(tag: str) -> str:
    """Write a tag as its author did."""
    standard = "tag:yaml.org,2002:"
    return f"!!{tag.removeprefix(standard)}" if tag.startswith(standard) else tag
