"""Which language a reader is addressed in, decided in one place.

What is asked for with `--lang` comes first; then what the reader's system is set to; then what the
company has set in its workspace; then English. The system comes before the workspace because it
is the reader's own: a colleague abroad reads the same plan, and what is said *about* it in their
language. Where the system names no language, as in most build jobs, the workspace decides.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kamctl.i18n.catalog import LANGUAGES_PAGE, SOURCE_LANGUAGE, languages
from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

OPTION = "--lang"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_NO_LANGUAGE = frozenset({"C", "POSIX"})


def language_option(arguments: Sequence[str]) -> str | None:
    """Return what `--lang` asks for on a command line, the last one if it occurs there twice.

    Looked up before the command line is parsed, so that even a usage error is said in
    the right language.
    """
    asked: str | None = None
    for number, word in enumerate(arguments):
        if word == "--":
            break
        if word == OPTION and number + 1 < len(arguments):
            asked = arguments[number + 1]
        elif word.startswith(f"{OPTION}="):
            asked = word.removeprefix(f"{OPTION}=")
    return asked


def supported_language(name: str) -> str | None:
    """Return the language of the tool that a name means: `fr`, `fr-CA`, `fr_FR.UTF-8`; or None."""
    wanted = name.strip().split(".")[0].split("@")[0].replace("_", "-").lower()
    known = {language.replace("_", "-").lower(): language for language in languages()}
    return known.get(wanted) or known.get(wanted.split("-")[0])


def untranslated_note(language: str) -> Message:
    """Say that English is used because there is nothing in `language`, and what to do about it."""
    return message(
        "kamctl has no translation for the language “{language}”: English is used instead. "
        "How to add a language: {page}",
        language=language,
        page=LANGUAGES_PAGE,
    )


def system_language(environment: Mapping[str, str]) -> str | None:
    """Return the language the reader's system is set to, as gettext reads it; None if to none.

    A language that the tool does not speak means English. So do `C` and `POSIX`, whatever else is
    set: they are how one asks for what programs compare. `C.UTF-8` names an encoding, no language.
    """
    setting = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    if setting in _NO_LANGUAGE:
        return SOURCE_LANGUAGE
    wished = [name for name in environment.get("LANGUAGE", "").split(":") if name]
    if not wished and setting and setting.split(".")[0] not in _NO_LANGUAGE:
        wished = [setting]
    if not wished and not setting:
        wished = _windows_language()
    if not wished:
        return None
    return next(filter(None, map(supported_language, wished)), SOURCE_LANGUAGE)


def _windows_language() -> list[str]:
    """Return the language of the user's screens; Windows keeps it elsewhere than other systems."""
    if sys.platform != "win32":
        return []
    import ctypes
    import locale

    number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    name = locale.windows_locale.get(number)
    return [name] if name else []


def reader_language(
    asked: str | None, environment: Mapping[str, str], workspace: Callable[[], str | None]
) -> str:
    """Return the language to speak; `workspace` is only looked up where nothing else says it.

    What is asked for and not spoken is refused elsewhere: here it counts as not asked.
    """
    return (
        (supported_language(asked) if asked else None)
        or system_language(environment)
        or _workspace_language(workspace)
        or SOURCE_LANGUAGE
    )


def report_language(asked: str | None, workspace: Callable[[], str | None]) -> str:
    """Return the language of what programs keep and compare: the same on every machine.

    The reader's system has no say: a report must not change with whoever makes it.
    """
    return (
        (supported_language(asked) if asked else None)
        or _workspace_language(workspace)
        or SOURCE_LANGUAGE
    )


def _workspace_language(workspace: Callable[[], str | None]) -> str | None:
    name = workspace()
    return supported_language(name) if name else None
