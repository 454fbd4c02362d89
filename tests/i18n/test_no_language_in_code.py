"""No word of a language but English stands in the code, and no list of words at all."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamctl.i18n.words import word_languages, words_of
from tests.paths import ROOT

MODULES = sorted((ROOT / "kamctl").rglob("*.py"))
ALLOWED = {
    "document/error_codes.py": r"Lact\u00e9a|LactÃ©a",  # a customer; and how it looks misread
    "document/code_frame.py": r"[¡-ɏ]-?",  # a range of letters
    "checks/rules/*.py": r"Lact\u00e9a|H\u00e9l\u00e8ne|In\u00e9s",  # names in examples
    "plan/*.py": r"Lact\u00e9a|H\u00e9l\u00e8ne|R\u00e9unies",  # names in examples
    "plan/ids.py": r"[ßæœøđðþłıÆŒØĐÐÞŁ]",  # letters that Unicode does not take apart
    "plan/amounts.py": r"zł|Kč",  # the signs of currencies
    "reports/terminal_text.py": r"[œŒ]",  # a letter that some terminals cannot show
    "checks/rules/statements.py": r"Lact\u00e9a|à valider|à définir|à\s+compléter",  # its page
}
"""What may have accents, by module, and why."""
_FRENCH = re.compile(
    r"\b(?:la|les|des|du|une|est|sont|pour|avec|dans|sur|notre|nos|mon|ma|mes|vous|nous|oui|non"
    r"|trimestre|semestre|fin|annul\w*|termine\w*|chiffre|affaires|vente\w*|marge|client[es]*"
    r"|partenariat\w*|jamais|toujours)\b"
)
_ALSO_ENGLISH = {"la", "des", "du", "sur", "mon", "ma", "fin", "client", "clients", "non", "est"}


def strings(code: str) -> Iterator[ast.Constant]:
    """Return the string literals of a module, docstrings but those of checks left out."""
    tree = ast.parse(code)
    described = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in described:
            yield node


def allowed(path: Path) -> re.Pattern[str]:
    inside = path.relative_to(ROOT / "kamctl")
    patterns = [one for place, one in ALLOWED.items() if inside.match(place)]
    return re.compile("|".join(patterns) or "(?!)")


def has_accent(text: str) -> bool:
    """Tell whether a text has a letter that English has not."""
    return any(
        char.isalpha() and not char.isascii() and "LATIN" in unicodedata.name(char, "")
        for char in text
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_other_language_is_in_the_code(path: Path) -> None:
    known = allowed(path)
    found = []
    for node in strings(path.read_text(encoding="utf-8")):
        text = known.sub("", node.value)
        french = set(_FRENCH.findall(text)) - _ALSO_ENGLISH
        if has_accent(text) or french:
            found.append((node.lineno, node.value[:80], french))
    assert found == []


def test_it_is_found() -> None:
    (one,) = strings('"""Une page."""\nX = "à définir"')
    assert has_accent(one.value)
    assert _FRENCH.findall("notre chiffre")


CODES = ROOT / "kamctl" / "plan" / "codes.py"
"""Codes of countries and languages, some of which are also words."""


@pytest.mark.parametrize(
    "path",
    [one for one in MODULES if one != CODES],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_list_of_words_is_in_the_code(path: Path) -> None:
    """A literal list shares no five words with those of a language."""
    lists = {
        (language, section, name): value
        for language in word_languages()
        for section, found in words_of(language)
        if not isinstance(found, dict)
        for name, value in found
        if isinstance(value, frozenset) and len(value) > 5
    }
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        words: set[str] = set()
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            words = {
                one.value
                for one in node.elts
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
        for place, known in lists.items():
            assert len(words & known) < 5, (node.lineno, place, words & known)
