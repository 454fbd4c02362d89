"""What was found in many plans is kept, and is never in the way: neither stale nor broken."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from kamctl.checks.run import PlanReport
from kamctl.cli.cache import Store, Stranger, packed, unpacked
from kamctl.cli.reading import keep_for, look_at, open_plan, open_several
from kamctl.portfolio import facts as of_facts
from kamctl.portfolio.facts import facts
from kamctl.report.formats import Wishes, tell, told_of
from kamctl.report.places import Places
from kamctl.words.places import cache_folder
from kamctl.workspace.discover import _workspace_above
from tests.cli.test_commands import environment
from tests.portfolio.made import made
from tests.running import COMMAND, kamctl

DAY = dt.date(2026, 11, 23)
MANY = 52
COMMANDS = (
    ("validate", "--jobs", "1"),
    ("validate", "--jobs", "2", "--format", "concise"),
    ("status", "--jobs", "1"),
    ("status", "--jobs", "2", "--format", "json"),
    ("render", "portfolio", "--format", "markdown", "-o", "-"),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    made(folder, MANY)
    return folder


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder where this test keeps what is found, not there yet."""
    monkeypatch.setenv("KAMCTL_CACHE_DIR", str(tmp_path / "kept"))
    return tmp_path / "kept" / "plans"


