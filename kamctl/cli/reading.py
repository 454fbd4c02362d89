"""From the names on the command line to plans."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.document.refusal import Refusal
from kamctl.words.message import message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from kamctl.checks.run import PlanReport
    from kamctl.plan.header import Stage

STANDARD_INPUT = "-"
TODAY = typer.Option(
    None, "--today", metavar="DATE", help="Look at the plan as of this day (2027-03-31)."
)


def day(text: str | None) -> dt.date:
    """Read the day given with `--today`; the clock is asked here and nowhere below.

    Raises:
        Refusal: the text is no date.
    """
    import datetime as dt

    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            message("“{text}” is not a date.", text=text),
            message("Write --today as 2027-03-31."),
        ) from None


def plan_files(paths: Iterable[str]) -> list[str]:
    """Return the files to read: those named, and the plans in the folders named, each once.

    Raises:
        Refusal: a folder holds no plan.
    """
    from kamctl.workspace.discover import plans_below

    found: dict[str, None] = {}
    for name in paths:
        path = Path(name)
        if name == STANDARD_INPUT or not path.is_dir():
            found[name if name == STANDARD_INPUT else path.as_posix()] = None
            continue
        below = [plan.as_posix() for plan in plans_below(path)]
        if not below:
            raise Refusal(
                message("There is no plan in {folder} or below.", folder=_folder_name(path)),
                message(
                    "A plan is a file called plan.yaml, or something.plan.yaml. "
                    "`kamctl init account` starts one."
                ),
            )
        found |= dict.fromkeys(below)
    return list(found)


def _folder_name(path: Path) -> str:
    return "this folder" if path == Path() else path.as_posix()


def open_plans(
    files: Iterable[str], today: dt.date, stage: Stage | None = None
) -> Iterator[PlanReport]:
    """Read and check the plans one after the other."""
    # Plans are made and dropped whole and hold no circles: looking for some costs a tenth.
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000, 50, 50)
    for file in files:
        yield open_plan(file, today, stage)


def open_plan(path: str, today: dt.date, stage: Stage | None = None) -> PlanReport:
    """Read and check one plan; `-` is standard input."""
    from kamctl.checks.run import check_source, unread
    from kamctl.document.source import MAX_BYTES, Source, decode, read_source
    from kamctl.document.source import STANDARD_INPUT as STDIN
    from kamctl.workspace.discover import find_workspace

    if path == STANDARD_INPUT:
        source = decode(sys.stdin.buffer.read(MAX_BYTES + 1), STDIN)
        workspace = find_workspace(Path())
    else:
        source = read_source(Path(path))
        workspace = find_workspace(Path(path))
    if not isinstance(source, Source):
        return unread(source)
    return check_source(source, workspace, today, stage)
