"""From the names on the command line to plans."""

from __future__ import annotations

from functools import cache, partial
from itertools import chain, pairwise
from math import ceil
from typing import TYPE_CHECKING, Final, TypeVar

from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import BATCH_PLANS, check_file, check_files
from kamctl.cli.language_context import localized
from kamctl.cli.parallel import available_cores, parallel_map, relax_garbage_collection
from kamctl.document.code_frame import printable
from kamctl.document.command_text import as_argument
from kamctl.document.errors import InvalidFile
from kamctl.i18n.message import counted, message
from kamctl.signoffs.removed_signoffs import SignoffHistories
from kamctl.workspace.plan_files import STANDARD_INPUT, is_folder, refuse_standard_input

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from kamctl.checks.engine.runner import CheckOptions
    from kamctl.cli.console import Console
    from kamctl.plan.model import Plan

Result = TypeVar("Result")

_WORTH_SHARING = 100
"""Fewer plans than this are checked before another process has started."""
NO_HISTORY: Final = (
    message("Standard input has no history."),
    message("Give the plan's path, or compare it with a file: kamctl diff - plan.yaml."),
)
"""Why standard input is refused where the past is asked for, and what to do."""


def open_plans(
    files: Sequence[str],
    today: dt.date,
    options: CheckOptions,
    jobs: int = 1,
) -> Iterator[PlanReport]:
    """Read and check the plans; return a report on each, in the order given.

    With several `jobs` the work is shared among as many processes; their reports come without
    the plan itself. Standard input is read by this process.
    """
    if jobs > 1 and STANDARD_INPUT not in files:
        return map_reports(files, today, PlanReport.without_plan, options, jobs)
    relax_garbage_collection()
    return check_files(files, today, options)


def map_reports(
    files: Sequence[str],
    today: dt.date,
    convert: Callable[[PlanReport], Result],
    options: CheckOptions,
    jobs: int = 1,
) -> Iterator[Result]:
    """Read and check the plans, and return what `convert` makes of each report, in the order given.

    With several `jobs`, a process that read a plan sends back the result, not the report.
    """
    work = partial(_check_batch, today=today, options=options, convert=convert)
    return chain.from_iterable(parallel_map(batches(files, jobs), work, jobs))


def process_count(plans: int, asked: int | None) -> int:
    """Return how many processes to use: as many as asked, else what pays for so many plans."""
    if asked is not None:
        return asked
    if plans < _WORTH_SHARING:
        return 1
    return min(available_cores(), plans // (_WORTH_SHARING // 2))


def batches(files: Sequence[str], jobs: int = 1) -> list[Sequence[str]]:
    """Divide plans into batches, as even as they can be among so many `jobs`.

    The last one to end is waited for.
    """
    count = jobs * max(1, ceil(len(files) / (jobs * BATCH_PLANS)))
    ends = [len(files) * number // count for number in range(count + 1)]
    return [files[first:end] for first, end in pairwise(ends) if first < end]


def _check_batch(
    files: Sequence[str],
    *,
    today: dt.date,
    options: CheckOptions,
    convert: Callable[[PlanReport], Result],
) -> list[Result]:
    # With `map`, no name keeps a report in memory while the next plan is read.
    return list(map(convert, check_files(files, today, options, _histories())))


@cache
def _histories() -> SignoffHistories:
    """Return the histories of this process: on the command line, it reads the plans of one run."""
    return SignoffHistories()


def note_unread_parts(console: Console, file: str, parts: int) -> None:
    """Say on standard error that what is made of a plan may lack parts that cannot be read."""
    if parts:
        text = counted(
            "One part of {file} cannot be read and may be missing from the output. Show the error: "
            "{command}",
            "{count} parts of {file} cannot be read and may be missing from the output. Show the "
            "errors: {command}",
            parts,
            file=printable(file),
            command=f"kamctl validate {as_argument(file)}",
        )
        console.note(localized(text))


def load_checked_plan(path: str, today: dt.date) -> tuple[PlanReport, Plan]:
    """Read and check the one plan that a command works on.

    Raises:
        InvalidFile: it cannot be read.
        UserError: it is standard input, or the path is empty.
    """
    refuse_standard_input(
        [path], message("Sign-offs are kept beside the plan's file; standard input has none.")
    )
    is_folder(path)  # refuses an empty path, which Python takes for this folder
    report = check_file(path, today)
    if report.plan is None:
        raise InvalidFile(report.findings, report.source)
    return report, report.plan