@pytest.fixture
def run(house: Path, kept: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run_it(*arguments: str, where: Path = house) -> subprocess.CompletedProcess[str]:
        env = environment() | {"KAMCTL_CACHE_DIR": str(kept.parent)}
        done = kamctl(where, *arguments, "--today", str(DAY), env=env)
        assert "Traceback" not in done.stdout + done.stderr
        assert "bug in kamctl" not in done.stdout + done.stderr
        return done

    return run_it


def entries(folder: Path) -> int:
    file = folder / "plans.db"
    if not file.exists():
        return 0
    connection = sqlite3.connect(file)
    try:
        return int(connection.execute("SELECT count(*) FROM kept").fetchone()[0])
    finally:
        connection.close()


class Looks:
    """Looks at plans as `status` does, and counts how many were read to the end."""

    def __init__(self, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
        self.files = [str(file) for file in files]
        self.read = 0
        monkeypatch.setattr("kamctl.cli.reading.open_several", self._open)

    def _open(self, files: Sequence[str], **wishes: object) -> list[PlanReport]:
        self.read += len(files)
        return open_several(files, **wishes)  # type: ignore[arg-type]

    def __call__(self, today: dt.date = DAY, asked: str = "facts") -> list[object]:
        """Look at all plans, and return what is known of them; `read` is how many were read."""
        self.read = 0
        _workspace_above.cache_clear()
        keep = keep_for(self.files, asked, of_facts.MADE_OF)
        assert keep is not None
        return list(look_at(self.files, today, partial(facts, today=today), keep=keep))


@pytest.fixture
def looks(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Looks:
    return Looks(made(tmp_path / "mine", MANY), monkeypatch)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_second_time_says_the_same(
    run: Callable[..., subprocess.CompletedProcess[str]], kept: Path, words: tuple[str, ...]
) -> None:
    anew = run(*words, "--no-cache")
    assert anew.returncode in (0, 1), anew.stderr
    assert not kept.exists()
    first = run(*words)
    assert entries(kept) == MANY
    second = run(*words)
    for done in (first, second):
        assert (done.returncode, done.stdout, done.stderr) == (
            anew.returncode,
            anew.stdout,
            anew.stderr,
        )
    assert anew.stdout


def test_few_plans_are_not_kept(
    run: Callable[..., subprocess.CompletedProcess[str]], kept: Path, tmp_path: Path
) -> None:
    made(tmp_path / "few", 3)
    assert run("status", where=tmp_path / "few").returncode == 0
    assert not kept.exists()


def test_nothing_is_read_twice(looks: Looks) -> None:
    first = looks()
    assert looks.read == MANY
    assert looks() == first
    assert looks.read == 0


def test_what_changed_is_read_again(looks: Looks) -> None:
    looks()
    file = Path(looks.files[30])
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("tier: ", "tier: x", 1), encoding="utf-8")
    found = looks()
    assert looks.read == 1
    assert found[30] == facts(open_plan(str(file), DAY, todos=False), DAY)
    file.write_text(before, encoding="utf-8")
    looks()
    assert looks.read == 0  # as it was before: that is still known


def test_a_signoff_beside_makes_a_plan_another(looks: Looks) -> None:
    looks()
    beside = Path(looks.files[3]).with_name("signoffs.yaml")
    beside.write_text("# nothing yet\n", encoding="utf-8")
    looks()
    assert looks.read == 1
    beside.rename(beside.with_name("old.signoffs.yaml"))  # those of a plan that is not here
    looks()
    assert looks.read == 1
    beside.with_name("old.signoffs.yaml").unlink()
    looks()
    assert looks.read == 0


@pytest.mark.parametrize("what", ["workspace", "day", "wish", "tool"])
def test_what_all_depend_on(
    looks: Looks, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks()
    match what:
        case "workspace":
            house = tmp_path / "mine" / "kamctl.yaml"
            house.write_text(house.read_text(encoding="utf-8") + "\n", encoding="utf-8")
            looks()
        case "day":
            looks(DAY + dt.timedelta(days=1))
        case "wish":
            looks(asked="something else")
        case "tool":
            monkeypatch.setattr("kamctl.cli.second_look._tool", lambda: b"another")
            looks()
    assert looks.read == MANY


def test_a_plan_that_changes_while_it_is_read(
    looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(looks.files[7])
    text = file.read_text(encoding="utf-8")

    def changing(files: Sequence[str], **wishes: object) -> list[PlanReport]:
        if str(file) in files:
            file.write_text(text.replace("tier: ", "tier: x", 1), encoding="utf-8")
            reports = open_several(files, **wishes)  # type: ignore[arg-type]
            file.write_text(text + "\n", encoding="utf-8")
            return reports
        return open_several(files, **wishes)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("kamctl.cli.reading.open_several", changing)
        looks()
    file.write_text(text, encoding="utf-8")
    assert looks()[7] == facts(open_plan(str(file), DAY, todos=False), DAY)


def test_broken_and_signed_plans_are_looked_at_each_time(
    looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(looks.files[0]).write_text("a: [", encoding="utf-8")
    Path(looks.files[1]).unlink()
    Path(looks.files[2]).write_bytes(b"\xff\xfe\0")
    first = looks()
    assert looks() == first
    assert looks.read == 3
    monkeypatch.setattr("kamctl.cli.second_look._is_for_good", lambda _: False)
    looks(asked="of signed plans")
    assert looks.read == MANY
    looks(asked="of signed plans")
    assert looks.read == MANY


def test_a_check_that_failed_is_tried_again(looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlanReport, "crashed", property(lambda _: True))
    looks()
    looks()
    assert looks.read == MANY


@pytest.mark.parametrize("what", ["no database", "damaged", "empty", "a folder", "a file above"])
def test_whatever_lies_there(looks: Looks, kept: Path, what: str) -> None:
    first = looks()
    file = kept / "plans.db"
    match what:
        case "no database":
            file.write_bytes(b"this is no database " * 500)
        case "damaged":
            data = bytearray(file.read_bytes())
            data[200:] = os.urandom(len(data) - 200)
            file.write_bytes(data)
        case "empty":
            file.write_bytes(b"")
        case "a folder":
            file.unlink()
            file.mkdir()
        case _:
            shutil.rmtree(kept)
            kept.write_text("not a folder", encoding="utf-8")
    assert looks() == first
    assert looks() == first
    if what in ("no database", "damaged", "empty"):
        assert looks() == first
        assert looks.read == 0  # it has been made anew
    if what == "a file above":
        assert kept.read_text(encoding="utf-8") == "not a folder"


def test_deleted_while_it_is_used(kept: Path) -> None:
    store = Store(kept)
    store.put(b"one", b"1")
    store.close()
    assert store.get(b"one") == b"1"
    if os.name == "posix":  # elsewhere a file that is open cannot be deleted
        shutil.rmtree(kept)
    store.put(b"two", b"2")
    store.close()
    store = Store(kept)
    store.put(b"three", b"3")
    store.close()
    assert store.get(b"three") == b"3"
    store.close()


def test_what_is_old_goes(kept: Path) -> None:
    store = Store(kept)
    store.put(b"one", b"1")
    store.close()
    connection = sqlite3.connect(kept / "plans.db")
    with connection:
        connection.execute("UPDATE kept SET day = day - 2")
    connection.close()
    store.put(b"two", b"2")
    store.close()
    assert entries(kept) == 1


@pytest.mark.skipif(os.name != "posix", reason="rights are others there")
def test_nobody_else_may_read_it(kept: Path) -> None:
    store = Store(kept)
    store.put(b"one", b"1")
    store.close()
    assert kept.stat().st_mode & 0o077 == 0
    assert (kept / "plans.db").stat().st_mode & 0o077 == 0


def test_two_runs_at_once(house: Path, kept: Path) -> None:
    runs = [
        subprocess.Popen(
            [*COMMAND, "validate", "--jobs", "1", "--today", str(DAY)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=house,
            env=environment() | {"KAMCTL_CACHE_DIR": str(kept.parent)},
        )
        for _ in range(4)
    ]
    said = {run.communicate(timeout=240) for run in runs}
    assert len(said) == 1
    assert {run.returncode for run in runs} == {1}
    assert entries(kept) == MANY


def test_while_another_holds_it(looks: Looks, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamctl.cli.cache._PATIENCE", 0.05)
    first = looks()
    connection = sqlite3.connect(kept / "plans.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        assert looks() == first
        assert looks.read == MANY
    finally:
        connection.close()
    assert looks() == first
    assert looks.read == 0  # and it was not thrown away


class Evil:
    """What would run a program as it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        """Run it."""
        return os.system, ("echo done > evil.txt",)


@pytest.mark.parametrize(
    "data",
    [b"", b"x", pickle.dumps(Evil()), pickle.dumps(eval), packed(("x", Evil())), b"\x80\x05."],
    ids=["nothing", "noise", "call", "function", "within", "cut"],
)
def test_strangers_are_refused(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Stranger):
        unpacked(data, (*of_facts.MADE_OF, *told_of()))
    assert list(tmp_path.iterdir()) == []


def test_a_stranger_in_the_cache_is_no_obstacle(looks: Looks, kept: Path) -> None:
    first = looks()
    connection = sqlite3.connect(kept / "plans.db")
    with connection:
        connection.execute("UPDATE kept SET data = ?", (pickle.dumps(Evil()),))
    connection.close()
    assert looks() == first
    assert looks.read == MANY


def test_what_is_kept_of_every_plan_we_have(root: Path) -> None:
    plans = [*root.glob("examples/*/plan.yaml"), *root.glob("tests/data/**/*plan.yaml")]
    assert len(plans) > 4
    wishes = Wishes(DAY, Places.around(root), todos=True)
    for plan in plans:
        report = open_plan(str(plan), DAY, tied=True)
        if report.plan is None:
            continue
        told = tell(report, (("text", wishes), ("github", wishes)), None)
        assert unpacked(packed(told), told_of()) == told
        known = facts(report, DAY)
        assert unpacked(packed(known), of_facts.MADE_OF) == known


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KAMCTL_CACHE_DIR", str(tmp_path))
    assert cache_folder("plans") == tmp_path / "plans"
    monkeypatch.delenv("KAMCTL_CACHE_DIR")
    there = cache_folder("plans")
    assert there is not None
    assert there.parts[-2:] == ("kamctl", "plans")


def test_standard_input_is_not_kept() -> None:
    assert keep_for(["-", *map(str, range(MANY))], "", ()) is None
