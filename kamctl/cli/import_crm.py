"""`kamctl import crm`: first plans and updates from the tables that a CRM exports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import typer
from rich.text import Text

from kamctl.cli.completion import complete_files
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.options import TODAY, parse_day
from kamctl.cli.prompts import FormConfirmation, ask_and_confirm, can_ask
from kamctl.document.code_frame import printable
from kamctl.document.command_text import as_argument
from kamctl.document.errors import UserError
from kamctl.exchange.crm.columns import KIND_NAMES, crm_columns
from kamctl.exchange.crm.plan_changes import change_sentence
from kamctl.exchange.crm.plan_import import PlanFolder
from kamctl.exchange.crm.records import CrmReader
from kamctl.exchange.crm.value_reader import ValueReader
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import N_, Localized, Message, counted, message
from kamctl.plan.codes import DEFAULT_CURRENCY
from kamctl.workspace.crm_mapping import CrmSystemName
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.cli.console import Console
    from kamctl.exchange.crm.plan_import import ImportProposal, PlanImport
    from kamctl.exchange.crm.records import ReadTable

_SHOWN: Final = 20
"""How many plans and problems are listed one by one."""


@examples(
    (
        "kamctl import crm accounts.csv contacts.csv deals.csv --as salesforce --into accounts",
        N_("Create first plans, or update existing ones"),
    ),
    (
        "kamctl import crm opportunities.xlsx --as dynamics --into accounts --locale fr --yes",
        N_("Update opportunities; dates and decimals are written as in French"),
    ),
)
def crm(
    ctx: typer.Context,
    files: list[str] = typer.Argument(
        ...,
        metavar="FILE...",
        help="Exported tables of accounts, contacts and opportunities: CSV or .xlsx.",
        autocompletion=complete_files,
    ),
    system: str = typer.Option(
        None,
        "--as",
        metavar="CRM",
        help="salesforce, dynamics or hubspot, or the name of a mapping under `crm:` in "
        "kamctl.yaml.",
    ),
    into: str = typer.Option(
        ...,
        "--into",
        metavar="FOLDER",
        help="The folder of the plans, such as accounts: each account has a folder in it.",
    ),
    locale: str = typer.Option(
        None,
        "--locale",
        metavar="LOCALE",
        help="How dates and decimals are written, such as fr, en-GB or en-US (default: as the "
        "mapping says; what could mean two things is refused).",
    ),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Show what would be done, and write nothing."
    ),
    yes: bool = typer.Option(False, "--yes", "-y", help="Write without asking for confirmation."),
    today: str = TODAY,
) -> None:
    """Create first plans from a CRM, and update their turnover, opportunities and contacts.

    A field is updated if the plan still has the value of the last import. Otherwise both values are
    shown and the plan is not changed. Nothing is deleted.

    Exit code: 0 all of it imported, 1 something needs your attention, 2 nothing was written.
    """
    console: Console = ctx.obj
    folder = Path(into)
    workspace = find_workspace(folder)
    if system is None:
        raise UserError(
            message("The CRM that exported the tables is missing."),
            message(
                "Add --as with one of: {names}; or describe another CRM under `crm:` in "
                "kamctl.yaml.",
                names=", ".join((*workspace.crm, *get_args(CrmSystemName))),
            ),
        )
    columns = crm_columns(system, workspace.crm)
    values = ValueReader(locale or columns.locale)
    values.check()
    plans = PlanFolder(folder, workspace, parse_day(today))
    reader = CrmReader(columns, values, plans.names, tuple(workspace.tiers), plans.currency)
    data = reader.read(files)
    plans.check_custom_fields(data)
    proposal = plans.proposal(data)
    for line in _preview(proposal, data.tables, into):
        console.note(line)
    if plans.is_currency_assumed and any(one.opportunities for one in proposal.plans):
        assumed = message(
            "Amounts are taken to be in {currency}: set `currency:` in kamctl.yaml if they are "
            "not.",
            currency=DEFAULT_CURRENCY,
        )
        console.note(localized(assumed))
    code = 1 if proposal.needs_attention else 0
    if dry_run:
        console.note(localized(message("Nothing was written.")))
        raise typer.Exit(code)
    if proposal.files and not yes:
        _confirm(console, proposal)
    plans.write(proposal)
    if proposal.files:
        console.print_result(localized(_written(proposal)))
        next_step = message(
            "Next, list what is missing: kamctl validate --todo {folder}", folder=as_argument(into)
        )
        console.note(localized(next_step))
    raise typer.Exit(code)


def _confirm(console: Console, proposal: ImportProposal) -> None:
    """Ask whether to write.

    Raises:
        UserError: nobody can be asked.
    """
    if not can_ask():
        raise UserError(
            message("Confirmation is needed, but there is no terminal to ask in. Nothing was "
                    "written."),
            message("Add --yes to write without confirmation."),
        )  # fmt: skip
    label = counted("Write {count} plan?", "Write {count} plans?", len(proposal.files))
    confirmation = FormConfirmation(
        label=label, summary=lambda _: Text(), refused=message("Nothing was written.")
    )
    ask_and_confirm(console, [], confirmation, {})


def _written(proposal: ImportProposal) -> Message:
    new = sum(one.before is None for one in proposal.files)
    return message(
        "{created}, {changed}.",
        created=counted("{count} plan created", "{count} plans created", new),
        changed=counted("{count} changed", "{count} changed", len(proposal.files) - new),
    )


def _preview(
    proposal: ImportProposal, tables: Sequence[ReadTable], into: str
) -> Iterator[Text | str]:
    for table in tables:
        yield from _table(table)
    new = [one for one in proposal.plans if one.changes is None]
    changed = [one for one in proposal.plans if one.changes and one.file]
    yield Text(
        localized(
            message(
                "{new}, {changed}, {unchanged} in {folder}",
                new=counted("{count} new plan", "{count} new plans", len(new)),
                changed=counted("{count} changed", "{count} changed", len(changed)),
                unchanged=counted("{count} unchanged", "{count} unchanged", proposal.unchanged),
                folder=printable(into),
            )
        ),
        "bold",
    )
    yield from _listed([line for one in new for line in _new(one)])
    yield from _listed([line for one in proposal.plans for line in _changes(one)])
    for line in _conflicts(proposal):
        yield Text(line, "warning")
    if proposal.without_plan:
        names = ", ".join(map(visible_line, proposal.without_plan[:_SHOWN]))
        text = counted(
            "{count} imported account no longer has a plan: {names}",
            "{count} imported accounts no longer have a plan: {names}",
            len(proposal.without_plan),
            names=names,
        )
        yield localized(text)
    problems = [Text(visible_line(localized(one)), "warning") for one in proposal.problems]
    if problems:
        yield Text(
            localized(counted("Not imported: {count} value or row",
                              "Not imported: {count} values or rows", len(problems))),
            "bold",
        )  # fmt: skip
    yield from _listed(problems)


def _table(table: ReadTable) -> Iterator[Text | str]:
    rows = counted("{count} row", "{count} rows", table.rows)
    values = {"kind": Message(KIND_NAMES[table.kind]), "file": table.name, "rows": rows}
    text = (
        message("{kind}: {file}, {rows} ({notes})", **values, notes=tuple(table.notes))
        if table.notes
        else message("{kind}: {file}, {rows}", **values)
    )
    yield printable(localized(text))
    if table.unused:
        names = ", ".join(map(visible_line, table.unused))
        yield Text("  " + localized(message("Columns not used: {names}", names=names)), "dim")


def _new(one: PlanImport) -> Iterator[Text | str]:
    text = message(
        "{path}: {account}, {contacts}, {opportunities}",
        path=one.path.as_posix(),
        account=visible_line(one.account),
        contacts=counted("{count} contact", "{count} contacts", one.contacts),
        opportunities=counted("{count} opportunity", "{count} opportunities", one.opportunities),
    )
    yield f"  {localized(text)}"


def _changes(one: PlanImport) -> Iterator[Text | str]:
    if one.changes is None or one.file is None:
        return
    found = one.changes
    lines = [
        *(change_sentence(change) for change in found.changed),
        *(message("new: {name}", name=name) for name in found.added),
        *(
            message("identified by its CRM id from now on: {name}", name=name)
            for name in found.linked
        ),
    ]
    yield f"  {printable(one.path.as_posix())}"
    for line in lines:
        yield f"    {visible_line(localized(line))}"


def _conflicts(proposal: ImportProposal) -> Iterator[str]:
    for one in proposal.plans:
        if one.changes is None:
            continue
        path = one.path.as_posix()
        for what, current, new in one.changes.conflicts:
            text = message(
                "{path}: {what} stays as it is\n    plan: {current}\n    CRM:  {new}",
                path=path,
                what=visible_line(localized(what)),
                current=message("nothing") if current is None else _shown(current),
                new=_shown(new),
            )
            yield localized(text)
        for name in one.changes.gone:
            text = message(
                "{path}: “{name}” has changed in the CRM and is no longer in the plan",
                path=path,
                name=visible_line(localized(name) if isinstance(name, Message) else name),
            )
            yield localized(text)


def _shown(value: Localized | str | float) -> Localized | str:
    return value if isinstance(value, Localized) else visible_line(str(value))


def _listed(lines: Sequence[Text | str]) -> Iterator[Text | str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        more = counted("… and {count} more", "… and {count} more", len(lines) - _SHOWN)
        yield Text(f"  {localized(more)}", "dim")
