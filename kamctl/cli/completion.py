"""Shell completion. Nothing here may fail or print: the shell shows no errors."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from typer import Context

from kamctl.checks.engine.code_index import entries
from kamctl.checks.engine.rule_docs import PAGES_DOMAIN
from kamctl.cli.language_context import user_language
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.i18n.catalog import translator
from kamctl.scaffold.sections import plan_sections
from kamctl.workspace.discovery import find_workspace, is_plan_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_OFFERED = 200
"""More plans than this are no help in a list."""


def complete_codes(incomplete: str) -> list[tuple[str, str]]:
    """Offer codes of checks in capitals, names in small letters; after a comma the next one."""
    before, comma, last = incomplete.rpartition(",")
    with contextlib.suppress(Exception):
        say = translator(user_language(), PAGES_DOMAIN)
        wants_name = last[:1].islower() and not "kam".startswith(last[:3].lower())
        return [
            (before + comma + (one.name if wants_name else one.code), say(one.page.summary))
            for one in entries()
            if (one.name.startswith(last) if wants_name else one.code.startswith(last.upper()))
        ]
    return []


def complete_plans(incomplete: str) -> list[str]:
    """Offer plans and the folders on the way to them, from what is written so far."""
    with contextlib.suppress(Exception):
        return sorted(
            one
            for one in _paths(incomplete)
            if one.endswith("/") or is_plan_name(one.rpartition("/")[2])
        )[:_MAX_OFFERED]
    return []


def _paths(incomplete: str) -> Iterator[str]:
    """Yield the files and folders that begin as written so far; a folder ends with a slash.

    Hidden ones come once their dot is written.
    """
    folder, _, start = incomplete.replace("\\", "/").rpartition("/")
    root = folder + "/" if folder or incomplete.startswith("/") else ""
    for entry in Path(root or ".").iterdir():
        if entry.name.startswith(start) and (start or not entry.name.startswith(".")):
            yield f"{root}{entry.name}{'/' * entry.is_dir()}"


def complete_functions(incomplete: str) -> list[str]:
    """Offer the functions of the company: the workspace's, else those that kamctl knows."""
    with contextlib.suppress(Exception):
        return [one for one in find_workspace(Path()).functions if one.startswith(incomplete)]
    return []


def complete_people(ctx: Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the ids of the team of the plan that is named on the line, each with the name."""
    with contextlib.suppress(Exception):
        plan = Path(ctx.params.get("plan") or "plan.yaml")
        source = read_source(plan)
        team = read(source).value["team"] if isinstance(source, Source) else ()
        return [(one["id"], one["name"]) for one in team if one["id"].startswith(incomplete)]
    return []


def complete_files(incomplete: str) -> list[str]:
    """Offer the files in a folder, and the folders on the way to them."""
    with contextlib.suppress(Exception):
        return sorted(_paths(incomplete))[:_MAX_OFFERED]
    return []


def complete_sections(incomplete: str) -> list[tuple[str, str]]:
    """Offer the sections that can be added to a plan, each with what it is for."""
    with contextlib.suppress(Exception):
        say = translator(user_language())
        return [
            (one.name, one.purpose.say(say))
            for one in plan_sections().values()
            if one.name.startswith(incomplete)
        ]
    return []
