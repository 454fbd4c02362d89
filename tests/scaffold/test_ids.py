"""A new account always has an id, and the format always takes it, whatever the name."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.plan.values import ID_PATTERN
from kamctl.scaffold.account import AccountStart, Period, account_plan
from kamctl.scaffold.names import id_of

PERIOD = Period(dt.date(2026, 1, 1), dt.date(2028, 12, 31))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Groupe Lactéa", "groupe-lactea"),
        ("株式会社 ABC", "abc"),
        ("3M", "3m"),
        ("Ørsted A/S", "orsted-a-s"),
    ],
)
def test_latin_words_make_the_id(name: str, expected: str) -> None:
    assert id_of(name) == expected


@pytest.mark.parametrize("name", ["日本電気", "Газпром", "شركة", "Ελλάς", "₿!", "한국"])
def test_another_script_has_an_id_of_its_own(name: str) -> None:
    assert re.fullmatch(r"account-[0-9a-f]{8}", id_of(name))
    assert id_of(name) == id_of(f" {name} ") != id_of(f"{name}x日")


@given(st.text())
def test_it_is_always_valid(name: str) -> None:
    assert re.fullmatch(ID_PATTERN, id_of(name.encode(errors="replace").decode()), re.ASCII)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["Groupe Lactéa", "日本電気"])
def test_a_first_plan_has_it(name: str, language: str) -> None:
    text = account_plan(AccountStart(name=name, period=PERIOD, language=language))
    loaded = load_plan(read(Source("plan.yaml", text)))
    assert loaded.plan is not None
    assert loaded.plan.account.id == id_of(name)
    assert not [one for one in loaded.findings if one.severity is Severity.ERROR]
