"""The file of sign-offs: nothing that was written is lost, nothing that was not is believed."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamctl.alignment.entry import BadEntry, Signoff, as_line, from_line, sealed
from kamctl.alignment.signoff_file import HEADING, append, read_signoffs, signoffs_path
from kamctl.document.refusal import Refusal

ROOT = Path(__file__).resolve().parents[2]


def signoff(**values: Any) -> Signoff:
    known: dict[str, Any] = {
        "on": "2026-11-24T10:12:03Z",
        "objective": "SO1",
        "by": "paulo",
        "decision": "agree",
        "account": "lactea",
        "function": "finance",
        "signed": {"statement": {"en": "Become their partner."}, "due": "2028-12-31"},
        "fingerprint": "v1:0",
    }
    return sealed(Signoff(**(known | values)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signoffs.yaml"


@pytest.mark.parametrize(
    ("plan", "beside"),
    [
        ("plan.yaml", "signoffs.yaml"),
        ("plan.yml", "signoffs.yaml"),
        ("north.plan.yaml", "north.signoffs.yaml"),
        ("north.yaml", "north.signoffs.yaml"),
    ],
)
def test_it_stands_beside_the_plan(plan: str, beside: str) -> None:
    assert signoffs_path(Path("accounts", plan)) == Path("accounts", beside)


def test_no_file_is_no_signoff(path: Path) -> None:
    assert read_signoffs(path).entries == () == read_signoffs(path).findings


def test_what_is_added_is_read(path: Path) -> None:
    one, other = signoff(), signoff(by="nadia", function="supply-chain", note="« Oui, si… »")
    append(path, one)
    before = path.read_bytes()
    append(path, other)
    assert path.read_bytes().startswith(before), "what is there is never rewritten"
    assert path.read_text(encoding="utf-8").startswith(HEADING)
    found = read_signoffs(path)
    assert [replace(entry, line=0) for entry in found.entries] == [one, other]
    assert [entry.line for entry in found.entries] == [2, 3]
    assert not found.findings
    assert list(path.parent.iterdir()) == [path], "no lock is left behind"


def test_it_is_yaml_for_others(path: Path) -> None:
    append(path, signoff(note="a: b # c\u2028\u0085\x07 é 😀"))
    (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert entry["note"] == "a: b # c\u2028\u0085\x07 é 😀"
    assert entry["on"] == "2026-11-24T10:12:03Z"


def test_in_the_order_in_which_they_were_given(path: Path) -> None:
    append(path, signoff(on="2026-11-25T08:00:00Z", decision="object", note="No."))
    append(path, signoff(on="2026-11-24T08:00:00Z"))
    assert [entry.decision for entry in read_signoffs(path).entries] == ["agree", "object"]


def test_a_line_that_was_cut_off_swallows_no_other(path: Path) -> None:
    append(path, signoff())
    path.write_bytes(path.read_bytes()[:-40])
    append(path, signoff(by="nadia", function="supply-chain"))
    found = read_signoffs(path)
    assert [entry.by for entry in found.entries] == ["nadia"]
    (finding,) = found.findings
    assert (finding.code, finding.span.line, finding.span.column) == ("KAM017", 2, 1)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"decision": "agree"', '"decision": "object"', "KAM018"),
        ('"note": "Fine."', '"note": "Fine!"', "KAM018"),
        ('"due": "2028-12-31"', '"due": "2028-12-30"', "KAM018"),
        ('"decision": "agree"', '"decision": "approve"', "KAM017"),
        ('"by": "paulo", ', "", "KAM017"),
        ('"on": "2026-11-24T10:12:03Z"', '"on": "yesterday"', "KAM017"),
        ('"for": "finance"', '"for": "finance", "as": "decider"', "KAM017"),
        ('"for": "finance"', '"as": "king"', "KAM017"),
        ('"by": "paulo"', '"by": 7', "KAM017"),
        ('"by": "paulo"', '"by": "paulo", "by": "paulo"', "KAM017"),
        ("- {", "- [1, {", "KAM017"),
        ("- {", "{", "KAM017"),
        ('"due": "2028-12-31"', '"due": NaN', "KAM017"),
    ],
)
def test_a_change_by_hand_is_seen(path: Path, old: str, new: str, code: str) -> None:
    append(path, signoff(note="Fine."))
    append(path, signoff(by="nadia", function="supply-chain"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    found = read_signoffs(path)
    assert [entry.by for entry in found.entries] == ["nadia"]
    assert [(one.code, one.span.line) for one in found.findings] == [(code, 2)]


def test_another_order_of_keys_is_no_change(path: Path) -> None:
    line = as_line(signoff())
    turned = dict(reversed(json.loads(line[2:]).items()))
    path.write_text(f"- {json.dumps(turned)}\r\n\r\n# a note\r\n", encoding="utf-8-sig", newline="")
    found = read_signoffs(path)
    assert len(found.entries) == 1 and not found.findings


def test_what_a_later_version_adds_is_kept(path: Path) -> None:
    append(path, signoff(unknown={"place": "Lyon"}))
    (entry,) = read_signoffs(path).entries
    assert entry.unknown == {"place": "Lyon"}


def test_a_line_twice_counts_once(path: Path) -> None:
    append(path, signoff())
    path.write_bytes(path.read_bytes() + path.read_bytes())
    assert len(read_signoffs(path).entries) == 1


def test_signed_in_the_same_second_it_is_said_again(path: Path) -> None:
    """The words are the same; the signature is what is new, and it must not be lost."""
    append(path, signoff())
    append(path, replace(signoff(), signature="c2ln"))
    append(path, replace(signoff(), signature="c2ln"))
    assert [entry.signature for entry in read_signoffs(path).entries] == ["", "c2ln"]


def test_marks_of_a_merge_are_told_and_both_sides_count(path: Path) -> None:
    sides = as_line(signoff()), as_line(signoff(by="nadia", function="supply-chain"))
    path.write_text(
        f"{HEADING}<<<<<<< HEAD\n{sides[0]}\n=======\n{sides[1]}\n>>>>>>> nadia\n",
        encoding="utf-8",
    )
    found = read_signoffs(path)
    assert {entry.by for entry in found.entries} == {"paulo", "nadia"}
    assert [one.span.line for one in found.findings] == [2, 4, 6]
    assert all("git" in str(one.message) for one in found.findings)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may do everything")
def test_a_file_without_permission(path: Path) -> None:
    append(path, signoff())
    path.chmod(0)
    (finding,) = read_signoffs(path).findings
    assert finding.code == "KAM001"
    with pytest.raises(Refusal, match="cannot be written"):
        append(path, signoff())


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir()
    (finding,) = read_signoffs(path).findings
    assert finding.code == "KAM001"
    with pytest.raises(Refusal, match="cannot be written"):
        append(path, signoff())


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written"):
        append(tmp_path / "gone" / "signoffs.yaml", signoff())


def test_a_write_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(path, signoff())
    before = path.read_bytes()

    real, rest = os.write, [20]

    def full(handle: int, data: bytes) -> int:
        """Take some of what is written, and then nothing more."""
        if not rest:
            raise OSError(28, "No space left on device")
        return real(handle, data[: rest.pop()])

    monkeypatch.setattr(os, "write", full)
    # The lock is a file too: it is not what this is about.
    monkeypatch.setattr("filelock.SoftFileLock", lambda *_, **__: contextlib.nullcontext())
    with pytest.raises(Refusal, match="No space left"):
        append(path, signoff(by="nadia"))
    monkeypatch.undo()
    assert path.read_bytes() == before


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.alignment.test_signoff_file import signoff
from kamctl.alignment.signoff_file import append
for number in range(int(sys.argv[4])):
    append(Path(sys.argv[2]), signoff(note=f"{sys.argv[3]}-{number} " + "x" * 4000))
"""


