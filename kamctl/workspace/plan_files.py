"""Which files are plans: those that are named, and those in folders; what lies beside a plan."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import SeveralPlans, UserError
from kamctl.document.source import behind_link
from kamctl.i18n.message import message
from kamctl.workspace.config import NO_WORKSPACE
from kamctl.workspace.discovery import find_plans, find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.i18n.message import Message
    from kamctl.workspace.config import Workspace

STANDARD_INPUT = "-"
"""What stands for standard input among the files."""
_GIVE_PATH: Final = message("Give the plan's path.")


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
            _add(found, file)
    return list(found.values())


def workspace_of_run(paths: Sequence[str], files: Sequence[str]) -> Workspace:
    """Return the workspace that decides on what several plans have in common.

    It is that of the place named first in `paths`, and not one inside it, in which some of the
    plans are; where none holds that place, it is that of the first of the `files` to read.

    Raises:
        InvalidFile: its `kamctl.yaml` cannot be read, or says something that kamctl does not know.
    """
    found = NO_WORKSPACE
    for name in (paths[0], files[0]):
        if found is NO_WORKSPACE:
            found = find_workspace(Path() if name == STANDARD_INPUT else Path(name))
    return found


def only_plan(path: str) -> str:
    """Return the plan that a path means: the file, or the only plan in the folder.

    Raises:
        SeveralPlans: it is a folder that holds several.
        UserError: it holds none.
    """
    found = plan_files([path])
    if len(found) > 1:
        raise SeveralPlans(Path(path).as_posix(), found)
    return found[0]


def refuse_standard_input(
    files: Sequence[str], reason: Message, hint: Message = _GIVE_PATH
) -> None:
    """Refuse standard input where it cannot be used, and say why.

    Raises:
        UserError: it is among the files.
    """
    if STANDARD_INPUT in files:
        raise UserError(reason, hint)


def beside_plan(plan: Path, kind: str) -> Path:
    """Return the file of a kind, such as `signoffs`, that belongs to a plan and lies beside it.

    That of a link is beside the file that it leads to: one plan has one file of a kind.
    """
    plan = behind_link(plan)
    return plan.with_name(name_beside_plan(plan.name, kind))


def name_beside_plan(plan: str, kind: str) -> str:
    """Return the name of that file: `signoffs.yaml` for `plan.yaml`, else `x.signoffs.yaml`."""
    stem = plan.removesuffix(".yaml").removesuffix(".yml")
    if stem in ("plan", ""):
        return f"{kind}.yaml"
    return f"{stem.removesuffix('.plan')}.{kind}.yaml"


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
    except (OSError, ValueError):  # reported when it is read
        found.setdefault(file, file)
        return
    key = (there.st_dev, there.st_ino) if there.st_ino else os.path.realpath(file)
    known = found.setdefault(key, file)
    if known != file and os.path.islink(known) and not os.path.islink(file):  # noqa: PTH114 - as above
        found[key] = file  # its sign-offs are beside it


def _in_folder(folder: Path, exclude: Sequence[str]) -> list[str]:
    """Return the plans in a folder and below, and the folders there that are closed to us.

    Raises:
        UserError: there is none.
    """
    found = find_plans(folder, exclude)
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
