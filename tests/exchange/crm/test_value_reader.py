"""Values of a CRM's tables: what has one meaning is read, what could have two is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kamctl.document.errors import UserError
from kamctl.exchange.crm.exported_tables import Formula
from kamctl.exchange.crm.value_reader import (
    AmbiguousValue,
    UnreadableValue,
    ValueReader,
    currencies_beside,
)


@pytest.mark.parametrize(
    ("locale", "cell", "date"),
    [
        (None, "2027-03-04", "2027-03-04"),
        (None, "2027-03-04T00:00:00.000+0000", "2027-03-04"),
        (None, "2027/3/4", "2027-03-04"),
        (None, "31/12/2027", "2027-12-31"),
        (None, "12/31/2027", "2027-12-31"),
        (None, "04.03.2027", "2027-03-04"),
        (None, "3/3/2027", "2027-03-03"),
        (None, "4 March 2027", "2027-03-04"),
        (None, dt.date(2027, 3, 4), "2027-03-04"),
        ("fr", "03/04/2027", "2027-04-03"),
        ("en-GB", "03/04/2027 14:05", "2027-04-03"),
        ("en_US", "03/04/2027", "2027-03-04"),
        ("de", "3.4.2027", "2027-04-03"),
        ("fr", "4 mars 2027", "2027-03-04"),
        (None, None, None),
    ],
)
def test_dates(locale: str | None, cell: Any, date: str | None) -> None:
    assert ValueReader(locale).date(cell) == date


@pytest.mark.parametrize(
    ("locale", "cell", "number"),
    [
        (None, "450000", 450_000),
        (None, "450000.50", 450_000.5),
        (None, "450,000.50", 450_000.5),
        (None, "450.000,50", 450_000.5),
        (None, "1,250,000", 1_250_000),
        (None, "12,5", 12.5),
        (None, "-3.25", -3.25),
        (None, "0.125", 0.125),
        (None, "450 000 €", 450_000),
        (None, "EUR 450000", 450_000),
        (None, "$1,250,000.00", 1_250_000),
        (None, "US$ 450", 450),
        (None, "450 $US", 450),
        ("en", "CA$1,250.50", 1250.5),
        (None, 12.0, 12),
        ("fr", "450 000,5", 450_000.5),
        ("fr", "450\u202f000", 450_000),
        ("fr", "450000.50", 450_000.5),
        ("de", "450.000", 450_000),
        ("de", "1.250.000,75", 1_250_000.75),
        ("en", "450,000", 450_000),
        ("de-CH", "1’250’000.5", 1_250_000.5),
        (None, None, None),
    ],
)
def test_numbers(locale: str | None, cell: Any, number: float | None) -> None:
    found = ValueReader(locale).number(cell)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    ("read", "cell"),
    [("date", "03/04/2027"), ("number", "450,000"), ("number", "450.000"), ("percent", "0.4")],
)
def test_what_could_be_two_things_is_refused(read: str, cell: str) -> None:
    values = ValueReader()
    arguments = ("percent",) if read == "percent" else ()
    with pytest.raises(AmbiguousValue) as refused:
        getattr(values, read)(cell, *arguments)
    assert cell in str(refused.value.what)


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        ("date", "soon"),
        ("date", "31/02/2027"),
        ("number", "n/a"),
        ("number", "1,2,3"),
        ("number", "1e999"),
        ("number", "9" * 30),
        ("number", 1e-20),
        ("number", True),
        ("number", Formula("=B2+1")),
        ("text", Formula("#REF!")),
        ("text", "x" * 2_000),
        ("identity", "a b c"),
    ],
)
def test_what_is_no_such_value_is_refused(read: str, cell: Any) -> None:
    with pytest.raises(UnreadableValue) as refused:
        getattr(ValueReader(), read)(cell)
    assert not isinstance(refused.value, AmbiguousValue)


@pytest.mark.parametrize("cell", ["450.000", "4,5,6", "450,0.5"])
def test_a_number_of_another_locale_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableValue):
        ValueReader("fr").number(cell)


@pytest.mark.parametrize(
    ("cell", "written", "points"),
    [("40", "percent", 40), ("40 %", "percent", 40), ("0.4", "share", 40), (0.55, "share", 55),
     ("7.5%", "share", 7.5), ("0", "percent", 0), (1, "share", 100), (None, "share", None)],
)  # fmt: skip
def test_probabilities(cell: Any, written: str, points: float | None) -> None:
    assert ValueReader().percent(cell, written) == points


@pytest.mark.parametrize("cell", ["140", "-1", "x%"])
def test_no_probability(cell: str) -> None:
    with pytest.raises(UnreadableValue):
        ValueReader().percent(cell, "percent")


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("001A0000006Vm9r", ("001A0000006Vm9rIAC",)),  # the example of Salesforce's own page
        ("001A0000006Vm9rIAC", ("001A0000006Vm9rIAC",)),
        ("{5F0B5C3E-97D0-EB11-BACC-000D3A000001}", ("5f0b5c3e-97d0-eb11-bacc-000d3a000001",)),
        ("123;456 ", ("123", "456")),
        (12345678901.0, ("12345678901",)),
        (None, ()),
    ],
)
def test_ids(cell: Any, ids: tuple[str, ...]) -> None:
    assert ValueReader().identities(cell) == ids


def test_a_text_is_one_visible_line() -> None:
    assert ValueReader().text(" Nord\n\x1b[31m \u202eLait ") == "Nord ·[31m ·Lait"
    assert ValueReader().text("\ufeffLaiterie \u00a0 du  Nord") == "Laiterie du Nord"


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("EUR 12", ("EUR",)),
        ("12 $", ("USD",)),
        ("US$ 12", ("USD",)),
        ("12 $US", ("USD",)),
        ("A$12", ("AUD",)),
        ("C$ 12", ("CAD", "NIO")),
        ("¥12", ("JPY", "CNY")),
        ("12", ()),
        ("THE 12", ()),
        (12, ()),
    ],
)
def test_the_currencies_beside_a_number(cell: Any, codes: tuple[str, ...]) -> None:
    assert currencies_beside(cell) == codes


def test_a_locale_must_exist() -> None:
    ValueReader("pt-BR").check()
    with pytest.raises(UserError) as refused:
        ValueReader("klingon").check()
    assert "klingon" in str(refused.value.message)
