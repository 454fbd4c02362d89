"""The languages of this run: for messages to the user, and for output that programs read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.cli import typed_command
from kamctl.i18n.catalog import SOURCE_LANGUAGE, languages, translator
from kamctl.i18n.language import (
    language_option,
    reader_language,
    report_language,
    untranslated_note,
)
from kamctl.i18n.message import untranslated
from kamctl.workspace.files import workspace_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import Enum

    from kamctl.cli.console import Console
    from kamctl.i18n.message import Message, Translate


@dataclass
class _Run:
    """What is known of this run: the language asked for, and those decided on so far."""

    asked: str | None = None
    people: str | None = None
    programs: str | None = None


_run = _Run()


def set_arguments(arguments: Sequence[str]) -> None:
    """Take note of what a command line asks for, before anything is done or refused."""
    typed_command.set_words(arguments)
    _run.asked = language_option(arguments)
    _run.people = _run.programs = None


def asked_language() -> str | None:
    """Return the language asked for with `--lang`, before or after the command."""
    return _run.asked


def user_language() -> str:
    """Return the language for messages to the user."""
    if _run.people is None:
        _run.people = reader_language(_run.asked, os.environ, _workspace_language)
    return _run.people


def user_translator() -> Translate:
    """Return the translation of msgids for the user."""
    return _translator(user_language())


def program_language() -> str:
    """Return the language in which to write what programs keep and compare."""
    if _run.programs is None:
        _run.programs = report_language(_run.asked, _workspace_language)
    return _run.programs


def translator_for(form: Enum) -> Translate:
    """Return the translation of msgids for a format: `text` is for people, others for programs."""
    return user_translator() if form.value == "text" else _translator(program_language())


def localized(text: Message) -> str:
    """Return a message in the language of the user."""
    return text.say(user_translator())


def note_untranslated(console: Console, asked: str | None, language: str) -> None:
    """Say that what is made of a plan in `language` is in English, unless another was asked for."""
    if asked is None and language not in languages():
        console.note(localized(untranslated_note(language)))


def _translator(language: str) -> Translate:
    return untranslated if language == SOURCE_LANGUAGE else translator(language)


def _workspace_language() -> str | None:
    """Return the language of the workspace around this folder; None where it names none.

    The nearest file that names one counts, as for the plans here. Only this one key is read: other
    mistakes are for the command to tell, and the models take longer to load than `--help` may.
    """
    try:
        files = list(workspace_files(Path.cwd()))
    except OSError:
        return None
    named = (_language_in(file) for file in files)
    return next((one for one in named if one is not None), None)


def _language_in(file: Path) -> str | None:
    # Loaded here: `--help` reads a file only where nothing else says the language.
    from kamctl.document.reader import read
    from kamctl.document.source import Source, read_source

    source = read_source(file)
    value = read(source).value if isinstance(source, Source) else None
    language = value.get("language") if isinstance(value, dict) else None
    return language if isinstance(language, str) else None
