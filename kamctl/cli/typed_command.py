"""The command line of this run, as it was typed, and the one that was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

PROGRAM = "kamctl"
_typed: list[str] = []


def set_words(words: Iterable[str]) -> None:
    """Take note of what was typed after the name of the program."""
    _typed[:] = words


def command(words: Iterable[str]) -> str:
    """Write a command of these words, as it can be typed."""
    from kamctl.document.command_text import as_argument  # only errors show one

    return " ".join((PROGRAM, *map(as_argument, words)))


def option_value(options: Sequence[str]) -> str:
    """Return what follows an option; "" if nothing does."""
    for number, word in enumerate(_typed):
        name, has_value, value = word.partition("=")
        if name in options:
            return value if has_value else next(iter(_typed[number + 1 :]), "")
    return ""


def is_typed(word: str) -> bool:
    """Tell whether a word was typed, by itself."""
    return word in _typed


def words_before(rest: Sequence[str]) -> tuple[str, ...]:
    """Return the words before the last ones, `rest`."""
    return tuple(_typed[: len(_typed) - len(rest)])


def words_from(first: str) -> tuple[str, ...]:
    """Return the words from this one on, which was typed."""
    return tuple(_typed[_typed.index(first) :])


def nearest_word(choices: Sequence[str], meaning: Callable[[str], str | None]) -> str:
    """Return the word that is like one of `choices` without being one.

    `meaning` returns the choice that a word stands for, if any: such a word comes first.
    """
    words = [word for word in _typed if word not in choices]
    found = next(filter(meaning, words), None)
    return found or next((word for word in words if nearest(word, choices)), "")


def with_words_exchanged(one: str, other: str) -> str:
    """Return the command with these two words exchanged."""
    places = {one: other, other: one}
    return command(places.get(word, word) for word in _typed)


def with_option(option: str, is_value: Callable[[str], bool]) -> str:
    """Return the command with an option before its value; "" where that was not typed."""
    at = next((number for number, word in enumerate(_typed) if is_value(word)), None)
    return "" if at is None else command((*_typed[:at], option, *_typed[at:]))


def with_arguments(named: Mapping[str, int]) -> str:
    """Return the command with arguments for what was typed as options; "" where that is not clear.

    `named` are the names that the arguments would have as options, each with the argument's place.
    """
    values: dict[int, str] = {}
    rest: list[str] = []
    at: int | None = None
    words = iter(_typed)
    for word in words:
        name, has_value, value = word.partition("=")
        if name not in named:
            rest.append(word)
            continue
        value = value if has_value else next(words, "")
        if not value.strip() or value.startswith("-") or named[name] in values:
            return ""
        at = len(rest) if at is None else at
        values[named[name]] = value
    return command((*rest[:at], *(values[place] for place in sorted(values)), *rest[at:]))


def with_plan(folder: str, plan: str) -> str:
    """Return the command with a plan in the place of its folder.

    It comes last where the folder was not named; "" where it is part of another word.
    """
    named = [number for number, word in enumerate(_typed) if word.rstrip("/\\") == folder]
    if named:
        at = named[-1]
        return command((*_typed[:at], plan, *_typed[at + 1 :]))
    return command((*_typed, plan)) if folder == "." else ""
