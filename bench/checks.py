"""What each check costs, on plans that are read once."""

from __future__ import annotations

import datetime as dt
import gc
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import yaml

from kamctl.checks.engine.context import Context
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.plan.load import load_plan
from kamctl.workspace.config import NO_WORKSPACE

ROUNDS = 3
DAY = dt.date(2026, 11, 23)


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SHARED = "what they share"
LOAD = "yaml.load"


def check_costs(files: Iterable[Path]) -> dict[str, float]:
    """Return the seconds that each check takes for a plan, by code: the least of some rounds.

    A check of objectives is counted for all objectives of the plan together. What several checks
    share (the names of a plan) is counted apart under `SHARED`: one check more does not cost it
    again. What PyYAML's loader takes for the same plan is under `LOAD`.
    """
    costs: dict[str, list[float]] = defaultdict(list)
    for file in files:
        source = read_source(file)
        assert isinstance(source, Source)
        loaded = load_plan(read(source))
        assert loaded.plan is not None
        rounds: dict[str, list[float]] = defaultdict(list)
        for _ in range(ROUNDS):
            gc.collect(0)
            stage = loaded.plan.plan.stage
            context = Context(
                loaded.plan, loaded.document, loaded.original, NO_WORKSPACE, DAY, stage
            )
            _time_all(context, rounds)
            begun = time.perf_counter()
            yaml.load(source.text, LOADER)
            rounds[LOAD].append(time.perf_counter() - begun)
        for code, times in rounds.items():
            costs[code].append(min(times))
    return {code: statistics.mean(times) for code, times in costs.items()}


def _time_all(context: Context, times: dict[str, list[float]]) -> None:
    settings = context.settings
    begun = time.perf_counter()
    _ = context.names, context.entries
    times[SHARED].append(time.perf_counter() - begun)
    for check in (*settings.for_plan, *settings.at_last):
        assert check.run_on_plan is not None
        begun = time.perf_counter()
        for _ in check.run_on_plan(context):
            pass
        times[check.code].append(time.perf_counter() - begun)
    for check in settings.for_objectives:
        assert check.run_on_objective is not None
        begun = time.perf_counter()
        for objective in context.objectives:
            for _ in check.run_on_objective(context, objective):
                pass
        times[check.code].append(time.perf_counter() - begun)
