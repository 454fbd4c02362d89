"""Lines with their comments go to their place; every other byte of the text stays."""

from __future__ import annotations

import pytest

from kamctl.document.errors import UserError
from kamctl.document.line_insertion import ItemLines, KeyLines, insert_lines
from kamctl.document.reader import read
from kamctl.document.source import Source

NEW = ("# About it.", "new:", "  #a: 1")


def inserted(text: str, change: KeyLines | ItemLines) -> str:
    return insert_lines(read(Source("plan.yaml", text)), change).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n\nb: 2\n", "a: 1\n\n# About it.\nnew:\n  #a: 1\n\nb: 2\n"),
        ("a: 1\nb: 2\n", "a: 1\n\n# About it.\nnew:\n  #a: 1\n\nb: 2\n"),
        ("a: 1", "a: 1\n\n# About it.\nnew:\n  #a: 1"),
        ("a: 1\n", "a: 1\n\n# About it.\nnew:\n  #a: 1\n"),
        ("a:\n  #x: 1\n\n# On b.\nb: 2\n",
         "a:\n  #x: 1\n\n# About it.\nnew:\n  #a: 1\n\n# On b.\nb: 2\n"),
        ("a: |\n  # text\n\nb: 2\n", "a: |\n  # text\n\n# About it.\nnew:\n  #a: 1\n\nb: 2\n"),
        ("a: 1\r\nb: 2\r\n", "a: 1\r\n\r\n# About it.\r\nnew:\r\n  #a: 1\r\n\r\nb: 2\r\n"),
    ],
)  # fmt: skip
def test_a_key_goes_below_those_it_follows(before: str, after: str) -> None:
    assert inserted(before, KeyLines((), NEW, ("a", "missing"))) == after


def test_the_last_of_the_keys_above_counts() -> None:
    text = inserted("b: 1\na: 2\nc: 3\n", KeyLines((), NEW, ("a", "b")))
    assert text.index("a: 2") < text.index("new:") < text.index("c: 3")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m:\n    x: 1\n    # On y.\n    #y: 2\n\n# On n.\nn: 1\n",
         "m:\n    x: 1\n    # On y.\n    #y: 2\n    new: 1\n\n# On n.\nn: 1\n"),
        ("m:\nn: 1\n", "m:\n  new: 1\nn: 1\n"),
        ("m:  # On m.\n  #x: 1\nn: 1\n", "m:  # On m.\n  #x: 1\n  new: 1\nn: 1\n"),
    ],
)  # fmt: skip
def test_a_key_goes_to_the_end_of_its_mapping(before: str, after: str) -> None:
    assert inserted(before, KeyLines(("m",), ("new: 1",))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m:\n  - a: 1\n  #- a: 2\nn: 1\n", "m:\n  - a: 1\n  #- a: 2\n  - a: 3\nn: 1\n"),
        ("m:\n- a: 1\n# On n.\nn: 1\n", "m:\n- a: 1\n- a: 3\n# On n.\nn: 1\n"),
        ("m:\n  #- a: 2\nn: 1\n", "m:\n  #- a: 2\n  - a: 3\nn: 1\n"),
        ("m: []  # none\nn: 1\n", "m:  # none\n  - a: 3\nn: 1\n"),
        ("m: []", "m:\n  - a: 3"),
        ("m:\n  - a: |\n      text\n\nn: 1\n", "m:\n  - a: |\n      text\n  - a: 3\n\nn: 1\n"),
    ],
)
def test_an_item_goes_to_the_end_of_its_list(before: str, after: str) -> None:
    assert inserted(before, ItemLines(("m",), ("- a: 3",))) == after


def test_the_first_line_is_told() -> None:
    done = insert_lines(read(Source("plan.yaml", "a: 1\nb: 2\n")), KeyLines((), NEW, ("a",)))
    assert done.text.split("\n")[done.line - 1] == NEW[0]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("{a: 1, b: 2}\n", KeyLines((), NEW, ("a",))),
        ("b: 2\n", KeyLines((), NEW, ("a",))),
        ("m: {x: 1}\n", KeyLines(("m",), NEW)),
        ("m: 1\n", KeyLines(("m",), NEW)),
        ("m: [1]\n", ItemLines(("m",), ("- 2",))),
        ("m: {x: 1}\n", ItemLines(("m",), ("- 2",))),
        ("a: 1\n", ItemLines(("m",), ("- 2",))),
        ("- 1\n", KeyLines((), NEW)),
    ],
)
def test_what_would_change_more_is_refused(text: str, change: KeyLines | ItemLines) -> None:
    with pytest.raises(UserError, match="without changing something else") as caught:
        inserted(text, change)
    assert caught.value.hint is not None and change.lines[0] in str(caught.value.hint)
