"""The help: every command in a group, with an example that can be typed, in both languages."""

from __future__ import annotations

import inspect
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.core import TyperGroup

from kamctl.cli.help import HEADINGS, examples_of
from kamctl.cli.main import COMMANDS, load_all_commands
from kamctl.i18n.catalog import languages, translator
from tests.running import kamctl
from tests.terminal import ANSI

TOOL = load_all_commands()
TITLE = re.compile(r"^[\u2500-\u257f+-]{2,} (\w.*?) [\u2500-\u257f+-]{2,}$", re.MULTILINE)
"""The title in the frame of a panel, whatever the frame is drawn with."""


def tree(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from tree(below, (*path, name))


EVERYTHING = list(tree(TOOL))
SINGLE = [(path, command) for path, command in EVERYTHING if not hasattr(command, "commands")]


def page(folder: Path, *words: str, columns: int = 80, **env: str) -> str:
    kept = {name: value for name, value in os.environ.items() if "COLOR" not in name}
    given = kept | {"COLUMNS": str(columns), "LC_ALL": "C.UTF-8"} | env
    done = kamctl(folder, *words, "--help", env=given)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_table_of_commands_says_what_the_commands_say() -> None:
    assert [path[0] for path, _ in EVERYTHING if len(path) == 1] == list(COMMANDS)
    for name, entry in COMMANDS.items():
        first = inspect.cleandoc(TOOL.commands[name].help).split("\n\n")[0]
        assert " ".join(first.split()) == entry.help, name
        assert isinstance(TOOL.commands[name], TyperGroup) is entry.is_group, name


@pytest.mark.parametrize(("path", "command"), SINGLE, ids=[" ".join(path) for path, _ in SINGLE])
def test_every_command_has_examples_that_can_be_typed(path: tuple[str, ...], command: Any) -> None:
    given = examples_of(command)
    assert given, "no example"
    for line, what in given:
        assert what[:1].isupper() and not what.endswith("."), what
        words = shlex.split(line.partition(" > ")[0])
        assert tuple(words[: len(path) + 1]) == ("kamctl", *path)
        parsed, context = TOOL, TOOL.make_context("kamctl", words[1:2])
        for name in path:
            parsed = parsed.get_command(context, name) if parsed is TOOL else parsed.commands[name]
        parsed.make_context(path[-1], words[len(path) + 1 :], parent=context)


@pytest.mark.parametrize("path", [path for path, _ in EVERYTHING], ids=" ".join)
@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("language", languages())
def test_help_fits(tmp_path: Path, path: tuple[str, ...], columns: int, language: str) -> None:
    output = page(tmp_path, *path, "--lang", language, columns=columns)
    assert max(map(cell_len, output.split("\n"))) <= min(columns, 100)
    assert "--help" in output
    if columns > 40:  # narrower, Typer's tables cut names
        say = translator(language)
        for line, _ in examples_of(dict(EVERYTHING)[path]):
            assert say(line).split()[-1] in output


def test_examples_have_the_words_of_the_readers_language(tmp_path: Path) -> None:
    output = page(tmp_path, "align", "restate", "--lang", "fr")
    assert '--text "Nous attendons 60 jours."' in " ".join(output.split())
    assert "We wait" not in output
    assert '--how "Compte rendu"' in page(tmp_path, "align", "confirm", "--lang", "fr")
    assert (
        '--how "Compte rendu"'
        in kamctl(tmp_path, "align", "confirm", "plan.yaml", "--lang", "fr").stderr
    )


def test_commands_are_in_groups_in_both_languages(tmp_path: Path) -> None:
    titles = {
        "en": ["General", "Write", "Check", "Share", "Align", "Follow up", "Set up"],
        "fr": ["Général", "Rédiger", "Vérifier", "Diffuser", "Aligner", "Suivre", "Configurer"],
    }
    for language, expected in titles.items():
        output = page(tmp_path, "--lang", language)
        found = TITLE.findall(output)
        assert sorted(found) == sorted(expected)
        # Where the options stand among them is Typer's own.
        assert [title for title in found if title != expected[0]] == expected[1:]


def test_what_typer_says_itself_is_in_the_readers_language(tmp_path: Path) -> None:
    output = page(tmp_path, "explain", "--lang", "fr")
    assert (
        "Usage\N{NO-BREAK SPACE}: " in output
        and "[obligatoire]" in output
        and "par défaut" in output
    )
    assert not re.search(r"\b(Usage:|Options:|Arguments:|required|default)\b", output)


def test_typer_still_has_its_headings_where_they_are_set() -> None:
    from typer import rich_utils

    for name in (*HEADINGS, "MAX_WIDTH", "COLOR_SYSTEM", "FORCE_TERMINAL"):
        assert hasattr(rich_utils, name), name


def test_a_terminal_shows_color_and_the_same_words(tmp_path: Path) -> None:
    colored = page(tmp_path, "validate", TTY_COMPATIBLE="1", TERM="xterm")
    assert "\x1b[" in colored
    plain = page(tmp_path, "validate")
    assert ANSI.sub("", colored).split() == plain.split()


def test_without_a_command_the_help_goes_to_standard_error(tmp_path: Path) -> None:
    for words in ((), ("--lang", "en"), ("render",)):
        done = kamctl(tmp_path, *words)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "Usage: kamctl" in done.stderr


def test_a_variable_of_typers_own_changes_nothing(tmp_path: Path) -> None:
    assert page(tmp_path, TERMINAL_WIDTH="x") == page(tmp_path, TERMINAL_WIDTH="20")


def test_a_dash_is_no_command(tmp_path: Path) -> None:
    done = kamctl(tmp_path, "-", "--lang", "en")
    assert done.returncode == 2
    assert "`kamctl` has no command “-”." in done.stderr


@pytest.mark.parametrize("columns", range(60, 101, 5))
def test_no_line_of_french_begins_with_a_colon(tmp_path: Path, columns: int) -> None:
    pages = [page(tmp_path, name, "--lang", "fr", columns=columns) for name in COMMANDS]
    env = {"TTY_COMPATIBLE": "1", "COLUMNS": str(columns), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    listed = kamctl(tmp_path, "checks", "--lang", "fr", env=dict(os.environ) | env)
    output = "\n".join([*pages, listed.stdout])
    assert re.findall(r"(?m)^[│| ]*[:;!»].*", output) == []