WRITERS = 4


def test_many_at_once_lose_nothing(path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(ROOT), str(path), str(number), "20"])
        for number in range(WRITERS)
    ]
    assert [one.wait(timeout=120) for one in running] == [0] * WRITERS
    found = read_signoffs(path)
    assert not found.findings
    notes = {entry.note.split()[0] for entry in found.entries}
    assert notes == {f"{writer}-{number}" for writer in range(WRITERS) for number in range(20)}
    assert path.read_text(encoding="utf-8").count(HEADING) == 1


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(
    st.text(min_size=1), st.text(min_size=1), st.text(),
    st.dictionaries(st.text(min_size=1), PLAIN, max_size=3),
)  # fmt: skip
def test_any_text_comes_back(by: str, function: str, note: str, signed: dict[str, Any]) -> None:
    one = signoff(by=by, function=function, note=note, signed=signed)
    line = as_line(one)
    assert len(line.splitlines()) == 1
    again = from_line(line)
    assert again == one
    assert again.is_sealed


LINES = st.text().map(lambda text: text.encode(errors="replace"))
SHARED_FOLDER = [HealthCheck.function_scoped_fixture]


@settings(max_examples=150, deadline=None, suppress_health_check=SHARED_FOLDER)
@given(data=st.one_of(st.binary(), LINES, LINES.map(lambda text: b"- " + text)))
def test_whatever_stands_there_is_told(path: Path, data: bytes) -> None:
    path.write_bytes(as_line(signoff()).encode() + b"\n" + data)
    found = read_signoffs(path)
    assert len(found.entries) == 1
    for finding in found.findings:
        assert finding.code in ("KAM017", "KAM018") and finding.span.line > 1


def test_a_bomb_is_no_entry() -> None:
    long = '- {"a": "' + "x" * 2_000_000 + '"}'
    for text in ("- " + "[" * 100_000, "- {" + '"a":{' * 50_000, long):
        with pytest.raises(BadEntry):
            from_line(text)
