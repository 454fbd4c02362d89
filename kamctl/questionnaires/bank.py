"""The questions that can be asked: kamctl's own, in each language, and those of the company."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kamctl.i18n.catalog import LOCALE_DIR, SOURCE_LANGUAGE, english_first
from kamctl.workspace.model import ColleagueQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS_FILE: Final = "questions.toml"
"""The file of the texts, one a language, beside the catalogs."""
_BANK: Final = Path(__file__).with_name("questions.toml")


def question_bank(own: Iterable[ColleagueQuestion] = ()) -> tuple[ColleagueQuestion, ...]:
    """Return all questions, in the order in which they are asked: the company's `own` come first.

    One of the company's takes the place of kamctl's question of the same id.
    """
    company = {one.id: one for one in own}
    return (*company.values(), *(one for one in _built_in() if one.id not in company))


@cache
def _built_in() -> tuple[ColleagueQuestion, ...]:
    texts = {language: _toml(LOCALE_DIR / language / TEXTS_FILE) for language in bank_languages()}
    return tuple(
        ColleagueQuestion.model_validate(
            {
                **one,
                **{
                    key: {language: found[one["id"]][key] for language, found in texts.items()}
                    for key in ("text", "why")
                },
            }
        )
        for one in _toml(_BANK)["questions"]
    )


@cache
def bank_languages() -> tuple[str, ...]:
    """Return the languages that kamctl's questions are written in, English first."""
    others = (file.parent.name for file in LOCALE_DIR.glob(f"*/{TEXTS_FILE}"))
    return english_first((SOURCE_LANGUAGE, *others))


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
