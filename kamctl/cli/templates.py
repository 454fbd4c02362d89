"""`kamctl templates`: which there are, and one of kamctl's to begin with."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kamctl.briefing.document_kinds import DOCUMENT_KINDS, INDEX
from kamctl.briefing.template_listing import list_templates, templates_to_eject
from kamctl.cli.commands import Commands
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.options import FORCE, TEXT_OR_JSON, TextOrJson
from kamctl.cli.output_paths import ProtectedFiles
from kamctl.document.code_frame import printable
from kamctl.document.errors import UserError
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.reports.json_text import json_document
from kamctl.workspace.config import shown_path
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import ConsoleRenderable

    from kamctl.briefing.template_listing import TemplateInfo
    from kamctl.workspace.config import Workspace

templates_app = Commands(
    name="templates",
    help="List document templates, and copy them to your workspace to change them.",
)


@templates_app.callback()
def templates() -> None:
    """List document templates, and copy them to your workspace to change them."""


@templates_app.command("list")
@examples(("kamctl templates list", N_("Show which template generates each document")))
def list_(
    ctx: typer.Context,
    output_format: TextOrJson = TEXT_OR_JSON,
) -> None:
    """List the templates: the document each generates, and the file in use.

    Your templates take precedence. One with the name of a kamctl template replaces it; any other
    NAME.html.j2 or NAME.md.j2 adds a document: kamctl render NAME.
    """
    workspace = _workspace()
    found = list_templates(workspace.templates)
    if output_format is TextOrJson.JSON:
        values = [_values(one) for one in found]
        ctx.obj.write(json_document(values))
        return
    for part in _listed(found, workspace):
        ctx.obj.print(part, end="")


@templates_app.command("eject")
@examples(
    ("kamctl templates eject briefing", N_("Copy the briefing's templates into the workspace"))
)
def eject(
    ctx: typer.Context,
    name: str = typer.Argument(
        ...,
        metavar="NAME",
        help="A template, or a document such as briefing for all its templates.",
    ),
    force: bool = FORCE,
) -> None:
    """Copy a kamctl template into your workspace to change it.

    Your copy is used from then on. Its first line gives the version of the fields it was written
    for.
    """
    folder = _workspace().templates
    if folder is None:
        raise UserError(
            message("There is no workspace here to keep your templates in."),
            message("Run `kamctl init workspace` in the folder with your plans."),
        )
    texts = templates_to_eject(name)
    if not texts:
        names = (*DOCUMENT_KINDS, *(one.name for one in list_templates(None)))
        raise UserError(
            message("Unknown template “{name}”.", name=name),
            did_you_mean(name, names),
        )
    for file in texts:
        if not force and (folder / file).exists():
            raise UserError(
                message(
                    "{path} already exists.",
                    path=shown_path(folder / file),
                ),
                message("Use --force to overwrite it, or choose another template."),
            )
    for file in texts:
        ProtectedFiles(()).check(folder / file)
    for file, text in texts.items():
        write_atomically(folder / file, text, over=force)
        ctx.obj.note(printable(shown_path(folder / file)))


def _workspace() -> Workspace:
    return find_workspace(Path())


def _values(one: TemplateInfo) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind or None,
        "from": shown_path(one.own) if one.own else "kamctl",
        "in_place_of_kamctls": bool(one.own) and one.in_place_of_ours,
        "made_for_view": int(one.made_for) if one.made_for else None,
    }


def _listed(found: list[TemplateInfo], workspace: Workspace) -> Iterator[Text | ConsoleRenderable]:
    """Compose the list, by kind of page."""
    wide = max(cell_len(one.name) for one in found)
    for kind, alike in groupby(found, key=lambda one: one.kind):
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(min_width=wide, no_wrap=True)
        table.add_column(overflow="fold")
        for one in alike:
            table.add_row(Text(printable(one.name)), Text(printable(localized(_source(one)))))
        yield Text(f"{localized(_title(kind))}\n", "bold")
        yield Padding(table, (0, 0, 1, 2), expand=False)
    where = (
        message("Your own templates are kept in a workspace: run `kamctl init workspace`.")
        if workspace.templates is None
        else message(
            "Your own templates are in {folder}; `kamctl templates eject NAME` copies one there.",
            folder=shown_path(workspace.templates),
        )
    )
    yield Text(f"{localized(where)}\n")


def _source(one: TemplateInfo) -> Message:
    if one.own is None:
        return message("kamctl")
    file = shown_path(one.own)
    if one.made_for:
        return message(
            "yours: {file}, written for version {made} of the fields", file=file, made=one.made_for
        )
    if one.in_place_of_ours:
        return message("yours: {file}, replaces kamctl's", file=file)
    return message("yours: {file}", file=file)


def _title(kind: str) -> Message:
    if kind == "":
        return message("Parts of pages")
    if kind == INDEX.name:
        return Message(INDEX.label)
    return message("kamctl render {kind}", kind=kind)
