"""A new workspace: its `kamctl.yaml`, which explains itself, and the schema for the editor."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from kamctl.checks.engine.workspace_schema import workspace_schema_text
from kamctl.document.errors import UserError
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage, Tool
from kamctl.plan.values import FUNCTIONS
from kamctl.scaffold.editor_schema import refresh_schema
from kamctl.scaffold.gitattributes import GITATTRIBUTES, add_merge_rules
from kamctl.scaffold.template_files import template_in, template_languages
from kamctl.scaffold.typed_text import required_name
from kamctl.scaffold.undo import undone_on_error
from kamctl.workspace.config import shown_path
from kamctl.workspace.files import WORKSPACE_FILE, inherited_file
from kamctl.workspace.model import CheckSeverity, Custom, CustomField

_SCHEMA_FILE = "kamctl.schema.json"
_SCHEMA_MARK = "kamctl workspace"


@dataclass(frozen=True)
class WorkspaceStart:
    """What is known when a workspace begins."""

    company: str | None = None
    language: str = "en"
    currency: str | None = None


def workspace_languages() -> tuple[str, ...]:
    """Return the languages there is a first workspace file in: one template a language."""
    return template_languages("workspace", "kamctl")


def workspace_text(start: WorkspaceStart) -> str:
    """Write the first `kamctl.yaml`: valid as it is, its examples commented out.

    Raises:
        UserError: the company's name cannot be written on one line.
    """
    return template_in("workspace", "kamctl", start.language).render(
        schema=_SCHEMA_FILE,
        company=required_name(start.company) if start.company else None,
        language=start.language,
        currency=start.currency,
        **_values(),
    )


def _values() -> dict[str, Any]:
    """Return what the format allows, for the comments."""
    return {
        "functions": FUNCTIONS,
        "tools": get_args(Tool),
        "severities": get_args(CheckSeverity),
        "stages": [stage.value for stage in Stage],
        "places": tuple(Custom.model_fields),
        "types": get_args(CustomField.model_fields["type"].annotation),
    }


def check_workspace_folder(folder: Path) -> None:
    """Make sure that a workspace can begin in `folder`.

    Raises:
        UserError: one is there already, or around it, or the place is no folder.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise UserError(
            message("{path} is a file; a workspace is a folder.", path=folder),
            message("Give a folder; it is created if needed."),
        )
    if os.path.lexists(folder / WORKSPACE_FILE):
        raise UserError(
            message(
                "{path} already exists; it was not changed.",
                path=shown_path(folder / WORKSPACE_FILE),
            ),
            message("Open it to change its settings."),
        )
    there = inherited_file(folder)
    if there is not None:
        raise UserError(
            message("The new workspace would be inside another workspace, {path}.", path=there),
            message(
                "One workspace file applies to all plans below it: use that one, or "
                "choose another folder."
            ),
        )


def create_workspace(start: WorkspaceStart, folder: Path) -> Path:
    """Write `kamctl.yaml` into `folder`, with its schema and rules for git to merge sign-offs.

    Returns:
        The path of the file.

    Raises:
        UserError: a workspace cannot begin there, or something cannot be written; nothing is left.
    """
    check_workspace_folder(folder)
    file, schema = folder / WORKSPACE_FILE, folder / _SCHEMA_FILE
    text = workspace_text(start)
    with undone_on_error(folder, schema, folder / GITATTRIBUTES):
        refresh_schema(schema, workspace_schema_text(), _SCHEMA_MARK)
        add_merge_rules(folder)
        write_atomically(file, text)
    return file
