"""Work in several processes or threads; the results keep their order.

What starts them is imported where it is asked for: most runs need neither.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from kamctl.checks.engine.registry import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from multiprocessing.context import BaseContext

Item = TypeVar("Item")
Result = TypeVar("Result")


def parallel_map(
    things: Sequence[Item], work: Callable[[Item], Result], processes: int
) -> Iterator[Result]:
    """Return what `work` makes of each thing, in the order given.

    Several `processes` are handed one each time. One is this process itself.
    """
    processes = min(processes, len(things))
    if processes <= 1:
        relax_garbage_collection()
        yield from map(work, things)
        return
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(processes, mp_context=_loaded_context(), initializer=_start_worker)
    try:
        yield from pool.map(work, things)
    finally:
        # Waited for: a pool that is still closing while Python ends may trip over its own pipe.
        pool.shutdown(cancel_futures=True)


def thread_map(
    things: Iterable[Item], work: Callable[[Item], Result], threads: int
) -> Generator[Result, None, None]:
    """Return what `work` makes of each thing, in the order given, for work done by other programs.

    Things are taken only a few ahead. One thread is this one.
    """
    if threads <= 1:
        yield from map(work, things)
        return
    from concurrent.futures import Future, ThreadPoolExecutor

    pool = ThreadPoolExecutor(threads)
    waiting: deque[Future[Result]] = deque()
    try:
        for thing in things:
            waiting.append(pool.submit(work, thing))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def relax_garbage_collection() -> None:
    """Collect cyclic garbage rarely, where many plans are read."""
    # Plans hold no cycles: looking for some would cost a tenth of the time.
    gc.freeze()
    gc.enable()
    gc.set_threshold(1_000_000, 50, 50)


def _loaded_context() -> BaseContext:
    """Return how processes are started here, with all that they need loaded, where one can pass on.

    A process that is forked has what this one has loaded, and one that a fork server forks what
    the server has; one that is started anew loads all itself.
    """
    import multiprocessing

    registry()
    context = multiprocessing.get_context()
    if context.get_start_method() == "forkserver":
        loaded = [name for name in sys.modules if name.startswith("kamctl.")]
        context.set_forkserver_preload(loaded)
    return context


def _start_worker() -> None:
    """Set up a worker process: only the main process handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    relax_garbage_collection()
