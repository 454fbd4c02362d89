"""Gettext catalogues: one folder a language, no code for a third."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path

from kamctl.words.message import Translate

DOMAIN = "kamctl"
SOURCE_LANGUAGE = "en"
LOCALE_DIR = Path(__file__).parent / "locale"


@lru_cache
def languages() -> tuple[str, ...]:
    """Return the languages the tool speaks, English first."""
    translated = sorted(
        folder.name
        for folder in LOCALE_DIR.iterdir()
        if (folder / "LC_MESSAGES" / f"{DOMAIN}.mo").is_file()
    )
    return (SOURCE_LANGUAGE, *translated)


@lru_cache
def translator(language: str) -> Translate:
    """Return the function that says a msgid in `language` (English where it has no catalogue)."""
    return gettext.translation(
        DOMAIN, localedir=LOCALE_DIR, languages=[language.replace("-", "_")], fallback=True
    ).gettext
