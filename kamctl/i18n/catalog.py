"""Gettext catalogs: one folder a language; a new language needs no code."""

from __future__ import annotations

import gettext
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.i18n.locales import format_integer
from kamctl.i18n.message import CONTEXT_END, untranslated

if TYPE_CHECKING:
    from collections.abc import Iterable

DOMAIN = "kamctl"
SOURCE_LANGUAGE = "en"
LANGUAGES_PAGE = "https://github.com/kamctl/kamctl/blob/main/docs/languages.md"
"""How to add a language; the page itself is not installed."""
LOCALE_DIR = Path(__file__).parent / "locale"


class Translator:
    """The words of one language: called with a msgid, it says it."""

    def __init__(self, language: str, domain: str = DOMAIN) -> None:
        """Open the catalog of `language`; where there is none, English is spoken."""
        self.language = language
        found = gettext.translation(
            domain, localedir=LOCALE_DIR, languages=[language.replace("-", "_")], fallback=True
        )
        self._one = found.gettext
        self.plural = found.ngettext
        """Return the words for so many: of one, of several, how many."""

    def __call__(self, msgid: str) -> str:
        text = self._one(msgid)
        return untranslated(text) if CONTEXT_END in text else text

    def number(self, count: int) -> str:
        """Write a whole number with its digits in groups, as the language does."""
        if -1000 < count < 1000:  # as nearly all are, and Babel takes time to load
            return str(count)
        return format_integer(count, self.language)


@lru_cache
def languages() -> tuple[str, ...]:
    """Return the languages the tool speaks, English first."""
    translated = [
        folder.name
        for folder in LOCALE_DIR.iterdir()
        if (folder / "LC_MESSAGES" / f"{DOMAIN}.mo").is_file()
    ]
    if not translated and any(LOCALE_DIR.glob("*/LC_MESSAGES/*.po")):  # never in a wheel
        warnings.warn("The catalogs are not compiled. Run `pip install --editable .`", stacklevel=2)
    return english_first((SOURCE_LANGUAGE, *translated))


def english_first(languages: Iterable[str]) -> tuple[str, ...]:
    """Return languages in the order in which they are listed: English, then the others."""
    return tuple(sorted(set(languages), key=lambda one: (one != SOURCE_LANGUAGE, one)))


@lru_cache
def translator(language: str, domain: str = DOMAIN) -> Translator:
    """Return what says a msgid in `language` (English where it has no catalog)."""
    return Translator(language, domain)
