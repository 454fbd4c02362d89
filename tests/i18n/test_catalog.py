"""Every word of the tool is in every language, and written as that language is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from kamctl.i18n.catalog import translator
from kamctl.i18n.message import NC_, message
from kamctl.plan.labels import ACTION_STATUS, OUTCOMES
from tests.generated import LOCALE, msgids, page_msgids, plurals

CATALOGS = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
FRENCH = [po for po in CATALOGS if po.parts[-3] == "fr"]
_PLACE = re.compile(r"\{(\w+)\}")
_CODE = re.compile(r"`[^`]*`|\{\w+\}(?::(?= \")|)|«\u00a0clé: valeur\u00a0»|<[^>]+>")
"""What is no sentence: commands and keys in backticks, addresses, places to be filled in."""


def name(po: Path) -> str:
    return f"{po.parts[-3]}-{po.stem}"


@cache
def read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file)


def messages_with_forms(po: Path) -> Iterator[tuple[Message, str, str]]:
    """Return each message with what is said in each of its forms."""
    for one in read(po):
        if one.id:
            ids = one.id if isinstance(one.id, tuple) else (one.id,)
            texts = one.string if isinstance(one.string, tuple) else (one.string,)
            yield from ((one, ids[min(place, len(ids) - 1)], text)
                        for place, text in enumerate(texts))  # fmt: skip


def needed(domain: str) -> set[str]:
    return set(page_msgids()) if domain == "pages" else {*msgids(), *(one for one, _ in plurals())}


def test_the_tool_has_words() -> None:
    assert len(needed("kamctl")) > 900
    assert len(needed("pages")) > 300
    assert {name(po) for po in FRENCH} == {"fr-kamctl", "fr-pages"}


@pytest.mark.parametrize("po", CATALOGS, ids=name)
def test_every_message_is_translated_and_none_is_left_over(po: Path) -> None:
    full = {
        NC_(one.context, msgid) if one.context else msgid
        for one in read(po)
        for msgid in (one.id if isinstance(one.id, str) else one.id[0],)
        if one.id
        and not one.fuzzy
        and all(one.string if isinstance(one.string, tuple) else (one.string,))
    }
    none_of("Without a translation", needed(po.stem) - full)
    none_of("Translated, and used nowhere", full - needed(po.stem))


def none_of(title: str, texts: Collection[object]) -> None:
    """Fail with all the texts, one a line, if there are any: pytest cuts a list it shows itself."""
    if texts:
        pytest.fail("\n".join([f"{title}: {len(texts)}", *sorted(map(repr, texts))]), pytrace=False)


def test_a_long_list_of_texts_is_shown_in_full() -> None:
    texts = [f"text {number}" for number in range(300)]
    with pytest.raises(pytest.fail.Exception) as failed:
        none_of("Without a translation", texts)
    assert str(failed.value).splitlines() == [
        "Without a translation: 300", *sorted(map(repr, texts))
    ]  # fmt: skip


@pytest.mark.parametrize("po", CATALOGS, ids=name)
def test_a_sentence_that_counts_has_all_its_forms(po: Path) -> None:
    catalog = read(po)
    forms = {one.id: one.string for one in catalog if isinstance(one.id, tuple)}
    if po.stem == "kamctl":
        assert set(forms) == set(plurals())
    assert [one for one, texts in forms.items() if len(texts) != catalog.num_plurals] == []


@pytest.mark.parametrize("po", CATALOGS, ids=name)
def test_the_same_places_are_filled_in(po: Path) -> None:
    wrong = [
        (msgid, text)
        for one, msgid, text in messages_with_forms(po)
        if text
        and set(_PLACE.findall(text)) != set(_PLACE.findall(msgid))
        # One form of a plural may say “one thing” where the other has the number.
        and not (
            isinstance(one.id, tuple)
            and set(_PLACE.findall(text)) ^ set(_PLACE.findall(msgid)) == {"count"}
        )
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "of_an_action", "of_an_objective"),
    [("en", "Cancelled", "Cancelled"), ("fr", "Annulée", "Annulé")],
)
def test_one_english_word_may_be_two_elsewhere(
    language: str, of_an_action: str, of_an_objective: str
) -> None:
    say = translator(language)
    assert say(ACTION_STATUS["cancelled"]) == of_an_action
    assert say(OUTCOMES["cancelled"]) == of_an_objective
    assert str(message(ACTION_STATUS["cancelled"])) == "Cancelled"


WRONG_IN_FRENCH = {
    "no no-break space before a sign": re.compile(r"[^\s\u00a0\u202f(\[!?.…«]([;?!»])|\w:(?=\s|$)"),
    "a plain space before a sign": re.compile(r" [;?!:»](?=\s|$)"),
    "no no-break space after «": re.compile(r"«(?![\u00a0\u202f])"),
    "a typewriter's apostrophe": re.compile(r"\w'\w"),
    "English quotation marks": re.compile(r"[“”]"),
}


def mistakes(text: str) -> list[str]:
    """Say what a French printer would mark in a text."""
    plain = _CODE.sub("x", text.partition("Source\u00a0: ")[0])  # titles keep their own signs
    return [what for what, pattern in WRONG_IN_FRENCH.items() if pattern.search(plain)]


@pytest.mark.parametrize("po", FRENCH, ids=name)
def test_french_is_printed_as_french(po: Path) -> None:
    examples = _examples() if po.stem == "pages" else set()
    found = [
        (text, wrong)
        for _, msgid, text in messages_with_forms(po)
        if msgid not in examples and text and (wrong := mistakes(text))
    ]
    none_of("Badly typeset", found)


def _examples() -> set[str]:
    """Return what is YAML, and keeps its colons."""
    from kamctl.checks.engine.code_index import entries

    return {text for entry in entries() for text in (entry.page.example, entry.page.instead)}


@pytest.mark.parametrize(
    "text",
    [
        "Qui ?",
        "Qui?",
        "Note: ceci",
        "« ceci »",
        "«\u00a0ceci »",
        "l'accord",
        "“ceci”",
        "fait;",
        "Oui!",
    ],
)
def test_a_printer_sees_it(text: str) -> None:
    assert mistakes(text)


@pytest.mark.parametrize(
    "text",
    ["Qui\u00a0?", "Voir `a: b`.", "«\u00a0l’un\u00a0»\u202f: oui.", "12:30", "gitlab:r.json"],
)
def test_a_printer_lets_it_pass(text: str) -> None:
    assert mistakes(text) == []
