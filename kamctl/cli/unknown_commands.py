"""What is meant by a command that does not exist: whole commands, with the words typed already.

Loaded only where there is no such command: the files of words need the models.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.cli import typed_command
from kamctl.document.given_files import exists, is_existing_folder
from kamctl.i18n.nearest import nearest
from kamctl.i18n.text_normalization import search_key
from kamctl.i18n.words import all_words
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.value_synonyms import asked_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FOR_PLAN: Final = {
    "": ("validate", "edit"),
    "align": ("align status",),
    "export": ("export xlsx",),
    "import": (),
    "plan": ("plan stage", "render plan"),
    "render": ("render briefing",),
}
"""What is likely meant by a plan in the place of a command, by the group of commands."""
_INTO: Final = "--into"
_FOR_TABLE: Final = {
    ".xlsx": (("import xlsx", "plan.yaml"), ("import crm", "accounts")),
    ".csv": (("import crm", "accounts"),),
}
"""The commands that read a table, by the ending of its name, with an example of their `--into`."""
_MIN_LETTERS: Final = 4
"""Letters that another word for a command must have for a typing error in it to be known."""

_PLAN_ENDINGS: Final = (".yaml", ".yml")


class Typed(NamedTuple):
    """What was typed: a group of commands, "" for all, and from the unknown name on."""

    group: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that no command has."""
        return self.words[0]

    @property
    def rest(self) -> tuple[str, ...]:
        """What follows the name."""
        return self.words[1:]


def commands_meant(group: str, words: Sequence[str], commands: Sequence[str]) -> list[str]:
    """Return what was likely meant by `words`, of which the first is no command of the group.

    `commands` are the names of all commands, those in a group with its name before theirs. What is
    returned can be typed as it is; empty if nothing is likely.
    """
    typed = Typed(group, tuple(words))
    options = [word for word in typed_command.words_before(words) if word != group]
    return [typed_command.command((*options, *found)) for found in _meant(typed, commands)]


def _meant(typed: Typed, commands: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the words of each command that is likely meant, the likeliest first."""
    name, rest = typed.name, typed.rest
    if name == typed_command.PROGRAM:
        return [rest or ("--help",)]
    if typed.group == "plan" and rest and (stage := asked_value(name, tuple(Stage))):
        return [("plan", "stage", *rest, stage.value)]
    if found := list(_of_path(typed, commands)):
        return found
    if found := [_with_words(one, typed) for one in _named(name, typed.group, commands)]:
        return found
    return [("init", "account", *typed.words)] if typed.group == "init" else []


def _with_words(command: str, typed: Typed) -> tuple[str, ...]:
    """Put a command in the place of the name that was typed."""
    if command.startswith("-"):
        return (*typed.group.split(), *typed.rest, command)
    return (*command.split(), *typed.rest)


def _of_path(typed: Typed, commands: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Return what is meant by a path in the place of a command."""
    name, rest = typed.name, typed.rest
    if not (PurePath(name).suffix or exists(name)):
        return
    ending = PurePath(name).suffix.lower()
    later = _in_group(typed.group, commands).get(rest[0]) if rest else None
    if later:  # the command comes after it
        yield (*later.split(), name, *rest[1:])
    elif ending in _FOR_TABLE and typed.group in ("", "import"):
        for command, into in _FOR_TABLE[ending]:
            given = any(word.partition("=")[0] == _INTO for word in rest)
            yield (*command.split(), *typed.words, *(() if given else (_INTO, into)))
    elif ending in _PLAN_ENDINGS or is_existing_folder(name):
        for command in _FOR_PLAN.get(typed.group, ()):
            yield (*command.split(), *typed.words)


def _named(name: str, group: str, commands: Sequence[str]) -> list[str]:
    """Return the commands that a name may be of: one like it, another word for it, a typing error.

    Those of the group come first, also those with the name of one outside: `align ask` of `ask`.
    Without any, those outside of it.
    """
    key = search_key(name)
    by_word = _by_word(commands)
    names = {word for command in commands for word in command.split()}
    in_group = _in_group(group, commands)
    own = {
        word: named
        for word, all_ in by_word.items()
        if (named := _within(group, all_) or [in_group[one] for one in all_ if one in in_group])
    }
    for known in (own,) if group == "init" else (own, by_word):
        if key in known:
            return known[key]
        near = nearest(key, [one for one in known if one in names or len(one) >= _MIN_LETTERS])
        if near:
            return known[near]
    return []


def _by_word(commands: Sequence[str]) -> dict[str, list[str]]:
    """Return the commands, and the groups of them, by each word that may be typed for them."""
    known = [
        (search_key(other), command)
        for command, others in all_words().commands.items()
        for other in sorted(others)
    ]
    known += [(command.split()[-1], command) for command in commands]
    known += [(command.split()[0], command.split()[0]) for command in commands]
    found: dict[str, list[str]] = {}
    for word, command in dict.fromkeys(known):  # languages have words in common
        found.setdefault(word, []).append(command)
    return found


def _within(group: str, commands: Sequence[str]) -> list[str]:
    """Return those of the commands that are in a group, or concern it."""
    return [one for one in commands if one.startswith((f"{group} ", "--")) or not group]


def _in_group(group: str, commands: Sequence[str]) -> dict[str, str]:
    """Return the commands of a group by their last words."""
    return {one.split()[-1]: one for one in _within(group, commands)}
