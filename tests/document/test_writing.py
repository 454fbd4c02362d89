"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kamctl.document.refusal import Refusal
from kamctl.document.writing import made_by_kamctl, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do everything"
)


def names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


def test_text_goes_out_in_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    write_whole(tmp_path / "deep" / "er" / "a.md", "é\n日本\n")
    assert (tmp_path / "deep" / "er" / "a.md").read_bytes() == "é\n日本\n".encode()
    assert names(tmp_path / "deep" / "er") == ["a.md"]


def test_a_file_in_the_way_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("mine")
    with pytest.raises(Refusal, match="already there"):
        write_whole(path, "theirs")
    assert path.read_text() == "mine"
    write_whole(path, "new", over=True)
    assert path.read_text() == "new"
    assert names(tmp_path) == ["a.html"]


@posix
def test_a_link_stays_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    target, link = tmp_path / "sub" / "a.html", tmp_path / "link"
    link.symlink_to(target)
    for text in ("first", "second"):
        write_whole(link, text, over=True)
        assert link.is_symlink()
        assert target.read_text() == text
    assert names(tmp_path / "sub") == ["a.html"]


@posix
def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, "é", over=True)
        assert os.read(reader, 100) == "é".encode()
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == ["pipe"]


@pytest.mark.parametrize("over", [False, True])
def test_a_folder_is_never_a_file(tmp_path: Path, over: bool) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(Refusal, match="is a folder") as refused:
        write_whole(tmp_path / "out", "x", over=over)
    assert "briefing.html" in str(refused.value.hint)


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal, match="cannot be written"):
        write_whole(tmp_path / "file" / "a.html", "x")


@posix
def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.html", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o640


@posix
@not_root
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Refusal, match="cannot be written"):
            write_whole(tmp_path / "a.html", "x")
    finally:
        tmp_path.chmod(0o700)
    assert names(tmp_path) == []


@pytest.mark.parametrize("old", [None, "mine"])
def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str | None
) -> None:
    path = tmp_path / "a.html"
    if old is not None:
        path.write_text(old)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal, match="No space left"):
        write_whole(path, "new", over=True)
    assert names(tmp_path) == ([] if old is None else ["a.html"])
    assert old is None or path.read_text() == old


def test_a_stop_on_the_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.html", "new")
    assert names(tmp_path) == []


def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "a.html"
    script = (
        "import sys; from pathlib import Path; from kamctl.document.writing import write_whole\n"
        "for _ in range(30): write_whole(Path(sys.argv[1]), sys.argv[2] * 100_000, over=True)"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(path), letter], cwd=root)
        for letter in "ab"
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert path.read_text() in ("a" * 100_000, "b" * 100_000)
    assert names(tmp_path) == ["a.html"]


def test_its_own_files_are_known_by_their_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<!-- made by kamctl -->")
    assert made_by_kamctl(path, "made by kamctl")
    assert not made_by_kamctl(path, "made by hand")
    assert not made_by_kamctl(tmp_path / "none", "made by kamctl")
    path.write_text("x" * 5000 + "made by kamctl")
    assert not made_by_kamctl(path, "made by kamctl")
