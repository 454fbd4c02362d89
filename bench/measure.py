"""Run commands side by side, and measure them whole: from start to end of the process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str]
PYTHON = sys.executable
KAMCTL = (PYTHON, "-m", "kamctl")
LOAD_ALL = """
import sys, yaml
from pathlib import Path
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
for path in Path(sys.argv[1]).rglob("plan.yaml"):
    with path.open(encoding="utf-8") as file:
        yaml.load(file, loader)
"""
"""A program that reads all plans below a folder as PyYAML does."""
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Figure:
    """One line of the table; `value` is None where it cannot be measured here.

    Without a `budget` it is only reported.
    """

    what: str
    value: float | None
    budget: float | None
    unit: str = "×"
    note: str = ""


class CommandFailed(Exception):
    """A command did not run; no figure can come of it."""


def environment() -> dict[str, str]:
    """Return an environment that keeps bytecode, as in daily use, and finds this kamctl."""
    env = dict(os.environ)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPATH"] = os.pathsep.join(
        part for part in (str(Path(__file__).parents[1]), env.get("PYTHONPATH")) if part
    )
    env["NO_COLOR"] = "1"
    return env


def seconds(command: Command, allowed: Sequence[int] = (0, 1)) -> float:
    """Run `command` once and return how long the whole process took.

    Raises:
        CommandFailed: it cannot be started, or ends with an exit code that is not `allowed`.
    """
    begun = time.perf_counter()
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    except OSError as error:
        raise CommandFailed(f"{command[0]}: {error.strerror}") from error
    taken = time.perf_counter() - begun
    if done.returncode not in allowed:
        last_line = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise CommandFailed(f"{' '.join(command[:6])} … ended with {done.returncode}: {last_line}")
    return taken


def side_by_side(commands: Sequence[Command], rounds: int) -> list[list[float]]:
    """Run the commands in turn, `rounds` times, and return the seconds of each, round by round.

    A first round warms the caches and is not counted.
    """
    taken: list[list[float]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for command, times in zip(commands, taken, strict=True):
            took = seconds(command)
            if number:
                times.append(took)
    return taken


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the median of the rounds' ratios: a machine that changes its pace does so for both."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


def in_milliseconds(own: Sequence[float], other: Sequence[float]) -> str:
    """Write the medians of two commands: `12 ms : 34 ms`."""
    return f"{statistics.median(own) * 1000:.0f} ms : {statistics.median(other) * 1000:.0f} ms"


def in_seconds(own: Sequence[float], other: Sequence[float]) -> str:
    """Write the medians of two commands: `1.20 s : 3.40 s`."""
    return f"{statistics.median(own):.2f} s : {statistics.median(other):.2f} s"


def memory_figure(title: str, command: Command, budget: int) -> Figure:
    """Measure the most memory that a command holds at once; `budget` is in MiB."""
    memory = peak_memory(command)
    return Figure(
        f"{title}: most memory at once",
        None if memory is None else memory / MEBIBYTE,
        budget,
        "MiB",
        "not measured here" if memory is None else "",
    )


_PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
unit = 1 if sys.platform == "darwin" else 1024
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit)
"""


def peak_memory(command: Command) -> int | None:
    """Return the most memory `command` held at once, in bytes; None where that cannot be measured.

    A process of its own starts it: the figure of a child includes the pages of its parent.
    """
    if sys.platform == "win32":
        return None
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *command],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    if done.returncode:
        return None
    code, size = map(int, done.stdout.split())
    if code not in (0, 1):
        raise CommandFailed(f"{' '.join(command[:6])} … ended with {code}")
    return size
