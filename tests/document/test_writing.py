"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePath

import pytest

from kamctl.document.errors import UserError
from kamctl.document.generated_files import made_by_kamctl
from kamctl.document.writing import is_stream, rewrite, write_atomically

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do everything"
)


def names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


def test_text_goes_out_in_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    write_atomically(tmp_path / "deep" / "er" / "a.md", "é\n日本\n")
    assert (tmp_path / "deep" / "er" / "a.md").read_bytes() == "é\n日本\n".encode()
    assert names(tmp_path / "deep" / "er") == ["a.md"]


def test_a_file_in_the_way_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("mine")
    with pytest.raises(UserError, match="already exists"):
        write_atomically(path, "theirs")
    assert path.read_text() == "mine"
    write_atomically(path, "new", over=True)
    assert path.read_text() == "new"
    assert names(tmp_path) == ["a.html"]


@posix
def test_a_link_stays_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    target, link = tmp_path / "sub" / "a.html", tmp_path / "link"
    link.symlink_to(target)
    for text in ("first", "second"):
        write_atomically(link, text, over=True)
        assert link.is_symlink()
        assert target.read_text() == text
    assert names(tmp_path / "sub") == ["a.html"]


@posix
def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, "é", over=True)
        assert os.read(reader, 100) == "é".encode()
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == ["pipe"]


@pytest.mark.parametrize("over", [False, True])
def test_a_folder_is_never_a_file(tmp_path: Path, over: bool) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="is a folder") as refused:
        write_atomically(tmp_path / "out", "x", over=over)
    assert "briefing.html" in str(refused.value.hint)


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="cannot be written"):
        write_atomically(tmp_path / "file" / "a.html", "x")


@posix
def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.html", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o640


@posix
@not_root
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="cannot be written"):
            write_atomically(tmp_path / "a.html", "x")
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
    with pytest.raises(UserError, match="the disk is full"):
        write_atomically(path, "new", over=True)
    assert names(tmp_path) == ([] if old is None else ["a.html"])
    assert old is None or path.read_text() == old


def test_a_stop_on_the_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a.html", "new")
    assert names(tmp_path) == []


def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "a.html"
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from kamctl.document.writing import write_atomically\n"
        "for _ in range(30): write_atomically(Path(sys.argv[1]), sys.argv[2] * 100_000, over=True)"
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


@posix
def test_a_link_that_leads_nowhere_yet_gets_its_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "sub" / "a.html")
    write_atomically(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "sub" / "a.html").read_text() == "x"


@posix
def test_links_in_a_circle_stay(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for over in (False, True):
        with pytest.raises(UserError, match="is a link to itself"):
            write_atomically(tmp_path / "a", "x", over=over)
    assert (tmp_path / "a").is_symlink() and (tmp_path / "b").is_symlink()
    assert names(tmp_path) == ["a", "b"]


@posix
@pytest.mark.parametrize("device", ["/dev/null", "link"])
def test_a_device_is_written_to_and_stays(tmp_path: Path, device: str) -> None:
    (tmp_path / "link").symlink_to("/dev/null")
    path = Path(device) if device.startswith("/") else tmp_path / device
    write_atomically(path, "x")
    assert stat.S_ISCHR(path.stat().st_mode)
    assert names(tmp_path) == ["link"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_a_device_that_is_full_says_so() -> None:
    with pytest.raises(UserError, match="the disk is full"):
        write_atomically(Path("/dev/full"), "x")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@posix
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "link"])
def test_what_is_open_already_is_written_to(tmp_path: Path, root: Path, name: str) -> None:
    """Even where it is a file: a new one in its place would be seen by nobody who has it open."""
    (tmp_path / "link").symlink_to("/dev/stdout")
    path = str(tmp_path / name) if name == "link" else name
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from kamctl.document.writing import write_atomically\n"
        "write_atomically(Path(sys.argv[1]), 'page')"
    )
    with (tmp_path / "out").open("wb") as out:
        out.write(b"before ")
        out.flush()
        subprocess.run([sys.executable, "-c", script, path], cwd=root, stdout=out, check=True)
        out.seek(0, os.SEEK_END)
        out.write(b" after")
    assert (tmp_path / "out").read_text() == "before page after"


