"""What people type for a command that does not exist, and the whole command they are shown."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kamctl.cli.main import COMMANDS, load_all_commands, load_command
from kamctl.i18n.words import word_languages, words_of
from tests.running import kamctl

PLAN = "lactea/plan.yaml"
MEANT = {
    # a command of a group, a typing error, capitals
    "review lactea": ["render review lactea"],
    "deck lactea --force": ["render deck lactea --force"],
    "xlsx": ["import xlsx", "export xlsx"],
    "previw lactea": ["preview lactea"],
    "breifing lactea": ["render briefing lactea"],
    "VALIDATE lactea": ["validate lactea"],
    "ad risks": ["add risks"],
    "kamctl validate lactea": ["validate lactea"],
    # other words
    "check lactea": ["validate lactea"],
    "chekc lactea": ["validate lactea"],
    "new": ["init account"],
    "create Acme --no-input": ["init account Acme --no-input"],
    "open lactea": ["edit lactea"],
    "show lactea": ["preview lactea"],
    "fix lactea": ["validate --fix lactea"],
    "report": ["render briefing", "render portfolio", "render review"],
    "pdf lactea": ["render briefing --format pdf lactea"],
    "sign lactea SO1": ["align record lactea SO1"],
    "list": ["status", "templates list"],
    "demo": ["init example"],
    "undo": ["diff", "history"],
    "help": ["--help"],
    "?": ["--help"],
    "help render deck": ["render deck --help"],
    "version": ["--version"],
    "--lang en check lactea": ["--lang en validate lactea"],
    # in French, with or without accents
    "créer Acme": ["init account Acme"],
    "creer Acme": ["init account Acme"],
    "vérifier lactea": ["validate lactea"],
    "ouvrir lactea": ["edit lactea"],
    "aide": ["--help"],
    "ini": ["init"],
    "inti account Acme": ["init account Acme"],
    "rendr briefing lactea": ["render briefing lactea"],
    "align demander lactea": ["align ask lactea"],
    "align list lactea": ["align status lactea"],
    # something else in the place of the command of a group
    "init acount": ["init account"],
    "init Acme": ["init account Acme"],
    "init new Acme": ["init account Acme"],
    "init plan Acme": ["init account Acme"],
    "export lactea/plan.yaml": ["export xlsx lactea/plan.yaml"],
    "align lactea": ["align status lactea"],
    "align approve lactea SO1": ["align record lactea SO1"],
    "align help": ["align --help"],
    "plan check lactea": ["validate lactea"],
    "plan lactea": ["plan stage lactea", "render plan lactea"],
    "plan shared lactea": ["plan stage lactea shared"],
    "plan partagé lactea": ["plan stage lactea shared"],
    "--lang en plan check lactea": ["--lang en validate lactea"],
    "render lactea": ["render briefing lactea"],
    "render lactea/plan.yaml": ["render briefing lactea/plan.yaml"],
    "render nowhere/plan.yaml": ["render briefing nowhere/plan.yaml"],
    "render pdf lactea": ["render briefing --format pdf lactea"],
    "render powerpoint lactea": ["render deck lactea"],
    "import x.csv": ["import crm x.csv --into accounts"],
    "import x.CSV y.csv --into here": ["import crm x.CSV y.csv --into here"],
    "import x.xlsx": ["import xlsx x.xlsx --into plan.yaml", "import crm x.xlsx --into accounts"],
    # a path in the place of the command
    "lactea": ["validate lactea", "edit lactea"],
    "lactea/plan.yaml": ["validate lactea/plan.yaml", "edit lactea/plan.yaml"],
    "lactea validate --todo": ["validate lactea --todo"],
    "accounts.csv": ["import crm accounts.csv --into accounts"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unknown")
    (folder / PLAN).parent.mkdir()
    (folder / PLAN).write_text("kamctl: 1\naccount: {name: Lactéa}\n", encoding="utf-8")
    return folder


def hint(folder: Path, *words: str) -> str:
    done = kamctl(folder, *words, env=os.environ | {"LC_ALL": "en_GB.UTF-8"})
    assert done.returncode == 2
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("typed", MEANT)
def test_the_whole_command_is_shown(folder: Path, typed: str) -> None:
    shown = re.findall(r"`(kamctl [^`]*)`", hint(folder, *typed.split()).partition("→")[2])
    assert shown == [f"kamctl {one}" for one in MEANT[typed]]


def test_words_with_spaces_are_shown_in_quotes(folder: Path) -> None:
    assert '`kamctl init account "Groupe Lactéa"`' in hint(folder, "new", "Groupe Lactéa")


@pytest.mark.parametrize(
    ("words", "help_of"), [(("frobnicate",), "kamctl"), (("schema", "login"), "kamctl schema")]
)
def test_where_nothing_is_likely_the_help_is_named(
    folder: Path, words: tuple[str, ...], help_of: str
) -> None:
    assert f"For help: {help_of} --help" in hint(folder, *words)


@pytest.mark.parametrize("language", word_languages())
def test_words_are_of_commands_that_exist(language: str) -> None:
    root = load_all_commands()
    for phrase in words_of(language).commands:
        command, words = root, phrase.split()
        while words and not words[0].startswith("-"):
            command = command.commands[words.pop(0)]
        options = {name for one in [*command.params, *root.params] for name in one.opts}
        assert [one for one in words if one.startswith("-") and one not in options] == [] or (
            words == ["--help"]
        )


@pytest.mark.parametrize("language", word_languages())
def test_no_word_is_a_command_itself(language: str) -> None:
    words = {word for words in words_of(language).commands.values() for word in words}
    assert words & set(COMMANDS) <= {"plan"}  # which is one of `init`, where it is none
    assert load_command(COMMANDS["init"]).commands.keys() & {"plan"} == set()
