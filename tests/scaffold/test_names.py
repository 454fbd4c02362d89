"""Folder names: safe on any system, readable in any script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.document.errors import UserError
from kamctl.scaffold.names import MAX_LENGTH, folder_name


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Groupe Lactéa", "groupe-lactea"),
        ("L'Étoile & Fils", "l-etoile-fils"),
        ("Müller-Weiß", "muller-weiss"),
        ("Ørsted Łódź", "orsted-lodz"),
        ("Œuvre Ægir", "oeuvre-aegir"),
        ("İstanbul Çay", "istanbul-cay"),
        ("ﬁne ①", "fine-1"),
        ("日本", "日本"),
        ("がん", "がん"),
        ("Ελλάδα", "ελλάδα"),
        ("हिन्दी", "हिन्दी"),
        ("../x", "x"),
        ("..\\..\\x", "x"),
        ("/etc/passwd", "etc-passwd"),
        (".git", "git"),
        ("CON", "con-account"),
        ("nul", "nul-account"),
        ("com¹", "com1-account"),
        ("aux.txt", "aux-txt"),
        ("a\nb", "a-b"),
        ("Nord 🚀", "nord"),
        ("3M", "3m"),
        ("snake_case", "snake-case"),
    ],
)
def test_names(name: str, folder: str) -> None:
    assert folder_name(name) == unicodedata.normalize("NFC", folder)


@pytest.mark.parametrize("name", ["", " ", "...", "🚀🚀", "!?", "\u0301"])
def test_names_without_a_letter_are_refused_with_a_way_out(name: str) -> None:
    with pytest.raises(UserError) as caught:
        folder_name(name)
    assert "--id" in str(caught.value.hint)


def test_long_names_end_at_a_word() -> None:
    assert folder_name("abcdefghi " * 30) == "-".join(["abcdefghi"] * 6)
    assert folder_name("x" * 300) == "x" * MAX_LENGTH


@given(st.text())
def test_any_name_is_safe_or_refused(name: str) -> None:
    try:
        folder = folder_name(name)
    except UserError:
        return
    assert 0 < len(folder) <= MAX_LENGTH + len("-account")
    assert not set(folder) & set('/\\:*?"<>|. \t\r\n\0')
    assert folder == folder.strip("-")
    assert len(folder.encode()) <= 255
    assert folder_name(folder) == folder
