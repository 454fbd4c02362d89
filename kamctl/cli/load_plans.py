"""From the names on the command line to plans."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from kamctl.checks.engine.runner import PlanReport, ToCheck, check_sources, unread
from kamctl.cli.options import GENERAL_PANEL, SELECTION_PANEL
from kamctl.cli.parallel import available_cores, parallel_map
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.source import MAX_BYTES, Source, decode, read_source
from kamctl.document.source import STANDARD_INPUT as STDIN
from kamctl.git.repository import Git, path_in, repository_of
from kamctl.git.revision import HEAD
from kamctl.i18n.message import message
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, signoffs_beside, since_kept
from kamctl.workspace.discovery import find_workspace, search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kamctl.document.finding import Finding
    from kamctl.plan.model import Plan
    from kamctl.plan.plan_metadata import Stage
    from kamctl.signoffs.signoff_file import Signoffs

Seen = TypeVar("Seen")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
STANDARD_INPUT = "-"
TODAY = typer.Option(
    None,
    "--today",
    metavar="DATE",
    help="Check as of this date, such as 2027-03-31.",
    rich_help_panel=GENERAL_PANEL,
)
EXCLUDE = typer.Option(
    None,
    "--exclude",
    metavar="PATTERN",
    help="Skip files and folders of this name, or with this path, when searching folders; * stands "
    "for any characters. May be repeated.",
    rich_help_panel=SELECTION_PANEL,
)
JOBS = typer.Option(
    None,
    "--jobs",
    "-j",
    metavar="N",
    min=1,
    help="Number of parallel processes (default: automatic).",
    rich_help_panel=GENERAL_PANEL,
)


def day(text: str | None, option: str = "--today") -> dt.date:
    """Read the day given with `--today`; the clock is asked here and nowhere below.

    Another `option` may give a day as well.

    Raises:
        UserError: the text is no date.
    """

    if text is None:
        return dt.date.today()
    try:
        if _DAY(text):  # other forms of ISO 8601, such as 2027-W13-3, are a slip of the pen
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise UserError(
        message("“{text}” is not a date.", text=text),
        message("Write {option} as 2027-03-31.", option=option),
    )


def plan_files(paths: Iterable[str], exclude: Sequence[str] = ()) -> list[str]:
    """Return the files to read: those named, and the plans in the folders named, each once.

    A file that is reached on several ways counts once, by the name that is no link. A folder that
    cannot be looked into is returned itself: whoever reads it says so.

    Raises:
        UserError: a folder holds no plan, or a path is empty.
    """
    found: dict[object, str] = {}
    for name in paths:
        if not is_folder(name):
            _add(found, name if name == STANDARD_INPUT else Path(name).as_posix())
            continue
        for file in _in_folder(Path(name), exclude):
            _add(found, file.as_posix())
    return list(found.values())


def is_folder(name: str) -> bool:
    """Tell whether what is named on the command line is a folder.

    Raises:
        UserError: nothing is named: an empty path is no folder; Python takes it for this one.
    """
    if not name:
        raise UserError(
            message("A path is empty."),
            message("Name a plan or a folder; . is this folder."),
        )
    return name != STANDARD_INPUT and Path(name).is_dir()


def _add(found: dict[object, str], file: str) -> None:
    try:
        there = os.stat(file)  # noqa: PTH116 - for each of thousands
    except (OSError, ValueError):  # told when it is read
        found.setdefault(file, file)
        return
    key = (there.st_dev, there.st_ino) if there.st_ino else os.path.realpath(file)
    known = found.setdefault(key, file)
    if known != file and os.path.islink(known) and not os.path.islink(file):  # noqa: PTH114
        found[key] = file  # its sign-offs are beside it


def _in_folder(folder: Path, exclude: Sequence[str]) -> list[Path]:
    """Return the plans in a folder and below, and the folders there that are closed to us.

    Raises:
        UserError: there is none.
    """

    found = search(folder, exclude)
    if found.plans or found.closed:
        return [*found.plans, *found.closed]
    if found.left_out:
        raise UserError(
            message("All plans in {folder} are ignored by git or excluded.", folder=folder),
            message(
                "Name a plan to read it all the same, such as {plan}; or change .gitignore, or "
                "`exclude:` in kamctl.yaml.",
                plan=found.left_out[0],
            ),
        )
    raise UserError(
        message("There is no plan in this folder or below.")
        if folder == Path()
        else message("There is no plan in {folder} or below.", folder=folder.as_posix()),
        message(
            "A plan is a file called plan.yaml, or something.plan.yaml. "
            "`kamctl init account` starts one."
        ),
    )


def no_past(paths: Iterable[str]) -> None:
    """Refuse standard input where the past is asked for.

    Raises:
        UserError: it is among the paths.
    """
    if STANDARD_INPUT in paths:
        raise UserError(
            message("Standard input has no past."),
            message("Name the plan, or compare it with a file: kamctl diff - plan.yaml."),
        )


def one_file(path: str) -> str:
    """Return the one plan that a command works on: the file, or the only plan in the folder.

    Raises:
        UserError: it is standard input, or a folder that holds several plans or none.
    """
    no_past([path])
    found = plan_files([path])
    if len(found) > 1:
        raise UserError(
            message("There are several plans in {folder}.", folder=path),
            message("Name one of them, for example {plan}.", plan=found[0]),
        )
    return found[0]


def open_plans(
    files: Sequence[str],
    today: dt.date,
    stage: Stage | None = None,
    jobs: int = 1,
    *,
    todos: bool = True,
    tied: bool = False,
    stdin_as: str | None = None,
) -> Iterator[PlanReport]:
    """Read and check the plans, and report on each in the order given.

    With several `jobs` the work is shared among as many processes; their reports come without
    the plan itself. Without `todos`, what later stages need is counted only. With `tied`, what
    ties each plan to others is noted. Standard input is read as if it were the file `stdin_as`.
    """
    if jobs > 1 and STANDARD_INPUT not in files:
        yield from look_at(
            files, today, PlanReport.alone, jobs, stage=stage, todos=todos, tied=tied
        )
        return
    yield from look_at(
        files, today, _as_it_is, stage=stage, todos=todos, tied=tied, stdin_as=stdin_as
    )


def look_at(
    files: Sequence[str],
    today: dt.date,
    look: Callable[[PlanReport], Seen],
    jobs: int = 1,
    *,
    stage: Stage | None = None,
    todos: bool = True,
    tied: bool = False,
    stdin_as: str | None = None,
) -> Iterator[Seen]:
    """Read and check the plans, and return what `look` makes of each report, in the order given.

    With several `jobs`, it is made where the plan was read: nothing else is handed over.
    """
    read = partial(
        open_several, today=today, stage=stage, todos=todos, tied=tied, stdin_as=stdin_as
    )
    processes = 1 if STANDARD_INPUT in files else jobs
    work = partial(_seen, read=read, look=look)
    yield from one_by_one(parallel_map(portions(files), work, processes))


def _as_it_is(report: PlanReport) -> PlanReport:
    return report


def jobs_for(plans: int, asked: int | None) -> int:
    """Return how many processes to use: as many as asked, else what pays for so many plans."""
    if asked is not None:
        return asked
    if plans < _WORTH_SHARING:
        return 1
    return min(available_cores(), plans // (_WORTH_SHARING // 2))


_WORTH_SHARING = 100
"""Fewer plans than this are checked before another process has started."""
_AT_ONCE = 32
"""How many plans are read at once, and handed to a process: with twice as many little is gained."""
_TEXT_AT_ONCE = 1_000_000
"""How much text: what is made of it takes fifty times the room."""


def portions(files: Sequence[str]) -> list[Sequence[str]]:
    """Share plans out in portions to be read at once; a large one is a portion alone."""
    made: list[Sequence[str]] = []
    first, text = 0, 0
    for place, file in enumerate(files):
        size = _size(file)
        if place > first and (place - first == _AT_ONCE or text + size > _TEXT_AT_ONCE):
            made.append(files[first:place])
            first, text = place, 0
        text += size
    return [*made, files[first:]] if first < len(files) else made


def one_by_one(portions: Iterable[list[Seen]]) -> Iterator[Seen]:
    """Hand on what was seen of the plans in each portion, and keep nothing of it."""
    for seen in portions:
        seen.reverse()
        while seen:
            yield seen.pop()


def _size(file: str) -> int:
    try:
        return os.path.getsize(file)  # noqa: PTH202 - for each of thousands
    except OSError:  # told when it is read
        return 0


def _seen(
    files: Sequence[str],
    *,
    read: Callable[[Sequence[str]], list[PlanReport]],
    look: Callable[[PlanReport], Seen],
) -> list[Seen]:
    return [look(report) for report in read(files)]


def open_plan(
    path: str,
    today: dt.date,
    stage: Stage | None = None,
    *,
    todos: bool = True,
    tied: bool = False,
) -> PlanReport:
    """Read and check one plan; `-` is standard input."""
    return open_several([path], today=today, stage=stage, todos=todos, tied=tied)[0]


def open_several(
    files: Sequence[str],
    today: dt.date,
    stage: Stage | None = None,
    *,
    todos: bool = True,
    tied: bool = False,
    stdin_as: str | None = None,
) -> list[PlanReport]:
    """Read and check plans at once, and report on each in the order given."""

    opened = _with_what_git_kept([_opened(file, stdin_as) for file in files])
    there = [one for one in opened if isinstance(one, ToCheck)]
    reports = iter(check_sources(there, today, stage, todos=todos, tied=tied))
    return [next(reports) if isinstance(one, ToCheck) else unread(one) for one in opened]


def _opened(path: str, stdin_as: str | None = None) -> ToCheck | Finding:
    """Return a plan as it is to be checked, or what keeps it from being read.

    What comes on standard input may be what a file holds in an editor: `stdin_as`.
    """

    if path == STANDARD_INPUT:
        source = decode(read_standard_input(), stdin_as or STDIN)
        workspace = find_workspace(Path(stdin_as or ""))
    else:
        source = read_source(Path(path))
        workspace = find_workspace(Path(path))
    if not isinstance(source, Source):
        return source
    beside = stdin_as if path == STANDARD_INPUT and stdin_as else path
    return ToCheck(source, workspace, signoffs_of(beside))


def _with_what_git_kept(opened: list[ToCheck | Finding]) -> list[ToCheck | Finding]:
    """Note which sign-offs of the last commit are not in their files any more.

    Git is asked once a repository. Where there is none, or it does not answer, nothing is known.
    """

    beside = {
        place: one.signoffs.source.name
        for place, one in enumerate(opened)
        if isinstance(one, ToCheck) and one.signoffs.source is not None
    }
    if not beside:
        return opened

    asked: dict[Path, list[tuple[int, bytes]]] = {}
    for place, name in beside.items():
        try:
            root = repository_of(Path(name))
        except UserError:
            continue
        asked.setdefault(root, []).append((place, path_in(root, Path(name))))
    for root, files in asked.items():
        try:
            found = Git(root).kept([f"{HEAD}:".encode() + file for _, file in files])
        except UserError:
            continue
        for (place, _), kept in zip(files, found, strict=True):
            plan = opened[place]
            if kept is not None and isinstance(plan, ToCheck):
                opened[place] = plan._replace(signoffs=since_kept(plan.signoffs, kept.data))
    return opened


def read_standard_input() -> bytes:
    """Return what comes on standard input, or as much of it as shows that it is too large.

    Raises:
        UserError: whoever started kamctl has closed it.
    """

    if sys.stdin is None:
        raise UserError(message("There is no standard input."), message("Name a file."))
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def signoffs_of(plan: str) -> Signoffs:
    """Read the sign-offs beside a plan; standard input has none."""

    return NO_SIGNOFFS if plan == STANDARD_INPUT else signoffs_beside(Path(plan))


def plan_of(path: str, today: dt.date) -> tuple[PlanReport, Plan]:
    """Read and check the one plan that a command works on.

    Raises:
        InvalidFile: it cannot be read.
        UserError: it is standard input, or a folder.
    """

    if path == STANDARD_INPUT:
        raise UserError(
            message("Sign-offs stand beside a file; standard input has none."),
            message("Name the plan."),
        )
    is_folder(path)
    report = open_plan(path, today)
    if report.plan is None:
        raise InvalidFile(report.findings, report.source)
    return report, report.plan
