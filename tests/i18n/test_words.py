"""The words of each language: every file is read whole, and a slip in one is reported."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.i18n.catalog import SOURCE_LANGUAGE, languages
from kamctl.i18n.words import (
    WORDS_FILE,
    WordsError,
    all_words,
    compiled,
    either,
    read_words,
    word_languages,
    words_of,
)
from tests.paths import ROOT
from tests.untranslated import UNTRANSLATED

LOCALE = ROOT / "kamctl" / "i18n" / "locale"
EXPRESSIONS = [
    (language, section, name)
    for language in word_languages()
    for section, words in words_of(language)
    if not isinstance(words, dict)
    for name, value in words
    if isinstance(value, tuple) and (value or language == SOURCE_LANGUAGE)
]
"""Every entry may be left out, but in English, which is the model of the others."""


def test_every_language_has_its_words() -> None:
    assert set(languages()) <= set(word_languages())
    assert word_languages()[0] == SOURCE_LANGUAGE


@pytest.mark.parametrize(("language", "section", "name"), EXPRESSIONS)
def test_expressions_compile_and_match_no_empty_text(
    language: str, section: str, name: str
) -> None:
    found = getattr(getattr(words_of(language), section), name)
    assert found
    assert not compiled(found).search("")


SEARCHED_BY_WORDS = (("statement", "our_sales", "our_sales_words"), ("tone", "my_customer", "ours"))
"""Expressions that are searched for only where a text has one of certain words."""


@pytest.mark.parametrize(
    ("language", "section", "expressions", "needed"),
    [
        (language, *one)
        for one in SEARCHED_BY_WORDS
        for language in word_languages()
        if (language, *one[:2]) in EXPRESSIONS
    ],
)
@given(st.data())
def test_every_match_has_one_of_the_words_it_is_searched_by(
    language: str, section: str, expressions: str, needed: str, data: st.DataObject
) -> None:
    words = getattr(words_of(language), section)
    expression = compiled(getattr(words, expressions), re.NOFLAG)
    match = expression.search(data.draw(st.from_regex(expression)))
    found = re.findall(r"[^\W\d_]+", match[0]) if match else []
    assert not match or not set(getattr(words, needed)).isdisjoint(found), match


@pytest.mark.parametrize("language", word_languages())
def test_words_are_in_small_letters(language: str) -> None:
    words = words_of(language)
    for section, found in words:
        if section in ("values", "near_values", "dates"):
            continue
        for name, value in found.items() if isinstance(found, dict) else found:
            if isinstance(value, frozenset) and name != "ordinary_names":
                assert [word for word in value if word != word.casefold()] == []


@pytest.mark.parametrize("language", word_languages())
def test_words_of_dates_have_no_accents(language: str) -> None:
    assert all(word.isascii() for _, found in words_of(language).dates for word in found)


def test_all_words_are_those_of_each_language() -> None:
    both = all_words()
    assert {"to be defined", "à définir"} <= both.placeholders.alone
    assert {"completed", "terminé"} <= both.values["done"]
    ours = {"my": "our", "mon": "notre", "ma": "notre", "mes": "nos"}
    assert ours.items() <= both.tone.ours.items()
    of_each = [words_of(language).tone for language in word_languages()]
    assert both.tone.blame == tuple(one for tone in of_each for one in tone.blame)
    assert both.tone.ours == {key: text for tone in of_each for key, text in tone.ours.items()}


def test_a_language_without_a_file_has_no_words() -> None:
    assert words_of(UNTRANSLATED).placeholders.alone == frozenset()


@pytest.mark.parametrize(
    ("text", "line", "place"),
    [
        ('# Words\n[placeholders]\nalonee = "tbd"\n', 3, "placeholders.alonee"),
        ('[placeholder]\nalone = "tbd"\n', 1, "placeholder"),
        ('[tone]\n[placeholders]\nassent = "ok"\nalone = 3\n', 4, "placeholders.alone"),
        ('[values]\n"in progress" = 3\n', 2, "values.in progress"),
        ('[tone]\n\n[dates\nend = "Ende"\n', 3, "TOML"),
        ("[tone]\nblame = '''immer\n", 2, "TOML"),
        ("[tone]\nblame = '''{functoin} pennt'''\nblame_words = 'pennt'\n", 2, "functoin"),
        ("[tone]\nblame = '''immer'''\n", 2, "blame_words"),
        ('alone = "tbd"\n', 1, "alone"),
    ],
)
def test_a_slip_is_reported_with_file_and_line(
    tmp_path: Path, text: str, line: int, place: str
) -> None:
    file = tmp_path / WORDS_FILE
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WordsError, match=re.escape(place)) as error:
        read_words(file)
    assert (error.value.file, error.value.line) == (file, line)
    assert str(error.value).startswith(f"{file}, line {line}: ")
    assert str(pickle.loads(pickle.dumps(error.value))) == str(error.value)


def test_either_prefers_the_longest_and_takes_words_as_they_are() -> None:
    assert re.fullmatch(either({"end", "end of"}), "end of", re.VERBOSE)
    assert re.fullmatch(either({"p. c.", "#"}), "p.\u00a0c.", re.VERBOSE)
    assert not re.search(either(set()), "")
