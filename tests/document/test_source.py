"""What the bytes of a file can be, before they are YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamctl.document.source import Source, decode, read_source
from kamctl.document.span import Span, dotted, json_pointer


@pytest.mark.parametrize(
    ("data", "code", "place", "words"),
    [
        ("kamctl: 1".encode("utf-16"), "KAM002", (1, 1), "UTF-16"),
        ("kamctl: 1\naccount: é".encode("utf-16-le"), "KAM002", (1, 1), "UTF-16"),
        ("kamctl: 1".encode("utf-16-be"), "KAM002", (1, 1), "UTF-16"),
        ("kamctl: 1".encode("utf-32"), "KAM002", (1, 1), "UTF-32"),
        ("a: é\nb: Lactéa".encode()[:-2], "KAM002", (2, 8), "in the middle of a character"),
        ("a: 1\r\nb: caf\xe9\r\n".encode("latin-1"), "KAM002", (2, 7), "not encoded in UTF-8"),
        ("a: 1\rb: caf\xe9\r".encode("latin-1"), "KAM002", (2, 7), "not encoded in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "KAM001", (1, 1), "not a text file"),
        (b"kamctl: 1\x00", "KAM001", (1, 10), "U+0000"),
        ("a: é\u2028\r\nb: c\0d\r\n".encode(), "KAM001", (2, 5), "U+0000"),
        (b"PK\x03\x04\x00\x00", "KAM001", (1, 1), "not a text file"),
        ("a: 1\nb: caf\xe9".encode("latin-1"), "KAM002", (2, 7), "not encoded in UTF-8"),
        ("\ufeffa: caf".encode() + b"\xe9", "KAM002", (1, 7), "not encoded in UTF-8"),
        ("é: caf".encode() + b"\xe9\n", "KAM002", (1, 7), "not encoded in UTF-8"),
        (b"%PDF-1.4\n\xe9\0\n%%EOF\n%made by kamctl\n", "KAM001", (1, 1), "kamctl generated"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, code: str, place: tuple[int, int], words: str) -> None:
    finding = decode(data, "plan.yaml")
    assert not isinstance(finding, Source)
    assert finding.code == code
    assert (finding.span.line, finding.span.column) == place
    assert words in str(finding.message)
    assert finding.hint is not None


def test_lines_are_counted_as_yaml_and_editors_count_them() -> None:
    source = Source("p", "a\r\nb\nc\rd\x85e\u2028f\u2029g\vh\fi")
    assert source.lines == ["a", "b", "c", "d\x85e\u2028f\u2029g\vh\fi"]
    assert source.place_of(source.text.index("c")) == (3, 1)
    assert source.place_of(source.text.index("f")) == (4, 5)


def test_files_that_are_not_there_and_folders(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none.yaml", "no such file"), (tmp_path, "folder")):
        finding = read_source(path)
        assert not isinstance(finding, Source)
        assert finding.code == "KAM001"
        assert words in str(finding.message)
        assert finding.file == path.as_posix()
        assert finding.span == Span(1, 1, 1, 1)


def test_paths_as_pointers_and_as_people_say_them() -> None:
    assert json_pointer(("objectives", 0, "a/b~c")) == "/objectives/0/a~1b~0c"
    assert json_pointer(()) == ""
    assert dotted(("objectives", 0, "due")) == "objectives[1].due"
    assert dotted((0,)) == "[1]"
