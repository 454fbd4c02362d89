"""Work shared among processes, where that pays: what comes of it stays in order."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

One = TypeVar("One")
Made = TypeVar("Made")


def shared_out(
    things: Sequence[One],
    work: Callable[[Sequence[One]], list[Made]],
    processes: int,
    at_once: int = 1,
) -> Iterator[Made]:
    """Return what `work` makes of the things, in the order given, `at_once` of them each time.

    Several `processes` are handed some each time: more would let the others wait at the end. One
    is this process itself.
    """
    batches = [things[first : first + at_once] for first in range(0, len(things), at_once)]
    processes = min(processes, len(batches))
    if processes <= 1:
        collect_rarely()
        yield from _one_by_one(map(work, batches))
        return
    from concurrent.futures import ProcessPoolExecutor

    from kamctl.checks.catalogue import catalogue

    catalogue()  # a process that is forked has then loaded it all
    pool = ProcessPoolExecutor(processes, initializer=_begin)
    try:
        yield from _one_by_one(pool.map(work, batches))
    finally:
        # Waited for: a pool that is still closing while Python ends may trip over its own pipe.
        pool.shutdown(cancel_futures=True)


def _one_by_one(batches: Iterable[list[Made]]) -> Iterator[Made]:
    """Hand on what was made, and keep nothing of it."""
    for made in batches:
        made.reverse()
        while made:
            yield made.pop()


def available_cores() -> int:
    """Return how many cores this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def collect_rarely() -> None:
    """Look for circles in memory rarely, where many plans are read."""
    # Plans are made and dropped whole and hold no circles: looking for some costs a tenth.
    # Some twenty thousand things are in one, and several plans are read at once.
    gc.freeze()
    gc.enable()
    gc.set_threshold(1_000_000, 50, 50)


def _begin() -> None:
    """Prepare a process that others hand work to: the one that asked decides when to stop."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