def test_devices_of_windows_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamctl.document.writing.os.name", "nt")
    for name in ("NUL", "nul", "CON", "COM1"):
        assert is_stream(PurePath(name))  # type: ignore[arg-type]
    for name in ("briefing.html", "null.html"):
        assert not is_stream(PurePath(name))  # type: ignore[arg-type]


@posix
def test_permissions_stay_and_nobody_reads_a_file_on_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("before")
    path.chmod(0o600)
    seen: set[int] = set()
    for name in ("fsync", "chmod", "replace", "chown", "close"):
        monkeypatch.setattr(os, name, _watched(getattr(os, name), tmp_path, seen))
    rewrite(path, b"before", "after")
    write_atomically(path, "again", over=True)
    monkeypatch.undo()
    assert seen == {0o600}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o664)
    rewrite(path, b"again", "after")
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def _watched(call: Callable[..., object], folder: Path, seen: set[int]) -> Callable[..., object]:
    """Note the permissions of all that holds text before and after each call."""

    def check_permissions() -> None:
        for place in folder.iterdir():
            if not place.name.endswith(".lock"):
                seen.add(stat.S_IMODE(place.stat().st_mode))

    def watched(*given: object, **named: object) -> object:
        check_permissions()
        done = call(*given, **named)
        check_permissions()
        return done

    return watched


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_the_owner_stays(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("before")
    os.chown(path, 12_345, 12_346)
    rewrite(path, b"before", "after")
    assert (path.stat().st_uid, path.stat().st_gid) == (12_345, 12_346)


@posix
@not_root
def test_a_file_that_may_not_be_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("mine")
    path.chmod(0o400)
    with pytest.raises(UserError, match="read-only"):
        write_atomically(path, "theirs", over=True)
    with pytest.raises(UserError, match="read-only"):
        rewrite(path, b"mine", "theirs")
    assert path.read_text() == "mine"
    assert names(tmp_path) == ["a.html"]


def test_what_killed_runs_have_left_goes_once_it_is_old(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.html.0123abcd.kamctl.part", tmp_path / ".b.01234567.kamctl.part"
    other = tmp_path / ".movie.abcdefgh.part"
    for one in (old, new, other):
        one.write_text("x")
    for one in (old, other):
        os.utime(one, (time.time() - 7200,) * 2)
    write_atomically(tmp_path / "a.html", "x")
    assert names(tmp_path) == [new.name, other.name, "a.html"]


def test_what_a_killed_run_has_left_goes_with_its_lock(tmp_path: Path, root: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; import kamctl.document.writing as w\n"
        "os.fsync = lambda _: os._exit(9)\n"
        "w.rewrite(Path(sys.argv[1]), b'x', 'y')"
    )
    path, other = tmp_path / "a.yaml", tmp_path / ".b.yaml.01234567.kamctl.part"
    for one in (path, other):
        one.write_text("x")
    done = subprocess.run([sys.executable, "-c", script, str(path)], cwd=root, check=False)
    assert done.returncode == 9
    assert len(names(tmp_path)) == 4, "the file, another's part, a part and a lock"
    rewrite(path, b"x", "z")
    assert names(tmp_path) == [other.name, "a.yaml"]
    assert path.read_text() == "z"


def test_a_run_that_is_killed_leaves_what_the_next_knows(tmp_path: Path, root: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; import kamctl.document.writing as w\n"
        "os.fsync = lambda _: os._exit(9)\n"
        "w.write_atomically(Path(sys.argv[1]), 'x')"
    )
    path = tmp_path / "a.html"
    done = subprocess.run([sys.executable, "-c", script, str(path)], cwd=root, check=False)
    assert done.returncode == 9
    (left,) = names(tmp_path)
    os.utime(tmp_path / left, (time.time() - 7200,) * 2)
    write_atomically(path, "y")
    assert names(tmp_path) == ["a.html"]


def test_what_came_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.yaml"
    monkeypatch.setattr(os, "fsync", lambda _: path.write_text("theirs"))
    with pytest.raises(UserError, match="already exists"):
        write_atomically(path, "ours")
    assert path.read_text() == "theirs"
    assert names(tmp_path) == ["plan.yaml"]


ADDS = """
import sys; from pathlib import Path
from kamctl.document.errors import UserError
from kamctl.document.writing import locked, rewrite
path = Path(sys.argv[1])
for number in range(int(sys.argv[3])):
    with locked(path):
        before = path.read_bytes()
        rewrite(path, before, before.decode() + f"{sys.argv[2]}-{number}\\n")
"""


def test_many_processes_change_one_file_and_lose_nothing(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("")
    running = [
        subprocess.Popen([sys.executable, "-c", ADDS, str(path), letter, "25"], cwd=root)
        for letter in "abcd"
    ]
    assert [one.wait(120) for one in running] == [0] * 4
    assert sorted(path.read_text().split()) == sorted(f"{a}-{n}" for a in "abcd" for n in range(25))
    assert names(tmp_path) == ["plan.yaml"]


def test_what_threads_are_told_was_written_is_there(tmp_path: Path) -> None:
    """Also where they do not keep others away while they read."""
    path = tmp_path / "plan.yaml"
    path.write_text("")

    def add(name: str) -> list[str]:
        accepted = []
        for number in range(50):
            before = path.read_bytes()
            line = f"{name}-{number}"
            try:
                rewrite(path, before, f"{before.decode()}{line}\n")
            except UserError as error:
                assert "changed while" in str(error)
            else:
                accepted.append(line)
        return accepted

    with ThreadPoolExecutor(4) as pool:
        accepted = [line for lines in pool.map(add, "abcd") for line in lines]
    assert len(accepted) >= 50
    assert sorted(path.read_text().split()) == sorted(accepted)
    assert names(tmp_path) == ["plan.yaml"]


def test_a_file_that_another_run_keeps_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("x")
    script = (
        "import sys; from pathlib import Path; from kamctl.document.writing import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('kept', flush=True); sys.stdin.read()"
    )
    monkeypatch.setattr("kamctl.document.writing._LOCK_TIMEOUT", 0.1)
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == b"kept\n"
        with pytest.raises(UserError, match="Another kamctl") as refused:
            rewrite(path, b"x", "y")
        assert ".plan.yaml.lock" in str(refused.value.hint)
        assert path.read_text() == "x"
        other.communicate()
    rewrite(path, b"x", "y")
    assert path.read_text() == "y"
    assert names(tmp_path) == ["plan.yaml"]


@posix
@not_root
def test_a_folder_that_may_not_be_written_in_keeps_its_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("x")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="cannot be written: access is denied"):
            rewrite(path, b"x", "y")
    finally:
        tmp_path.chmod(0o700)
    assert path.read_text() == "x"


def test_a_network_disk_that_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object) -> None:
        raise TimeoutError(errno.ETIMEDOUT, "Connection timed out")

    path = tmp_path / "plan.yaml"
    path.write_text("x")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", late)
        with pytest.raises(UserError, match="cannot be written: the disk or the network"):
            write_atomically(path, "y", over=True)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", late)
        with pytest.raises(UserError, match="cannot be written: the disk or the network"):
            rewrite(path, b"x", "y")
    with monkeypatch.context() as patch:
        patch.setattr("filelock.SoftFileLock.acquire", late)
        with pytest.raises(UserError, match="cannot be written: the disk or the network"):
            rewrite(path, b"x", "y")
    assert path.read_text() == "x"


def test_a_file_that_windows_keeps_for_a_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("x")
    replace, refused, pauses = Path.replace, iter([True] * 3), list[float]()

    def busy(self: Path, target: Path) -> Path:
        if next(refused, False):
            raise PermissionError(errno.EACCES, "Access is denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr("kamctl.document.writing.time.sleep", pauses.append)
    rewrite(path, b"x", "y")
    assert path.read_text() == "y"
    assert pauses == sorted(set(pauses)) and len(pauses) == 3
    refused = iter([True] * 99)
    with pytest.raises(UserError, match="cannot be written: access is denied"):
        rewrite(path, b"y", "z")
    assert path.read_text() == "y"
    assert names(tmp_path) == ["plan.yaml"]
