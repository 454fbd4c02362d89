"""What git has left in a file with conflicts."""

from __future__ import annotations

import pytest

from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.document.source import Source
from tests.document.reading import findings_of, fixed, value

CONFLICT = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> north\nc: [\n"
DIFF3 = "<<<<<<< HEAD\nb: 1\n||||||| base\nb: 0\n=======\nb: 2\n>>>>>>> north\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (CONFLICT, ["2:1"]),
        (CONFLICT.replace("\n", "\r\n"), ["2:1"]),
        (CONFLICT.replace("\n", "\r"), ["2:1"]),
        (CONFLICT * 2, ["2:1", "9:1"]),
        (DIFF3, ["1:1"]),
        ("a: |\n  x\n" + DIFF3, ["3:1"]),
        ("a: 1\n>>>>>>> north\n", ["2:1"]),
        ("a: 1\n=======\nb: 1\n", ["2:1"]),
        ("a: 1\n<<<<<<<\n", ["2:1"]),
    ],
)
def test_a_conflict_is_told_at_its_first_marker_and_nothing_else(
    text: str, places: list[str]
) -> None:
    assert findings_of(text) == [f"KAM023 error {place}" for place in places]
    assert value(text) is None
    assert fixed(text) == text


def test_the_lines_of_a_conflict_are_named() -> None:
    (finding,) = read(Source("plan.yaml", CONFLICT)).findings
    assert "2 to 6" in str(finding.message)
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  One\n  =======\n  <<<<<<< HEAD\n  >>>>>>> north\n",
        'a: "One\n\n=======\n\n  two"\n',
        "# <<<<<<< HEAD\na: 1\n",
        "a: <<<<<<<\n",
    ],
)
def test_what_only_looks_like_a_marker(text: str) -> None:
    assert findings_of(text) == []
