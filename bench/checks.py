"""What each check costs, on plans that are read once: one check after another runs on all."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import yaml

from bench.plans import LOADER, TODAY
from kamctl.checks.engine.context import Context
from kamctl.checks.engine.registry import Check
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.plan.load import load_plan
from kamctl.workspace.config import NO_WORKSPACE

ROUNDS = 9
SHARED = "what they share"
LOAD = "yaml.load"


def check_costs(files: Iterable[Path]) -> dict[str, float]:
    """Return the seconds that each check takes for a plan, by code: the least of some rounds.

    Each runs on all plans before the next one does, as in `validate`. A check of objectives is
    counted for all objectives of a plan together. What several checks share (the names of a plan,
    who has agreed) is counted apart under `SHARED`: one check more does not cost it again. What
    PyYAML's loader takes for the same plans is under `LOAD`.
    """
    contexts = [_context(file) for file in files]
    least: dict[str, float] = {}
    for _ in range(ROUNDS):
        gc.collect()
        for code, taken in _time_all([replace(one) for one in contexts]).items():
            least[code] = min(taken, least.get(code, taken))
    return {code: taken / len(contexts) for code, taken in least.items()}


def _context(file: Path) -> Context:
    source = read_source(file)
    assert isinstance(source, Source)
    loaded = load_plan(read(source))
    assert loaded.plan is not None
    stage = loaded.plan.plan.stage
    return Context(loaded.plan, loaded.document, loaded.original, NO_WORKSPACE, TODAY, stage)


def _time_all(contexts: Sequence[Context]) -> dict[str, float]:
    """Return the seconds that everything takes for all plans; nothing was asked of them before."""
    settings = contexts[0].settings
    times: dict[str, float] = {}

    def time_one(code: str, work: Callable[[Context], object]) -> None:
        begun = time.perf_counter()
        for context in contexts:
            work(context)
        times[code] = time.perf_counter() - begun

    time_one(LOAD, lambda context: yaml.load(context.original.source.text, LOADER))
    time_one(SHARED, lambda context: (context.names, context.entries, context.agreement))
    for check in (*settings.for_plan, *settings.at_last, *settings.for_objectives):
        time_one(check.code, partial(_run, check))
    return times


def _run(check: Check, context: Context) -> None:
    if check.run_on_plan is not None:
        for _ in check.run_on_plan(context):
            pass
        return
    assert check.run_on_objective is not None
    for objective in context.objectives:
        for _ in check.run_on_objective(context, objective):
            pass
