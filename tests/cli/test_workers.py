"""Work that is shared among processes comes back in order, and leaves nothing running."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Sequence

import pytest

from kamctl.cli.workers import available_cores, shared_out


def numbers(words: Sequence[str]) -> list[int]:
    return list(map(int, words))


THINGS = [str(number) for number in range(40)]


@pytest.mark.parametrize("at_once", [1, 7])
@pytest.mark.parametrize("processes", [1, 3])
def test_in_the_order_given(processes: int, at_once: int) -> None:
    assert list(shared_out(THINGS, numbers, processes, at_once)) == list(range(40))
    assert list(shared_out(["1", "2"], numbers, processes * 50, at_once)) == [1, 2]
    assert list(shared_out([], numbers, processes, at_once)) == []


def test_nothing_goes_on_behind_it() -> None:
    """Python ended while a pool was still closing, and said so in a traceback, now and then."""
    before = threading.active_count()
    for _ in range(5):
        assert list(shared_out(THINGS, numbers, 2)) == list(range(40))
        assert threading.active_count() == before
        assert multiprocessing.active_children() == []


def test_what_goes_wrong_is_told_and_ends_the_rest() -> None:
    before = threading.active_count()
    with pytest.raises(ValueError, match="forty"):
        list(shared_out([*THINGS, "forty", *THINGS], numbers, 2))
    assert threading.active_count() == before


def test_who_asks_may_stop_early() -> None:
    before = threading.active_count()
    made = shared_out(THINGS * 50, numbers, 2)
    assert next(made) == 0
    made.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_there_is_a_core() -> None:
    assert available_cores() >= 1
