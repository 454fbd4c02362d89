"""How the cost of a portfolio grows: 100, 1,000 and 10,000 accounts, command by command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.measure import (
    KAMCTL,
    LOAD_ALL,
    PYTHON,
    Command,
    Figure,
    in_seconds,
    memory_figure,
    ratio,
    seconds,
    side_by_side,
)
from bench.plans import MODEL, TODAY
from bench.portfolio import make_portfolio

DAY = ("--today", TODAY.isoformat())


def growth(folder: Path, sizes: Sequence[int], rounds: int) -> Iterator[Figure]:
    """Measure the commands that read all accounts on portfolios of these `sizes`."""
    places = {size: folder / f"portfolio-{size}" for size in sizes}
    for size, place in places.items():
        make_portfolio(place, size)
    yield from _status(places[sizes[0]], sizes[0], rounds)
    commands = {
        "validate": ("validate", "--jobs", "2"),
        "status": ("status", "--jobs", "2"),
        "render portfolio": ("render", "portfolio", "--force", "-o", str(folder / "page.html")),
    }
    for name, words in commands.items():
        yield from _grows(name, words, places, rounds if name == "validate" else 1)
    yield from _site(places[sizes[0]], folder / "site", sizes[0])


def _status(place: Path, size: int, rounds: int) -> Iterator[Figure]:
    own, one = side_by_side(
        [
            [*KAMCTL, "status", *DAY, str(place)],
            [*KAMCTL, "validate", *DAY, str(MODEL)],
        ],
        rounds * 3,
    )
    yield Figure(
        f"status, {size:,} plans : validate, one plan",
        ratio(own, one),
        4,
        note=in_seconds(own, one),
    )


def _grows(
    name: str, words: Sequence[str], places: dict[int, Path], rounds: int
) -> Iterator[Figure]:
    """Measure a command on each size: its time beside the loader, its memory, one more plan."""
    taken: dict[int, tuple[float, float]] = {}
    for size, place in places.items():
        command = [*KAMCTL, *words, *DAY, str(place)]
        load: Command = [PYTHON, "-c", LOAD_ALL, str(place)]
        few = 1 if size > 1000 else rounds
        own, other = side_by_side([command, load], few) if few > 1 else _once(command, load)
        taken[size] = median(own), median(other)
        budget = 0.85 if name == "validate" and size == max(places) else None
        note = in_seconds(own, other)
        title = f"{name}, {size:,} plans, two cores : yaml.load (C)"
        yield Figure(title, ratio(own, other), budget, note=note)
    largest = max(places)
    yield memory_figure(
        f"{name}, {largest:,} plans", [*KAMCTL, *words, *DAY, str(places[largest])], 300
    )
    if len(places) > 2:
        own_grows, first, then = _late_to_early(taken, 0)
        load_grows, *_ = _late_to_early(taken, 1)
        note = (
            f"{first * 1000:.2f} ms, then {then * 1000:.2f} ms; yaml.load grows × {load_grows:.2f}"
        )
        # Ten thousand files are slower to read than a hundred, whoever reads them.
        yield Figure(f"{name}: one more plan, late : early", own_grows / load_grows, 1.1, note=note)


def _late_to_early(taken: dict[int, tuple[float, float]], which: int) -> tuple[float, float, float]:
    """Return what one more plan costs in the end, beside at the beginning; and both, in seconds."""
    small, middle, large = sorted(taken)
    first = (taken[middle][which] - taken[small][which]) / (middle - small)
    then = (taken[large][which] - taken[middle][which]) / (large - middle)
    return then / first, first, then


def _once(command: Command, load: Command) -> tuple[list[float], list[float]]:
    return [seconds(command)], [seconds(load)]


def _site(place: Path, out: Path, size: int) -> Iterator[Figure]:
    """Measure what a page of a site costs, beside reading its plan."""
    command = [*KAMCTL, "render", "site", *DAY, "--jobs", "1", "-o", str(out), str(place)]
    own = seconds(command)
    pages = sum(1 for _ in out.rglob("*.html"))
    load = seconds([PYTHON, "-c", LOAD_ALL, str(place)])
    note = f"{pages:,} pages in {own:.1f} s"
    yield Figure("render site, a page : yaml.load (C) of a plan", own / pages / (load / size), 3,
               note=note)  # fmt: skip
