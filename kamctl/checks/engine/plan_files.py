"""The files of plans, and from files to reports: each with its workspace and its sign-offs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.checks.engine.plan_report import PlanReport, unread
from kamctl.checks.engine.runner import PlanSource, check_sources
from kamctl.document.errors import UserError
from kamctl.document.source import MAX_BYTES, STANDARD_INPUT_NAME, Source, decode, read_source
from kamctl.git.repository import Repository, git_path, repository_of
from kamctl.git.revision import HEAD
from kamctl.i18n.message import message
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, signoffs_beside, with_removed
from kamctl.workspace.discovery import find_workspace, search

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from kamctl.document.finding import Finding
    from kamctl.plan.plan_metadata import Stage
    from kamctl.signoffs.signoff_file import Signoffs
    from kamctl.workspace.config import Workspace

STANDARD_INPUT = "-"
"""What stands for standard input among the files."""


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
            _add(found, name if name == STANDARD_INPUT else file_name(name))
            continue
        for file in _in_folder(Path(name), exclude):
            _add(found, file.as_posix())
    return list(found.values())


def file_name(path: str) -> str:
    """Return what a file is called: a file `-` is not standard input."""
    name = Path(path).as_posix()
    return f"./{name}" if name == STANDARD_INPUT else name


def is_folder(name: str) -> bool:
    """Tell whether what is named on the command line is a folder.

    Raises:
        UserError: nothing is named: an empty path is no folder; Python takes it for this one.
    """
    if not name:
        raise UserError(
            message("The path is empty."),
            message("Give a plan or a folder; use . for this folder."),
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
    if known != file and os.path.islink(known) and not os.path.islink(file):  # noqa: PTH114 - as above
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
                "To read one anyway, give its path, for example {plan}; or change .gitignore, or "
                "`exclude:` in kamctl.yaml.",
                plan=found.left_out[0],
            ),
        )
    raise UserError(
        message("There is no plan in this folder or its subfolders.")
        if folder == Path()
        else message("There is no plan in {folder} or its subfolders.", folder=folder.as_posix()),
        message(
            "A plan is a file named plan.yaml or ending in .plan.yaml. Create one with "
            "`kamctl init account`."
        ),
    )


def open_plan(
    path: str,
    today: dt.date,
    stage: Stage | None = None,
    *,
    todos: bool = True,
    cross_plan: bool = False,
) -> PlanReport:
    """Read and check one plan; `-` is standard input."""
    return open_several([path], today=today, stage=stage, todos=todos, cross_plan=cross_plan)[0]


def open_several(
    files: Sequence[str],
    today: dt.date,
    stage: Stage | None = None,
    *,
    todos: bool = True,
    cross_plan: bool = False,
    stdin_as: str | None = None,
) -> list[PlanReport]:
    """Read and check plans at once, and report on each in the order given.

    Raises:
        InvalidFile: a workspace is invalid.
    """
    opened = _with_removed_signoffs([_plan_source(file, stdin_as) for file in files])
    there = [one for one in opened if isinstance(one, PlanSource)]
    reports = iter(check_sources(there, today, stage, todos=todos, cross_plan=cross_plan))
    return [next(reports) if isinstance(one, PlanSource) else unread(one) for one in opened]


def check_text(
    source: Source,
    file: str,
    today: dt.date,
    stage: Stage | None = None,
    *,
    workspace: Workspace | None = None,
    signoffs: Signoffs | None = None,
) -> PlanReport:
    """Check a text as the plan in `file`, with the workspace and sign-offs there unless given.

    Raises:
        InvalidFile: the workspace is invalid.
    """
    plan = PlanSource(
        source,
        find_workspace(Path(file)) if workspace is None else workspace,
        signoffs_of(file) if signoffs is None else signoffs,
    )
    (opened,) = _with_removed_signoffs([plan])
    assert isinstance(opened, PlanSource)
    return check_sources([opened], today, stage)[0]


def _plan_source(path: str, stdin_as: str | None = None) -> PlanSource | Finding:
    """Return a plan as it is to be checked, or what keeps it from being read.

    What comes on standard input may be what a file holds in an editor: `stdin_as`.
    """
    if path == STANDARD_INPUT:
        source = decode(read_standard_input(), stdin_as or STANDARD_INPUT_NAME)
        workspace = find_workspace(Path(stdin_as or ""))
    else:
        source = read_source(Path(path))
        workspace = find_workspace(Path(path))
    if not isinstance(source, Source):
        return source
    beside = stdin_as if path == STANDARD_INPUT and stdin_as else path
    return PlanSource(source, workspace, signoffs_of(beside))


def _with_removed_signoffs(opened: list[PlanSource | Finding]) -> list[PlanSource | Finding]:
    """Note which sign-offs of the last commit are not in their files any more.

    Git is asked once a repository. Where there is none, or it does not answer, nothing is known.
    """
    beside = {
        place: one.signoffs.source.name
        for place, one in enumerate(opened)
        if isinstance(one, PlanSource) and one.signoffs.source is not None
    }
    if not beside:
        return opened

    asked: dict[Path, list[tuple[int, bytes]]] = {}
    for place, name in beside.items():
        try:
            root = repository_of(Path(name))
        except UserError:
            continue
        asked.setdefault(root, []).append((place, git_path(root, Path(name))))
    for root, files in asked.items():
        try:
            found = Repository(root).kept([f"{HEAD}:".encode() + file for _, file in files])
        except UserError:
            continue
        for (place, _), kept in zip(files, found, strict=True):
            plan = opened[place]
            if kept is not None and isinstance(plan, PlanSource):
                opened[place] = plan._replace(signoffs=with_removed(plan.signoffs, kept.data))
    return opened


def read_standard_input() -> bytes:
    """Return what comes on standard input, or as much of it as shows that it is too large.

    Raises:
        UserError: whoever started kamctl has closed it.
    """
    if sys.stdin is None:
        raise UserError(message("Standard input is not available."), message("Give a file."))
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def signoffs_of(plan: str) -> Signoffs:
    """Read the sign-offs beside a plan; standard input has none."""
    return NO_SIGNOFFS if plan == STANDARD_INPUT else signoffs_beside(Path(plan))
