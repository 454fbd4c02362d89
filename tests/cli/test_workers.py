"""Work that is shared among processes comes back in order, and leaves nothing running."""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path

import pytest

from kamctl.cli.reading import one_by_one, portions
from kamctl.cli.workers import available_cores, shared_out

THINGS = [str(number) for number in range(40)]


@pytest.mark.parametrize("processes", [1, 3, 99])
def test_in_the_order_given(processes: int) -> None:
    assert list(shared_out(THINGS[:4], int, processes)) == [0, 1, 2, 3]
    assert list(shared_out([], int, processes)) == []


def test_nothing_goes_on_behind_it() -> None:
    """Python ended while a pool was still closing, and said so in a traceback, now and then."""
    before = threading.active_count()
    for _ in range(5):
        assert list(shared_out(THINGS, int, 2)) == list(range(40))
        assert threading.active_count() == before
        assert multiprocessing.active_children() == []


def test_what_goes_wrong_is_told_and_ends_the_rest() -> None:
    before = threading.active_count()
    with pytest.raises(ValueError, match="forty"):
        list(shared_out([*THINGS, "forty", *THINGS], int, 2))
    assert threading.active_count() == before


def test_who_asks_may_stop_early() -> None:
    before = threading.active_count()
    made = shared_out(THINGS * 50, int, 2)
    assert next(made) == 0
    made.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_there_is_a_core() -> None:
    assert available_cores() >= 1


def test_plans_are_read_so_many_at_once_as_memory_bears(tmp_path: Path) -> None:
    sizes = [10, 2_000_000, 10, 600_000, 600_000, *[10] * 70]
    files = [str(tmp_path / f"{number}.yaml") for number in range(len(sizes))]
    for file, size in zip(files, sizes, strict=True):
        Path(file).write_bytes(b"#" * size)
    shared = [*portions(files), *portions([*files[-2:], "-", str(tmp_path / "none.yaml")])]
    assert [len(one) for one in shared] == [1, 1, 2, 32, 32, 7, 4]
    assert [file for one in shared[:-1] for file in one] == files
    assert portions([]) == []
    assert list(one_by_one([[1, 2], [], [3]])) == [1, 2, 3]
