"""Ids of accounts and names of their folders: ASCII, safe on any system, from any script."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.document.errors import UserError
from kamctl.plan.ids import is_id
from kamctl.scaffold.account_slug import MAX_LENGTH, account_slug, slug_note


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Groupe Lactéa", "groupe-lactea"),
        ("L'Étoile & Fils", "l-etoile-fils"),
        ("L’Étoile", "l-etoile"),
        ("Öl & Söhne", "ol-sohne"),
        ("Müller-Weiß", "muller-weiss"),
        ("Ørsted Łódź", "orsted-lodz"),
        ("ÆØÅ", "aeoa"),
        ("Œuvre Ægir", "oeuvre-aegir"),
        ("İstanbul Çay", "istanbul-cay"),
        ("Молочный союз", "molochnyi-soiuz"),
        ("Газпром", "gazprom"),
        ("Ελληνικά", "ellenika"),
        ("株式会社明治", "zhu-shi-hui-she-ming-zhi"),
        ("株式会社 ABC", "zhu-shi-hui-she-abc"),
        ("한국", "hangug"),
        ("हिन्दी", "hindii"),
        ("شركة", "shrk"),
        ("ﬁne ①", "fine-1"),
        ("R&amp;D", "r-amp-d"),
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
def test_names(name: str, slug: str) -> None:
    assert account_slug(name) == slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("株式会社明治", "The id zhu-shi-hui-she-ming-zhi was transliterated from the name"),
        ("Газпром", "The id gazprom was transliterated"),
        ("con", "Windows does not allow a folder called “con”: this one is called con-account."),
        ("LPT1", "“lpt1”: this one is called lpt1-account"),
        ("Con Account", ""),
        ("Groupe Lactéa & Fils (3M)", ""),
        ("Øre ﬁne ①", ""),
    ],
)
def test_a_name_that_may_surprise_is_explained(name: str, expected: str) -> None:
    note = str(slug_note(name) or "")
    assert (expected in note) if expected else note == ""


@pytest.mark.parametrize("name", ["", " ", "...", "🚀🚀", "₿!", "!?", "\u0301"])
def test_names_without_a_letter_are_refused_with_a_way_out(name: str) -> None:
    with pytest.raises(UserError) as caught:
        account_slug(name)
    assert "--id" in str(caught.value.hint)


def test_long_names_end_at_a_word() -> None:
    assert account_slug("abcdefghi " * 30) == "-".join(["abcdefghi"] * 6)
    assert account_slug("x" * 300) == "x" * MAX_LENGTH


@given(st.text())
def test_any_name_is_an_id_or_refused(name: str) -> None:
    try:
        slug = account_slug(name)
    except UserError:
        return
    assert len(slug) <= MAX_LENGTH
    assert is_id(slug) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert account_slug(slug) == slug
