"""The terms that docs/glossary.md says to avoid are used nowhere, and one thing has one text."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from babel.messages.pofile import read_po

from kamctl.cli.main import load_all_commands
from kamctl.i18n.catalog import translator
from tests.generated import LOCALE
from tests.paths import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
FRENCH = LOCALE / "fr" / "LC_MESSAGES"


class Term(NamedTuple):
    """A row of the table: what not to write, what to write instead, and where it is right."""

    pattern: re.Pattern[str]
    instead: str
    allowed: re.Pattern[str] | None

    def uses(self, text: str) -> list[str]:
        """Return the places where a text uses it, each with some words around it."""
        if self.allowed:
            text = self.allowed.sub(lambda match: "·" * len(match[0]), text)
        return [
            " ".join(text[max(0, one.start() - 30) : one.end() + 30].split())
            for one in self.pattern.finditer(text)
        ]


def phrases(cell: str) -> re.Pattern[str] | None:
    """Return a pattern of the phrases of a cell: whole words, in any capitals, over line ends."""
    words = [
        re.escape(one.strip()).replace(r"\ ", r"[\s#]+").replace("'", "['’]")
        for one in cell.split(",")
        if one.strip()
    ]
    return (
        re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE) if words else None
    )


@cache
def terms(language: str) -> tuple[Term, ...]:
    """Return the terms to avoid in a language, as the glossary lists them."""
    text = GLOSSARY.read_text(encoding="utf-8").partition("## Terms to avoid")[2]
    table = text.partition(f"### {language}\n")[2].partition("###")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("|")
    ]
    found = []
    for written, instead, allowed in rows[2:]:
        pattern = phrases(written)
        assert pattern, f"a row of the glossary has no term: {instead}"
        found.append(Term(pattern, instead, phrases(allowed)))
    return tuple(found)


def avoided(text: str, language: str) -> list[str]:
    """Return the terms to avoid that a text uses, each with what to write instead."""
    return [f"…{use}… → {term.instead}" for term in terms(language) for use in term.uses(text)]


# --- The texts ------------------------------------------------------------------------------------


def messages() -> Iterator[tuple[str, str]]:
    """Return the English messages, each with the files that use it."""
    for pot in sorted(LOCALE.glob("*.pot")):
        with pot.open("rb") as file:
            for one in read_po(file):
                where = ", ".join(name for name, _ in one.locations) or pot.name
                for text in one.id if isinstance(one.id, tuple) else (one.id,):
                    yield where, without_code(text)


class Entry(NamedTuple):
    """An entry of a catalog: its English, and its text in each form."""

    id: str | tuple[str, ...]
    string: tuple[str, ...]


def read(po: Path) -> Iterator[Entry]:
    with po.open("rb") as file:
        for one in read_po(file, locale="fr"):
            if one.id:
                text = one.string if isinstance(one.string, tuple) else (one.string,)
                yield Entry(one.id, text)


def french_messages() -> Iterator[tuple[str, str]]:
    """Return the French messages, each with its English."""
    for po in sorted(FRENCH.glob("*.po")):
        for one in read(po):
            english = one.id if isinstance(one.id, str) else one.id[0]
            for text in one.string:
                yield f"{po.name}: {english[:60]}", without_code(text)


def written_pages() -> Iterator[tuple[str, str]]:
    """Return the pages that are written by hand, without their code."""
    pages = [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), *(ROOT / "examples").glob("*.md")]
    for page in sorted(pages):
        text = page.read_text(encoding="utf-8")
        if page == GLOSSARY:
            text = text.partition("## Terms to avoid")[0]
        if page.name == "CHANGELOG.md":
            text = text.partition("## [Unreleased]")[2].partition("\n## ")[0]
        yield page.relative_to(ROOT).as_posix(), without_code(text)


def without_code(text: str) -> str:
    """Return a text without what is in backticks or filled in, and without addresses."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`|\{\w+\}|https?://\S+|\]\([^)]*\)", "`…`", text)


def source_texts() -> Iterator[tuple[str, str]]:
    """Return the docstrings and the comments of the code."""
    for path in sorted((ROOT / "kamctl").rglob("*.py")):
        name, code = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                yield f"{name}:{node.lineno}", without_code(str(node.value.value))
        comments: list[tuple[int, str]] = []
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT:
                if comments and comments[-1][0] == token.start[0] - 1:
                    comments[-1] = (token.start[0], f"{comments[-1][1]}\n{token.string}")
                else:
                    comments.append((token.start[0], token.string))
        for line, text in comments:
            yield f"{name}:{line}", without_code(text)


def templates(language: str) -> Iterator[tuple[str, str]]:
    """Return the templates and examples that are written in a language; English is the default."""
    for path in sorted((*ROOT.glob("templates/**/*.j2"), *ROOT.glob("examples/*/plan.yaml"))):
        french = ".fr." in path.name or path.parent.name.endswith("-fr")
        if french == (language == "French"):
            yield path.relative_to(ROOT).as_posix(), template_text(path)


def template_text(path: Path) -> str:
    """Return what readers and authors read of a template: its texts and its comments."""
    text = path.read_text(encoding="utf-8")
    if path.name.endswith((".css.j2", ".js.j2")):
        return "\n".join(re.findall(r"/\*.*?\*/|\{#.*?#\}", text, flags=re.DOTALL))
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "…", text, flags=re.DOTALL)
    return re.sub(r"</?[a-z][^>]*>|\bemail:", "…", text)


# --- The tests ------------------------------------------------------------------------------------


