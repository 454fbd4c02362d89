"""Sign-offs added to their file."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamctl.document.errors import UserError
from kamctl.document.generated_files import SIGNOFFS_HEADING
from kamctl.signoffs import signoff_writing
from kamctl.signoffs.signoff import as_line
from kamctl.signoffs.signoff_file import read_signoffs
from tests.paths import ROOT
from tests.signing import append
from tests.signoffs.sample_signoff import signoff


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signoffs.yaml"


def test_a_line_that_was_cut_off_swallows_no_other(path: Path) -> None:
    append(path, signoff())
    path.write_bytes(path.read_bytes()[:-40])
    append(path, signoff(by="nadia", function="supply-chain"))
    found = read_signoffs(path)
    assert [entry.by for entry in found.entries] == ["nadia"]
    (finding,) = found.findings
    assert (finding.code, finding.span.line, finding.span.column) == ("KAM017", 2, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_ends_like_those_before_it(path: Path, end: str) -> None:
    append(path, signoff())
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    before = path.read_bytes()
    append(path, signoff(by="nadia"))
    assert path.read_bytes() == before + f"{as_line(signoff(by='nadia'))}{end}".encode()


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
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
    monkeypatch.setattr(signoff_writing, "locked", lambda _: contextlib.nullcontext())
    with pytest.raises(UserError, match="the disk is full"):
        append(path, signoff(by="nadia"))
    monkeypatch.undo()
    assert path.read_bytes() == before


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.signoffs.sample_signoff import signoff
from tests.signing import append
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
    assert path.read_text(encoding="utf-8").count(SIGNOFFS_HEADING) == 1
