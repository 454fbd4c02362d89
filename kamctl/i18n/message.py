"""A sentence of the tool that can still be said in any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kamctl.i18n.marked_text import filled

Translate = Callable[[str], str]


def N_(msgid: str) -> str:
    """Mark `msgid` for the catalogs without translating it yet."""
    return msgid


CONTEXT_END = "\x04"
"""What gettext puts between a context and a msgid."""


def NC_(context: str, msgid: str) -> str:
    """Mark `msgid` where one English word is another elsewhere: `context` says what it is of."""
    return f"{context}{CONTEXT_END}{msgid}"


def untranslated(msgid: str) -> str:
    """Say `msgid` in English, the language of the source: without the context of `NC_`."""
    return msgid.rpartition(CONTEXT_END)[2]


class Localized:
    """A value that each language writes in its own way, such as a date or an amount."""

    __slots__ = ()

    def say(self, translate: Translate) -> str:
        """Write the value for whoever reads what `translate` says."""
        raise NotImplementedError


_NESTED = (tuple, Localized)
"""What a value may be that is said in turn; made once, as it is asked of each value."""


class Message(NamedTuple):
    """A sentence in English with named places, filled in when it is said.

    Values are what the plan's author wrote, so only the sentence is translated; a value that is
    itself a `Message` is translated in turn, and several of them are said one after the other; a
    `Localized` one is written as the language does.
    """

    msgid: str
    values: Mapping[str, object] = {}
    many: str | None = None
    """The sentence for several, where `{count}` is a number: each language has its own rule."""

    def say(self, translate: Translate = untranslated) -> str:
        """Say the sentence; `translate` maps a msgid to its words in the reader's language."""
        if not self.values:
            return translate(self.msgid)
        values = {
            name: _localized(value, translate) if isinstance(value, _NESTED) else value
            for name, value in self.values.items()
        }
        if self.many is None:
            return filled(translate(self.msgid), values)
        count = values["count"]
        assert isinstance(count, int)
        values["count"] = getattr(translate, "number", _english_number)(count)
        choose = getattr(translate, "plural", _english_plural)
        words: str = choose(self.msgid, self.many, count)
        return filled(words, values)

    def __str__(self) -> str:
        return self.say()


def _english_number(count: int) -> str:
    return f"{count:,}"


def _english_plural(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


def _localized(value: tuple[object, ...] | Localized, translate: Translate) -> object:
    if isinstance(value, Message | Localized):
        return value.say(translate)
    if value and all(isinstance(one, Message) for one in value):
        return translate(N_("; ")).join(
            one.say(translate) for one in value if isinstance(one, Message)
        )
    return value


def message(msgid: str, **values: object) -> Message:
    """Make a `Message`; the msgid given here is what goes into the catalogs."""
    return Message(msgid, values)


def counted(one: str, many: str, count: int, **values: object) -> Message:
    """Make a `Message` about a number of things, which it contains as `{count}`."""
    return Message(one, {"count": count, **values}, many)


def alternatives(names: Sequence[str]) -> Message:
    """Name things of which one is to be chosen: `.html, .md or .pdf`."""
    *others, last = names
    if not others:
        return message("{name}", name=last)
    return message("{one} or {other}", one=", ".join(others), other=last)
