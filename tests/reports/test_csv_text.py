"""CSV: nothing that a plan says becomes a formula, and a figure stays one."""

from __future__ import annotations

import csv
import io

import pytest

from kamctl.reports.csv_text import csv_text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@now",
        "\t=1",
        "\r=1",
        " =1",
        "\ufeff=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠now",
    ],
)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    ((cell,),) = list(csv.reader(io.StringIO(csv_text(("a",), [(text,)]))))[1:]
    assert cell == f"'{text}"


def test_figures_and_gaps_stay_what_they_are() -> None:
    assert csv_text(("a", "b", "c"), [(-2.5, None, "so, so"), (4400000.0, 0.0, 1)]) == (
        'a,b,c\n-2.5,,"so, so"\n4400000,0,1\n'
    )


def test_a_language_with_a_decimal_comma_has_semicolons_between_cells() -> None:
    row = (-2.5, 1200, "so; so", "1,5")
    assert csv_text(("a", "b", "c", "d"), [row], "fr") == 'a;b;c;d\n-2,5;1200;"so; so";1,5\n'
    assert csv_text(("a", "b", "c", "d"), [row], "en") == 'a,b,c,d\n-2.5,1200,so; so,"1,5"\n'


@pytest.mark.parametrize("steers", ["\x1b[31m", "\x9b31m", "\u202eabc", "\x00", "\u2066"])
def test_no_cell_steers_a_terminal(steers: str) -> None:
    ((cell,),) = list(csv.reader(io.StringIO(csv_text(("a",), [(f"Lactéa{steers}",)]))))[1:]
    assert cell == "Lactéa·" + steers[1:]
