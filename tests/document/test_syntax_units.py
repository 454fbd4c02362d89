"""The errors behind the first of a text that is not YAML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamctl.document.reader import read
from kamctl.document.source import Source
from tests.document.reading import findings_of
from tests.paths import ROOT

EXAMPLE = (ROOT / "examples/complete-en/plan.yaml").read_text(encoding="utf-8")
SYNTAX = "KAM003 error"
CASES = {
    "two sections": ('a: "x" y\nb: 1\nc: say: it\n', ["1:8", "3:7"]),
    "two entries of a list": (
        "l:\n  - a: b: 1\n  - a: 1\n  - b: [1, 2\n    c: 3\n",
        ["2:9", "5:6"],
    ),
    "entries without indentation": ("l:\n- a: say: it\n- b: say: it\n", ["2:9", "3:9"]),
    "a tab behind a quote": ("a: 'L'avenir'\nb:\n\tc: 1\n", ["1:7", "3:1"]),
    "a cut text that is no YAML": ("a: say: it\nb: [PO #4711]\nc: 1\n", ["1:7", "2:8"]),
    "one of each part": ("a: say: it\nb:\n  c: say: it\n  d: say: it\n", ["1:7", "3:9"]),
    "line ends of old Macs": ("a: say: it\rb: 1\rc: say: it\r", ["1:7", "3:7"]),
    "a list that is never closed": ("l: [\n  - a: 1\n  - b: 1\nc: say: it\n", ["2:3", "4:7"]),
    "the entries of a comment": ("l:\n  - a: say: it\n  # - b: say: it\n  - c: 1\n", ["2:11"]),
}


@pytest.mark.parametrize("case", CASES)
def test_each_part_that_is_no_yaml_is_reported(case: str) -> None:
    text, places = CASES[case]
    found = findings_of(text)
    assert [one.rpartition(" ")[2] for one in found] == places
    assert {one.partition(" ")[0] for one in found} <= {"KAM003", "KAM021"}


ONE_MISTAKE = {
    "a text goes on where an entry seems to begin": 'l:\n  - a: "x\n  - y" z\n  - b: 1\n',
    "a text goes on where a section seems to begin": 'a: say: it\nb: "x\nc: 1"\nd: 1\n',
    "a section is commented out": "s:\n  # a:\n    - b\n  c:\n    - d\n  e:\n    - f\n",
    "the first entry has no dash": "l:\n  {a: 1}\n  - {a: 2}\n  - {a: 3}\n",
    "the first entry has no space": "l:\n  -a: 1\n    b: 1\n  - a: 2\n  - a: 3\n",
    "a file with tabs": "a:\n\tb: 1\nc:\n\td: 1\n",
    "code of Markdown": "```yaml\na: 1\n```\n",
    "nothing closes a quote": 'a: "x\nl:\n  - b: 1\n  - c: 1\n',
}


@pytest.mark.parametrize("case", ONE_MISTAKE)
def test_one_mistake_is_one_finding(case: str) -> None:
    found = findings_of(ONE_MISTAKE[case])
    assert len(found) == 1
    assert found[0].startswith(SYNTAX)


def test_no_more_errors_are_listed_than_help() -> None:
    text = "".join(f"k{number}: say: it\n" for number in range(1000))
    assert len(read(Source("plan.yaml", text)).findings) == 20


MISTAKES = {
    "a tab": lambda line: f"\t{line}",
    "a quote too many": lambda line: f'{line}"',
    "a quote that is not closed": lambda line: line.replace(": ", ': "', 1),
    "a bracket": lambda line: f"{line} [",
    "no colon": lambda line: line.replace(":", "", 1),
    "one space more": lambda line: f" {line}",
    "no space after a dash": lambda line: line.replace("- ", "-", 1),
    "no dash": lambda line: line.replace("- ", "", 1),
    "a colon too many": lambda line: f"{line}: x",
    "a comment": lambda line: line.replace(" ", " #", 1),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@given(data=st.data())
@settings(max_examples=25)
def test_a_mistake_in_one_line_is_reported_once(mistake: str, data: st.DataObject) -> None:
    """The rest of the plan is right, and no error is found in it."""
    lines = EXAMPLE.split("\n")
    row = data.draw(st.integers(0, len(lines) - 1))
    lines[row] = MISTAKES[mistake](lines[row])
    document = read(Source("plan.yaml", "\n".join(lines)))
    assert sum(one.code == "KAM003" for one in document.findings) <= 1