def fail_with(title: str, lines: list[str]) -> None:
    """Fail with all lines: pytest cuts a list that it shows itself."""
    if lines:
        pytest.fail("\n".join([f"{title}: {len(lines)}", *lines]), pytrace=False)


def check(texts: Iterator[tuple[str, str]], language: str) -> None:
    fail_with(
        "Terms to avoid (docs/glossary.md)",
        [f"{where}: {use}" for where, text in texts for use in avoided(text, language)],
    )


def test_english_messages_avoid_the_terms() -> None:
    check(messages(), "English")


def test_english_templates_avoid_the_terms() -> None:
    check(templates("English"), "English")


def test_pages_avoid_the_terms() -> None:
    check(written_pages(), "English")


def test_docstrings_and_comments_avoid_the_terms() -> None:
    check(source_texts(), "English")


def test_french_messages_avoid_the_terms() -> None:
    check(french_messages(), "French")


def test_french_templates_avoid_the_terms() -> None:
    check(templates("French"), "French")


_NOT_ADDRESSED = re.compile(r"(?<![\w’-])(?!chez\b|assez\b|nez\b)\w+ez\b", re.IGNORECASE)
_ADDRESSED = re.compile(
    r"\bvous (?:n’|ne |y |en |l’|l[ea] |les )?\w+ez\b|\b\w+ez-vous\b|n’avez|avez-vous|«[^»]*»"
)
SPEAKS_TO_A_READER = frozenset(
    {
        "kamctl/briefing/pages/signoff_request.py",  # an e-mail to a manager
        "kamctl/briefing/sections/request.py",  # the reader's part of a briefing
        "kamctl/briefing/sections/functions.py",
    }
)
"""Where French says “vous approuvez”, “approuvez”: to a person. Elsewhere it is an infinitive."""


def imperatives(text: str) -> list[str]:
    """Return the verbs of a French text that give an order, instead of an infinitive."""
    return _NOT_ADDRESSED.findall(_ADDRESSED.sub("…", without_code(text)))


def test_french_instructions_are_infinitives() -> None:
    with (LOCALE / "kamctl.pot").open("rb") as file:
        files = {one.id: {name for name, _ in one.locations} for one in read_po(file)}
    found = [
        f"{verb}: {text}"
        for po in sorted(FRENCH.glob("*.po"))
        for one in read(po)
        if not files.get(one.id, set()) & SPEAKS_TO_A_READER
        for text in one.string
        for verb in imperatives(text)
    ]
    found += [f"{verb}: {name}" for name, text in templates("French") for verb in imperatives(text)]
    fail_with("Write an infinitive", found)


_FIRST_WORD = re.compile(r"(?:Ne |N’|Se |S’|L[ae] |L’|Les |En |Y )*(?P<word>[\w’-]+)")


def test_french_help_of_commands_begins_with_an_infinitive() -> None:
    wrong = [
        text
        for text in map(translator("fr"), commands_help())
        if not re.search(r"(?:er|ir|re)$", _FIRST_WORD.match(text)["word"])  # type: ignore[index]
    ]
    fail_with("Begin with an infinitive", wrong)


def commands_help() -> Iterator[str]:
    """Return the first sentence of the help of each command."""

    def walk(command: Any) -> Iterator[str]:
        for one in getattr(command, "commands", {}).values():
            yield " ".join(str(one.help).partition("\n\n")[0].split())
            yield from walk(one)

    yield from walk(load_all_commands())


_DATE_IN_PROSE = re.compile(
    r"\b(?:l[ea]|du|au|depuis|avant|après|d’ici|dès|jusqu’au)\s(?:l[ea]\s)?\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)


def test_french_prose_has_french_dates() -> None:
    """The form 2027-03-31 is for what people type: after “par exemple” or an option."""
    wrong = [text for _, text in french_messages() if _DATE_IN_PROSE.search(text)]
    wrong += [name for name, text in templates("French") if _DATE_IN_PROSE.search(text)]
    fail_with("Write 31/03/2027 or 31 mars 2027", wrong)


ALIKE = {
    "today": "an adverb, and the label of a line in a chart",
    "unit": "of a measure (unité), and of a customer (entité)",
}
"""Messages that differ only in their capitals or their end, and why both are needed."""


def test_messages_that_differ_only_in_capitals_or_a_full_stop_are_one() -> None:
    found: dict[str, set[str]] = {}
    with (LOCALE / "kamctl.pot").open("rb") as file:
        for one in read_po(file):
            text = one.id if isinstance(one.id, str) else one.id[0]
            words = re.sub(r"[’']", "'", text.strip().rstrip(".:!…").casefold())
            # Placeholders of the help are in capitals (FILE); prompts show the default (Y/n).
            if words and not text.isupper() and words != "y/n":
                found.setdefault(words, set()).add(text)
    alike = {words: texts for words, texts in found.items() if len(texts) > 1}
    fail_with(
        "Make them one message",
        [" | ".join(sorted(texts)) for words, texts in alike.items() if words not in ALIKE],
    )
    assert ALIKE.keys() <= alike.keys()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nothing to mend", "English"),
        ("The THING Stands here", "English"),
        ("it is set\n# aside", "English"),
        ("Un indicateur, deux mesures", "French"),
        ("Par courriel", "French"),
    ],
)
def test_a_term_to_avoid_is_found(text: str, language: str) -> None:
    assert avoided(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("`-` stands for standard input", "English"),
        ("a warehouse, in-house", "English"),
        ("Une mesure d’atténuation", "French"),
        ("le capital", "French"),
    ],
)
def test_the_same_letters_in_another_sense_are_right(text: str, language: str) -> None:
    assert not avoided(text, language)
