"""Work that is shared among processes comes back in order, and leaves nothing running."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kamctl.cli.load_plans import batches
from kamctl.cli.parallel import available_cores, parallel_map, thread_map
from tests.paths import TESTS
from tests.portfolio.sample_portfolio import write_sample_portfolio
from tests.running import plain_environment

THINGS = [str(number) for number in range(40)]


@pytest.mark.parametrize("processes", [1, 3, 99])
def test_in_the_order_given(processes: int) -> None:
    assert list(parallel_map(THINGS[:4], int, processes)) == [0, 1, 2, 3]
    assert list(parallel_map([], int, processes)) == []


def test_nothing_goes_on_behind_it() -> None:
    """Python ended while a pool was still closing, and said so in a traceback, now and then."""
    before = threading.active_count()
    for _ in range(5):
        assert list(parallel_map(THINGS, int, 2)) == list(range(40))
        assert threading.active_count() == before
        assert multiprocessing.active_children() == []


def test_what_goes_wrong_is_told_and_ends_the_rest() -> None:
    before = threading.active_count()
    with pytest.raises(ValueError, match="forty"):
        list(parallel_map([*THINGS, "forty", *THINGS], int, 2))
    assert threading.active_count() == before


def test_who_asks_may_stop_early() -> None:
    before = threading.active_count()
    numbers = parallel_map(THINGS * 50, int, 2)
    assert next(numbers) == 0
    numbers.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_keep_the_order_and_take_little_ahead(threads: int) -> None:
    before = threading.active_count()
    taken: list[str] = []
    things = (taken.append(one) or one for one in THINGS)  # type: ignore[func-returns-value]
    done = thread_map(things, lambda one: (time.sleep(0.01 * (one == "0")), int(one))[1], threads)
    assert next(done) == 0
    assert len(taken) <= threads + 1
    assert list(done) == list(range(1, 40))
    assert threading.active_count() == before


def test_threads_end_with_what_goes_wrong() -> None:
    before = threading.active_count()
    with pytest.raises(ValueError, match="forty"):
        list(thread_map([*THINGS, "forty", *THINGS], int, 2))
    assert threading.active_count() == before


def test_there_is_a_core() -> None:
    assert available_cores() >= 1


@pytest.mark.parametrize(
    ("files", "jobs", "lengths"),
    [
        (0, 1, []),
        (1, 2, [1]),
        (32, 1, [32]),
        (33, 1, [16, 17]),
        (75, 1, [25, 25, 25]),
        (75, 2, [18, 19, 19, 19]),
        (200, 2, [25] * 8),
    ],
)
def test_batches_are_even_among_processes(files: int, jobs: int, lengths: list[int]) -> None:
    names = [str(number) for number in range(files)]
    found = batches(names, jobs)
    assert [len(one) for one in found] == lengths
    assert [name for one in found for name in one] == names


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_workers_know_what_they_are_to_write_however_they_start(
    tmp_path: Path, method: str
) -> None:
    """The language asked for before the command; and what a test has fixed, if they are tested."""
    tests = tmp_path / "tests"
    (tests / "data").mkdir(parents=True)
    for name in ("fork_server.py", "fixed_locales.py"):
        shutil.copy(TESTS / name, tests)
    data = (TESTS / "data" / "locales.json").read_text(encoding="utf-8")
    own = data.replace('"novembre"', '"brumaire"')
    (tests / "data" / "locales.json").write_text(own, encoding="utf-8")
    write_sample_portfolio(tmp_path / "house", 3)
    words = ["--lang", "fr", "render", "site", "house", "--jobs", "2", "-o", "out"]
    words += ["--today", "2026-11-23"]
    done = subprocess.run(
        [sys.executable, "-P", tests / "fork_server.py", f"--once-{method}", *words],
        cwd=tmp_path, env=plain_environment(), capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "out").rglob("*.html")]
    assert len(pages) > 20
    assert [page[:200] for page in pages if '<html lang="fr"' not in page] == []
    months = [month for page in pages for month in re.findall(r">23\s(\w+)\s2026</time>", page)]
    assert len(months) >= len(pages)
    assert set(months) == {"brumaire"}
